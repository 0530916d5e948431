"""Measures a preview: how long after a save the server shows it. In goes a site, out come seconds for every edit.

A file is saved in place, and the clock starts when the save is done. Pages are asked for over one connection until they are right,
so the time holds what a browser would wait for: the watcher, the pause that gathers a burst of changes, the build, the answer. A
title is right when every page that showed the old one shows the new one and the old one no more; which pages these are is read
from a finished build.
"""
import http.client
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Dict, List, Optional

from builds import edited_body, edited_title
from measure import Failed, files

#: Seconds between two questions; asking more often would take the processor from the server.
PAUSE = 0.01
#: Seconds after which an edit counts as never shown.
PATIENCE = 120.0
#: Seconds between an edit that is shown and the next one.
REST = 0.5


def measure(sitrep: Path, site: Path, report: Path, output: Path, edits: int) -> Dict[str, object]:
    """Edits the body of a report, then its title, each some times, with a server running; the report is as before afterwards."""
    original = report.read_text(encoding="utf-8")
    found = re.search(r"^title: (.*)$", original, re.MULTILINE)
    if found is None:
        raise Failed(f"{report} has no title")
    title = found.group(1)
    own = "/reports/" + re.sub(r"^\d{4}-\d\d-\d\d-", "", report.stem) + "/"
    pages = _pages_with(output, title)
    server = _Server(sitrep, site)
    try:
        server.until(own, lambda text: title in text)
        bodies = []
        for number in range(edits):
            words = f"Mark{number:03}"
            _save(report, edited_body(original, words))
            bodies.append(server.until(own, lambda text: words in text))
            time.sleep(REST)
        titles = []
        old = title
        for number in range(edits):
            new = f"Edition {number:03} of one title"
            _save(report, edited_title(original, new))
            start = time.perf_counter()
            for page in pages:
                server.until(page, lambda text: new in text and old not in text)
            titles.append(time.perf_counter() - start)
            old = new
            time.sleep(REST)
        return {"body": bodies, "title": titles, "pages": len(pages)}
    finally:
        server.close()
        _save(report, original)


class _Server:
    """`sitrep serve` on a free port, and a connection to it."""

    def __init__(self, sitrep: Path, site: Path) -> None:
        command = [str(sitrep), "serve", "--root", str(site), "--port", "0"]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, "NO_COLOR": "1"}
        )
        self._port = self._listening()
        self._connection: Optional[http.client.HTTPConnection] = None

    def until(self, path: str, right) -> float:
        """Asks for a page until it is right, and says how long that took."""
        start = time.perf_counter()
        while time.perf_counter() - start < PATIENCE:
            text = self._get(path)
            if text is not None and right(text):
                return time.perf_counter() - start
            time.sleep(PAUSE)
        raise Failed(f"after {PATIENCE:.0f} s {path} did not show the edit")

    def close(self) -> None:
        """Ends the server as a person would."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _listening(self) -> int:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                return int(found.group(1))
        raise Failed("the preview did not say where it listens")

    def _get(self, path: str) -> Optional[str]:
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            self._connection.request("GET", path)
            reply = self._connection.getresponse()
            text = reply.read().decode("utf-8", errors="replace")
            return text if reply.status == 200 else None
        except (OSError, http.client.HTTPException):
            self._connection = None
            return None


def _pages_with(output: Path, text: str) -> List[str]:
    """Addresses of the pages and feeds of a finished build that hold a text."""
    held = []
    pattern = re.compile(re.escape(text) + r"(?!\d)")
    for path in files(output):
        if path.suffix in (".html", ".xml") and pattern.search(path.read_text(encoding="utf-8")):
            held.append("/" + path.relative_to(output).as_posix().replace("index.html", ""))
    return held


def _save(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))

"""Builds that are measured: a library as two sites, each built clean, again, and after one edit.

In goes a folder for everything, out come runs and what they wrote. A clean build starts without output and without what Sitrep
keeps from earlier runs in `.sitrep/`. Hugo has no cache of pages across runs; its cache of modules and remote files, unused here, is
put into a folder of its own that starts empty, so that nothing of the person's own is read.
"""
import hashlib
import os
import re
import shutil
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import tools
from measure import Run, files, run


class Pair:
    """A library of some number of reports as a Sitrep site and, where there is a Hugo, as a Hugo site."""

    def __init__(
        self, folder: Path, sitrep: Path, hugo: Optional[Path], reports: int, seed: int, co_occurrence: bool = True
    ) -> None:
        self.folder = folder
        self.reports = reports
        self.sitrep_site = folder / "sitrep"
        self.hugo_site = folder / "hugo"
        self.outputs = {"sitrep": folder / "sitrep-output", "hugo": folder / "hugo-output"}
        self.timings: List[str] = []
        self._sitrep, self._hugo = sitrep, hugo
        self._log = folder / "log"
        folder.mkdir(parents=True)
        tools.generate(self.sitrep_site, self.hugo_site if hugo else None, reports, seed, co_occurrence)

    def sitrep_clean(self) -> Run:
        """Sitrep's build into an empty folder, with the times of its stages kept."""
        shutil.rmtree(self.outputs["sitrep"], ignore_errors=True)
        shutil.rmtree(self.sitrep_site / ".sitrep", ignore_errors=True)
        return self.sitrep_again()

    def sitrep_again(self) -> Run:
        """Sitrep's build into the folder as it is."""
        command = [self._sitrep, "build", "--quiet", "--timings", "--root", self.sitrep_site, "--output", self.outputs["sitrep"]]
        measured = run([str(part) for part in command], self._log)
        self.timings.append(self._log.read_text(encoding="utf-8"))
        return measured

    def hugo_clean(self) -> Run:
        """Hugo's build into an empty folder."""
        shutil.rmtree(self.outputs["hugo"], ignore_errors=True)
        cache = self.folder / "hugo-cache"
        shutil.rmtree(cache, ignore_errors=True)
        command = [self._hugo, "--quiet", "--source", self.hugo_site, "--destination", self.outputs["hugo"]]
        # Hugo takes settings from variables of the person's own.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HUGO")}
        return run([str(part) for part in command], self._log, {**environment, "HUGO_CACHEDIR": str(cache)})

    def newest_report(self) -> Path:
        """The newest report's file: its rows stand on the first page of every list that it is on."""
        return sorted((self.sitrep_site / "content/reports").iterdir())[-1]

    def remove(self) -> None:
        """Frees the memory that a folder in memory takes."""
        shutil.rmtree(self.folder, ignore_errors=True)


def edited_body(text: str, words: str) -> str:
    """A report with words added to its first paragraph."""
    head, body = text.split("\n---\n", 1)
    start = re.search(r"^(?![#\n])", body, re.MULTILINE)
    at = start.start() if start else len(body)
    return f"{head}\n---\n{body[:at]}{words} {body[at:]}"


def edited_title(text: str, title: str) -> str:
    """A report with another title."""
    return re.sub(r"^title: .*$", f"title: {title}", text, count=1, flags=re.MULTILINE)


class Written:
    """What a build writes into a folder that is there already, told by the times and the bytes of its files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._times = _times(folder)
        self._digests = {path: _digest(path) for path in self._times}

    def since(self) -> Tuple[int, int]:
        """How many files were written since, and how many of these have other bytes than before."""
        times = _times(self._folder)
        written = [path for path, time in times.items() if self._times.get(path) != time]
        gone = [path for path in self._times if path not in times]
        changed = [path for path in written if self._digests.get(path) != _digest(path)]
        return len(written) + len(gone), len(changed) + len(gone)


def _times(folder: Path) -> Dict[Path, Tuple[int, int]]:
    stats = {path: path.stat() for path in files(folder)}
    return {path: (stat.st_mtime_ns, stat.st_ino) for path, stat in stats.items()}


def _digest(path: Path) -> bytes:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).digest()

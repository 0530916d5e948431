"""The logical library that every site of the benchmarks is made of: profiles and reports, as values.

In go a number of reports and a seed, out come the same values for the same arguments. Names are invented, indicators are of
reserved ranges. About 800 words a report in four sections with a table, four footnotes, a link to an earlier report and, on every
third, two code blocks. Names are drawn from seven lists with a long tail, as in a real library. Nothing is written here, and no
generator's format is known here.
"""
import random
from dataclasses import dataclass
from typing import Dict, Iterator, List, Optional

from code_blocks import code_block

TITLE = "Generated library"
ADDRESS = "https://library.example/"
DESCRIPTION = "A generated site."

#: How many names each taxonomy has, 2,216 in all.
TAXONOMIES = {
    "actors": 400,
    "victims": 900,
    "malware": 400,
    "campaigns": 150,
    "sectors": 26,
    "techniques": 200,
    "tags": 140,
}

#: Actors that have a profile, the most frequent ones; a small library has no more than two for each report.
PROFILES = 200

WORDS = (
    "the actor used a server to reach the mail of the victim and kept access for weeks while logs were turned off "
    "analysts saw a loader that fetched modules over https and wrote them to disk before a scheduled task ran them "
    "each night the operators moved between hosts with stolen credentials and left few traces beyond a handful of "
    "files in temporary folders which made the timeline hard to rebuild with any confidence"
).split()
SYLLABLES = "ka lo mir ten vos dra sel pon ruk ba fi gor hal jin nex oru pil qua ste tor ul vin wex yar zo".split()


@dataclass(frozen=True)
class Profile:
    """An actor with a text of its own."""

    name: str
    slug: str
    alias: str
    summary: str
    body: str


@dataclass(frozen=True)
class Report:
    """One report; `sections`, `table` and `code` are Markdown that all generators read alike."""

    title: str
    date: str
    slug: str
    summary: str
    names: Dict[str, List[str]]
    indicators: List[str]
    sections: List[str]
    table: str
    #: An earlier report that this one links to.
    earlier: Optional["Address"]
    code: List[str]

    @property
    def address(self) -> "Address":
        """How other reports find this one."""
        return Address(self.date, self.slug)


@dataclass(frozen=True)
class Address:
    """Date and slug of a report: the one is in the name of its file, the other in its route too."""

    date: str
    slug: str


class Corpus:
    """A library; `reports()` can be gone through once and keeps no report in memory."""

    def __init__(self, count: int, seed: int) -> None:
        self.count = count
        self._rng = rng = random.Random(seed)
        forms = {
            "actors": lambda: f"{_name(rng, 2)} {_name(rng, 2)}",
            "victims": lambda: f"{_name(rng, 3)} {rng.choice(['Telecom', 'Bank', 'Energy', 'Ministry'])}",
            "malware": lambda: _name(rng, 3),
            "campaigns": lambda: f"Operation {_name(rng, 3)}",
            "sectors": lambda: _name(rng, 3).lower(),
            "techniques": lambda: f"T1{rng.randint(0, 599):03}",
            "tags": lambda: _name(rng, 2).lower(),
        }
        self.names = {kind: _distinct(number, forms[kind]) for kind, number in TAXONOMIES.items()}
        self.profiles = [self._profile(name) for name in self.names["actors"][: min(PROFILES, 2 * count)]]

    def reports(self) -> Iterator[Report]:
        """The reports, oldest number first; their dates are spread over ten years."""
        earlier: List[Address] = []
        for number in range(self.count):
            report = self._report(number, earlier)
            earlier.append(report.address)
            yield report

    def _profile(self, name: str) -> Profile:
        rng = self._rng
        alias = f"{_name(rng, 2)}-{rng.randint(10, 99)}"
        return Profile(name, slug(name), alias, "A generated actor.", _prose(rng, 60, []))

    def _report(self, number: int, earlier: List[Address]) -> Report:
        rng = self._rng
        names = {kind: _tail(rng, items, 1, 4) for kind, items in self.names.items()}
        date = f"{2015 + number % 10}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        title = f"{_name(rng, 3)} report {number}"
        summary = _prose(rng, 18, []).replace("\n", " ")
        sections = [_section(rng, part, names) for part in range(4)]
        rows = "".join(f"| host-{row} | {date} | {rng.choice(WORDS)} |\n" for row in range(6))
        return Report(
            title=title,
            date=date,
            slug=f"{self.names['tags'][number % len(self.names['tags'])]}-{number}",
            summary=summary,
            names=names,
            indicators=[f"c2-{number}.example", f"192.0.2.{number % 250 + 1}"],
            sections=sections,
            table="| host | seen | note |\n|---|---|---|\n" + rows,
            earlier=rng.choice(earlier) if earlier else None,
            code=[code_block(rng, which) for which in rng.sample(range(6), 2)] if number % 3 == 0 else [],
        )


def slug(name: str) -> str:
    """The path segment of a name, as Sitrep and Hugo both make it."""
    return name.lower().replace(" ", "-")


def _name(rng: random.Random, parts: int) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(parts)).capitalize()


def _distinct(count: int, form) -> List[str]:
    found: Dict[str, None] = {}
    while len(found) < count:
        found.setdefault(form())
    return list(found)


def _tail(rng: random.Random, items: List[str], least: int, most: int) -> List[str]:
    """Some items, the first of the list far more often than the last."""
    return sorted({items[int(len(items) * rng.random() ** 3)] for _ in range(rng.randint(least, most))})


def _section(rng: random.Random, part: int, names: Dict[str, List[str]]) -> str:
    mentions = [rng.choice(names["actors"]), rng.choice(names["malware"])]
    return (
        f"## Section {part + 1} of {_name(rng, 2)}\n\n{_prose(rng, 95, mentions)}\n\n{_prose(rng, 95, [])}[^{part}]\n\n"
        f"[^{part}]: {_prose(rng, 12, [])}\n"
    )


def _prose(rng: random.Random, words: int, mentions: List[str]) -> str:
    """Words in lines of sixteen, some of them replaced by names."""
    text = [rng.choice(WORDS) for _ in range(words)]
    for mention in mentions:
        text[rng.randrange(len(text))] = mention
    return "\n".join(" ".join(text[at : at + 16]) for at in range(0, len(text), 16))

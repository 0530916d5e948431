"""Writes a corpus as a Sitrep site: `sitrep.yaml`, reports and profiles of actors, as a person would write them."""
from pathlib import Path

import corpus
from corpus import Corpus, Profile, Report


class SitrepSite:
    """A folder that becomes a Sitrep site."""

    def __init__(self, root: Path, library: Corpus) -> None:
        self.root = root
        (root / "content/reports").mkdir(parents=True, exist_ok=True)
        (root / "content/actors").mkdir(parents=True, exist_ok=True)
        write(
            root / "sitrep.yaml",
            f"title: {corpus.TITLE}\nbase_url: {corpus.ADDRESS}\ndescription: {corpus.DESCRIPTION}\n"
            "tlp: {default: CLEAR}\nexample: true\n",
        )
        for profile in library.profiles:
            self._profile(profile)

    def report(self, report: Report) -> None:
        """Adds a report."""
        front = [f"title: {report.title}", f"date: {report.date}", f"summary: {report.summary}"]
        front += [f"{kind}: [{', '.join(names)}]" for kind, names in report.names.items()]
        front.append(f"indicators: [{', '.join(report.indicators)}]")
        body = [*report.sections, report.table]
        if report.earlier:
            body.append(f"See [an earlier report]({report.earlier.date}-{report.earlier.slug}.md).\n")
        body += report.code
        path = self.root / f"content/reports/{report.date}-{report.slug}.md"
        write(path, "---\n" + "\n".join(front) + "\n---\n\n" + "\n".join(body))

    def _profile(self, profile: Profile) -> None:
        front = f"name: {profile.name}\naliases: [{profile.alias}]\nsummary: {profile.summary}\n"
        write(self.root / f"content/actors/{profile.slug}.md", f"---\n{front}---\n\n{profile.body}\n")


def write(path: Path, text: str) -> None:
    """Writes UTF-8 with the line ends of the text, on every system."""
    path.write_bytes(text.encode("utf-8"))

"""Writes a corpus as a Hugo site: the templates of `benches/hugo`, the files of Sitrep's theme, and the same reports and profiles
with Hugo's front matter. The routes are those of the Sitrep site.
"""
import json
import shutil
from pathlib import Path

import corpus
from corpus import Corpus, Profile, Report, slug
from sitrep_site import write

TEMPLATES = Path(__file__).parent / "hugo"
ASSETS = Path(__file__).parent.parent / "static" / "assets"


class HugoSite:
    """A folder that becomes a Hugo site."""

    def __init__(self, root: Path, library: Corpus, co_occurrence: bool) -> None:
        self.root = root
        shutil.copytree(TEMPLATES, root, dirs_exist_ok=True)
        shutil.copytree(ASSETS, root / "static/assets", dirs_exist_ok=True)
        (root / "content/reports").mkdir(parents=True, exist_ok=True)
        write(root / "content/_index.md", f"---\ntitle: {corpus.TITLE}\ndescription: {corpus.DESCRIPTION}\n---\n")
        write(root / "content/reports/_index.md", "---\ntitle: Reports\n---\n")
        for kind in corpus.TAXONOMIES:
            (root / "content" / kind).mkdir(exist_ok=True)
            write(root / f"content/{kind}/_index.md", f"---\ntitle: {kind.capitalize()}\n---\n")
        config = f"title = {json.dumps(corpus.TITLE)}\nbaseURL = {json.dumps(corpus.ADDRESS)}\n"
        settings = (TEMPLATES / "hugo.toml").read_text(encoding="utf-8")
        write(root / "hugo.toml", config + settings.replace("co_occurrence = false", f"co_occurrence = {str(co_occurrence).lower()}"))
        for profile in library.profiles:
            self._profile(profile)

    def report(self, report: Report) -> None:
        """Adds a report."""
        front = [f"title: {report.title}", f"date: {report.date}", f"description: {report.summary}"]
        front += [f"{kind}: [{', '.join(names)}]" for kind, names in report.names.items()]
        front.append(f"indicators: [{', '.join(report.indicators)}]")
        body = [*report.sections, report.table]
        if report.earlier:
            # The plain address: Hugo's checked references cost it time that this comparison does not charge.
            body.append(f"See [an earlier report](/reports/{report.earlier.slug}/).\n")
        body += report.code
        write(self.root / f"content/reports/{report.slug}.md", "---\n" + "\n".join(front) + "\n---\n\n" + "\n".join(body))

    def _profile(self, profile: Profile) -> None:
        folder = self.root / "content/actors" / profile.slug
        folder.mkdir(exist_ok=True)
        front = (
            f"title: {profile.name}\nalso: [{profile.alias}]\naliases: [/actors/{slug(profile.alias)}/]\n"
            f"description: {profile.summary}\n"
        )
        write(folder / "_index.md", f"---\n{front}---\n\n{profile.body}\n")

#!/usr/bin/env python3
"""Writes a seeded library of reports as a Sitrep site and, where asked, the same library as a Hugo site.

    python3 benches/generate.py DIR [REPORTS] [SEED] [--hugo DIR] [--co-occurrence]

What the library holds is said in `corpus.py`. The same arguments give the same bytes.
"""
import argparse
from pathlib import Path

from corpus import Corpus
from hugo_site import HugoSite
from sitrep_site import SitrepSite


def main() -> None:
    """Reads the command line and writes the sites, one report after the other."""
    parser = argparse.ArgumentParser(description="Writes a seeded library of reports as a Sitrep site, and as a Hugo site.")
    parser.add_argument("dir", type=Path, help="folder of the Sitrep site")
    parser.add_argument("reports", type=int, nargs="?", default=10_000, help="number of reports [10000]")
    parser.add_argument("seed", type=int, nargs="?", default=1, help="seed of the random numbers [1]")
    parser.add_argument("--hugo", type=Path, metavar="DIR", help="folder of the same library as a Hugo site")
    parser.add_argument(
        "--co-occurrence",
        action="store_true",
        help="the Hugo site also shows related reports, and on the page of a term the terms of the same reports",
    )
    arguments = parser.parse_args()
    library = Corpus(arguments.reports, arguments.seed)
    sites = [SitrepSite(arguments.dir, library)]
    if arguments.hugo:
        sites.append(HugoSite(arguments.hugo, library, arguments.co_occurrence))
    for report in library.reports():
        for site in sites:
            site.report(report)


if __name__ == "__main__":
    main()

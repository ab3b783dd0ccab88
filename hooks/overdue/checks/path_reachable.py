"""Every node and every outcome is reached from a door, an outcome within three taps from the home page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library
from overdue.model.paths import MAX_TAPS

PASSES = Edit("paths.yml", "doors: [soon,", "doors: [soon, ")
FAILS = Edit("paths.yml", "outcomes:\n", "outcomes:\n  forgotten: {first: answers/one-day}\n")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each page of the path that nobody can reach, or only with patience."""
    if library.guide is None:
        return
    paths = library.guide.paths
    for part, names in (("nodes", paths.nodes), ("outcomes", paths.outcomes)):
        for name in names:
            if name not in paths.routes:
                yield library.guide.finding((part, name), "a page that no choice leads to", "a choice with its name")
            elif (taps := paths.taps(name)) > MAX_TAPS - (part == "nodes"):
                found = f"{taps} taps from the home page"
                yield library.guide.finding((part, name), found, f"at most {MAX_TAPS} taps to an outcome")

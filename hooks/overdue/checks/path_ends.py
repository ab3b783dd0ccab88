"""Every path from a door ends at a record that exists, and none goes round in a circle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding, did_you_mean
from overdue.model.library import Library
from overdue.model.paths import Guide

PASSES = Edit("paths.yml", "more: [stages/late]", "more: [stages/late, terms/overdue]")
FAILS = Edit("paths.yml", "first: answers/one-day", "first: answers/one-dya")

FIRST = ("answers", "stages", "practices", "remedies")
"""Folders whose records say what to do: a path ends at one of these."""


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each choice or link that leads nowhere, back, or to a record that is no end."""
    if library.guide is None:
        return
    yield from _choices(library.guide)
    for location, ref in library.guide.references():
        if not library.knows(ref):
            known = [*library.records, *library.broken]
            yield library.guide.finding(
                location, f"'{ref}', which does not exist", f"a record of data/{did_you_mean(ref, known)}"
            )
        elif location[-1] == "first" and ref.partition("/")[0] not in FIRST:
            yield library.guide.finding(location, f"'{ref}'", f"a record of {', '.join(FIRST)}")


def _choices(guide: Guide) -> Iterator[Finding]:
    paths = guide.paths
    pages = {*paths.nodes, *paths.outcomes}
    for index, door in enumerate(paths.doors):
        if door not in paths.nodes:
            yield guide.finding(("doors", index), f"'{door}'", f"a node{did_you_mean(door, paths.nodes)}")
    for name in sorted(set(paths.nodes) & set(paths.outcomes)):
        yield guide.finding(("outcomes", name), f"'{name}', which is a node too", "a name of its own")
    for name, node in paths.nodes.items():
        for index, choice in enumerate(node.choices):
            at = ("nodes", name, "choices", index, "to")
            if choice.to not in pages:
                yield guide.finding(at, f"'{choice.to}'", f"a node or an outcome{did_you_mean(choice.to, pages)}")
            elif choice.to in (*paths.routes.get(name, ()), name):
                yield guide.finding(at, f"'{choice.to}', which comes before", "a node further on, or an outcome")

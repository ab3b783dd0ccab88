"""The ladder of complaints has every channel once, and every stage has a short name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library
from overdue.model.paths import Guide
from overdue.pages.pictures import rung_channels

PASSES = Edit("paths.yml", "channels: [hotline]", "channels:  [hotline]")
FAILS = Edit("paths.yml", "channels: [hotline]", "channels: [hotline, hotline]")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each channel missing from the ladder or on it twice, and each stage without a name."""
    if library.guide is None or library.broken:
        return  # a file that could not be read may hold what is missing
    yield from _ladder(library, library.guide)
    for stage in library.of_kind("stage"):
        if stage.id not in library.guide.paths.short:
            yield library.guide.finding(("short",), f"no name for the stage '{stage.id}'", "a short name")


def _ladder(library: Library, guide: Guide) -> Iterator[Finding]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, rung in enumerate(guide.paths.ladder):
        for channel in rung_channels(rung, library):
            places[channel].append(index)
    ids = [rung.id for rung in guide.paths.ladder]
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield guide.finding(("ladder", index, "id"), f"'{name}' a second time", "an id of its own")
    for record in library.of_kind("channel"):
        at = places[record.id]
        if len(at) != 1:
            location = ("ladder", at[-1], "channels") if at else ("ladder",)
            yield guide.finding(location, f"the channel '{record.id}' {len(at)} times", "every channel once")

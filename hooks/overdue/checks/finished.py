"""Nothing is left to be written later: no TODO, no 待补."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library

PASSES = Edit(
    "practices/home-visit.yml", "{zh: 录像。, en: A video.}", "{zh: 待在家里录像。, en: A video to do at home.}"
)
FAILS = Edit("practices/home-visit.yml", "{zh: 录像。, en: A video.}", "{zh: 录像（待补）。, en: A video (TBD).}")

UNFINISHED = re.compile(r"TODO|FIXME|TBD|XXX|Lorem ipsum|lorem ipsum|待补|待定稿|待核实后补")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each text with a mark of unfinished work."""
    for record in library.judged:
        if not record.holds(UNFINISHED):
            continue
        for location, value in record.strings:
            if mark := UNFINISHED.search(value):
                yield record.finding(location, f"'{mark[0]}' in a text", "a text that is finished")

"""Nothing is listed twice: no link, no basis of a statement, no word that people type, no statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding, short
from overdue.model.library import Library
from overdue.model.records import Text

PASSES = Edit("practices/home-visit.yml", "zh: [来家里]", "zh: [来家里, 上我家]")
FAILS = Edit("practices/home-visit.yml", "zh: [来家里]", "zh: [来家里, 来家里]")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each second mention."""
    for record in library.judged:
        for location, items in record.lists:
            said: set[object] = set()
            for index, item in enumerate(items):
                told = item.zh if isinstance(item, Text) else item
                if told in said:
                    yield record.finding((*location, index), f"{short(told)} a second time", "each once")
                said.add(told)

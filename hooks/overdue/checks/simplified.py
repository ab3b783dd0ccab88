"""Chinese text is written in simplified characters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library

PASSES = Edit("practices/home-visit.yml", "能上门，不能硬闯。", "能上门，但不能硬闯。")
FAILS = Edit("practices/home-visit.yml", "能上门，不能硬闯。", "能上門，不能硬闖。")

ALLOWED = frozenset("〇囧镕")
"""Simplified characters that the character set of 1980 lacks."""
ROWS = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
SIMPLIFIED = ALLOWED.union(*(pair.decode("gb2312", "ignore") for pair in ROWS))


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each Chinese text with a character outside GB 2312, which holds the simplified ones only."""
    for record in library.judged:
        for location, text in record.texts:
            if other := _traditional(text.zh):
                found = f"'{other}'"
                yield record.finding((*location, "zh"), found, "simplified characters")


@lru_cache(maxsize=1 << 15)
def _traditional(text: str) -> str:
    other = {character for character in set(text) - SIMPLIFIED if "㐀" <= character <= "鿿"}
    return "".join(sorted(other, key=text.index))

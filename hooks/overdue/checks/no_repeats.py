"""Nothing is listed twice: no link in a relation, no basis of a statement, no word that people type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from overdue.checks import Edit
from overdue.findings import Finding
from overdue.library import Library, Record
from overdue.vocabulary import LANGS
from overdue.yamlfile import Location

PASSES = Edit("practices/home-visit.yml", "zh: [来家里]", "zh: [来家里, 上我家]")
FAILS = Edit("practices/home-visit.yml", "zh: [来家里]", "zh: [来家里, 来家里]")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each second mention."""
    for record in library.records.values():
        for location, items in _lists(record):
            for index, item in enumerate(items):
                if item in items[:index]:
                    yield record.finding((*location, index), f"'{item}' a second time", "each once")


def _lists(record: Record) -> Iterator[tuple[Location, Sequence[str]]]:
    for name, refs in record.relations.items():
        yield (name,), refs
    for location, statement in record.cited():
        yield (*location, "basis"), statement.basis
    if record.body.also:
        yield from ((("also", lang), record.body.also[lang]) for lang in LANGS)

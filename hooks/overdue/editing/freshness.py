"""What time has overtaken, or soon will: reviews long ago, statements and instruments that end. Never a fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.model.findings import Finding
from overdue.model.library import Library, Record
from overdue.model.records import Source, Statement

REVIEW_DAYS = 180
ENDING_DAYS = 60


def stale(
    library: Library, as_of: dt.date, review_days: int = REVIEW_DAYS, ending_days: int = ENDING_DAYS
) -> Iterator[Finding]:
    """Yield what somebody should look at again as of a day, with its file and line."""
    for record in library.records.values():
        yield from _review(record, as_of, review_days)
        yield from _ending(record, as_of, ending_days)
        yield from _instrument(record)


def _review(record: Record, as_of: dt.date, days: int) -> Iterator[Finding]:
    age = (as_of - record.body.reviewed).days
    if age > days:
        expected = f"a review within {days} days"
        yield record.finding(("reviewed",), f"last reviewed on {record.body.reviewed}, {age} days ago", expected)


def _ending(record: Record, as_of: dt.date, days: int) -> Iterator[Finding]:
    for location, statement in record.cited():
        until = statement.valid.until if isinstance(statement, Statement) and statement.valid else None
        if until and (until - as_of).days <= days:
            verb = "ended" if until < as_of else "ends"
            expected = "what holds after that day, or the statement taken out"
            yield record.finding((*location, "valid", "until"), f"a statement that {verb} on {until}", expected)


def _instrument(record: Record) -> Iterator[Finding]:
    if isinstance(record.body, Source) and record.body.ended:
        found = f"an instrument with a known end, {record.body.ended}"
        yield record.finding(("ended",), found, "its successor cited before that day")

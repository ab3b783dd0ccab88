"""The stages counted in days cover every day, from any time before the due day to the open end, without overlap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library, Record
from overdue.model.records import Days, Stage

PASSES = Edit("stages/late.yml", "from: 1, to: null", "from: 1, to:  null")
FAILS = Edit("stages/late.yml", "from: 1, to: null", "from: 2, to: null")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding where a day has no stage or more than one, and where two stages claim one event."""
    if any(ref.startswith("stages/") for ref in library.broken):
        return  # the file that could not be read may hold the missing days
    stages = library.of_kind("stage")
    yield from _spans([(s, s.body.days) for s in stages if isinstance(s.body, Stage) and s.body.days])
    opened: dict[str, str] = {}
    for stage in stages:
        event = stage.body.opens if isinstance(stage.body, Stage) else None
        if event and event in opened:
            yield stage.finding(
                ("opens",), f"the event '{event}', which opens '{opened[event]}' too", "an event of its own"
            )
        if event:
            opened.setdefault(event, stage.id)


def _spans(stages: list[tuple[Record, Days]]) -> Iterator[Finding]:
    if not stages:
        return
    (first_record, first_days), (last_record, last_days) = stages[0], stages[-1]
    if first_days.first is not None:
        yield first_record.finding(("days", "from"), f"day {first_days.first}", "null, as this is the first stage")
    if last_days.last is not None:
        yield last_record.finding(("days", "to"), f"day {last_days.last}", "null, as this is the last stage")
    for record, days in stages:
        if days.first is not None and days.last is not None and days.first > days.last:
            yield record.finding(("days", "to"), f"day {days.last}", f"day {days.first} or later")
    for (earlier, before), (record, after) in pairwise(stages):
        yield from _meet(earlier, before, record, after)


def _meet(earlier: Record, before: Days, record: Record, after: Days) -> Iterator[Finding]:
    """Yield a finding unless `after` begins on the day after `before` ends."""
    found = "null" if after.first is None else f"day {after.first}"
    place = f"{earlier.file.path}:{earlier.mark(('days', 'to'))[0]}"
    if before.last is None:
        expected = f"one stage that never ends, or an end in {place}"
        yield record.finding(("days", "from"), f"{found} after a stage with no end", expected)
    elif after.first != before.last + 1:
        yield record.finding(("days", "from"), found, f"day {before.last + 1}, as the stage before ends in {place}")

"""The stages counted in days cover every day, from any time before the due day to the open end, without gap or overlap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from overdue.checks import Edit
from overdue.findings import Finding
from overdue.library import Library, Record
from overdue.records import Stage

PASSES = Edit("stages/late.yml", "from: 1, to: null", "from: 1, to:  null")
FAILS = Edit("stages/late.yml", "from: 1, to: null", "from: 2, to: null")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding where a day has no stage or more than one, and where two stages claim one event."""
    stages = library.of_kind("stage")
    yield from _spans([(stage, stage.body) for stage in stages if isinstance(stage.body, Stage) and stage.body.days])
    opened: dict[str, str] = {}
    for stage in stages:
        event = stage.body.opens if isinstance(stage.body, Stage) else None
        if event and event in opened:
            yield stage.finding(("opens",), f"the event '{event}', which opens '{opened[event]}' too", "an event of its own")
        if event:
            opened.setdefault(event, stage.id)


def _spans(stages: list[tuple[Record, Stage]]) -> Iterator[Finding]:
    if not stages:
        return
    for record, body in stages:
        first, last = body.days.first, body.days.last  # type: ignore[union-attr]
        if first is not None and last is not None and first > last:
            yield record.finding(("days", "to"), f"day {last}", f"day {first} or later")
    first_record, first_body = stages[0]
    if first_body.days and first_body.days.first is not None:
        yield first_record.finding(("days", "from"), f"day {first_body.days.first}", "null, as this is the first stage")
    for (_, before), (record, after) in pairwise(stages):
        last, first = before.days.last, after.days.first  # type: ignore[union-attr]
        if last is None:
            yield record.finding(("days", "from"), f"day {first} after a stage with no end", "one stage that never ends")
        elif first != last + 1:
            what = "null" if first is None else f"day {first}"
            yield record.finding(("days", "from"), what, f"day {last + 1}, the day after the stage before")
    last_record, last_body = stages[-1]
    if last_body.days and last_body.days.last is not None:
        yield last_record.finding(("days", "to"), f"day {last_body.days.last}", "null, as this is the last stage")

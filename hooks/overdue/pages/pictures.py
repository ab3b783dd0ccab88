"""What the pictures show: the matrix of stages and consequences, the ladder of complaints, rules out of force.

Pure data: the templates make it a table, a list or a line, so that it reads without script, in print and aloud.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from overdue.model.library import Library, Record
from overdue.model.paths import Rung
from overdue.model.records import Claim, Consequence, Lender, Source, Statement

Mark = Literal["starts", "matters"]
"""A consequence can begin at a stage, or the stage tells of one that began before."""


@dataclass(frozen=True)
class Row:
    """A consequence and its mark at each stage; None where there is nothing to say."""

    consequence: Record
    marks: tuple[Mark | None, ...]


@dataclass(frozen=True)
class Matrix:
    """Stages × consequences."""

    stages: tuple[Record, ...]
    rows: tuple[Row, ...]
    """In the order in which they can begin, the mildest first."""

    def at(self, index: int, mark: Mark) -> list[Record]:
        """Return the consequences with this mark at a stage."""
        return [row.consequence for row in self.rows if row.marks[index] == mark]


def matrix(library: Library) -> Matrix:
    """Return the matrix of a library: from what each consequence starts at and what each stage names."""
    stages = tuple(library.of_kind("stage"))
    rows = [Row(record, tuple(_mark(record, stage) for stage in stages)) for record in library.of_kind("consequence")]
    grave = list(library.vocabulary.severities)
    return Matrix(stages, tuple(sorted(rows, key=lambda row: (row.marks.index("starts"), _severity(row, grave)))))


def _severity(row: Row, words: list[str]) -> int:
    assert isinstance(row.consequence.body, Consequence)
    return words.index(row.consequence.body.severity)


def _mark(consequence: Record, stage: Record) -> Mark | None:
    assert isinstance(consequence.body, Consequence)
    if consequence.body.starts == stage.id:
        return "starts"
    return "matters" if consequence.ref in stage.relations.get("consequences", ()) else None


def lender_channels(lender: str, library: Library) -> list[str]:
    """Return the ids of the channels that a kind of lender names, without those that stand elsewhere on the ladder."""
    record = library.records.get(f"lenders/{lender}")
    assert library.guide is not None
    taken = {channel for other in library.guide.paths.ladder for channel in other.channels}
    refs = record.relations["channels"] if record and isinstance(record.body, Lender) else ()
    return [ref.partition("/")[2] for ref in refs if ref.partition("/")[2] not in taken]


def by_lender(rung: Rung, library: Library) -> list[tuple[Record, list[str]]]:
    """Return each kind of lender on a rung with its channels; one that has none of its own is left out."""
    found = [(library.records[f"lenders/{name}"], lender_channels(name, library)) for name in rung.by_lender]
    return [(record, channels) for record, channels in found if channels]


def rung_channels(rung: Rung, library: Library) -> list[str]:
    """Return the ids of all channels on a rung; one that several kinds of lender name counts once."""
    named = [channel for lender in rung.by_lender for channel in lender_channels(lender, library)]
    return [*rung.channels, *dict.fromkeys(named)]


@dataclass(frozen=True)
class OutOfForce:
    """A statement or an instrument that does not hold on a day: it has ended or has not begun."""

    state: Literal["ended", "not_begun"]
    day: dt.date
    """The last day it held, or the first day it will."""
    anchor: str
    """The section it stands in."""
    words: Statement | Claim | Source


def out_of_force(record: Record, library: Library) -> list[OutOfForce]:
    """Return what of a record does not hold as of the library's day, in the order of the page."""
    found = []
    if isinstance(record.body, Source):
        found += _state(record.body.effective, _last_day(record.body), library.as_of, "top", record.body)
    for location, statement in record.cited():
        since, until = _span(statement, library)
        found += _state(since, until, library.as_of, str(location[0]), statement)
    return found


def _span(statement: Statement | Claim, library: Library) -> tuple[dt.date | None, dt.date | None]:
    """Return from when until when a statement holds: as it says itself, else as the instruments it cites do."""
    if isinstance(statement, Statement) and statement.valid:
        return statement.valid.since, statement.valid.until
    sources = [source for basis in statement.basis if (source := library.source(basis.partition("#")[0]))]
    begins = max((source.effective for source in sources if source.effective), default=None)
    ends = min((day for source in sources if (day := _last_day(source))), default=None)
    return begins, ends


def _last_day(source: Source) -> dt.date | None:
    """Return the last day an instrument is in force: `ended` is the first day it is not."""
    return source.ended - dt.timedelta(days=1) if source.ended else None


def _state(
    since: dt.date | None, until: dt.date | None, as_of: dt.date, anchor: str, words: Statement | Claim | Source
) -> list[OutOfForce]:
    if until and until < as_of:
        return [OutOfForce("ended", until, anchor, words)]
    return [OutOfForce("not_begun", since, anchor, words)] if since and since > as_of else []

"""The claims and the deadlines of a page have an id each, since an id is an address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library
from overdue.model.records import Claim, Deadline

SECOND = "  - {id: ID, zh: 再次书面异议, en: another objection, length: 15, unit: day, from: {zh: 收到之日, en: the day you receive it}, basis: [some-law#12]}\nsteps:"  # noqa: E501
PASSES = Edit("remedies/negotiate.yml", "steps:", SECOND.replace("ID", "again"))
FAILS = Edit("remedies/negotiate.yml", "steps:", SECOND.replace("ID", "object"))


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each id that an earlier claim or deadline of the page has."""
    for record in library.judged:
        seen: set[str] = set()
        for location, statement in record.cited():
            if isinstance(statement, Claim | Deadline):
                if statement.id in seen:
                    yield record.finding((*location, "id"), f"'{statement.id}' a second time", "an id of its own")
                seen.add(statement.id)

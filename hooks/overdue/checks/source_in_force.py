"""A statement cites no instrument that has ended or is yet to begin, unless it is told as valid in that time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library
from overdue.model.records import Claim

PASSES = Edit("sources/some-law.yml", "ended: null", "ended: 2999-12-31")
FAILS = Edit("sources/some-law.yml", "ended: null", "ended: 2022-12-31")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each citation of an instrument that had ended by `as_of`."""
    for record in library.judged:
        for location, statement in record.cited():
            valid = None if isinstance(statement, Claim) else statement.valid
            for index, basis in enumerate(statement.basis):
                source = library.source(basis.partition("#")[0])
                if source is None:
                    continue
                if (
                    source.effective
                    and source.effective > as_of
                    and not (valid and valid.since and valid.since >= source.effective)
                ):
                    found = f"'{basis}', which is not in force before {source.effective}"
                    expected = f"a rule in force on {as_of}, or 'valid: {{from: {source.effective}}}'"
                    yield record.finding((*location, "basis", index), found, expected)
                if source.ended is None or source.ended > as_of:
                    continue
                if valid is None or valid.until is None or valid.until > source.ended:
                    found = f"'{basis}', which ended on {source.ended}"
                    expected = f"a rule in force on {as_of}, or 'valid: {{until: {source.ended}}}'"
                    yield record.finding((*location, "basis", index), found, expected)

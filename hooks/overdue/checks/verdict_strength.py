"""A verdict is no stronger than the hardest rule that its page cites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library, Record
from overdue.model.records import Practice

PASSES = Edit("practices/home-visit.yml", "verdict: restricted", "verdict: illegal")
FAILS = Edit("practices/calls.yml", "verdict: departs", "verdict: {bank: illegal, other: departs}")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each verdict that the cited instruments cannot carry."""
    for record in library.judged:
        if not isinstance(record.body, Practice):
            continue
        carried = _carried(library, record)
        given = record.body.verdict
        places = (
            {("verdict",): given} if isinstance(given, str) else {("verdict", kind): w for kind, w in given.items()}
        )
        for location, word in places.items():
            rank = library.vocabulary.verdicts[word].rank
            if rank > max(carried, RESTRICTED):
                found = f"'{word}', but the page cites nothing that hard"
                yield record.finding(location, found, "a weaker verdict, or a statement that cites such a rule")


RESTRICTED = 2
"""Verdicts up to this rank forbid nothing and need no rule to carry them."""


def _carried(library: Library, record: Record) -> int:
    """Return the rank of the strongest verdict that the cited forces may carry."""
    words = library.vocabulary
    cited = {basis.partition("#")[0] for _, statement in record.cited() for basis in statement.basis}
    if any(f"sources/{source}" in library.broken for source in cited):
        return max(verdict.rank for verdict in words.verdicts.values())
    sources = [library.source(source) for source in cited]
    return max((words.verdicts[words.forces[source.force].may_forbid].rank for source in sources if source), default=0)

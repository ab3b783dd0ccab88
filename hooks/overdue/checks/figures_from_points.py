"""A cited statement states no figure that its points lack, so a period never has one length here and another there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library
from overdue.model.numbers import Number, listed, numbers
from overdue.model.records import Channel, Deadline, Statement

PASSES = Edit(
    "practices/home-visit.yml",
    "{zh: 未经同意不能进屋。, en: Nobody enters without consent., basis: [some-law#12]}",
    "{zh: 打12378投诉。, en: Complain at 12378., basis: [some-law#12]}",
)
FAILS = Edit(
    "practices/home-visit.yml",
    "{zh: 三年内有效。, en: Valid for 3 years., basis: [some-law#12]}",
    "{zh: 五年内有效。, en: Valid for 5 years., basis: [some-law#12]}",
)

EXAMPLE = re.compile("例如|举例|比如|假如")
"""A worked example has figures of its own."""
QUOTED = re.compile("“[^”]*”")
"""What others say is not what the rule says."""
DATE = re.compile(r"\d{4}\s*年(?:底|初|度)?(?:\d{1,2}\s*月)?(?:\d{1,2}\s*日)?|\d{1,2}\s*月\d{1,2}\s*日")
NAMED = re.compile(r"4倍LPR|LPR的4倍|12期|60期|110|120|12356|96110")
"""Names that hold a figure: a cap by its name, plans by theirs, and emergency lines."""


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each figure of a cited statement that none of its points states."""
    phones = _phones(library)
    for record in library.judged:
        for location, statement in record.cited():
            if not isinstance(statement, Statement) or not statement.basis or EXAMPLE.search(statement.zh):
                continue
            points = {basis: library.point(basis) for basis in statement.basis}
            stated = {basis: _all([point.zh]) for basis, point in points.items() if point}
            if len(stated) == len(points) and (extra := _figures(statement) - set().union(*stated.values()) - phones):
                yield record.finding((*location, "zh"), f"the figure {listed(extra)}", _expected(stated))


def _expected(stated: dict[str, set[Number]]) -> str:
    told = "; ".join(f"{basis} has {listed(figures) or 'none'}" for basis, figures in stated.items())
    return f"a figure that a cited point states: {told}"


def _figures(statement: Statement) -> set[Number]:
    length = {Decimal(statement.length)} if isinstance(statement, Deadline) else set()
    return {*_own_figures(statement.zh), *length}


@lru_cache(maxsize=1 << 13)
def _own_figures(text: str) -> frozenset[Number]:
    """Return the figures of a text that are not part of a quotation, a date or a name."""
    for pattern in (QUOTED, DATE, NAMED):
        text = pattern.sub(" ", text)
    return numbers(text, "zh").stated


def _all(texts: list[str]) -> set[Number]:
    found: set[Number] = set()
    for text in texts:
        seen = numbers(text, "zh")
        found |= seen.stated | seen.passing
    return found


def _phones(library: Library) -> set[Number]:
    bodies = [record.body for record in library.of_kind("channel")]
    return _all([body.contact.phone for body in bodies if isinstance(body, Channel) and body.contact.phone])

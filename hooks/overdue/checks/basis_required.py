"""A statement in a section of rules cites the point it rests on, and so does one that states a legal figure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library, Record
from overdue.model.records import Remedy, Statement

PASSES = Edit(
    "practices/home-visit.yml",
    "写下来的时间和人数。, en: Write down when and who.",
    "记下3个人的样子。, en: Write down what the 3 people look like.",
)
FAILS = Edit("practices/home-visit.yml", "写下来的时间和人数。", "15日内要答复。")

FIGURE = re.compile(
    r"(?<!第)[\d二两三四五六七八九十百千万]+\s*(?:个?(?:自然日|工作日|月)|日(?!常|子|记)|天(?!天)|年|元|倍|%)|%"
)
"""A figure that a rule would fix: a period, an amount, a rate."""
CALENDAR = re.compile(r"\d{4}\s*年(?:\d{1,2}\s*月)?(?:\d{1,2}\s*日)?")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each statement without the basis that its section or its figure needs."""
    for record in library.judged:
        for name, statements in record.sections.items():
            required = library.vocabulary.sections[name].basis == "required"
            for index, statement in enumerate(statements):
                if not statement.basis and record.kind != "source":
                    yield from _finding(record, (name, index), statement, required=required)
        if isinstance(record.body, Remedy):
            for index, deadline in enumerate(record.body.deadlines):
                if not deadline.basis:
                    yield record.finding(("deadlines", index), "a deadline without a basis", "basis: [source#point]")


def _finding(record: Record, at: tuple[str, int], statement: Statement, *, required: bool) -> Iterator[Finding]:
    if required:
        yield record.finding(at, "a rule without a basis", "basis: [source#point]")
    elif figure := FIGURE.search(CALENDAR.sub("", statement.zh)):
        yield record.finding(at, f"the figure '{figure[0]}' without a basis", "basis: [source#point], or no figure")

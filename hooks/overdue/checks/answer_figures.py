"""A figure of the short answer is one that its page rests on, so that no old one stays there when a rule changes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from overdue.checks import Edit
from overdue.checks.basis_required import CALENDAR
from overdue.checks.figures_from_points import EXAMPLE, NAMED
from overdue.model.findings import Finding
from overdue.model.library import Library, Record
from overdue.model.numbers import Number, listed, numbers
from overdue.model.records import Source

PASSES = Edit("consequences/penalty.yml", "看合同。, en: ", "3年内可以要求。, en: It can be claimed for 3 years. ")
FAILS = Edit("consequences/penalty.yml", "看合同。, en: ", "5年内可以要求。, en: It can be claimed for 5 years. ")

FIGURE = re.compile(
    r"(?!1天)(?<![第\d])[\d.,二两三四五六七八九十百千万]+\s*(?:个?(?:自然日|工作日|月)|日(?!常|子|记)|天(?!天)|年|元|倍|岁|%)"
)
"""A period, an amount, an age, a rate."""
NO_RULE = re.compile("俗称|行话|内部说法|行业按")
"""The answer says itself that its figures are how people speak, and no rule."""


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each figure of a short answer that the page does not rest on."""
    for record in library.judged:
        answer = record.body.answer.zh
        if isinstance(record.body, Source) or EXAMPLE.search(answer) or NO_RULE.search(answer):
            continue
        if (figures := _figures(answer)) and (extra := figures - _rested_on(record, library)):
            expected = "a figure of a point that the page cites, or of a sentence of it that needs none"
            yield record.finding(("answer", "zh"), f"the figure {listed(extra)}", expected)


@lru_cache(maxsize=1 << 12)
def _figures(text: str) -> frozenset[Number]:
    text = NAMED.sub(" ", CALENDAR.sub(" ", text))
    return frozenset(value for match in FIGURE.finditer(text) for value in numbers(match[0], "zh").stated)


def _rested_on(record: Record, library: Library) -> set[Number]:
    points = [library.point(basis) for _, statement in record.cited() for basis in statement.basis]
    cited = [statement for _, statement in record.cited() if statement.basis]
    own = [text for _, text in record.texts if text is not record.body.answer and text not in cited]
    found = [numbers(text.zh, "zh") for text in (*filter(None, points), *own)]
    return {value for each in found for value in (*each.stated, *each.passing)}

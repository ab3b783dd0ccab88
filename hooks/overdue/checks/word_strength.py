"""A statement that rests only on a recommended standard or an industry text does not say that something is unlawful."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library

PASSES = Edit("practices/calls.yml", "夜里打电话不符合国家标准。", "夜里打电话不符合国家标准，但不等于违法。")
FAILS = Edit("practices/calls.yml", "夜里打电话不符合国家标准。", "夜里打电话是违法的。")

NEGATED = re.compile(
    "(?:不等于|不是|并不|不能说|不直接|不就是|不算|不意味着|是否|未必|不能直接写成?)[^，。；]{0,6}(?:违法|犯罪|非法)"
)
STRONG = re.compile("违法|犯罪|非法")
SOFT_FORCES = {"standard", "self-discipline"}


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for 违法, 非法 or 犯罪 in a statement whose every basis is a standard or an industry text."""
    for record in library.judged:
        for location, statement in record.cited():
            sources = [library.source(basis.partition("#")[0]) for basis in statement.basis]
            forces = {source.force for source in sources if source}
            if forces and forces <= SOFT_FORCES and (word := STRONG.search(NEGATED.sub("", statement.zh))):
                yield record.finding((*location, "zh"), f"'{word[0]}'", "不符合: the rule cited is not law")

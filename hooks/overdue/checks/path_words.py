"""The words of the path keep the rules of all words: plain, punctuated, simplified, the same numbers in both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit, one_rendering, plain_text, punctuation, same_numbers, simplified
from overdue.model.findings import Finding
from overdue.model.library import Library

PASSES = Edit("paths.yml", "zh: 已经逾期了", "zh: 已经逾期了，怎么办")
FAILS = Edit("paths.yml", "zh: 已经逾期了", 'zh: "已经逾期了!"')

RULES = (plain_text, punctuation, simplified, same_numbers)


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield what the rules about words say of `paths.yml`."""
    if library.guide is None or library.only is not None:
        return  # the guide is no record, so it is judged when all is
    record = library.guide.as_record
    terms = {each.ref: each for each in library.of_kind("term")}
    for rule in RULES:
        yield from rule.run(Library(library.vocabulary, {record.ref: record}), as_of)
    with_terms = Library(library.vocabulary, {**terms, record.ref: record}, only=frozenset({record.ref}))
    yield from one_rendering.run(with_terms, as_of)

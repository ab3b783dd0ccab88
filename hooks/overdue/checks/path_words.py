"""The words of the path keep the rules of all words: plain, finished, punctuated, simplified, the same in both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import (
    Edit,
    answer_length,
    finished,
    no_repeats,
    one_rendering,
    own_language,
    plain_text,
    punctuation,
    same_numbers,
    simplified,
)
from overdue.model.calculators import HelperRecord
from overdue.model.findings import Finding
from overdue.model.library import Library

PASSES = Edit("paths.yml", "zh: 已经逾期了", "zh: 已经逾期了，怎么办")
FAILS = Edit("paths.yml", "zh: 已经逾期了", 'zh: "已经逾期了!"')

RULES = (plain_text, finished, own_language, punctuation, simplified, same_numbers, no_repeats)


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield what the rules about words say of `paths.yml`."""
    if library.guide is None:
        return
    record = library.guide.as_record
    terms = {each.ref: each for each in library.of_kind("term")}
    for rule in RULES:
        yield from rule.run(Library(library.vocabulary, {record.ref: record}), as_of)
    home = HelperRecord(record.kind, "home", "", library.guide.paths.home, record.file, (), ())  # type: ignore[arg-type]
    yield from answer_length.run(Library(library.vocabulary, {home.ref: home}), as_of)
    with_terms = Library(library.vocabulary, {**terms, record.ref: record}, only=frozenset({record.ref}))
    yield from one_rendering.run(with_terms, as_of)

"""The helpers that count rest on points that exist, state no figure these lack, and know every word they name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from overdue.checks import (
    Edit,
    answer_length,
    figures_from_points,
    finished,
    no_repeats,
    one_rendering,
    own_language,
    plain_text,
    point_exists,
    punctuation,
    same_numbers,
    simplified,
    source_in_force,
    word_strength,
)
from overdue.model.calculators import Dates, Interest, dates_of, interest_of
from overdue.model.findings import Finding, did_you_mean
from overdue.model.library import Library, Record
from overdue.model.numbers import numbers
from overdue.model.records import Remedy
from overdue.model.yamlfile import Location

_EXAMPLE = """
dates:
  title: {zh: 算日子, en: Count days}
  answer: {zh: 从第二天数起。, en: Count from the next day.}
  topics: [paying]
  reviewed: 2026-11-21
  example: 2026-11-30
  order: [paying]
  others: []
  counting:
    - id: all
      title: {zh: 期限, en: Periods}
      posting: false
      sources: []
      rules: [{zh: 三年内有效。, en: Valid for 3 years., basis: [some-law#12]}]
  extra: []
  linked: [terms/overdue]
  lists: [letters]
interest:
  title: {zh: 算利息, en: Count interest}
  answer: {zh: 看合同。, en: See the contract.}
  topics: [paying]
  reviewed: 2026-11-21
  contract: [{zh: 看合同。, en: See the contract.}]
  example: {principal: 10000, days: [1], rates: [{unit: day-percent, rate: "0.05"}]}
  cases:
    - id: private
      title: {zh: 个人, en: A person}
      lenders: [private]
      cap: {times: 3, of: lpr, basis: [some-law#12]}
      rules: [{zh: 看合同。, en: See the contract., basis: [some-law#12]}]
      see: [terms/overdue]
  lpr: {zh: 自己查。, en: Look it up., basis: [some-law#12]}
  delay:
    rate: "3"
    basis: [some-law#12]
    rules: [{zh: 要加倍。, en: It doubles., basis: [some-law#12]}]
    example: {principal: 10000, days: [1]}
    see: [terms/overdue]
  linked: []
  lists: []
"""
PASSES = Edit("calculators.yml", "", _EXAMPLE)
FAILS = Edit("calculators.yml", "", _EXAMPLE.replace("times: 3", "times: 4"))

RULES = (
    answer_length, figures_from_points, finished, no_repeats, one_rendering, own_language, plain_text, point_exists,
    punctuation, same_numbers, simplified, source_in_force, word_strength,
)  # fmt: skip
"""What is asked of the words of any record is asked of these."""


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield what the rules about words say of `calculators.yml`, and what its figures and names lack."""
    if not library.helpers:
        return
    everything = {**library.records, **library.helpers}
    words = Library(library.vocabulary, everything, library.broken, only=frozenset(library.helpers))
    for rule in RULES:
        yield from rule.run(words, as_of)
    for record in library.helpers.values():
        yield from _names(library, record)
    dates, interest = library.helpers["dates"], library.helpers["interest"]
    yield from _dates(library, dates, dates_of(dict(library.helpers)))
    yield from _figures(library, interest, interest_of(dict(library.helpers)))


def _names(library: Library, record: Record) -> Iterator[Finding]:
    """Yield a finding for each ref, topic, list or lender that does not exist, and each rule without a basis."""
    vocabulary = library.vocabulary
    folders = {kind.folder for kind in vocabulary.kinds.values()}
    for location, name, known in _mentions(record):
        words = {"topic": vocabulary.topics, "lender": vocabulary.lenders, "list": folders}.get(known, library.records)
        if name not in words and not (known == "ref" and library.knows(name)):
            yield record.finding(location, f"'{name}'", f"a {known} that exists{did_you_mean(name, words)}")
    for location, statement in record.cited():
        if "contract" not in location and not statement.basis:
            yield record.finding(location, "a rule without a basis", "basis: [source#point]")


def _mentions(record: Record) -> Iterator[tuple[Location, str, str]]:
    """Yield every name of something else, with its place and what it should be."""
    body = record.body
    assert isinstance(body, Dates | Interest)
    yield from ((("linked", index), ref, "ref") for index, ref in enumerate(body.linked))
    yield from ((("lists", index), folder, "list") for index, folder in enumerate(body.lists))
    yield from ((("topics", index), topic, "topic") for index, topic in enumerate(body.topics))
    if isinstance(body, Dates):
        yield from ((("order", index), topic, "topic") for index, topic in enumerate(body.order))
        for index, extra in enumerate(body.extra):
            yield ("extra", index, "about"), extra.about, "ref"
            yield ("extra", index, "topic"), extra.topic, "topic"
        return
    yield from ((("delay", "see", index), ref, "ref") for index, ref in enumerate(body.delay.see))
    for index, case in enumerate(body.cases):
        yield from ((("cases", index, "lenders", at), name, "lender") for at, name in enumerate(case.lenders))
        yield from ((("cases", index, "see", at), ref, "ref") for at, ref in enumerate(case.see))


def _dates(library: Library, record: Record, dates: Dates) -> Iterator[Finding]:
    """Yield a finding for a deadline that no remedy has, and where not exactly one way of counting takes the rest."""
    known = {
        f"{remedy.id}/{deadline.id}"
        for remedy in library.of_kind("remedy")
        if isinstance(remedy.body, Remedy)
        for deadline in remedy.body.deadlines
    }
    for index, name in enumerate(dates.others):
        if name not in known and f"remedies/{name.partition('/')[0]}" not in library.broken:
            yield record.finding(("others", index), f"'{name}'", f"remedy/deadline{did_you_mean(name, known)}")
    if sum(not counting.sources for counting in dates.counting) != 1:
        yield record.finding(("counting",), "not one entry that takes the rest", "one entry with 'sources: []'")
    for index, counting in enumerate(dates.counting):
        for at, source in enumerate(counting.sources):
            if not library.knows(f"sources/{source}"):
                yield record.finding(("counting", index, "sources", at), f"'{source}'", "a source of data/sources/")


def _figures(library: Library, record: Record, interest: Interest) -> Iterator[Finding]:
    """Yield a finding for a cap or rate that a point of its basis does not state, or whose point is missing."""
    figures: list[tuple[Location, Decimal, tuple[str, ...]]] = [
        (("cases", index, "cap", "times"), Decimal(case.cap.times), case.cap.basis)
        for index, case in enumerate(interest.cases)
        if case.cap
    ]
    figures.append((("delay", "rate"), interest.delay.rate, interest.delay.basis))
    for location, figure, basis in figures:
        for name in basis:
            point = library.point(name)
            if point is None:
                if library.source(name.partition("#")[0]) or not library.knows(f"sources/{name.partition('#')[0]}"):
                    yield record.finding(location, f"'{name}'", "a point that exists")
            elif figure not in numbers(point.zh, "zh").stated:
                yield record.finding(location, f"the figure {figure:f}", f"a figure that {name} states")

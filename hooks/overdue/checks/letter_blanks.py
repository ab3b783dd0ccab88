"""Every blank of a letter is declared once and used in both languages."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding, did_you_mean
from overdue.model.library import Library, Record
from overdue.model.records import Letter
from overdue.model.vocabulary import LANGS

PASSES = Edit("letters/stop.yml", "我叫{name}。", "我叫{name}，{name}。")
FAILS = Edit("letters/stop.yml", "我叫{name}。", "我叫{nane}。")

BLANK = re.compile(r"\{([^{}]*)\}")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each blank undeclared, unused or declared twice."""
    for record in library.judged:
        if isinstance(record.body, Letter):
            yield from _declared(record, record.body)
            yield from _used(record, record.body)


def _declared(record: Record, body: Letter) -> Iterator[Finding]:
    count = Counter(blank.id for blank in body.blanks)
    for index, blank in enumerate(body.blanks):
        if count[blank.id] > 1:
            yield record.finding(("blanks", index, "id"), f"'{blank.id}' twice", "each blank declared once")
        for lang in LANGS:
            if f"{{{blank.id}}}" not in body.text[lang]:
                found = f"'{{{blank.id}}}' is not in the text in {lang}"
                yield record.finding(("blanks", index, "id"), found, "every declared blank used in both languages")


def _used(record: Record, body: Letter) -> Iterator[Finding]:
    declared = {blank.id for blank in body.blanks}
    for lang in LANGS:
        for unknown in sorted(set(BLANK.findall(body.text[lang])) - declared):
            near = did_you_mean(unknown, declared)
            yield record.finding(("text", lang), f"the blank '{{{unknown}}}'", f"a declared blank{near}")
        if loose := re.search(r"[{}]", BLANK.sub("", body.text[lang])):
            yield record.finding(("text", lang), f"a lone '{loose[0]}'", "a blank such as '{name}'")

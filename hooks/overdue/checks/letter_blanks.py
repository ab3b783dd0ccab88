"""Every blank of a letter is declared once and used in both languages."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.findings import Finding, did_you_mean
from overdue.library import Library
from overdue.records import Letter
from overdue.vocabulary import LANGS

PASSES = Edit("letters/stop.yml", "我叫{name}。", "我叫{name}，{name}。")
FAILS = Edit("letters/stop.yml", "我叫{name}。", "我叫{nane}。")

BLANK = re.compile(r"\{([^{}]*)\}")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each blank undeclared, unused or declared twice."""
    for record in library.of_kind("letter"):
        assert isinstance(record.body, Letter)
        declared = Counter(blank.id for blank in record.body.blanks)
        for index, blank in enumerate(record.body.blanks):
            if declared[blank.id] > 1:
                yield record.finding(("blanks", index, "id"), f"'{blank.id}' twice", "each blank declared once")
        for lang in LANGS:
            used = set(BLANK.findall(record.body.text[lang]))
            for unknown in sorted(used - set(declared)):
                near = did_you_mean(unknown, declared)
                yield record.finding(("text", lang), f"the blank '{{{unknown}}}'", f"a declared blank{near}")
            for unused in sorted(set(declared) - used):
                yield record.finding(("text", lang), f"no '{{{unused}}}'", "every declared blank used")

"""Both languages state the same numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library
from overdue.model.numbers import Number, differences

PASSES = Edit(
    "practices/home-visit.yml", "三年内有效。, en: Valid for 3 years.", "3年内有效。, en: Valid for three years."
)
FAILS = Edit("practices/home-visit.yml", "en: Valid for 3 years.", "en: Valid for 5 years.")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each text whose two languages disagree on a number."""
    for record in library.judged:
        for location, text in record.texts:
            only_zh, only_en = differences(text.zh, text.en)
            if only_zh or only_en:
                found = f"{_list(only_zh)} only in Chinese, {_list(only_en)} only in English"
                yield record.finding(location, found, "the same numbers in both")


def _list(values: list[Number]) -> str:
    return ", ".join(v if isinstance(v, str) else f"{v:f}" for v in values) or "nothing"

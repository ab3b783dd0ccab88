"""Each text is in its own language: the Chinese holds Chinese, the English is not a copy of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library

PASSES = Edit("practices/home-visit.yml", "en: A video.", "en: A video (录像).")
FAILS = Edit("practices/home-visit.yml", "en: A video.", "en: 录像")

HAN = re.compile("[㐀-鿿]")
LATIN = re.compile("[A-Za-z]")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for a Chinese text without Chinese and for an English text with more Chinese than English."""
    for record in library.judged:
        for location, text in record.texts:
            a_word = (record.kind, location) == ("term", ("title",))  # LPR is LPR
            copied = text.zh == text.en and LATIN.search(text.zh)
            if not a_word and (copied or (LATIN.search(text.zh) and not HAN.search(text.zh))):
                found = "the English text" if copied else "no Chinese character"
                yield record.finding((*location, "zh"), found, "the text in Chinese")
            if HAN.search(text.en) and len(HAN.findall(text.en)) > len(LATIN.findall(text.en)):
                yield record.finding((*location, "en"), "more Chinese than English", "the text in English")

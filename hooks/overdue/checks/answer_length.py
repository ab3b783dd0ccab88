"""The short answer is short: at most 90 Chinese characters, 45 English words; a title at most 30 and 16."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library

PASSES = Edit("practices/home-visit.yml", "能上门，不能硬闯。", "能上门" + "，不能硬闯" * 15 + "。")
FAILS = Edit("practices/home-visit.yml", "能上门，不能硬闯。", "能上门" + "，不能硬闯" * 18 + "。")

LIMITS = {"answer": (90, 45), "title": (30, 16)}
"""Field → characters in Chinese, words in English. The titles of instruments are what they are."""


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each title and short answer that is too long."""
    for record in library.judged:
        for name, (characters, words) in LIMITS.items():
            text = getattr(record.body, name)
            if name == "title" and record.kind == "source":
                continue
            if len(text.zh) > characters:
                yield record.finding((name, "zh"), f"{len(text.zh)} characters", f"at most {characters}")
            if (count := len(text.en.split())) > words:
                yield record.finding((name, "en"), f"{count} words", f"at most {words}")

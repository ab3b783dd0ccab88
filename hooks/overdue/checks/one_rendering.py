"""A Chinese term has one English rendering: where the Chinese says it, the English uses no other word for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library
from overdue.model.records import Rendering, Term

PASSES = Edit(
    "practices/home-visit.yml",
    "{zh: 录像。, en: A video.}",
    "{zh: 逾期的记录。, en: A record of what is overdue.}",
)
FAILS = Edit(
    "practices/home-visit.yml",
    "{zh: 录像。, en: A video.}",
    "{zh: 逾期的记录。, en: A record of the delinquency.}",
)


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each English text that uses a word its term rules out, and not the rendering itself."""
    renderings = [record.body.renders for record in library.of_kind("term") if isinstance(record.body, Term)]
    for record in library.judged:
        named = [rendering for rendering in renderings if rendering and rendering.zh in record.wording]
        for location, text in record.texts if named else ():
            for rendering in named:
                if other := _other_word(rendering, text.zh, text.en):
                    found = f"'{other}' for '{rendering.zh}'"
                    yield record.finding((*location, "en"), found, f"'{rendering.en}', as in data/terms/")


def _other_word(rendering: Rendering, zh: str, en: str) -> str | None:
    if rendering.zh not in zh or re.search(rf"\b{re.escape(rendering.en)}", en, re.IGNORECASE):
        return None
    return next((word for word in rendering.never if re.search(rf"\b{re.escape(word)}", en, re.IGNORECASE)), None)

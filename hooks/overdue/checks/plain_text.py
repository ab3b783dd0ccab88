"""Text is plain: no HTML, script, link, template expression or Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library
from overdue.model.markdown import MARKUP, SUSPECT
from overdue.model.records import Letter

PASSES = Edit("practices/home-visit.yml", "能上门，不能硬闯。", "能上门，不能硬闯（除非你同意）。")
FAILS = Edit("practices/home-visit.yml", "能上门，不能硬闯。", "能上门<script>alert(1)</script>。")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each text that is more than text."""
    for record in library.judged:
        if not record.holds(SUSPECT):
            continue
        for location, value in record.strings:
            if not SUSPECT.search(value):
                continue
            if isinstance(record.body, Letter) and location[:-1] == ("text",):
                value = value.translate(LETTER)
            if markup := MARKUP.search(value):
                shown = markup[0] if markup[0].isprintable() else f"U+{ord(markup[0]):04X}"
                yield record.finding(location, f"'{shown}' in a text", "plain words: no markup, link or script")


LETTER = {ord("\n"): " ", ord("{"): " ", ord("}"): " "}
"""A letter has lines, and blanks in braces, which are another rule's business."""

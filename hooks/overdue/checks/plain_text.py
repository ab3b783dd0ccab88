"""Text is plain: no HTML, script, link, template expression or Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library
from overdue.model.markdown import markup
from overdue.model.records import Letter

PASSES = Edit("practices/home-visit.yml", "能上门，不能硬闯。", "能上门，不能硬闯（除非你同意）。")
FAILS = Edit("practices/home-visit.yml", "能上门，不能硬闯。", "能上门<script>alert(1)</script>。")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each text that is more than text."""
    for record in library.judged:
        for location, value in record.strings:
            in_letter = isinstance(record.body, Letter) and location[:-1] == ("text",)
            if found := markup(value.translate(LETTER) if in_letter else value):
                shown = found if found.isprintable() else f"U+{ord(found[0]):04X}"
                yield record.finding(location, f"'{shown}' in a text", "plain words: no markup, link or script")


LETTER = {ord("\n"): " ", ord("{"): " ", ord("}"): " "}
"""A letter has lines, and blanks in braces, which are another rule's business."""

"""Chinese text has full-width punctuation, and neither language shouts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.findings import Finding
from overdue.library import Library

PASSES = Edit(
    "practices/home-visit.yml",
    "{zh: 能上门，不能硬闯。, en: They may come; they may not force their way in.}",
    '{zh: "22:00以后不能上门，GB/T 1.5也这样说。", en: "Not after 22:00, as GB/T 1.5 says."}',
)
FAILS = Edit("practices/home-visit.yml", "能上门，不能硬闯。", '"能上门,不能硬闯。"')

HAN = "[㐀-鿿]"
HALF_WIDTH = re.compile(rf"(?<={HAN})\s*[,;:?!()\"'](?!//)|[,;?!()\"'](?={HAN})|(?<={HAN})\.(?!\d)")
SPACED = re.compile(rf"{HAN} +{HAN}")
TONE_ZH = re.compile("[！您]")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for half-width marks beside Chinese, spaces between characters, 您 and exclamation marks."""
    for record in library.records.values():
        for location, text in record.texts():
            for pattern, expected in RULES:
                if (record.kind, location, pattern) in EXEMPT:
                    continue
                if slip := pattern.search(text.zh):
                    yield record.finding((*location, "zh"), f"'{slip[0]}'", expected)
            if "!" in text.en:
                yield record.finding((*location, "en"), "'!'", "a calm sentence")
            if han := re.search("[，。；：？！、（）]", re.sub(r"\([^()]*\)", "", text.en)):
                yield record.finding((*location, "en"), f"'{han[0]}'", "half-width punctuation in English")


EXEMPT = {
    ("letter", ("text",), TONE_ZH),  # a letter to an institution may say 您
    ("source", ("title",), SPACED),  # the titles of standards and joint notices have spaces
}
RULES = (
    (HALF_WIDTH, "full-width punctuation"),
    (SPACED, "no space between Chinese characters"),
    (TONE_ZH, "你 for 您 and a full stop for an exclamation mark"),
)

"""Chinese text has full-width punctuation, and neither language shouts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from overdue.checks import Edit
from overdue.model.findings import Finding, around
from overdue.model.library import Library

PASSES = Edit(
    "practices/home-visit.yml",
    "{zh: 能上门，不能硬闯。, en: They may come; they may not force their way in.}",
    '{zh: "22:00以后不能上门，GB/T 1.5也这样说。", en: "Not after 22:00, as GB/T 1.5 says."}',
)
FAILS = Edit("practices/home-visit.yml", "能上门，不能硬闯。", '"能上门,不能硬闯。"')

HAN = "[㐀-鿿]"
HALF_WIDTH = re.compile(
    rf"(?<={HAN})\s*[,;:?!()\"'](?!//)|[,;:?!()\"'](?={HAN})|(?<=[㐀-鿿”》）])\.(?!\.)|(?<=[\d》])\((?=\d)"
    rf"|(?<=}})[,;?!()]|[,;?!()](?={{)|(?<=[A-Za-z”）》%}}\d])[.:](?={HAN}|{{|\d{{4}}年|$)",
    re.MULTILINE,
)
SPACED = re.compile(rf"{HAN} +{HAN}")
SHOUT = re.compile("！")
FORMAL = re.compile("您")
WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for half-width marks beside Chinese, spaces between characters, 您 and exclamation marks."""
    for record in library.judged:
        for location, text in record.texts:
            for lang, pattern, slip, expected in _slips(text.zh, text.en):
                if (record.kind, location, pattern) not in EXEMPT:
                    yield record.finding((*location, lang), slip, expected)


@lru_cache(maxsize=1 << 15)
def _slips(zh: str, en: str) -> tuple[tuple[str, re.Pattern[str], str, str], ...]:
    """Return language, pattern, slip and what is expected for the first slip of each kind."""
    if not (IN_QUESTION.search(zh) or IN_QUESTION_IN_ENGLISH.search(en)):
        return ()
    english = BRACKETS.sub("", en) if "(" in en else en
    chinese = [("zh", pattern, pattern.search(zh), expected) for pattern, expected in CHINESE]
    others = [
        ("en", pattern, pattern.search(english if pattern is FULL_WIDTH else en), expected)
        for pattern, expected in ENGLISH
    ]
    return tuple((lang, pattern, _found(slip), expected) for lang, pattern, slip, expected in chinese + others if slip)


def _found(slip: re.Match[str]) -> str:
    return f"'{slip[0]}' in {around(slip.string, *slip.span())}"


IN_QUESTION = re.compile("[ ,;:?!()\"'.！您０-９Ａ-Ｚａ-ｚ]")
"""What every slip in Chinese has: most texts have nothing of it, which is seen at one glance."""
EXEMPT = {
    ("letter", ("text",), FORMAL),  # a letter to an institution may say 您
    ("source", ("title",), SPACED),  # the titles of standards and joint notices have spaces
}
CHINESE = (
    (HALF_WIDTH, "full-width punctuation"),
    (SPACED, "no space between Chinese characters"),
    (SHOUT, "a full stop for an exclamation mark"),
    (FORMAL, "你 for 您"),
    (WIDE, "half-width letters and digits"),
)
BRACKETS = re.compile(r"\([^()]*\)")
FULL_WIDTH = re.compile("[，。；：？！、（）]")
"""In English only inside brackets, where a Chinese word may be given."""
ENGLISH = (
    (re.compile("!"), "a calm sentence"),
    (WIDE, "half-width letters and digits"),
    (FULL_WIDTH, "half-width punctuation in English"),
)
IN_QUESTION_IN_ENGLISH = re.compile("|".join(pattern.pattern for pattern, _ in ENGLISH))

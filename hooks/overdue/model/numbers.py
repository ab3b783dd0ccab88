"""The numbers that a text states, so that 三年, 3年, three years and 3 years are seen to be the same.

Some numbers must be matched by the other language, some only may: 一个 and 两者 need no English numeral, 三年 does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from overdue.model.vocabulary import Lang

Number = Decimal | str
"""A value, or a clock time such as `22:00`."""


@dataclass(frozen=True)
class Numbers:
    """The numbers of one text."""

    stated: frozenset[Number]
    """Digits, and words that count time, money, times or percent: the other language has to state them too."""
    passing: frozenset[Number]
    """Other number words: the other language may have them."""


NONE = Numbers(frozenset(), frozenset())


@lru_cache(maxsize=1 << 15)
def numbers(text: str, lang: Lang) -> Numbers:
    """Return the numbers of a text."""
    return _chinese(text) if lang == "zh" else _english(text)


def differences(zh: str, en: str) -> tuple[list[Number], list[Number]]:
    """Return the numbers that only the Chinese states and those that only the English states."""
    left, right = numbers(zh, "zh"), numbers(en, "en")
    if left is right is NONE:
        return [], []
    only_zh = left.stated - right.stated - right.passing
    only_en = right.stated - left.stated - left.passing
    return sorted(only_zh, key=str), sorted(only_en, key=str)


def listed(values: Iterable[Number]) -> str:
    """Return numbers as people write them, in order."""
    return ", ".join(sorted((v if isinstance(v, str) else f"{v:f}" for v in values), key=lambda v: (len(v), v)))


def _plain(value: Decimal) -> Decimal:
    return value.normalize() + 0


# --- digits, in both languages ------------------------------------------------------------------------------------

CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-4]):([0-5]\d)(?!\d)")
FIGURES = frozenset("0123456789")
NUMERALS = FIGURES | frozenset("〇零一二两三四五六七八九十百千万亿")
"""A text without any of these, in either language, has no number in figures or in Chinese."""
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"


def _clocks(text: str) -> tuple[set[Number], str]:
    """Return the clock times, and the text without them."""
    if ":" not in text:
        return set(), text
    found: set[Number] = {f"{int(hour)}:{minute}" for hour, minute in CLOCK.findall(text)}
    return found, CLOCK.sub(" ", text)


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


# --- Chinese ------------------------------------------------------------------------------------------------------

CN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
CN_SCALES = {"十": 10, "百": 100, "千": 1000}
CN_MYRIADS = {"万": 10_000, "亿": 100_000_000}
CN_RUN = r"[〇零一二两三四五六七八九十百千万亿]+"
CN_UNIT = r"个?(?:自然日|工作日|小时|分钟|星期|月|年|日|天|周|元|倍|岁|次)"
CN_SCALED = re.compile(rf"({DIGITS})\s*([十百千]?[万亿]?)")
CN_FRACTION = re.compile(rf"(百|千|万)分之({DIGITS}|{CN_RUN})")
CN_FRACTION_TO_PERCENT = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}
CN_WORDS = re.compile(rf"(?<![几数上成])({CN_RUN})({CN_UNIT})?")
CN_ABOUT = re.compile("[一两二三四五六七八九]{2}")
"""一两次, 三五天: about so many, not a number."""
CN_NOT_NUMBERS = re.compile(
    "千万别|千万不|(?<![一二三四五六七八九十百千])万一(?![十百千])|万不|一一|十分(?!钟)|百分|千方百计|一旦|统一|唯一|一致|"
    "第[一二]天|三天两头"
)


def _chinese(text: str) -> Numbers:
    if NUMERALS.isdisjoint(text):
        return NONE
    stated, text = _clocks(text)
    if "分之" in text:
        for part, value in CN_FRACTION.findall(text):
            amount = _decimal(value) if value[0].isdigit() else _chinese_value(value)
            stated.add(_plain(amount * CN_FRACTION_TO_PERCENT[part]))
        text = CN_FRACTION.sub(" ", text)
    if not FIGURES.isdisjoint(text):
        for digits, scale in CN_SCALED.findall(text):
            stated.add(_plain(_decimal(digits) * _scale(scale)))
        text = CN_SCALED.sub(" ", text)
    text = CN_NOT_NUMBERS.sub(" ", text)
    passing: set[Number] = set()
    for run, unit in CN_WORDS.findall(text):
        if CN_ABOUT.fullmatch(run):
            passing |= {Decimal(CN_DIGITS[digit]) for digit in run}
            continue
        value = _plain(_chinese_value(run))
        (stated if unit and value > 1 else passing).add(value)
    return Numbers(frozenset(stated), frozenset(passing))


def _scale(characters: str) -> int:
    product = 1
    for character in characters:
        product *= CN_SCALES.get(character) or CN_MYRIADS[character]
    return product


def _chinese_value(run: str) -> Decimal:
    """Return the value of 十五, 三百二十, 二〇二五, 一万."""
    if not set(run) & (set(CN_SCALES) | set(CN_MYRIADS)):
        return Decimal("".join(str(CN_DIGITS[character]) for character in run))
    total = section = digit = 0
    for character in run:
        if character in CN_DIGITS:
            digit = CN_DIGITS[character]
        elif character in CN_SCALES:
            section += (digit or 1) * CN_SCALES[character]
            digit = 0
        else:
            total = (total + section + digit or 1) * CN_MYRIADS[character]
            section = digit = 0
    return Decimal(total + section + digit)


# --- English ------------------------------------------------------------------------------------------------------


def _counted(words: str, start: int, step: int = 1) -> dict[str, int]:
    return {word: start + step * place for place, word in enumerate(words.split())}


EN_ONES = _counted("zero one two three four five six seven eight nine ten eleven twelve", 0) | _counted(
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 13
)
EN_TENS = _counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
EN_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
EN_ADVERBS = {
    "once": 1,
    "first": 1,
    "twice": 2,
    "second": 2,
    "double": 2,
    "both": 2,
    "pair": 2,
    "third": 3,
    "fourth": 4,
}
EN_ADVERB = re.compile(rf"\b(?:{'|'.join(EN_ADVERBS)})\b")
EN_WORD = "|".join([*EN_ONES, *EN_TENS, *EN_SCALES])
EN_UNIT = "(?:working |calendar )?(?:days?|weeks?|months?|years?|hours?|minutes?|times|yuan|percent|per cent)"
EN_RUN = re.compile(rf"\b((?:{EN_WORD})(?:(?: and |[ -])(?:{EN_WORD}))*)\b(?=([ -]{EN_UNIT}\b)?)")
EN_SCALED = re.compile(rf"({DIGITS})(?:\s*(thousand|million))?")
EN_NUMERALS = frozenset([*EN_ONES, *EN_TENS, *EN_SCALES, *EN_ADVERBS])
EN_LETTERS = re.compile("[a-z]+")
EN_MONTHS = _counted("january february march april may june july august september october november december", 1)
EN_MONTH = re.compile(rf"(?:\b\d{{1,2}}\s+({'|'.join(EN_MONTHS)})\b|\b({'|'.join(EN_MONTHS)})\s+\d)")


def _english(text: str) -> Numbers:
    text = text.lower()
    stated: set[Number] = set()
    if not FIGURES.isdisjoint(text):
        stated, text = _clocks(text)
        stated |= {Decimal(EN_MONTHS[before or after]) for before, after in EN_MONTH.findall(text)}
        for digits, scale in EN_SCALED.findall(text):
            stated.add(_plain(_decimal(digits) * EN_SCALES.get(scale, 1)))
        text = EN_SCALED.sub(" ", text)
    if EN_NUMERALS.isdisjoint(EN_LETTERS.findall(text)):
        return Numbers(frozenset(stated), frozenset()) if stated else NONE
    passing: set[Number] = {Decimal(EN_ADVERBS[word]) for word in EN_ADVERB.findall(text)}
    for run, unit in EN_RUN.findall(text):
        value = _plain(_english_value(run))
        (stated if unit and value > 1 else passing).add(value)
    return Numbers(frozenset(stated), frozenset(passing))


def _english_value(run: str) -> Decimal:
    total = part = 0
    for word in re.split(" and |[ -]", run):
        if word in EN_SCALES:
            part = (part or 1) * EN_SCALES[word]
            if word != "hundred":
                total, part = total + part, 0
        else:
            part += EN_ONES.get(word, EN_TENS.get(word, 0))
    return Decimal(total + part)

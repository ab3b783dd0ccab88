"""Numbers in two languages."""

from __future__ import annotations

import pytest

from overdue.model.numbers import differences

SAME = [
    ("三年", "three years"),
    ("三年", "3 years"),
    ("十五日内", "within fifteen days"),
    ("3年", "three years"),
    ("2026年3月31日前还清", "paid by 31 March 2026"),
    ("2026年3月31日", "March 31, 2026"),
    ("二〇二五年", "2025"),
    ("5万元", "50,000 yuan"),
    ("一万元", "10,000 yuan"),
    ("1.5万元", "15,000 yuan"),
    ("3百万元", "3 million yuan"),
    ("一百二十元", "one hundred and twenty yuan"),
    ("二十四个月", "twenty-four months"),
    ("三个工作日", "three working days"),
    ("22:00至次日8:00", "from 22:00 to 8:00"),
    ("万分之五", "0.05%"),
    ("百分之五十", "50%"),
    ("千分之一", "0.1 percent"),
    ("万分之1.75", "0.0175%"),
    ("两次", "twice"),
    ("一个人", "a person"),
    ("千万不要转账，万一是骗局", "do not transfer: it may be a fraud"),
    ("十几年、几十天、数百元", "many years, days and yuan"),
    ("五级分类", "the five categories"),
    ("第三人", "a third person"),
    ("4倍LPR", "4x LPR"),
    ("提醒一两次，等三五天", "remind once or twice and wait a few days"),
    ("第二天", "the next day"),
    ("你可以做两件事", "you may do 2 things"),
]
DIFFERENT = [
    ("三年", "five years"),
    ("15日", "10 days"),
    ("5万元", "5,000 yuan"),
    ("22:00", "21:00"),
    ("两次", "three times"),
    ("百分之五十", "five percent"),
    ("3月31日", "31 May"),
    ("一年内", "within 2 years"),
    ("二十天", "ten days"),
    ("没有数字", "within 3 days"),
    ("3日内", "soon"),
]


@pytest.mark.parametrize(("zh", "en"), SAME)
def test_the_same_numbers_are_seen_as_the_same(zh: str, en: str) -> None:
    assert differences(zh, en) == ([], [])


@pytest.mark.parametrize(("zh", "en"), DIFFERENT)
def test_a_different_number_is_seen(zh: str, en: str) -> None:
    assert differences(zh, en) != ([], [])

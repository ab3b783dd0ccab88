"""How a text outside the records has to be worded: the vocabulary, the reasons of moved pages, the feed.

The records are judged by the rules in `checks/`, which say more; these texts are judged as they are read.
"""

from __future__ import annotations

import re

from overdue.model.markdown import markup

HAN = re.compile("[㐀-鿿]")
LATIN = re.compile("[A-Za-z]")
UNFINISHED = re.compile(r"TODO|FIXME|TBD|XXX|待补|待定稿")
IN_ZH = re.compile(r"(?<=[㐀-鿿”》）])\s*[,;:?!().]|[,;:?!()](?=[㐀-鿿])|[㐀-鿿] +[㐀-鿿]|！|[０-９Ａ-Ｚａ-ｚ]")
IN_EN = re.compile("[!，。；：？！、（）０-９Ａ-Ｚａ-ｚ]")


def slip(text: str, lang: str) -> str:
    """Return what a text should have been, or nothing when it is well."""
    if markup(text):
        return "plain words: no markup, link or script"
    if UNFINISHED.search(text):
        return "a text that is finished"
    return _of_chinese(text) if lang == "zh" else _of_english(text)


def _of_chinese(text: str) -> str:
    if IN_ZH.search(text):
        return "full-width punctuation, half-width digits, no space and no exclamation mark"
    if LATIN.search(text) and not HAN.search(text):
        return "the text in Chinese"
    if any(HAN.match(each) and not each.encode("gb2312", "ignore") for each in text):
        return "simplified characters"
    return ""


def _of_english(text: str) -> str:
    if IN_EN.search(re.sub(r"\([^()]*\)", "", text)):
        return "half-width punctuation and digits, and no exclamation mark"
    return "the text in English" if len(HAN.findall(text)) > len(LATIN.findall(text)) else ""

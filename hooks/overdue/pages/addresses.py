"""Where each record lives on the site. Addresses are promises: nothing else in the core builds one."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache

from overdue.model.vocabulary import Lang


def page_path(ref: str, lang: Lang) -> str:
    """Return the Markdown path of a record or of a hand-written page: `zh/practices/home-visit.md`."""
    return f"{lang}/{ref}.md"


def index_path(folder: str, lang: Lang) -> str:
    """Return the Markdown path of the list of a folder's records."""
    return f"{lang}/{folder}/index.md"


def home_path(lang: Lang) -> str:
    """Return the Markdown path of the home page of a language."""
    return f"{lang}/index.md"


def all_path(lang: Lang) -> str:
    """Return the Markdown path of the list of everything."""
    return f"{lang}/all.md"


def relative(target: str, start: str) -> str:
    """Return the link from the page `start` to the page `target`, both Markdown paths."""
    return _from_folder(target, posixpath.dirname(start))


@lru_cache(maxsize=1 << 15)
def _from_folder(target: str, folder: str) -> str:
    return posixpath.relpath(target, folder)


def language_of(path: str) -> Lang | None:
    """Return the language of a page by its path, or None for a page outside both trees."""
    first = path.partition("/")[0]
    return first if first in ("zh", "en") else None  # type: ignore[return-value]


def translated(path: str, lang: Lang) -> str:
    """Return the path of the same page in another language."""
    return re.sub(r"^(zh|en)/", f"{lang}/", path)


def point_anchor(key: str) -> str:
    """Return the anchor of a point on the page of its source."""
    return f"p-{key}"


def point_label(key: str, lang: Lang) -> str:
    """Return how a point is cited: `第676条`, `art. 676`; a point that no article number was seen for says so."""
    if article := re.fullmatch(r"(\d+)(?:-(\d+))?", key):
        number, sub = article.groups()
        if lang == "en":
            return f"art. {number}" + (f"-{sub}" if sub else "")
        return f"第{number}条" + (f"之{'一二三四五六七八九'[int(sub) - 1]}" if sub else "")
    if item := re.fullmatch(r"item-(\d+)", key):
        return f"第{item[1]}项" if lang == "zh" else f"item {item[1]}"
    if key == "whole":
        return "全文" if lang == "zh" else "whole text"
    return "（条号未见）" if lang == "zh" else "(article number not seen)"


def page_of(path: str) -> str:
    """Return what both trees call a page: `answers/one-day-late` for `zh/answers/one-day-late.md`."""
    return path.partition("/")[2].removesuffix(".md")


def address(page: str, lang: Lang, site_url: str, anchor: str = "") -> str:
    """Return the whole address of a page, or of a section of it; `site_url` ends in a slash or is empty."""
    return f"{site_url}{lang}/{page}.html" + (f"#{anchor}" if anchor else "")


def short_address(number: int, site_url: str) -> str:
    """Return the address that can be read out on the phone: `https://overdue.example/112.html`."""
    return f"{site_url}{number}.html"

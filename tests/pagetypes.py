"""Which pages to look at so that nothing on the site goes unseen: found in the built site, as any new kind is."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from playwright.sync_api import Page, Route

REFRESH = re.compile(r'<meta http-equiv="refresh"[^>]*>')


class _Shapes(HTMLParser):
    """What a page is built of: elements with their classes, roles and types, and the scripts it asks for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        for name in values.get("class", "").split() or [""]:
            self.found.add((tag, name))
        for name in ("role", "type", "open", "aria-current", "lang"):
            if name in values and tag not in ("html", "link"):
                self.found.add((tag, f"{name}={values[name]}"))
        if tag == "script":
            self.found.add((tag, values.get("src", "").rsplit("/", 1)[-1]))


@cache
def shapes(site: Path) -> dict[str, frozenset[tuple[str, str]]]:
    """Return what each page is built of, by path: the Chinese ones and those at the root, as English has the same."""
    found = sorted([*site.glob("*.html"), *site.glob("zh/**/*.html")])
    return {
        path.relative_to(site).as_posix(): frozenset(_Shapes(path.read_text(encoding="utf-8")).found) for path in found
    }


@cache
def page_types(site: Path) -> list[str]:
    """Return few pages that hold everything that any page holds, one of each folder, and all that stand alone."""
    found = shapes(site)
    chosen = {name for name in found if re.fullmatch(r"zh/[^/]*|index\.html|404\.html", name)}
    left = set().union(*found.values()).difference(*(found[name] for name in chosen))
    while left:
        best = max(sorted(found), key=lambda name: len(found[name] & left))
        chosen.add(best)
        left -= found[best]
    folders = {path.parent.name: path for path in sorted(map(Path, found), reverse=True) if path.name != "index.html"}
    seen = {Path(name).parent.name for name in chosen if not name.endswith("index.html")}
    chosen |= {path.as_posix() for folder, path in folders.items() if folder not in seen}
    numbers = [name for name in found if re.fullmatch(r"\d+\.html", name)]
    return sorted({*chosen, *numbers[:1]})


def in_language(names: list[str], lang: str) -> list[str]:
    """Return the same pages in one language; those at the root are of both."""
    return [f"{lang}/{name.removeprefix('zh/')}" if name.startswith("zh/") else name for name in names]


def stay(page: Page, address: str = r"/(index\.html|\d+\.html|[a-z]+/old-name\.html)?$") -> None:
    """Let a page that sends people on be looked at."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=REFRESH.sub("", response.text()))

    page.route(re.compile(address), answer)

"""One style sheet and one script for every page, one more for those that fill in or count, named after what is in them.

So a browser keeps them for good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import chain
from typing import Protocol

from overdue.published.sheet import cut, tidy

FOLDER = "assets/hashed"
"""What lies here never changes under its name; `_headers` and `deploy/nginx.conf` say so."""
THEME = "assets/stylesheets/main.*.css"
OWN_SHEET = "assets/overdue.css"
"""Stays beside the bundle too: the pages that the theme does not dress need no more."""
SHEETS = (THEME, OWN_SHEET, "assets/helpers/helpers.css")
EVERYWHERE = "overdue"
"""The script of every page; the others are each of one kind of page."""
SCRIPTS = {
    EVERYWHERE: ("assets/overdue.js", "assets/share.js"),
    "letter": ("assets/helpers/common.js", "assets/helpers/letter.js"),
    "dates": ("assets/helpers/common.js", "assets/helpers/calendar.js", "assets/helpers/dates.js"),
    "interest": ("assets/helpers/common.js", "assets/helpers/amounts.js", "assets/helpers/interest.js"),
}
"""What the pages load, by the name that a page asks for, and the files that are joined for it."""


class Readable(Protocol):
    """A file of the site, as its generator has it."""

    @property
    def content_string(self) -> str:
        """Its text."""


@dataclass(frozen=True)
class Bundle:
    """The files that pages load."""

    sheet: str
    scripts: Mapping[str, str]
    """The script that goes by each name of `SCRIPTS`."""
    files: Mapping[str, str]
    """Their texts by name."""
    replaced: tuple[str, ...]
    """The files that are now within them."""


def bundle(files: Mapping[str, Readable]) -> Bundle:
    """Join what every page needs of a site's files, the theme's sheet cut to what our pages have."""
    sheets = {name: files[name].content_string for pattern in SHEETS for name in _named(files, pattern)}
    texts = [cut(text) if fnmatch(name, THEME) else text for name, text in sheets.items()]
    sheet, style = _hashed(EVERYWHERE, tidy("\n".join(texts)), "css")
    parts = {name: [path for part in parts for path in _named(files, part)] for name, parts in SCRIPTS.items()}
    codes = {name: "\n".join(files[path].content_string for path in paths) for name, paths in parts.items()}
    scripts = {name: _hashed(name, code, "js") for name, code in codes.items()}
    replaced = dict.fromkeys(path for path in (*sheets, *chain(*parts.values())) if path != OWN_SHEET)
    named = {name: path for name, (path, _) in scripts.items()}
    return Bundle(sheet, named, {sheet: style, **dict(scripts.values())}, tuple(replaced))


def _named(files: Mapping[str, Readable], pattern: str) -> list[str]:
    """Return the files that a pattern names: one, or a slip in the pattern."""
    found = [name for name in files if fnmatch(name, pattern)]
    if len(found) != 1:
        raise LookupError(f"{pattern}: found {len(found)} files, expected one")
    return found


def _hashed(name: str, text: str, ending: str) -> tuple[str, str]:
    return f"{FOLDER}/{name}.{hashlib.sha256(text.encode()).hexdigest()[:8]}.{ending}", text

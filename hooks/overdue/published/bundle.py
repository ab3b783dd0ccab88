"""One style sheet and one script for every page, named after what is in them, so that a browser keeps them for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Protocol

from overdue.published.sheet import cut, tidy

FOLDER = "assets/hashed"
"""What lies here never changes under its name; `_headers` and `deploy/nginx.conf` say so."""
THEME = "assets/stylesheets/main.*.css"
OWN_SHEET = "assets/overdue.css"
"""Stays beside the bundle too: the pages that the theme does not dress need no more."""
SHEETS = (THEME, OWN_SHEET, "assets/helpers/helpers.css")
SCRIPTS = ("assets/overdue.js", "assets/share.js")


class Readable(Protocol):
    """A file of the site, as its generator has it."""

    @property
    def content_string(self) -> str:
        """Its text."""


@dataclass(frozen=True)
class Bundle:
    """The two files that every page loads."""

    sheet: str
    script: str
    files: Mapping[str, str]
    """Their texts by name."""
    replaced: tuple[str, ...]
    """The files that are now within them."""


def bundle(files: Mapping[str, Readable]) -> Bundle:
    """Join what every page needs of a site's files, the theme's sheet cut to what our pages have."""
    sheets = {name: files[name].content_string for pattern in SHEETS for name in _named(files, pattern)}
    texts = [cut(text) if fnmatch(name, THEME) else text for name, text in sheets.items()]
    scripts = [name for pattern in SCRIPTS for name in _named(files, pattern)]
    sheet, style = _hashed(tidy("\n".join(texts)), "css")
    script, code = _hashed("\n".join(files[name].content_string for name in scripts), "js")
    replaced = [name for name in (*sheets, *scripts) if name != OWN_SHEET]
    return Bundle(sheet, script, {sheet: style, script: code}, tuple(replaced))


def _named(files: Mapping[str, Readable], pattern: str) -> list[str]:
    """Return the files that a pattern names: one, or a slip in the pattern."""
    found = [name for name in files if fnmatch(name, pattern)]
    if len(found) != 1:
        raise LookupError(f"{pattern}: found {len(found)} files, expected one")
    return found


def _hashed(text: str, ending: str) -> tuple[str, str]:
    return f"{FOLDER}/overdue.{hashlib.sha256(text.encode()).hexdigest()[:8]}.{ending}", text

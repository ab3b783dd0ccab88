"""Puts text from the data into Markdown so that it stays text: nothing in it can become markup."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

_SPECIAL = re.compile(r"([\\`*_{}\[\]|~])")
_LEADING = re.compile(r"^(\s*)([#+\-=]|\d+(?=[.)]))")

_MARKUP = re.compile(
    r"[<>`\\|{}]|&#?\w+;|\{\{|\{%|\{#|(?:java|vb)script\s*:|data:\s*\w+/|https?:|//\w|\]\(|\*\*|__|"
    r"[\x00-\x08\x0b-\x1f\x7f​-‏‪-‮⁠-⁯﻿]",
    re.IGNORECASE,
)
"""Angle brackets, entities, template marks, schemes, Markdown, and characters that cannot be seen."""
_SUSPECT = re.compile(r"[<>`\\|{}&:/\]*_\x00-\x08\x0b-\x1f\x7f​-‏‪-‮⁠-⁯﻿]")
"""What every markup has in it: a text without any of these is plain, which is seen much faster."""


@lru_cache(maxsize=1 << 16)
def markup(text: str) -> str:
    """Return the first markup in a text, or nothing."""
    found = _SUSPECT.search(text) and _MARKUP.search(text)
    return found[0] if found else ""


@lru_cache(maxsize=1 << 15)
def plain(text: str) -> Markup:
    """Return one line of Markdown that shows exactly `text`."""
    line = re.sub(r"\s*\n\s*", " ", text)
    line = _SPECIAL.sub(_entity, _html(line))
    return Markup(_LEADING.sub(_shield, line))


def _shield(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}&#{ord(mark[0])};{mark[1:]}"


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def block(text: str) -> Markup:
    """Return several lines of text as HTML for a `<pre>`, which keeps the line breaks."""
    return Markup(_html(text).strip("\n"))


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")

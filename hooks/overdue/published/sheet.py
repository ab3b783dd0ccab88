"""Cuts from the theme's style sheet the rules for things that no page of ours has: most of its bytes are for those."""

from __future__ import annotations

import re
from collections.abc import Iterator

USED = frozenset({"md-grid", "md-skip", "md-typeset", "md-icon"})
"""Classes of the theme that our frame uses; every other `md-` class is a part of it that we do not have."""
OTHERS = re.compile(
    r"^(?:highlight|linenos|admonition|tabbed-|task-list|mermaid|lightbox|keys|twemoji|emojione|gemoji|critic)"
)
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
FUNCTION = re.compile(r":(?:is|not|where|has)\(")


def cut(sheet: str) -> str:
    """Return the style sheet without the rules whose every selector names something that we do not have."""
    return "".join(_kept(sheet))


def _kept(sheet: str) -> Iterator[str]:
    for head, body in _rules(sheet):
        if head.startswith("@media") or head.startswith("@supports"):
            if inner := cut(body):
                yield f"{head}{{{inner}}}"
        elif head.startswith("@") or not _foreign(head):
            yield f"{head}{{{body}}}" if body or not head.endswith(";") else head


def _foreign(selectors: str) -> bool:
    """Say whether every selector of a rule needs a class that no page of ours has."""
    if FUNCTION.search(selectors):
        return False  # a comma inside brackets separates no rules; such rules are few
    return all(any(_unused(name) for name in CLASS.findall(one)) for one in selectors.split(","))


def _unused(name: str) -> bool:
    return (name.startswith("md-") and name not in USED) or bool(OTHERS.match(name))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield head and body of each rule at the top level; a statement such as `@charset` has no body."""
    start = depth = opened = 0
    for place, character in _code(sheet):
        if character == "{":
            opened = place if depth == 0 else opened
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield sheet[start:opened], sheet[opened + 1 : place]
                start = place + 1
        elif character == ";" and depth == 0:
            yield sheet[start : place + 1], ""
            start = place + 1


def _code(sheet: str) -> Iterator[tuple[int, str]]:
    """Yield the marks of the sheet that are outside strings, comments and addresses."""
    for match in re.finditer(r"/\*.*?\*/|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[{};]", sheet, re.DOTALL):
        if len(match[0]) == 1:
            yield match.start(), match[0]

"""Cuts from the theme's style sheet the rules for things that no page of ours has: most of its bytes are for those."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

USED = frozenset({"md-grid", "md-skip", "md-typeset", "md-icon"})
"""Classes of the theme that our frame uses; every other `md-` class is a part of it that we do not have."""
OTHERS = re.compile(
    r"^(?:highlight|linenos|admonition|tabbed-|task-list|mermaid|lightbox|keys|twemoji|emojione|gemoji|critic"
    r"|footnote|grid|annotate|arithmatex|headerlink|float-|inline$|(?:abstract|info|tip|success|question|warning|failure"
    r"|danger|bug|example|quote|note|attention|caution|error|hint|important|todo|summary|tldr|done|check|help|faq|missing"
    r"|fail|cite|seealso|snippet)$)"
)
"""Classes of what Material makes of extensions that we do not use: its boxes, tabs, cards, footnotes."""
STRING = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
VARIABLE = re.compile(rf"(--md-[\w-]+)\s*:(?:{STRING}|[^;\"'}}])*;?")
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
FUNCTION = re.compile(r":(?:is|not|where|has)\(")


@lru_cache(maxsize=64)
def cut(sheet: str) -> str:
    """Return the style sheet without the rules whose every selector names something that we do not have."""
    return "".join(_kept(sheet))


@lru_cache(maxsize=4)
def tidy(sheet: str) -> str:
    """Return a style sheet without its comments, the theme's variables that nothing asks for, and empty rules."""
    sheet = re.sub(rf"({STRING})|/\*.*?\*/", lambda match: match[1] or "", sheet, flags=re.DOTALL)
    while (less := _asked_for(sheet)) != sheet:
        sheet = less  # a variable may have been asked for by one that is gone now
    return re.sub(r"[^{}]+\{\}", "", re.sub(r"\n\s*", "\n", sheet)).strip() + "\n"


def _asked_for(sheet: str) -> str:
    asked = set(re.findall(r"var\(\s*(--[\w-]+)", sheet))
    return VARIABLE.sub(lambda match: match[0] if match[1] in asked else "", sheet)


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

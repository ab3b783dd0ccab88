"""The canonical form of a record: one order of keys, one way to write each value, every comment kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from overdue.model.records import BASES, Body
from overdue.model.vocabulary import Vocabulary
from overdue.model.yamlfile import Location, YamlFile

WIDTH = 120
FLOWING = {"title", "article", "issuer", "by", "from", "where", "days", "valid", "renders", "also", "verdict"}
"""Mappings that stand on one line where they fit."""
TYPED = {"reviewed", "effective", "ended", "until", "from", "to", "length", "articles", "crisis"}
"""Keys whose dates, numbers and yes-or-no stay bare; elsewhere they are text and quoted."""
NULLABLE = {"effective", "ended", "from", "to", "articles", "number"}
NESTED = (
    "id", "zh", "en", "verdict", "why", "phone", "where", "length", "unit", "from", "to", "until",
    "basis", "valid", "lenders", "see", "seen", "by", "never",
)  # fmt: skip
"""The order of keys below the top of a record."""

_NOT_TEXT = re.compile(
    r"(?i)null|~|true|false|yes|no|on|off|y|n|<<|=|[-+]?[\d.][\d_,.:]*(e[-+]?\d+)?|0[xo][\da-f]+|\d{4}-\d\d?-\d\d?.*"
)
_BARE = re.compile(r"-?\d+|\d{4}-\d{2}-\d{2}|true|false")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)


class CommentLost(Exception):
    """A comment has no place in the canonical form; the file is left as it is."""


@dataclass(frozen=True)
class Comment:
    """A comment and the key or item it belongs to: the next one, or the one it stands behind."""

    text: str
    at: Location
    """Nowhere for what stands above the first key or below the last item."""
    behind: bool
    line: int


@dataclass
class _Writer:
    comments: list[Comment]
    order: tuple[str, ...]
    lines: list[str] = field(default_factory=list)

    def mapping(self, value: dict[str, Any], at: Location, indent: int, lead: str = "") -> None:
        """Write the keys of a mapping; `lead` (a dash) goes before the first."""
        for key in _ordered(value, self.order if not at else NESTED if at != ("points",) else ()):
            self.entry(f"{lead}{_scalar(key, key='', flow=False)}:", value[key], (*at, key), indent)
            lead = " " * len(lead)

    def entry(self, head: str, value: Any, at: Location, indent: int) -> None:
        """Write one key and its value."""
        dash = len(head) - len(head.lstrip(" -"))
        pad = " " * indent
        flowing = _flowing(value, at, len(pad + head))
        nested = isinstance(value, dict | list) and not flowing
        self.before(at, indent + dash, deep=not nested)
        behind = self.behind(at, deep=not nested)
        if not nested:
            self.lines += _leaf(pad + head, value, at[-1], indent + dash, behind)
            return
        self.lines.append(pad + head + behind)
        if isinstance(value, dict):
            self.mapping(value, at, indent + dash + 2)
        else:
            self.items(value, at, indent + dash + 2)

    def items(self, values: list[Any], at: Location, indent: int) -> None:
        """Write the items of a list that does not fit on one line: statements, blanks, claims."""
        for index, value in enumerate(values):
            here = (*at, index)
            if isinstance(value, dict) and value and not (at == ("blanks",) and _fits(value, indent + 2)):
                self.before(here, indent, deep=False)
                self.mapping(value, here, indent, "- ")
            else:
                self.before(here, indent, deep=True)
                self.lines.append(" " * indent + "- " + _flow(value) + self.behind(here, deep=True))

    def before(self, at: Location, indent: int, *, deep: bool) -> None:
        """Write the comments that stand above a key or item."""
        for comment in self._take(at, deep=deep, behind=False):
            self.lines.append(" " * indent + comment.text)

    def behind(self, at: Location, *, deep: bool) -> str:
        """Return the comment that stands behind a key; a second one moves above it."""
        taken = self._take(at, deep=deep, behind=True)
        self.lines += [comment.text for comment in taken[1:]]
        return f"  {taken[0].text}" if taken else ""

    def _take(self, at: Location, *, deep: bool, behind: bool) -> list[Comment]:
        taken = [
            comment
            for comment in self.comments
            if comment.behind == behind and (comment.at[: len(at)] if deep else comment.at) == at
        ]
        self.comments = [comment for comment in self.comments if comment not in taken]
        return taken


def canonical(file: YamlFile, text: str, order: tuple[str, ...]) -> str:
    """Return the canonical text of a record that was read from `text`.

    Raises:
        CommentLost: a comment would be lost.
    """
    comments = list(comments_of(text, file))
    first = min((line for at, (line, _) in file.marks.items() if at), default=0)
    writer = _Writer([comment for comment in comments if comment.at], order)
    writer.lines += [comment.text for comment in comments if not comment.at and comment.line < first]
    writer.mapping(file.values, (), 0)
    writer.lines += [comment.text for comment in comments if not comment.at and comment.line >= first]
    result = "\n".join(writer.lines) + "\n"
    kept = Counter(comment.text for comment in comments_of(result))
    if kept != Counter(comment.text for comment in comments):
        raise CommentLost(min({comment.text for comment in comments} - set(kept), default="a comment"))
    return result


def key_order(kind: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the order of a record's keys. A source begins with what it is and ends with its points."""
    declared = vocabulary.kinds[kind]
    own = [name for name in BASES[kind].model_fields if name not in Body.model_fields]
    common = ["topics", "audience", "lenders", "crisis"]
    rest = [*declared.section_ids, *declared.relation_ids, "also"]
    if kind == "source":
        own.remove("points")
        return ("title", *own, "answer", *rest, *common, "reviewed", "points")
    return ("title", "answer", *own, *common, *rest, "reviewed")


def comments_of(text: str, file: YamlFile | None = None) -> Iterator[Comment]:
    """Yield the comments of a YAML text; with the file read from it, each with its place."""
    if not _COMMENT.search(text):
        return
    inside = [_span(token) for token in yaml.scan(text, yaml.SafeLoader) if isinstance(token, yaml.ScalarToken)]
    for number, line in enumerate(text.splitlines()):
        for match in _COMMENT.finditer(line):
            place = (number, match.start())
            if not any(start <= place < end for start, end in inside):
                behind = bool(line[: match.start()].strip())
                place_in_file = _place(file, number + 1, behind=behind) if file else ()
                yield Comment(match[0].rstrip(), place_in_file, behind, number + 1)
                break


def _span(token: yaml.ScalarToken) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return from where to where nothing is a comment; the head line of a block of text may have one."""
    start, end = token.start_mark, token.end_mark
    first = (start.line + 1, 0) if token.style in ("|", ">") else (start.line, start.column)
    return first, (end.line, end.column)


def _place(file: YamlFile, line: int, *, behind: bool) -> Location:
    items = [(mark[0], at) for at, mark in file.marks.items() if at]
    if behind:  # the innermost of what began last
        start = max((number for number, _ in items if number <= line), default=0)
        return max((at for number, at in reversed(items) if number == start), key=len, default=())
    if line < min((number for number, _ in items), default=0):
        return ()
    start = min((number for number, _ in items if number > line), default=0)
    return min((at for number, at in items if number == start), key=len, default=())


def _ordered(value: dict[str, Any], order: Iterable[str]) -> list[str]:
    known = [key for key in order if key in value]
    return known + [key for key in value if key not in known]


def _flowing(value: Any, at: Location, start: int) -> bool:
    """Say whether a value stands in one line: lists of words always, short pairs where they fit."""
    if isinstance(value, list):
        return not any(isinstance(item, dict | list) for item in value)
    if isinstance(value, dict):
        return not value or (at[-1] in FLOWING and at[:-1] != ("points",) and _fits(value, start + 1))
    return True


def _fits(value: dict[str, Any], start: int) -> bool:
    if any(isinstance(leaf, str) and "\n" in leaf for leaf in value.values()):
        return False
    return start + len(_flow(value)) <= WIDTH


def _flow(value: Any, key: str = "") -> str:
    if isinstance(value, dict):
        pairs = (f"{_scalar(name, '', flow=True)}: {_flow(value[name], str(name))}" for name in _ordered(value, NESTED))
        return "{" + ", ".join(pairs) + "}"
    if value is None:
        return "null"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value, key, flow=True)


def _leaf(head: str, value: Any, key: str | int, indent: int, behind: str) -> list[str]:
    if isinstance(value, str) and "\n" in value and _literal(value):
        mark = "|" if value.endswith("\n") else "|-"
        body = [" " * (indent + 2) + line if line else "" for line in value.removesuffix("\n").split("\n")]
        return [f"{head} {mark}{behind}", *body]
    text = _flow(value) if isinstance(value, dict | list) else _scalar(value, str(key), flow=False)
    lines = _folded(f"{head} {text}".rstrip(), indent + 2) if key == "en" and isinstance(value, str) else None
    lines = lines or [f"{head} {text}".rstrip()]
    return [*lines[:-1], lines[-1] + behind]


def _literal(value: str) -> bool:
    """Say whether a text can stand as a block just as it is."""
    lines = value.removesuffix("\n").split("\n")
    return (
        bool(lines[0])
        and not lines[0].startswith(" ")
        and lines[-1] != ""
        and value.replace("\n", "").isprintable()
        and all(line == line.rstrip() for line in lines)
    )


def _folded(line: str, indent: int) -> list[str]:
    """Break a long line at single spaces; YAML reads each break as one space."""
    done: list[str] = []
    while len(line) > WIDTH:
        at = _break(line, indent)
        if at is None:
            break
        done.append(line[:at])
        line = " " * indent + line[at + 1 :]
    return [*done, line]


def _break(line: str, indent: int) -> int | None:
    start = line.index(": ") + 2 if ": " in line[: indent + 8] else indent
    spaces = [
        place
        for place in range(max(start, indent) + 1, len(line) - 1)
        if line[place] == " " and line[place - 1] not in " \\" and line[place + 1] != " "
    ]
    return max((place for place in spaces if place <= WIDTH), default=min(spaces, default=None))


def _scalar(value: Any, key: str, *, flow: bool) -> str:
    if value is None:
        return "null" if key in NULLABLE else ""
    text = str(value)
    bare = key in TYPED and _BARE.fullmatch(text)
    return text if bare or _plain(text, flow=flow) else _quoted(text)


def _plain(text: str, *, flow: bool) -> bool:
    return bool(
        text
        and text.strip() == text
        and text.replace("\u3000", "").isprintable()
        and text[0] not in "-?:,[]{}#&*!|>'\"%@`"
        and not text.endswith(":")
        and ": " not in text
        and " #" not in text
        and not _NOT_TEXT.fullmatch(text)
        and not (flow and re.search(r"[,\[\]{}:?]", text))
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + "".join(char if char.isprintable() or char == "\u3000" else _escape(char) for char in escaped) + '"'


def _escape(char: str) -> str:
    return f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"

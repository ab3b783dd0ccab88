"""Reads one YAML file into plain values, remembering where each of them stands.

Every scalar stays text: `no`, `010` and `2020-05-28` mean what the model makes of them, not what YAML 1.1 guesses.
The file is untrusted: size, depth, anchors and tags are bounded before anything is built from it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from overdue.model.findings import Finding, short

FastLoader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML built without libyaml lacks the fast one: slower, same results."""

MAX_BYTES = 512 * 1024
MAX_DEPTH = 12
NULLS = {"", "null", "~"}

Location = tuple[str | int, ...]
"""Path of keys and indexes from the top of the file, such as `("rule", 0, "zh")`."""
Mark = tuple[int, int]
"""Line and column, 1-based."""


@dataclass(frozen=True)
class YamlFile:
    """A file's values and the mark of each."""

    path: str
    values: dict[str, Any] = field(default_factory=dict)
    marks: dict[Location, Mark] = field(default_factory=dict)

    def mark(self, location: Location) -> Mark:
        """Return the mark of a location, or of the nearest thing that encloses it."""
        while location and location not in self.marks:
            location = location[:-1]
        return self.marks.get(location, (1, 1))


class _Fault(Exception):
    """A fault that ends the reading of this file."""

    def __init__(self, mark: Mark, found: str, expected: str) -> None:
        super().__init__(found)
        self.mark, self.found, self.expected = mark, found, expected


def read_yaml(root: Path, path: Path) -> tuple[YamlFile, list[Finding]]:
    """Read `path` and return its values with marks, and the findings; a file with a finding has no values."""
    name = path.relative_to(root).as_posix()
    result = YamlFile(name)
    faults: list[_Fault] = []
    text = ""
    try:
        text = _decode(path)
        result.values.update(_Reader(text, result.marks, faults).document())
    except _Fault as fault:
        faults.append(fault)
    except yaml.YAMLError as error:
        faults.append(_syntax(error, text))
    if faults:
        result.values.clear()
    findings = [Finding(name, *fault.mark, path.stem, fault.found, fault.expected) for fault in faults]
    return result, findings


def _decode(path: Path) -> str:
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise _Fault((1, 1), f"a file of {len(data)} bytes", f"at most {MAX_BYTES}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        mark = (before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        found = f"the byte 0x{data[error.start]:02x}, which is not UTF-8"
        raise _Fault(mark, found, "a file saved as UTF-8") from error
    if not text.strip():
        raise _Fault((1, 1), "an empty file", "a record such as 'title: {zh: …, en: …}'")
    return text


class _Reader:
    """Builds values while the file is parsed, so that what could make a small file large is refused before it does."""

    def __init__(self, text: str, marks: dict[Location, Mark], faults: list[_Fault]) -> None:
        self._events: Iterator[yaml.Event] = iter(FastLoader(text).get_event, None)
        self._marks, self._faults = marks, faults
        self._depth = 0

    def document(self) -> dict[str, Any]:
        """Return the mapping that the file holds; the events after it are read too, for a second document."""
        event = next(event for event in self._events if not isinstance(event, BEFORE))
        if not isinstance(event, yaml.MappingStartEvent):
            if not isinstance(event, yaml.StreamEndEvent):  # nothing but a comment
                self._value(event, ())
            list(self._events)  # a fault further on says more
            raise _Fault((1, 1), "a file that is not a mapping of keys", "a record such as 'title: {zh: …, en: …}'")
        values: dict[str, Any] = self._value(event, ())
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise _Fault(_mark(event), "a second document after '---'", "one record in one file")
        return values

    def _value(self, event: yaml.Event, at: Location) -> Any:
        mark = _mark(event)
        _refuse_tricks(event, mark)
        self._marks.setdefault(at, mark)
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in NULLS else event.value
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _Fault(mark, f"values nested more than {MAX_DEPTH} deep", "a flat record")
        value = dict(self._pairs(at)) if isinstance(event, yaml.MappingStartEvent) else self._items(at)
        self._depth -= 1
        return value

    def _items(self, at: Location) -> list[Any]:
        inside = iter(self._events.__next__, None)
        until_end = itertools.takewhile(lambda event: not isinstance(event, yaml.SequenceEndEvent), inside)
        return [self._value(event, (*at, index)) for index, event in enumerate(until_end)]

    def _pairs(self, at: Location) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            mark = _mark(event)
            if not isinstance(event, yaml.ScalarEvent):
                self._value(event, (*at, ""))
                self._value(next(self._events), (*at, ""))
                self._faults.append(_Fault(mark, "a key that is not a word", "a plain key"))
                continue
            _refuse_tricks(event, mark)
            key = event.value
            if key in seen:
                found = f"the key {short(key)} a second time (first on line {seen[key]})"
                self._faults.append(_Fault(mark, found, "each key once"))
                self._value(next(self._events), (*at, key))
                continue
            seen[key] = mark[0]
            self._marks[(*at, key)] = mark
            yield key, self._value(next(self._events), (*at, key))


BEFORE = (yaml.StreamStartEvent, yaml.DocumentStartEvent)


def _mark(event: yaml.Event) -> Mark:
    start = event.start_mark
    assert start
    return start.line + 1, start.column + 1


def _refuse_tricks(event: yaml.Event, mark: Mark) -> None:
    assert isinstance(event, yaml.NodeEvent)
    if event.anchor:
        if isinstance(event, yaml.AliasEvent):
            raise _Fault(mark, f"the alias '*{event.anchor}'", "the value written out: aliases are not allowed")
        raise _Fault(mark, f"the anchor '&{event.anchor}'", "a plain value: anchors are not allowed")
    if tag := getattr(event, "tag", None):
        raise _Fault(mark, f"the tag '{tag}'", "a plain value: tags are not allowed")


def _syntax(error: yaml.YAMLError, text: str) -> _Fault:
    """Return the fault where it was made, which is often before the place where the reader stumbled."""
    last, open_quote = _scanned(text)
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0]
    if open_quote:
        mark, problem = open_quote, "a quotation mark that is not closed"
    elif str(getattr(error, "context", None)) in ("while scanning a simple key", "while scanning a quoted scalar"):
        mark = error.context_mark  # type: ignore[attr-defined]
    elif mark and last and last.start_mark.line < mark.line == last.end_mark.line:
        mark = last.start_mark  # a line that lost its colon runs on into the next key
    where = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if slip := _slip(text.splitlines()[where[0] - 1 : where[0]]):
        column, found, expected = slip
        return _Fault((where[0], column), found, expected)
    expected = next((hint for words, hint in HINTS.items() if words in problem), HINTS[""])
    return _Fault(where, f"YAML that cannot be read ({problem})", expected)


def _slip(lines: list[str]) -> tuple[int, str, str] | None:
    """Return what a line has that only looks like YAML, with its column: a tab, a colon typed in Chinese."""
    for line in lines:
        for pattern, found, expected in SLIPS:
            if slip := pattern.match(line):
                return slip.end(), found, expected
    return None


SLIPS = (
    (re.compile(r"\s*?\t"), "a tab", "spaces: two more for each level"),
    (re.compile("[ -]*[a-z]+："), "the full-width colon '：' behind a key", "': ', a half-width colon and a space"),
)


HINTS = {
    "mapping values are not allowed": "a text with ': ' in it to stand in double quotes",
    "did not find expected key": 'keys, and the \'-\' of a list, exactly below each other; a quote inside "…" as \\"',
    "did not find expected '-'": "every '-' of a list exactly below the one before",
    "cannot start any token": "a text that begins with @, % or ` in double quotes",
    "could not find expected ':'": "': ' behind each key, as in 'topics: [early]'",
    "unexpected end of stream": 'a second " where the text ends; a quote inside it as \\"',
    "a quotation mark that is not closed": 'a second " where the text ends; a quote inside it as \\"',
    "": "valid YAML: check indentation, quotes and colons",
}
"""What most often leads to a message of the YAML parser."""


KEY = re.compile(
    r"\n(?:\s+(?:- )?\{?(?:zh|en|basis|valid|lenders|id|verdict|why|see|title|rules|example|cap|\"[a-z0-9-]+\"):\s"
    r"|[a-z][a-z0-9/#-]*:\s)"
)
"""The next line of a file that a quotation should not hold: a key at the margin, or one that statements have."""


def _scanned(text: str) -> tuple[yaml.ScalarToken | None, yaml.Mark | None]:
    """Return the last scalar, if no value, of the part that makes sense, and where a quotation swallows keys."""
    last = before = None
    try:
        for token in yaml.scan(text, FastLoader):
            if isinstance(token, yaml.ScalarToken):
                last = None if isinstance(before, yaml.ValueToken | yaml.BlockEntryToken) else token
                start, end = token.start_mark, token.end_mark
                lines = text.splitlines(keepends=True)[start.line : end.line + 1] if end.line > start.line else []
                if token.style in ("'", '"') and KEY.search("\n".join(["", *lines[1:]])):
                    return last, start
            before = token
    except yaml.YAMLError:
        pass
    return last, None

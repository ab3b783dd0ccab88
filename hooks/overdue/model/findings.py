"""What is wrong in a file, where, and what was expected instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One fault. Sorts by file, line and column, so that a run reads from top to bottom."""

    path: str
    """File, relative to the project root, with forward slashes."""
    line: int
    """1-based."""
    column: int
    """1-based."""
    where: str
    """The record's id and the field inside it, such as `calling-contacts.rule[0].basis[1]`."""
    found: str
    expected: str

    def __str__(self) -> str:
        """Return the one line that editors and CI can jump from."""
        return f"{self.path}:{self.line}:{self.column}: {self.where}: {self.found}; expected {self.expected}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean 'x'?)` for the nearest known word, or nothing when none is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean '{near[0]}'?)" if near else ""


def short(value: object, limit: int = 60) -> str:
    """Return a value as it may stand inside a message: on one line, quoted, cut to `limit` characters."""
    text = " ".join(str(value).split())
    return f"'{text[: limit - 1]}…'" if len(text) > limit else f"'{text}'"


def around(text: str, start: int, end: int, width: int = 6) -> str:
    """Return a place in a text with what stands beside it, quoted, so that it can be found in a long line."""
    first, last = max(start - width, 0), min(end + width, len(text))
    return f"'{'…' * (first > 0)}{text[first:last]}{'…' * (last < len(text))}'"

"""The ledger: every page and anchor ever published, and the number of each record. Addresses are promises.

One line a page, for both languages at once: `answers/one-day-late 112 basis do related rule top`. It only grows.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from overdue.model.findings import Finding, short

LEDGER = "ledger.txt"
HEADER = """\
# Every page and anchor that was ever published, and the number of each record, which is its short address.
# Written by `overdue ledger`. Lines and words are only added; what the site loses is explained in moved.yml.
"""
FIRST_NUMBER = 101
"""All numbers have three digits until there are 899 records: a digit that was not heard is noticed."""
NOT_FOUND = 404
"""No record has this number: `404.html` is what hosts show for an address that does not exist."""

_LINE = re.compile(r"(?P<page>[a-z0-9-]+(?:/[a-z0-9-]+)*) (?P<number>-|[1-9]\d{2,5})(?P<anchors>(?: [a-z0-9-]+)*)")
_ANCHOR = re.compile(
    r"""^\#{1,6}\ .*\{\#([a-z0-9-]+)\}\s*$
    | <(?:span|section|article|details|li|dt|h[1-6])\b[^>]*\ id="([a-z0-9-]+)" """,
    re.MULTILINE | re.VERBOSE,
)
_BASIS_NUMBER = re.compile(r"b\d+")


@dataclass(frozen=True)
class Entry:
    """What is promised of one page."""

    number: int | None
    anchors: frozenset[str]
    line: int = 0


@dataclass(frozen=True)
class Ledger:
    """All promises, by page such as `answers/one-day-late`."""

    path: str = f"data/{LEDGER}"
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def number(self, page: str) -> int | None:
        """Return the number of a record, or None while the ledger does not have it."""
        entry = self.entries.get(page)
        return entry.number if entry else None

    def has(self, address: str) -> bool:
        """Say whether `page` or `page#anchor` was ever published."""
        page, _, anchor = address.partition("#")
        return page in self.entries and (not anchor or anchor in self.entries[page].anchors)


def anchors(markdown: str) -> frozenset[str]:
    """Return the anchors that a page promises: its headings and marked places, not the numbers of its basis list."""
    found = {first or second for first, second in _ANCHOR.findall(markdown)}
    return frozenset(name for name in found if not _BASIS_NUMBER.fullmatch(name))


def read_ledger(text: str, path: str) -> tuple[Ledger, list[Finding]]:
    """Read a ledger and return the findings of its lines."""
    entries: dict[str, Entry] = {}
    numbers: dict[int, str] = {}
    findings: list[Finding] = []
    for index, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if not found:
            expected = "a page, its number or '-', and its anchors, with one space between"
            findings.append(Finding(path, index, 1, "ledger", f"the line {short(line)}", expected))
            continue
        page = found["page"]
        number = None if found["number"] == "-" else int(found["number"])
        if page in entries:
            findings.append(Finding(path, index, 1, page, "a second line of this page", "each page once"))
            continue
        if number in numbers:
            found_text = f"the number {number}, which is that of '{numbers[number]}'"
            expected = "'-' at the page that was published later, then a run of `overdue ledger`"
            findings.append(Finding(path, index, len(page) + 2, page, found_text, expected))
        if number == NOT_FOUND:
            expected = "another number: 404.html is the page for addresses that do not exist"
            findings.append(Finding(path, index, len(page) + 2, page, "the number 404", expected))
        if number is not None:
            numbers.setdefault(number, page)
        entries[page] = Entry(number, frozenset(found["anchors"].split()), index)
    return Ledger(path, entries), findings


def extended(ledger: Ledger, pages: Mapping[str, frozenset[str]], records: Sequence[str]) -> str:
    """Return the text of the ledger with what is new on the site; `records`, in this order, get numbers."""
    numbers = {page: entry.number for page, entry in ledger.entries.items() if entry.number is not None}
    last = max(numbers.values(), default=FIRST_NUMBER - 1)
    free = (number for number in itertools.count(last + 1) if number != NOT_FOUND)
    for page in records:
        if page not in numbers:
            numbers[page] = next(free)
    known = {page: entry.anchors for page, entry in ledger.entries.items()}
    lines = []
    for page in sorted({*known, *pages}):
        names = sorted(known.get(page, frozenset()) | pages.get(page, frozenset()))
        lines.append(" ".join([page, str(numbers.get(page, "-")), *names]))
    return HEADER + "\n".join(lines) + "\n"


def unwritten(ledger: Ledger, pages: Mapping[str, frozenset[str]], records: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each page with something that the ledger does not have yet."""
    for page, names in sorted(pages.items()):
        entry = ledger.entries.get(page)
        if entry is None:
            yield Finding(ledger.path, 1, 1, page, "a page that is not in the ledger", RUN)
        elif missing := sorted(names - entry.anchors):
            found = f"the new anchor {', '.join(missing)}"
            yield Finding(ledger.path, entry.line, 1, page, found, RUN)
    for page in records:
        if (entry := ledger.entries.get(page)) and entry.number is None:
            yield Finding(ledger.path, entry.line, 1, page, "a record without a number", RUN)


RUN = "a run of `overdue ledger` (or `make ledger`)"


def lost(ledger: Ledger, pages: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, int]]:
    """Yield each published address that the site lacks, with its line; a lost page takes its anchors along."""
    for page, entry in ledger.entries.items():
        if page not in pages:
            yield page, entry.line
        else:
            yield from ((f"{page}#{anchor}", entry.line) for anchor in sorted(entry.anchors - pages[page]))

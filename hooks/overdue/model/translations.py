"""Which Chinese and which English text were last confirmed to say the same: `data/translations.txt`.

One line for each text: the record, and a hash of the words in each language. No place, no words: a text may move within
its record, and the records carry nothing. Lines are sorted, so that changes of different records merge by themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from overdue.model.findings import Finding, short
from overdue.model.records import Text
from overdue.model.yamlfile import Location

if TYPE_CHECKING:
    from overdue.model.library import Record

FILE = "translations.txt"
HEAD = "# Texts confirmed to say the same in both languages: record, hash of zh, hash of en. Written by `overdue ok`.\n"

Pair = tuple[str, str]
"""Hashes of a text in Chinese and in English."""
Confirmed = Mapping[str, frozenset[Pair]]
"""The confirmed pairs of each record, by ref."""

_LINE = re.compile(r"([a-z]+/[a-z0-9-]+) ([0-9a-f]{8}) ([0-9a-f]{8})")

_MARKS = re.compile(r"[^\w\s%](?:(?!\d)|(?<!\d.))")
"""Punctuation: a mended comma or quote asks nobody to read both languages again."""


@lru_cache(maxsize=1 << 15)
def digest(text: str) -> str:
    """Return the hash of a text; how its lines are broken does not count, and punctuation only inside a number."""
    return hashlib.blake2b(" ".join(_MARKS.sub("", text).split()).encode(), digest_size=4).hexdigest()


def pair(text: Text) -> Pair:
    """Return the hashes of a text."""
    return digest(text.zh), digest(text.en)


def read(data: Path) -> tuple[dict[str, frozenset[Pair]], list[Finding]]:
    """Read the confirmed pairs and the findings about lines that are none; without the file there are none."""
    path = data / FILE
    found: dict[str, set[Pair]] = defaultdict(set)
    findings = []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        if match := _LINE.fullmatch(line):
            found[match[1]].add((match[2], match[3]))
        elif line.strip() and not line.startswith("#"):
            expected = "'folder/id hash hash', as overdue ok writes it"
            findings.append(Finding(f"{data.name}/{FILE}", number, 1, "translations", short(line), expected))
    return {ref: frozenset(pairs) for ref, pairs in found.items()}, findings


def strangers(data: Path, known: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each confirmed text of a record that does not exist."""
    path = data / FILE
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        ref = line.partition(" ")[0]
        if _LINE.fullmatch(line) and ref not in known:
            expected = "a record that exists, or the line taken out"
            yield Finding(f"{data.name}/{FILE}", number, 1, "translations", f"the record {short(ref)}", expected)


@dataclass(frozen=True)
class Aged:
    """A text that was changed in one language only since both were confirmed."""

    at: Location
    text: Text
    changed: str
    """The language that was changed."""


def aged(record: Record, confirmed: Confirmed) -> Iterator[Aged]:
    """Yield the texts of a record that share one language with a confirmed text that is no longer there."""
    texts = list(record.texts)
    gone = confirmed.get(record.ref, frozenset()) - {pair(text) for _, text in texts}
    kept = {"en": {zh for zh, _ in gone}, "zh": {en for _, en in gone}}
    for at, text in texts:
        zh, en = pair(text)
        if (zh, en) not in confirmed.get(record.ref, ()):
            if zh in kept["en"]:
                yield Aged(at, text, "en")
            elif en in kept["zh"]:
                yield Aged(at, text, "zh")


def unconfirmed(record: Record, confirmed: Confirmed) -> int:
    """Return how many texts of a record nobody confirmed."""
    known = confirmed.get(record.ref, frozenset())
    return sum(pair(text) not in known for _, text in record.texts)


def written(confirmed: Confirmed) -> str:
    """Return the text of the file."""
    return HEAD + "".join(f"{ref} {zh} {en}\n" for ref in sorted(confirmed) for zh, en in sorted(confirmed[ref]))

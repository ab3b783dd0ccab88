"""Which Chinese and which English text were last confirmed to say the same: `data/translations.txt`.

One line for each text: the record, and a hash of the words in each language. No place, no words: a text may move within
its record, and the records carry nothing. Lines are sorted, so that changes of different records merge by themselves.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overdue.findings import Finding, short
from overdue.records import Text
from overdue.yamlfile import Location

if TYPE_CHECKING:
    from overdue.library import Library, Record

FILE = "translations.txt"
HEAD = "# Texts confirmed to say the same in both languages: record, hash of zh, hash of en. Written by `overdue ok`.\n"

Pair = tuple[str, str]
"""Hashes of a text in Chinese and in English."""
Confirmed = Mapping[str, frozenset[Pair]]
"""The confirmed pairs of each record, by ref."""

_LINE = re.compile(r"([a-z]+/[a-z0-9-]+) ([0-9a-f]{8}) ([0-9a-f]{8})")

_MARKS = re.compile(r"(?<!\d)[^\w\s%]|[^\w\s%](?!\d)")
"""Punctuation: a mended comma or quote asks nobody to read both languages again."""

EXAMPLES = """examples:
  overdue ok one-day-late      show what changed in one language only, and confirm that both still say the same
  overdue ok                   take up texts that are new in both languages; name what one language changed alone
  overdue ok --list            change nothing; name the records with texts that nobody confirmed

exit status: 0 confirmed, or nothing to confirm; 1 something is still to be read; 2 there is no such record"""


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


@dataclass(frozen=True)
class Aged:
    """A text that was changed in one language only since both were confirmed."""

    at: Location
    text: Text
    changed: str
    """The language that was changed."""


def aged(record: Record, confirmed: Confirmed) -> Iterator[Aged]:
    """Yield the texts of a record that share one language with a confirmed text that is no longer there."""
    texts = list(record.texts())
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
    return sum(pair(text) not in known for _, text in record.texts())


def written(confirmed: Confirmed) -> str:
    """Return the text of the file."""
    return HEAD + "".join(f"{ref} {zh} {en}\n" for ref in sorted(confirmed) for zh, en in sorted(confirmed[ref]))


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "ok", help="confirm that both languages of a record say the same", epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Confirm, after reading, that both languages of a record say the same.",
    )  # fmt: skip
    parser.add_argument("ids", metavar="ID", nargs="*", help="id or folder/id of what was read")
    parser.add_argument("--list", action="store_true", help="change nothing; name what nobody confirmed")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from overdue.load import load

    library, _ = load(options.data)
    if options.list:
        return _list(library)
    if options.ids:
        return _confirm(library, options.data, options.ids)
    return _take_up(library, options.data)


def _list(library: Library) -> int:
    counts = {ref: unconfirmed(record, library.translations) for ref, record in library.records.items()}
    for ref, count in counts.items():
        if count:
            print(f"{count:4}  {ref}")
    print(f"{sum(counts.values())} texts that nobody confirmed", file=sys.stderr)
    return 1 if any(counts.values()) else 0


def _confirm(library: Library, data: Path, names: list[str]) -> int:
    from overdue.reading import find

    records = [find(library, name) for name in names]
    if problems := [record for record in records if isinstance(record, str)]:
        print(*(f"overdue ok: {problem}" for problem in problems), sep="\n", file=sys.stderr)
        return 2
    confirmed = dict(library.translations)
    for record in records:
        assert not isinstance(record, str)
        for change in aged(record, library.translations):
            print(f"{record.file.path}:{record.mark(change.at)[0]}: only {change.changed} was changed")
            print(f"  zh  {change.text.zh}\n  en  {change.text.en}")
        count = unconfirmed(record, library.translations)
        confirmed[record.ref] = frozenset(pair(text) for _, text in record.texts())
        print(f"{record.ref}: {count} texts confirmed")
    _write(library, data, confirmed)
    return 0


def _take_up(library: Library, data: Path) -> int:
    """Confirm what is new in both languages: whoever wrote it wrote both. What one language changed alone is left."""
    confirmed, left = dict(library.translations), 0
    for ref, record in library.records.items():
        open_ = list(aged(record, library.translations))
        left += len(open_)
        if open_:
            print(
                f"{record.file.path}: {len(open_)} texts changed in one language only; read them, then overdue ok {ref}"
            )
        else:
            confirmed[ref] = frozenset(pair(text) for _, text in record.texts())
    _write(library, data, confirmed)
    print(f"{sum(map(len, confirmed.values()))} texts confirmed, {left} to be read", file=sys.stderr)
    return 1 if left else 0


def _write(library: Library, data: Path, confirmed: dict[str, frozenset[Pair]]) -> None:
    from overdue.formatting import write

    write(data / FILE, written({ref: pairs for ref, pairs in confirmed.items() if library.knows(ref)}))

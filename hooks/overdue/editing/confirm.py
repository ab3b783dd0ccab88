"""`overdue ok`: confirm, after reading, that both languages of a record say the same."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from overdue.editing.formatting import write
from overdue.editing.reading import find
from overdue.model.library import Library
from overdue.model.load import load
from overdue.model.translations import FILE, Pair, aged, pair, unconfirmed, written

EXAMPLES = """examples:
  overdue ok one-day-late      show what changed in one language only, and confirm that both still say the same
  overdue ok                   take up texts that are new in both languages; name what one language changed alone
  overdue ok --list            change nothing; name the records with texts that nobody confirmed

exit status: 0 confirmed, or nothing to confirm; 1 something is still to be read; 2 there is no such record"""


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
        confirmed[record.ref] = frozenset(pair(text) for _, text in record.texts)
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
            confirmed[ref] = frozenset(pair(text) for _, text in record.texts)
    _write(library, data, confirmed)
    print(f"{sum(map(len, confirmed.values()))} texts confirmed, {left} to be read", file=sys.stderr)
    return 1 if left else 0


def _write(library: Library, data: Path, confirmed: dict[str, frozenset[Pair]]) -> None:
    write(data / FILE, written({ref: pairs for ref, pairs in confirmed.items() if library.knows(ref)}))

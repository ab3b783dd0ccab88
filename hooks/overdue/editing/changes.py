"""`overdue diff`: which statements changed since a git revision, old and new in both languages."""

from __future__ import annotations

import argparse
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from overdue.editing.terminal import Style
from overdue.editing.words import Part, changed_words
from overdue.model.load import load_vocabulary
from overdue.model.vocabulary import Vocabulary
from overdue.model.yamlfile import read_yaml

EXAMPLES = """examples:
  overdue diff main                what this branch changes, for a reviewer
  overdue diff HEAD~3 data/answers only the answers
  overdue diff main --format markdown   as a comment on a pull request

exit status: 0 shown, be there changes or not; 2 there is no such revision"""
COMMENT_SIZE = 60_000
"""Characters; GitHub takes 65,536."""
UNREADABLE = "(cannot be read)"

Lines = tuple[str, ...]
Units = dict[str, list[Lines]]


@dataclass(frozen=True, order=True)
class Change:
    """One thing that a record says, before and after."""

    path: str
    where: str
    """Such as `rule` or `points.676`; without the place in its list, which moves."""
    old: Lines
    """Lines; none where it is new."""
    new: Lines
    """Lines; none where it is gone."""


class NoRevision(Exception):
    """Git does not know the revision."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "diff", help="list the statements changed since a git revision, old and new", epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="List the statements changed since a git revision, old and new. Order and layout do not count.",
    )  # fmt: skip
    parser.add_argument("revision", metavar="REV", help="a branch, tag or commit")
    parser.add_argument("only", nargs="*", help="only these files or folders")
    parser.add_argument("--format", choices=["text", "markdown"], default="text")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        changes = since(options.data, options.revision)
    except NoRevision as error:
        print(f"overdue diff: {error}", file=sys.stderr)
        return 2
    wanted = tuple(str(Path(name)) for name in options.only)
    changes = [change for change in changes if not wanted or change.path.startswith(wanted)]
    print("\n".join(as_markdown(changes) if options.format == "markdown" else as_text(changes, Style.of())))
    return 0


def since(data: Path, revision: str) -> list[Change]:
    """Return what changed in the records since a revision.

    Raises:
        NoRevision: git does not know it.
    """
    vocabulary = load_vocabulary(data)
    new = contents(data, vocabulary)
    with tempfile.TemporaryDirectory() as folder:
        old = contents(_checkout(data, revision, Path(folder)), vocabulary)
    return sorted(
        change for path in {*old, *new} if old.get(path) != new.get(path)
        for change in _compare(path, old.get(path, {}), new.get(path, {}))
    )  # fmt: skip


def _checkout(data: Path, revision: str, target: Path) -> Path:
    """Write `data` as it was at a revision below `target`; the working tree is not touched."""
    top = _git(data, "rev-parse", "--show-toplevel").stdout.decode().strip()
    if revision.startswith("-") or not top:
        raise NoRevision(f"'{revision}' is no revision" if top else f"{data} is in no git repository")
    inside = data.resolve().relative_to(Path(top).resolve()).as_posix()
    done = _git(Path(top), "archive", "--format=tar", f"{revision}:{inside}")
    if done.returncode:
        raise NoRevision(f"git has no '{revision}' with {data}: {done.stderr.decode(errors='replace').strip()}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        for member in archive:
            source = archive.extractfile(member) if member.isfile() else None
            path = target / data.name / member.name
            if source is not None and ".." not in path.parts:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(source.read())
    return target / data.name


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)


def contents(data: Path, vocabulary: Vocabulary) -> dict[str, Units]:
    """Return for each file what it says: by place, the lines of each statement there."""
    found: dict[str, Units] = {}
    for kind in vocabulary.kinds.values():
        for path in sorted((data / kind.folder).glob("*.yml")):
            file, faults = read_yaml(data.parent, path)
            units: Units = {}
            for where, lines in _units(file.values, ""):
                units.setdefault(where, []).append(lines)
            found[file.path] = {UNREADABLE: [(UNREADABLE,)]} if faults else units
    return found


def _units(value: Any, where: str) -> Iterator[tuple[str, Lines]]:
    """Yield what a record says piece by piece: a statement with its basis is one piece."""
    if isinstance(value, dict) and where and ("zh" in value or not any(isinstance(v, dict) for v in value.values())):
        yield where, tuple(f"{key}: {_inline(value[key])}" for key in value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _units(inner, f"{where}.{key}".lstrip("."))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for item in value:
            yield from _units(item, where)
    else:
        yield where, (_inline(value),)


def _inline(value: Any) -> str:
    if isinstance(value, str):
        return value
    return re.sub(r'"', "", json.dumps(value, ensure_ascii=False))


def _compare(path: str, old: dict[str, list[Lines]], new: dict[str, list[Lines]]) -> Iterator[Change]:
    for where in dict.fromkeys([*old, *new]):
        gone = [lines for lines in old.get(where, []) if lines not in new.get(where, [])]
        come = [lines for lines in new.get(where, []) if lines not in old.get(where, [])]
        for before, after in _paired(gone, come):
            yield Change(path, where, before, after)


def _paired(gone: list[Lines], come: list[Lines]) -> Iterator[tuple[Lines, Lines]]:
    """Pair what went with what came in its place, the most alike first; what is not alike stays alone."""
    scores = sorted(
        ((_alike(before, after), i, j) for i, before in enumerate(gone) for j, after in enumerate(come)),
        key=lambda score: -score[0],
    )
    left, right = set(range(len(gone))), set(range(len(come)))
    only = len(gone) == len(come) == 1
    for score, i, j in scores:
        if i in left and j in right and (score > 0.4 or only):
            left.remove(i)
            right.remove(j)
            yield gone[i], come[j]
    yield from ((gone[i], ()) for i in sorted(left))
    yield from (((), come[j]) for j in sorted(right))


def _alike(before: Lines, after: Lines) -> float:
    return SequenceMatcher(None, "\n".join(before), "\n".join(after), autojunk=False).ratio()


def as_text(changes: list[Change], style: Style) -> Iterator[str]:
    """Yield the changes as lines for a terminal."""
    path = ""
    for change in changes:
        if change.path != path:
            path = change.path
            yield style(path, "bold")
        yield f"  {change.where}"
        for sign, parts in _rows(change):
            text = "".join(style.mark(words) if changed else words for words, changed in parts)
            yield style(style.wrap(text, f"    {sign} ", "      "), COLOURS[sign])
    yield summary(changes)


COLOURS = {"-": "red", "+": "green"}


def _rows(change: Change) -> Iterator[tuple[str, list[Part]]]:
    """Yield each line with its sign, in parts that changed and parts that stayed; new words below the old ones."""
    new = {_key(line): line for line in _differing(change.new, change.old)}
    for line in _differing(change.old, change.new):
        before, after = changed_words(line, new.get(_key(line), line))
        yield "-", before
        if new.pop(_key(line), None):
            yield "+", after
    yield from (("+", [(line, False)]) for line in new.values())


def _key(line: str) -> str:
    key, colon, _ = line.partition(": ")
    return key if colon and key.isidentifier() else line


def _differing(lines: Lines, others: Lines) -> list[str]:
    """Return the words of a statement, and whatever else of it changed."""
    return [line for line in lines if line not in others or line.startswith(("zh: ", "en: "))]


def as_markdown(changes: list[Change]) -> Iterator[str]:
    """Yield the changes as a comment, as many records as one can hold."""
    yield f"### {summary(changes)}"
    room, left = COMMENT_SIZE, 0
    for path in dict.fromkeys(change.path for change in changes):
        lines = list(_folded([change for change in changes if change.path == path]))
        size = sum(len(line) + 1 for line in lines)
        if size > room:
            left += 1
            continue
        room -= size
        yield from lines
    if left:
        yield from ("", f"{left} more records do not fit here: `overdue diff` shows them.")


def _folded(changes: list[Change]) -> Iterator[str]:
    """Yield the changes of a record. The words are other people's: escaped, in code, in one block without a gap."""
    yield from ("", f"<details><summary>{_code([(changes[0].path, False)])} ({len(changes)})</summary>", "")
    for change in changes:
        yield f"<p>{_code([(change.where, False)])}"
        yield from (f"<br>{SIGNS[sign]} {_code(parts, TAGS[sign])}" for sign, parts in _rows(change))
        yield from ("</p>", "")
    yield "</details>"


SIGNS = {"-": "➖", "+": "➕"}
TAGS = {"-": "del", "+": "ins"}


def _code(parts: list[Part], tag: str = "b") -> str:
    """Return a line in code, where GitHub reads no markup, name or number; what changed in it is marked and bold."""
    return f"<code>{''.join(f'<{tag}><b>{_escaped(t)}</b></{tag}>' if new else _escaped(t) for t, new in parts)}</code>"


def _escaped(text: str) -> str:
    """Return a text that HTML takes as it is; a blank line would end the block that it stands in."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<br>".join(re.split(BREAKS, text))


BREAKS = r"[\r\n\v\f\x85\u2028\u2029]+"


def summary(changes: list[Change]) -> str:
    """Return how much changed, in one line."""
    new = sum(not change.old for change in changes)
    gone = sum(not change.new for change in changes)
    files = len({change.path for change in changes})
    return f"{len(changes)} changes in {files} records: {len(changes) - new - gone} changed, {new} new, {gone} gone"

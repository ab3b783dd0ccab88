"""Multiplies a project's records, for measuring only: k copies of each under new ids that refer to each other."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from overdue.model.library import Library, Record
from overdue.model.load import load

SINGLE = ("stage", "channel", "lender")
"""Stages cover every day once, and every channel has one place on the ladder: these cannot be copied."""
FORGOTTEN = ("ledger.txt", "moved.yml", "feed.yml", "translations.txt")
"""What remembers the real site's past."""


def multiply(root: Path, target: Path, times: int) -> int:
    """Copy a project with `times` times its records; return how many there are."""
    _copy(root, target)
    library, findings = load(root / "data")
    assert not findings, findings[:3]
    copied = _copied(library)
    for record in library.records.values():
        if record.ref in copied:
            text = (root / record.file.path).read_text(encoding="utf-8")
            tree = yaml.load(text, yaml.BaseLoader)
            for number in range(2, times + 1):
                path = target / "data" / f"{record.ref}-x{number}.yml"
                path.write_text(_written(_renamed(tree, record, copied, number)), encoding="utf-8")
    return sum(1 for _ in (target / "data").glob("*/*.yml"))


def _copied(library: Library) -> set[str]:
    """Return the records that are copied: not those that only records name which are not copied themselves."""
    copied = {ref for ref, record in library.records.items() if record.kind not in SINGLE}
    while alone := {ref for ref in copied if copied.isdisjoint(library.back_links.get(ref, ()))}:
        copied -= alone
    return copied


def shrink(root: Path, target: Path, wanted: int) -> int:
    """Copy a project with about `wanted` of its records: whatever others need stays, links to what is left out go."""
    _copy(root, target)
    library, _ = load(root / "data")
    kept = _kept(library, root, wanted)
    trees = {ref: _pruned(library.records[ref], root, kept) for ref in sorted(kept)}
    linked = {_ref(name, each) for ref in kept for name in _lists(library, ref) for each in trees[ref].get(name, ())}
    host = min(ref for ref in kept if ref.startswith("answers/"))
    trees[host]["see"] = [*trees[host].get("see", ()), *sorted(kept - linked - _cited(kept, library) - {host})]
    for ref, record in library.records.items():
        path = target / record.file.path
        if ref in kept:
            path.write_text(_written(trees[ref]), encoding="utf-8")
        else:
            path.unlink()
    return len(kept)


def _kept(library: Library, root: Path, wanted: int) -> set[str]:
    kept = set(_needed(library, root))
    for ref, record in sorted(library.records.items()):
        if len(kept | _cited(kept, library)) >= wanted:
            break
        if record.kind != "source":
            kept.add(ref)
    return kept | _cited(kept, library)


def _pruned(record: Record, root: Path, kept: set[str]) -> dict[str, Any]:
    """Return a record's tree with only those of its links that lead somewhere, and no list of links empty."""
    tree: dict[str, Any] = yaml.load((root / record.file.path).read_text(encoding="utf-8"), yaml.BaseLoader)
    for name, refs in record.relations.items():
        if refs:
            same = {ref for ref in kept if ref.partition("/")[0] == refs[0].partition("/")[0]}
            left = [ref for ref in refs if ref in kept] or [min(same - {record.ref})]
            tree[name] = [ref.removeprefix(f"{name}/") for ref in left]
    return tree


def _lists(library: Library, ref: str) -> tuple[str, ...]:
    return library.records[ref].relation_ids


def _ref(name: str, target: str) -> str:
    return target if "/" in target else f"{name}/{target}"


def _needed(library: Library, root: Path) -> Iterator[str]:
    """Yield the records that the other files name, and those that have few alternatives."""
    named = "\n".join(
        path.read_text(encoding="utf-8") for path in [*(root / "data").glob("*.yml"), *(root / "docs").rglob("*.md")]
    )
    for ref, record in library.records.items():
        if record.kind in SINGLE or re.search(rf"\b{re.escape(ref)}\b|[ \[]{record.id}[/#\n]", named):
            yield ref


def _cited(refs: set[str], library: Library) -> set[str]:
    """Return the sources that records rest on, and those that these rest on."""
    found: set[str] = set()
    while more := {ref for each in refs | found for ref in library.links[each] if ref.startswith("sources/")} - found:
        found |= more
    return found


def _copy(root: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    for name in ("data", "docs", "hooks"):
        shutil.copytree(root / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(root / "mkdocs.yml", target / "mkdocs.yml")
    for name in FORGOTTEN:
        (target / "data" / name).unlink(missing_ok=True)


def _renamed(tree: dict[str, Any], record: Record, copied: set[str], number: int) -> dict[str, Any]:
    """Return a record's tree in which every reference is to the copy of the same number."""

    def new(ref: str) -> str:
        return f"{ref}-x{number}" if ref in copied else ref

    def related(folder: str, target: str) -> str:
        return new(target) if "/" in target else new(f"{folder}/{target}").partition("/")[2]

    def based(tree: Any, key: str = "") -> Any:
        if isinstance(tree, dict):
            return {name: based(value, name) for name, value in tree.items()}
        if isinstance(tree, list):
            return [based(value, key) for value in tree]
        if key != "basis":
            return tree
        source, mark, point = tree.partition("#")
        return new(f"sources/{source}").partition("/")[2] + mark + point

    tree = based(tree)
    lists = {name: [related(name, target) for target in tree[name]] for name in record.relation_ids if name in tree}
    return tree | lists


def _written(tree: dict[str, Any]) -> str:
    return yaml.dump(_nulls(tree), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10000)


def _nulls(tree: Any) -> Any:
    """Return a tree with the nulls that reading everything as text has hidden."""
    if isinstance(tree, dict):
        return {name: _nulls(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_nulls(value) for value in tree]
    return None if tree == "null" else tree

"""The rules that the data keeps. Each module here is one rule; `ALL` is every one of them, found by looking.

A module has a docstring whose first line is the rule in one sentence, a function `run`, and two edits of the example
library in `tests/example/`: one that the rule lets pass and one that it must catch, with the place it must name.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import partial

from overdue.model.findings import Finding
from overdue.model.forked import in_child
from overdue.model.library import Library


@dataclass(frozen=True)
class Edit:
    """A change to the example library: in `path`, `old` becomes `new`."""

    path: str
    """File below `data/`; it is created with `new` where `old` is empty."""
    old: str
    new: str


@dataclass(frozen=True)
class Check:
    """One rule."""

    name: str
    sentence: str
    run: Callable[[Library, dt.date], Iterator[Finding]]
    passes: Edit
    fails: Edit


def _load(name: str) -> Check:
    module = importlib.import_module(f"{__name__}.{name}")
    sentence = (module.__doc__ or "").strip().splitlines()[0]
    return Check(name.replace("_", "-"), sentence, module.run, module.PASSES, module.FAILS)


ALL: tuple[Check, ...] = tuple(_load(module.name) for module in sorted(pkgutil.iter_modules(__path__), key=str))


def check(library: Library, as_of: dt.date, but: Collection[str] = ()) -> list[Finding]:
    """Run every rule, but those named, over the library as of a day, and return all findings, sorted."""
    rules = [rule for rule in ALL if rule.name not in but]
    return sorted({finding for rule in rules for finding in rule.run(library, as_of)})


def check_in_parts(library: Library, as_of: dt.date, parts: int) -> list[Finding]:
    """Return what `check` returns; that many processes judge a part of the records each."""
    refs = list(library.records)
    records_alone = replace(library, guide=None, helpers={})
    shares = [frozenset(refs[first::parts]) for first in range(parts)]
    others = [in_child(partial(check, replace(records_alone, only=share), as_of)) for share in shares[1:]]
    findings = {*check(replace(library, only=shares[0]), as_of)}
    return sorted(findings.union(*(result() for result in others)))

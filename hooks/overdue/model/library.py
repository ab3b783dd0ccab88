"""The Library: every record by kind and id, the relations declared in them, and the back-links computed from those."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, cast

from overdue.model.findings import Finding
from overdue.model.records import (
    Body,
    Claim,
    Deadline,
    Factcheck,
    Model,
    Point,
    Practice,
    Remedy,
    Source,
    Stage,
    Statement,
    Text,
)
from overdue.model.searchwords import SearchWords
from overdue.model.translations import Confirmed
from overdue.model.vocabulary import Vocabulary
from overdue.model.yamlfile import Location, Mark, YamlFile

if TYPE_CHECKING:
    from overdue.model.paths import Guide


@dataclass(frozen=True)
class Record:
    """A checked record with its place in the data."""

    kind: str
    id: str
    folder: str
    body: Body
    file: YamlFile
    section_ids: tuple[str, ...]
    relation_ids: tuple[str, ...]

    @property
    def ref(self) -> str:
        """Folder and id, such as `practices/home-visit`: what relations and addresses use."""
        return f"{self.folder}/{self.id}"

    @cached_property
    def sections(self) -> dict[str, tuple[Statement, ...]]:
        """The statements of each section that has any, in the order of the page."""
        found = {name: cast("tuple[Statement, ...]", getattr(self.body, name)) for name in self.section_ids}
        return {name: statements for name, statements in found.items() if statements}

    @cached_property
    def relations(self) -> dict[str, tuple[str, ...]]:
        """The refs that each relation names, in the order in which the record gives them."""
        return {
            name: tuple(f"{name}/{target}" if "/" not in target else target for target in getattr(self.body, name))
            for name in self.relation_ids
        }

    @cached_property
    def targets(self) -> list[str]:
        """The refs that the record names: relations, the sources it cites, the stage it starts at; each once."""
        return list(dict.fromkeys(_targets(self)))

    def mark(self, location: Location) -> Mark:
        """Return line and column of a field."""
        return self.file.mark(location)

    def finding(self, location: Location, found: str, expected: str) -> Finding:
        """Return a finding about a field of this record."""
        return Finding(self.file.path, *self.mark(location), dotted(self.id, location), found, expected)

    @cached_property
    def texts(self) -> tuple[tuple[Location, Text], ...]:
        """Every text in both languages, with its place."""
        return tuple((at, value) for at, value in self._values if isinstance(value, Text))

    @cached_property
    def strings(self) -> tuple[tuple[Location, str], ...]:
        """Every string that a page may show, with its place."""
        return tuple((at, value) for at, value in self._values if isinstance(value, str))

    @cached_property
    def lists(self) -> tuple[tuple[Location, tuple[object, ...]], ...]:
        """Every list, with its place."""
        return tuple((at, value) for at, value in self._values if isinstance(value, tuple))

    @cached_property
    def _values(self) -> tuple[tuple[Location, object], ...]:
        found: list[tuple[Location, object]] = []
        _walk(self.body, (), found)
        return tuple(found)

    def holds(self, pattern: re.Pattern[str]) -> bool:
        """Say whether any string may match: one look at all of them, which spares most rules a look at each."""
        if pattern not in self._held:
            self._held[pattern] = pattern.search(self.wording) is not None
        return self._held[pattern]

    @cached_property
    def _held(self) -> dict[re.Pattern[str], bool]:
        return {}

    @cached_property
    def wording(self) -> str:
        """All strings, a line each."""
        return "\n".join(value for _, value in self.strings)

    def cited(self) -> Iterator[tuple[Location, Statement | Claim]]:
        """Yield whatever can carry a basis: statements of sections, deadlines and claims, with its place."""
        for name, statements in self.sections.items():
            yield from (((name, index), statement) for index, statement in enumerate(statements))
        if isinstance(self.body, Remedy):
            yield from ((("deadlines", index), deadline) for index, deadline in enumerate(self.body.deadlines))
        if isinstance(self.body, Factcheck):
            yield from ((("claims", index), claim) for index, claim in enumerate(self.body.claims))


def dotted(start: str, location: Location) -> str:
    """Return a location as people write it: `id.rule[0].zh`."""
    return start + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)


def _inside(value: object) -> Iterable[tuple[str | int, object]]:
    """Return key and value of whatever is directly inside a value."""
    if isinstance(value, Model):
        return [(key, getattr(value, name)) for name, key in _fields(type(value))]
    if isinstance(value, tuple):
        return enumerate(value)
    return value.items() if isinstance(value, dict) else ()


@cache
def _fields(model: type[Model]) -> list[tuple[str, str]]:
    """Return the name of each field and the key that stands for it in a file."""
    return [(name, info.alias or name) for name, info in model.model_fields.items()]


def _walk(value: object, at: Location, found: list[tuple[Location, object]]) -> None:
    """Add a value and whatever is inside it, from the top down."""
    found.append((at, value))
    if not isinstance(value, str):
        for key, item in _inside(value):
            _walk(item, (*at, key), found)


@dataclass(frozen=True)
class Citation:
    """A place that rests on a point."""

    record: Record
    location: Location
    statement: Statement | Claim


@dataclass(frozen=True)
class Library:
    """All records that could be read."""

    vocabulary: Vocabulary
    records: Mapping[str, Record]
    """By ref."""
    broken: frozenset[str] = field(default=frozenset())
    """Refs of files that have findings of their own: nobody is told that a link to them dangles."""
    guide: Guide | None = None
    """The way from the home page; None where `paths.yml` could not be read."""
    translations: Confirmed = field(default_factory=dict)
    """The texts confirmed to say the same in both languages, by ref."""
    only: frozenset[str] | None = None
    """Refs of the records to judge; None for all. The others are still there to be referred to."""

    @property
    def judged(self) -> Iterable[Record]:
        """The records that a rule passes judgement on."""
        if self.only is None:
            return self.records.values()
        return [self.records[ref] for ref in self.only if ref in self.records]

    helpers: Mapping[str, Record] = field(default_factory=dict)
    """The pages that help to count, in the form of records, by name; none where there is no `calculators.yml`."""
    words: SearchWords = field(default_factory=SearchWords)
    """What people type, for the search."""

    @cached_property
    def as_of(self) -> dt.date:
        """The day of the newest review: what 'today' means to a build, so that two builds of one commit are equal."""
        return max((record.body.reviewed for record in self.records.values()), default=dt.date.min)

    def of_kind(self, kind: str) -> list[Record]:
        """Return the records of a kind, stages in the order of time, the others by id."""
        found = [record for record in self.records.values() if record.kind == kind]
        return sorted(found, key=self._order)

    def _order(self, record: Record) -> tuple[int, float, str]:
        body = record.body
        if not isinstance(body, Stage):
            return (0, 0, record.id)
        if body.days is not None:
            return (0, float("-inf") if body.days.first is None else body.days.first, record.id)
        return (1, list(self.vocabulary.events).index(body.opens or ""), record.id)

    def point(self, basis: str) -> Point | None:
        """Return the point that `source#key` names, or None."""
        source, _, key = basis.partition("#")
        body = self.source(source)
        return body.points.get(key) if body else None

    def source(self, source: str) -> Source | None:
        """Return the source with this id, or None."""
        record = self.records.get(f"sources/{source}")
        return record.body if record and isinstance(record.body, Source) else None

    def knows(self, ref: str) -> bool:
        """Say whether a ref names a record, be it a broken one."""
        return ref in self.records or ref in self.broken

    @cached_property
    def citations(self) -> dict[str, list[Citation]]:
        """Who rests on each point, by `source#key`."""
        found: dict[str, list[Citation]] = defaultdict(list)
        for record in self.records.values():
            for location, statement in record.cited():
                for basis in statement.basis:
                    found[basis].append(Citation(record, location, statement))
        return dict(found)

    @cached_property
    def links(self) -> dict[str, list[str]]:
        """For each ref the refs its record names: relations, the sources it cites, the stage it starts at."""
        return {ref: record.targets for ref, record in self.records.items()}

    @cached_property
    def back_links(self) -> dict[str, list[str]]:
        """For each ref the records that name it."""
        found: dict[str, list[str]] = defaultdict(list)
        for ref, targets in self.links.items():
            for target in targets:
                if target != ref:
                    found[target].append(ref)
        return {ref: sorted(named_by) for ref, named_by in found.items()}


def _targets(record: Record) -> Iterator[str]:
    for targets in record.relations.values():
        yield from targets
    for _, statement in record.cited():
        yield from (f"sources/{basis.partition('#')[0]}" for basis in statement.basis)
        if isinstance(statement, Claim):
            yield from statement.see
    starts = getattr(record.body, "starts", None)
    if starts:
        yield f"stages/{starts}"


def verdicts(body: Practice, vocabulary: Vocabulary) -> dict[str, str]:
    """Return the verdict of a practice for each kind of lender."""
    if isinstance(body.verdict, str):
        return dict.fromkeys(vocabulary.lenders, body.verdict)
    other = body.verdict.get("other", "unsettled")
    return {lender: body.verdict.get(lender, other) for lender in vocabulary.lenders}


__all__ = ["Citation", "Deadline", "Library", "Record", "dotted", "verdicts"]

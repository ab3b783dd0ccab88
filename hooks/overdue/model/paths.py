"""`data/paths.yml`: the way from the home page to a record, and what the home page and the ladder show in order.

The shape is checked here; that every way leads somewhere is checked by `checks/path_*.py`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, cast

from pydantic import Field

from overdue.model.findings import Finding
from overdue.model.library import Record, dotted
from overdue.model.records import Body, Id, Model, Ref, Text
from overdue.model.yamlfile import Location, YamlFile

MAX_TAPS = 3
"""From the home page to an outcome: one tap on a door, one or two on questions."""


class Choice(Text):
    """What a person may say of themselves, and where it leads: to a node or to an outcome."""

    to: Id


class Node(Text):
    """A question on a page of its own. Its own words are those of the link that leads to it."""

    ask: Text
    choices: tuple[Choice, ...] = Field(min_length=2, max_length=8)


class Outcome(Model):
    """Where a path ends: the record to read first, and up to three more."""

    first: Ref
    more: tuple[Ref, ...] = Field(default=(), max_length=3)


class Home(Model):
    """The top of the home page."""

    title: Text
    answer: Text
    despair: Text
    """The line for someone who cannot go on; it links to a page."""
    despair_page: Ref


class Use(Text):
    """A list that the home page offers, and what one gets there."""

    folder: Literal["remedies", "letters", "channels", "factchecks"]


class Rung(Text):
    """A step of the ladder of complaints; `by_lender` adds the channels that each kind of lender names."""

    id: Id
    note: Text
    channels: tuple[Id, ...] = ()
    by_lender: tuple[Id, ...] = ()


class Paths(Model):
    """The whole file."""

    also: ClassVar[None] = None
    """A record has words that people type; a path has none."""
    home: Home
    doors: tuple[Id, ...] = Field(min_length=4, max_length=4)
    nodes: dict[Id, Node]
    outcomes: dict[Id, Outcome]
    asked: tuple[Ref, ...] = Field(min_length=1, max_length=12)
    use: tuple[Use, ...] = Field(min_length=1)
    ladder: tuple[Rung, ...] = Field(min_length=1)
    short: dict[Id, Text]
    """A name for each stage that fits the head of a narrow column."""

    def next(self, name: str) -> tuple[str, ...]:
        """Return where a node leads; an outcome leads nowhere."""
        return tuple(choice.to for choice in self.nodes[name].choices) if name in self.nodes else ()

    @cached_property
    def routes(self) -> dict[str, tuple[str, ...]]:
        """For each page that a door leads to, the pages before it on the shortest way, the door first."""
        found: dict[str, tuple[str, ...]] = dict.fromkeys(self.doors, ())
        waiting = deque(self.doors)
        while waiting:
            name = waiting.popleft()
            for target in self.next(name):
                if target not in found:
                    found[target] = (*found[name], name)
                    waiting.append(target)
        return found

    def taps(self, name: str) -> int:
        """Return how many taps lead from the home page to a page of the path."""
        return len(self.routes[name]) + 1


@dataclass(frozen=True)
class Guide:
    """`data/paths.yml` as it was read."""

    paths: Paths
    file: YamlFile

    def finding(self, location: Location, found: str, expected: str) -> Finding:
        """Return a finding about a field of the file."""
        return Finding(self.file.path, *self.file.mark(location), dotted("paths", location), found, expected)

    @property
    def as_record(self) -> Record:
        """The file in the shape that the rules about words read."""
        return Record("path", "paths", "path", cast("Body", self.paths), self.file, (), ())

    def references(self) -> Iterator[tuple[Location, str]]:
        """Yield every record that the file names, with its place."""
        paths = self.paths
        yield ("home", "despair_page"), paths.home.despair_page
        for name, outcome in paths.outcomes.items():
            yield ("outcomes", name, "first"), outcome.first
            yield from ((("outcomes", name, "more", index), ref) for index, ref in enumerate(outcome.more))
        yield from ((("asked", index), ref) for index, ref in enumerate(paths.asked))
        for index, rung in enumerate(paths.ladder):
            for place, channel in enumerate(rung.channels):
                yield ("ladder", index, "channels", place), f"channels/{channel}"
            yield from ((("ladder", index, "by_lender", p), f"lenders/{name}") for p, name in enumerate(rung.by_lender))
        yield from ((("short", stage), f"stages/{stage}") for stage in paths.short)

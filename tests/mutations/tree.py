"""A YAML file as places to break: each value and pair with its path, its span in the text and its statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import accumulate
from typing import Any

import yaml

from overdue.model.yamlfile import Location


@dataclass(frozen=True)
class Source:
    """The text of a file and its nodes."""

    text: str

    @cached_property
    def root(self) -> yaml.MappingNode:
        node = yaml.compose(self.text, yaml.CSafeLoader)
        assert isinstance(node, yaml.MappingNode)
        return node

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) for line in self.text.splitlines(keepends=True))]

    def at(self, mark: Any) -> int:
        """Return the place in the text of a mark."""
        return self._starts[mark.line] + int(mark.column)

    def span(self, node: yaml.Node) -> tuple[int, int]:
        """Return where a value begins and ends, without the space after it."""
        start, end = self.at(node.start_mark), self.at(node.end_mark)
        return start, start + len(self.text[start:end].rstrip())

    def line(self, offset: int) -> int:
        """Return the 1-based line of a place in the text."""
        return self.text.count("\n", 0, offset) + 1


@dataclass(frozen=True)
class Place:
    """Something in a file that can be broken."""

    source: Source
    location: Location
    node: yaml.Node
    parent: yaml.Node
    index: int
    """Which pair or item of its parent it is."""
    free: Mapping[str, int] = field(default_factory=dict)
    """By first key, how deep the keys stand that are names of somebody's choice; each is as good as the other."""

    @property
    def pattern(self) -> str:
        """The path with `*` for the number of an item: `rule.*.zh`."""
        free = self.free.get(str(self.location[0]), self.free.get("*"))
        return ".".join("*" if isinstance(part, int) or at == free else part for at, part in enumerate(self.location))

    @property
    def value(self) -> str:
        """The text of a scalar."""
        return str(self.node.value)

    @property
    def is_pair(self) -> bool:
        return isinstance(self.parent, yaml.MappingNode)

    @property
    def flow(self) -> bool:
        """Whether the parent is written with brackets."""
        return bool(getattr(self.parent, "flow_style", False))

    @property
    def key(self) -> yaml.Node:
        key: yaml.Node = self.parent.value[self.index][0]
        return key

    @property
    def start(self) -> int:
        """Where the pair or item begins."""
        return self.source.at((self.key if self.is_pair else self.node).start_mark)

    @property
    def end(self) -> int:
        """Where its value ends."""
        return self.source.span(self.node)[1]

    def sibling(self, step: int) -> Place | None:
        """Return the pair or item before or after this one."""
        index = self.index + step
        if not 0 <= index < len(self.parent.value):
            return None
        child = self.parent.value[index]
        name = child[0].value if self.is_pair else index
        node = child[1] if self.is_pair else child
        return Place(self.source, (*self.location[:-1], name), node, self.parent, index)

    def matches(self, globs: list[str]) -> bool:
        return any(fnmatchcase(self.pattern, glob) for glob in globs)


def places(source: Source) -> Iterator[Place]:
    """Yield every pair and every item of a file."""
    yield from _inside(source, source.root, ())


def _inside(source: Source, node: yaml.Node, at: Location) -> Iterator[Place]:
    if isinstance(node, yaml.MappingNode):
        for index, (key, value) in enumerate(node.value):
            yield Place(source, (*at, key.value), value, node, index)
            yield from _inside(source, value, (*at, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield Place(source, (*at, index), value, node, index)
            yield from _inside(source, value, (*at, index))


def statement(source: Source, location: Location) -> tuple[int, int]:
    """Return the first and last line of the statement at a location: an item of a section, a point, or a field."""
    found = {place.location: place for place in places(source)}
    whole = found[location[:1]]
    if len(location) > 1 and isinstance(found[location[:2]].node, yaml.MappingNode):
        whole = found[location[:2]]
    return source.line(whole.start), source.line(whole.end)

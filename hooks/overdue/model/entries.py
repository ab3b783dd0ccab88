"""YAML files beside the records that map a name to a small entry: `moved.yml`, `feed.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from overdue.model.findings import Finding
from overdue.model.load import validate
from overdue.model.yamlfile import Location, YamlFile, read_yaml

EntryT = TypeVar("EntryT", bound=BaseModel)


@dataclass(frozen=True)
class Entries(Generic[EntryT]):
    """The entries of one file, in its order."""

    file: YamlFile
    values: Mapping[str, EntryT]

    def finding(self, location: Location, found: str, expected: str) -> Finding:
        """Return a finding about an entry or a field of it."""
        return Finding(self.file.path, *self.file.mark(location), ".".join(map(str, location)), found, expected)


def read_entries(path: Path, model: type[EntryT]) -> tuple[Entries[EntryT], list[Finding]]:
    """Read a file of entries. One that is missing or has only comments has no entries; that is no fault."""
    root = path.parent.parent
    empty = Entries[EntryT](YamlFile(path.relative_to(root).as_posix()), {})
    if not path.is_file() or _only_comments(path.read_bytes()):
        return empty, []
    file, findings = read_yaml(root, path)
    values: dict[str, EntryT] = {}
    for name, value in file.values.items():
        entry, faults = validate(model, name, _part(file, name, value))
        findings += faults
        if entry is not None:
            values[name] = entry
    return Entries(file, values), sorted(findings)


def _only_comments(data: bytes) -> bool:
    lines = [line.strip() for line in data.splitlines()]
    return all(not line or line.startswith(b"#") for line in lines)


def _part(file: YamlFile, name: str, value: object) -> YamlFile:
    """Return one entry as if it were a file, with its places in the real one."""
    marks = {location[1:]: mark for location, mark in file.marks.items() if location[:1] == (name,)}
    return YamlFile(file.path, value, marks)  # type: ignore[arg-type]

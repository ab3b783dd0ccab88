"""Breaks one file at a time and asks the checks. The library is loaded once; only the broken file is read again."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

from mutations.actions import ACTIONS, Around, simple
from mutations.tree import Place, Source, places, statement
from overdue.checks import check
from overdue.model.findings import Finding
from overdue.model.library import Library, Record
from overdue.model.load import load, read_record
from overdue.model.records import record_types
from overdue.model.translations import Confirmed
from overdue.published.moved import lost_findings
from overdue.published.publication import Publication
from overdue.site import Site

TABLE = yaml.safe_load((Path(__file__).parent / "mutators.yml").read_text(encoding="utf-8"))
WHOLE = (1, 10**9)


@dataclass(frozen=True)
class Mutant:
    """A file with one fault in it."""

    mutator: dict[str, Any]
    ref: str
    path: str
    """The path of the place: `rule.0.zh`."""
    pattern: str
    text: str | None
    """The broken text; None where the file is gone."""
    lines: tuple[int, int]
    """The statement that was broken."""
    name: str
    """Under which id the file stands now."""
    old: str = ""
    """The value that stood at the place."""

    @property
    def title(self) -> str:
        """How a survivor is named."""
        return f"data/{self.ref}.yml:{self.lines[0]}: {self.mutator['name']} {self.path}".rstrip()


@dataclass
class Engine:
    """The library, and what is needed to read one of its files again."""

    data: Path
    library: Library = field(init=False)
    as_of: dt.date = field(init=False)

    def __post_init__(self) -> None:
        """Load the library."""
        library, findings = load(self.data)
        assert findings == []
        # Without the confirmed translations, which would tell of every change that only one language has.
        self.library = replace(library, translations={})
        self._confirmed = library.translations
        self.as_of = self.library.as_of
        self._folder = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        self._models = record_types(self.library.vocabulary)

    @cached_property
    def refs(self) -> list[str]:
        """Every record, in order."""
        return sorted(self.library.records)

    # --- making mutants ---------------------------------------------------------------------------------------------

    def mutants(self, ref: str) -> Iterator[Mutant]:
        """Yield for one file a mutant for each mutator and kind of field, at a place drawn by lot."""
        record = self.library.records[ref]
        source = Source((self.data / f"{ref}.yml").read_text(encoding="utf-8"))
        around = Around(self.library, record, lambda place: required(record.body, place))
        found = list(places(source))
        for mutator in TABLE["mutators"]:
            if record.kind not in mutator.get("kinds", [record.kind]):
                continue
            if mutator["at"] == "file":
                yield self._of_file(mutator, record, source)
                continue
            fitting = [place for place in found if fits(place, mutator, TABLE["fields"])]
            for place, broken in drawn(ref, fitting, mutator, around):
                yield self._of_place(mutator, record, place, broken)

    def _of_place(self, mutator: dict[str, Any], record: Record, place: Place, broken: str) -> Mutant:
        dotted = ".".join(map(str, place.location))
        top_is_gone = len(place.location) == 1 and mutator.get("do") in ("drop-required", "misspell-key", "null")
        first, last = statement(place.source, place.location)
        last += broken.count("\n") - place.source.text.count("\n")
        lines = (1, max(last, first)) if top_is_gone else (first, max(last, first))
        return Mutant(mutator, record.ref, dotted, place.pattern, broken, lines, record.id, str(place.node.value))

    def _of_file(self, mutator: dict[str, Any], record: Record, source: Source) -> Mutant:
        name = mutator.get("to", "{id}").format(id=record.id)
        text = None if mutator.get("do") == "remove-file" else source.text
        if "set" in mutator or "append" in mutator:
            text = mutator.get("set", source.text) + mutator.get("append", "")
        return Mutant(mutator, record.ref, "", "(file)", text, WHOLE, name)

    # --- judging them -----------------------------------------------------------------------------------------------

    def findings(self, mutant: Mutant, confirmed: Confirmed | None = None) -> list[Finding]:
        """Return what the checks say of a broken file and, where the mutant shows there, of those that name it."""
        old = self.library.records[mutant.ref]
        records = {ref: record for ref, record in self.library.records.items() if ref != mutant.ref}
        broken: frozenset[str] = frozenset()
        judged = {mutant.ref}
        if mutant.mutator.get("shows", "here") != "here":
            judged |= set(self.library.back_links.get(mutant.ref, ()))
        if mutant.text is not None:
            record, faults = self._read(old, mutant)
            if record is None:
                return faults
            records[record.ref] = record
            judged.add(record.ref)
        library = replace(self.library, records=records, broken=broken, only=frozenset(judged))
        found = check(replace(library, translations=confirmed or {}), self.as_of)
        return found + self._promises(mutant)

    def _promises(self, mutant: Mutant) -> list[Finding]:
        """Return what the ledger says of a page or an anchor that has another name now, or none."""
        if mutant.mutator.get("shows") != "referrers":
            return []
        pages = dict(self.pages)
        lost = mutant.mutator.get("loses", "").format(*mutant.path.split("."), old=mutant.old)
        anchors = pages.pop(mutant.ref)
        if mutant.pattern != "(file)":
            pages[mutant.ref] = anchors - {lost}
        return list(lost_findings(self.publication.ledger, self.publication.moved, pages))

    @cached_property
    def pages(self) -> Mapping[str, frozenset[str]]:
        """What the site has: its pages, each with its anchors."""
        return self._site.promises

    @cached_property
    def publication(self) -> Publication:
        """What was promised and told so far."""
        return self._site.publication

    @cached_property
    def numbered(self) -> list[str]:
        """The records that have a number."""
        return self._site.numbered

    @cached_property
    def _site(self) -> Site:
        site, findings = Site.of(self.library, self.data)
        assert findings == []
        return site

    def _read(self, old: Record, mutant: Mutant) -> tuple[Record | None, list[Finding]]:
        root = Path(self._folder.name)
        path = root / "data" / old.folder / f"{mutant.name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((mutant.text or "").encode("utf-8", "surrogateescape"))
        kind = self.library.vocabulary.kinds[old.kind]
        read = read_record(root, path, old.kind, kind, self._models[old.kind])
        path.unlink()
        return read

    def caught(self, mutant: Mutant) -> bool:
        """Say whether a finding names the file and a line of the broken statement."""
        if self._told(mutant, self.findings(mutant)):
            return True
        return bool(mutant.mutator.get("confirmed")) and self._told(mutant, self.findings(mutant, self._confirmed))

    def _told(self, mutant: Mutant, found: list[Finding]) -> bool:
        shows = mutant.mutator.get("shows", "here")
        if shows == "referrers":
            if (
                mutant.name == mutant.ref.partition("/")[2]
                and mutant.text is not None
                and mutant.path.startswith("days.")
            ):
                return any(f"data/{mutant.ref}.yml:{mutant.lines[0]}" in str(finding) for finding in found)
            return any(mutant.ref.partition("/")[2] in str(finding) for finding in found)
        path = f"data/{mutant.ref.partition('/')[0]}/{mutant.name}.yml"
        if shows == "anywhere" or mutant.mutator.get("anywhere"):
            return any(finding.path == path for finding in found)
        first, last = mutant.lines
        return any(finding.path == path and first <= finding.line <= last for finding in found)


def _name(model: Any, key: str) -> str:
    """Return the attribute of a key, which may be its alias."""
    return next((name for name, info in model.model_fields.items() if info.alias == key), key)


def required(body: Any, place: Place) -> bool:
    """Say whether the model of a file needs this key."""
    value: Any = body
    for part in place.location[:-1]:
        value = value[part] if isinstance(value, tuple | Mapping) else getattr(value, _name(type(value), str(part)))
    model = type(value)
    if not hasattr(model, "model_fields"):
        return False
    return bool(model.model_fields[_name(model, str(place.location[-1]))].is_required())


def drawn(ref: str, fitting: list[Place], mutator: dict[str, Any], around: Around) -> Iterator[tuple[Place, str]]:
    """Yield of each kind of field one place, drawn by lot, and the text of the file when it is broken there."""
    function = ACTIONS[mutator["do"]] if "do" in mutator else simple
    kinds: dict[str, list[Place]] = defaultdict(list)
    for place in fitting:
        kinds[place.pattern].append(place)
    for places_of_kind in list(kinds.values())[:: mutator.get("nth", 1)]:
        places_of_kind.sort(key=lambda place: crc32(f"{ref} {mutator['name']} {place.location}".encode()))
        tries = ((place, function(place, mutator, around)) for place in places_of_kind)
        yield from islice(((place, text) for place, text in tries if text is not None), 1)


def fits(place: Place, mutator: dict[str, Any], fields: list[list[str]]) -> bool:
    """Say whether a mutator is for a place."""
    at = mutator["at"]
    if at == "pair":
        right = place.is_pair
    elif at == "item":
        right = not place.is_pair
    else:
        right = isinstance(place.node, yaml.ScalarNode) and field_kind(place.pattern, fields) in at
    return right and place.matches(mutator.get("where", ["*"])) and not place.matches(mutator.get("not", []))


def field_kind(pattern: str, fields: list[list[str]] = TABLE["fields"]) -> str | None:
    """Return the kind of field of a path, from the table."""
    return next((name for name, *globs in fields if any(fnmatchcase(pattern, glob) for glob in globs)), None)

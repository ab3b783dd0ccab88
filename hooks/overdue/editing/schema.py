"""JSON Schemas of the records for editors, made from the same models that check the data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from overdue.model.calculators import Calculators
from overdue.model.library import Library
from overdue.model.paths import Paths
from overdue.model.records import ID, record_types
from overdue.model.searchwords import SearchWords
from overdue.model.vocabulary import Vocabulary
from overdue.published.feed import Change
from overdue.published.moved import Move

DRAFT = "https://json-schema.org/draft/2020-12/schema"
IDS = "ids.schema.json"
"""Every id and point there is, for completion. It may lag behind the data: an id that it lacks is no error."""


def schemas(vocabulary: Vocabulary) -> dict[str, str]:
    """Return for each folder the JSON Schema of its records, and for each file beside them its own, as text."""
    made: dict[str, dict[str, Any]] = {
        vocabulary.kinds[kind].folder: model.model_json_schema() | {"title": kind}
        for kind, model in record_types(vocabulary).items()
    }
    for name, model in BESIDE.items():
        made[name] = model.model_json_schema() | {"title": name}
    for name, entries in ENTRIES.items():
        made[name] = TypeAdapter(entries).json_schema() | {"title": name, "type": ["object", "null"]}
    _offer_words(made, vocabulary)
    return {name: _text(_completing({"$schema": DRAFT, **schema}, vocabulary)) for name, schema in made.items()}


BESIDE: dict[str, type[BaseModel]] = {
    "calculators": Calculators,
    "paths": Paths,
    "search": SearchWords,
    "vocabulary": Vocabulary,
}
"""Files of `data/` that are one mapping with keys of their own."""
ENTRIES: dict[str, Any] = {"feed": dict[str, Change], "moved": dict[str, Move]}
"""Files of `data/` that map names to entries, or hold nothing but a comment."""


def _offer_words(made: dict[str, dict[str, Any]], vocabulary: Vocabulary) -> None:
    """Let editors offer words of the vocabulary in the files beside the records, where the models take any."""
    for name in ("sections", "kinds"):
        made["search"]["properties"][name]["propertyNames"] = {"enum": list(getattr(vocabulary, name))}
    words = {"lenders": vocabulary.lenders, "topic": vocabulary.topics, "unit": vocabulary.units}
    _walk(made["calculators"], lambda name, field: _offer_any(field.get("items", field), words.get(name, ())))
    folders = {kind.folder for kind in vocabulary.kinds.values()}
    kind = made["vocabulary"]["$defs"]["Kind"]["properties"]
    for name, known in (("sections", vocabulary.sections), ("relations", sorted({*folders, "see", "about"}))):
        _offer_any(kind[name]["items"], [word for key in known for word in (key, f"{key}*")])


def _offer_any(item: dict[str, Any], words: Iterable[str]) -> None:
    """Offer words without refusing others: a word may be newer than the schema."""
    if words and item.get("type") == "string":
        item["anyOf"] = [{"enum": list(words)}, {"type": item.pop("type")}]


def ids(library: Library) -> str:
    """Return the schema that the others refer to: the ids of each folder, the refs and the points."""
    groups: dict[str, list[str]] = {
        kind.folder: [record.id for record in library.records.values() if record.kind == name]
        for name, kind in library.vocabulary.kinds.items()
    }
    groups["refs"] = list(library.records)
    groups["points"] = [
        f"{record.id}#{key}" for record in library.of_kind("source") for key in getattr(record.body, "points", ())
    ]
    return _text({"$schema": DRAFT, "$defs": {name: {"enum": sorted(words)} for name, words in groups.items()}})


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


REFS = ("see", "about", "linked", "first", "more", "asked", "despair_page", "to")
"""Keys that hold a folder and an id."""


def _completing(schema: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Let editors offer the ids that there are, wherever an id, a ref or a point stands."""
    groups = {kind.folder: kind.folder for kind in vocabulary.kinds.values()}
    groups |= dict.fromkeys(REFS, "refs") | {"basis": "points", "by_lender": "lenders", "starts": "stages"}
    _walk(schema, lambda name, field: _offer(field.get("items", field), groups.get(name)))
    return schema


def _walk(node: Any, visit: Callable[[str, dict[str, Any]], object]) -> None:
    if isinstance(node, dict):
        for name, field in node.get("properties", {}).items():
            visit(name, field)
        for value in node.values():
            _walk(value, visit)


def _offer(item: dict[str, Any], group: str | None) -> None:
    if group and "pattern" in item and (group != "refs" or item["pattern"] != ID):
        known = {"$ref": f"{IDS}#/$defs/{group}"}
        item["anyOf"] = [known, {"type": item.pop("type"), "pattern": item.pop("pattern")}]


def write_schemas(library: Library, folder: Path) -> list[Path]:
    """Write one schema file a folder of `data/`, and the ids that they share, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {f"{name}.schema.json": text for name, text in schemas(library.vocabulary).items()} | {IDS: ids(library)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]

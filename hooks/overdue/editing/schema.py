"""JSON Schemas of the records for editors, made from the same models that check the data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from overdue.model.library import Library
from overdue.model.paths import Paths
from overdue.model.records import record_types
from overdue.model.vocabulary import Vocabulary

DRAFT = "https://json-schema.org/draft/2020-12/schema"
IDS = "ids.schema.json"
"""Every id and point there is, for completion. It may lag behind the data: an id that it lacks is no error."""


def schemas(vocabulary: Vocabulary) -> dict[str, str]:
    """Return for each folder the JSON Schema of its records, and that of `paths.yml`, as text."""
    kinds = {
        vocabulary.kinds[kind].folder: _text(
            _completing({"$schema": DRAFT, **model.model_json_schema(), "title": kind}, vocabulary)
        )
        for kind, model in record_types(vocabulary).items()
    }
    return {**kinds, "paths": _text({"$schema": DRAFT, **Paths.model_json_schema(), "title": "paths"})}


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


def _completing(schema: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Let editors offer the ids that there are, wherever an id, a ref or a point stands."""
    groups = {kind.folder: kind.folder for kind in vocabulary.kinds.values()}
    groups |= {"see": "refs", "about": "refs", "basis": "points"}
    _walk(schema, lambda name, field: _offer(field["items"], groups.get(name)) if "items" in field else None)
    if "starts" in schema["properties"]:
        _offer(schema["properties"]["starts"], "stages")
    return schema


def _walk(node: Any, visit: Callable[[str, dict[str, Any]], object]) -> None:
    if isinstance(node, dict):
        for name, field in node.get("properties", {}).items():
            visit(name, field)
        for value in node.values():
            _walk(value, visit)


def _offer(item: dict[str, Any], group: str | None) -> None:
    if group and "pattern" in item:
        known = {"$ref": f"{IDS}#/$defs/{group}"}
        item["anyOf"] = [known, {"type": item.pop("type"), "pattern": item.pop("pattern")}]


def write_schemas(library: Library, folder: Path) -> list[Path]:
    """Write one schema file a folder of `data/`, and the ids that they share, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {f"{name}.schema.json": text for name, text in schemas(library.vocabulary).items()} | {IDS: ids(library)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]

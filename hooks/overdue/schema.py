"""JSON Schemas of the records for editors, made from the same models that check the data."""

from __future__ import annotations

import json
from pathlib import Path

from overdue.paths import Paths
from overdue.records import record_types
from overdue.vocabulary import Vocabulary


def schemas(vocabulary: Vocabulary) -> dict[str, str]:
    """Return for each folder the JSON Schema of its records, and that of `paths.yml`, as text."""
    kinds = {
        vocabulary.kinds[kind].folder: _schema(kind, model.model_json_schema())
        for kind, model in record_types(vocabulary).items()
    }
    return {**kinds, "paths": _schema("paths", Paths.model_json_schema())}


def _schema(title: str, schema: dict[str, object]) -> str:
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def write_schemas(vocabulary: Vocabulary, folder: Path) -> list[Path]:
    """Write one schema file a folder of `data/`, one for `paths.yml`, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schemas(vocabulary).items():
        path = folder / f"{name}.schema.json"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written

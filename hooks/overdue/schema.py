"""JSON Schemas of the records for editors, made from the same models that check the data."""

from __future__ import annotations

import json
from pathlib import Path

from overdue.records import record_types
from overdue.vocabulary import Vocabulary


def schemas(vocabulary: Vocabulary) -> dict[str, str]:
    """Return for each folder the JSON Schema of its records, as text."""
    return {
        vocabulary.kinds[kind].folder: json.dumps(
            _schema(kind, model.model_json_schema()), ensure_ascii=False, indent=1
        )
        + "\n"
        for kind, model in record_types(vocabulary).items()
    }


def _schema(kind: str, schema: dict[str, object]) -> dict[str, object]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": kind}


def write_schemas(vocabulary: Vocabulary, folder: Path) -> list[Path]:
    """Write one schema file a folder of `data/` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schemas(vocabulary).items():
        path = folder / f"{name}.schema.json"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written

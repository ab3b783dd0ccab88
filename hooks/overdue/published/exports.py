"""The knowledge for programs and for staff: `/api/v1/` as JSON with its schemas, and `links.csv`."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from overdue.model.library import Library, Record
from overdue.model.records import Body, Ref, Text, record_types
from overdue.model.vocabulary import LANGS
from overdue.pages.addresses import address, short_address
from overdue.published.ledger import Ledger

API = "api/v1"
BodyT = TypeVar("BodyT", bound=Body)
DRAFT = "https://json-schema.org/draft/2020-12/schema"


class Addresses(BaseModel):
    """Where a record is read: in each language, and by its number."""

    model_config = ConfigDict(extra="forbid", defer_build=True)
    zh: str
    en: str
    short: str | None


class Item(BaseModel):
    """A record as the index has it."""

    model_config = ConfigDict(extra="forbid", defer_build=True)
    ref: Ref
    kind: str
    number: int | None
    addresses: Addresses
    title: Text
    answer: Text
    reviewed: dt.date


class Entry(BaseModel, Generic[BodyT]):
    """A record with everything it states. A key whose value is the schema's default is left out."""

    model_config = ConfigDict(extra="forbid", defer_build=True)
    ref: Ref
    number: int | None
    addresses: Addresses
    record: BodyT


class Head(BaseModel):
    """What each file says of itself."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    json_schema: str = Field(alias="$schema")
    as_of: dt.date
    """The newest review in the data."""
    note: Text


class Index(Head):
    """`index.json`: every record in short, and the file that has the whole of it."""

    files: dict[str, str]
    records: tuple[Item, ...]


class Listing(Head, Generic[BodyT]):
    """`<folder>.json`: every record of one kind."""

    records: tuple[Entry[BodyT], ...]


def write_api(library: Library, ledger: Ledger, site_url: str, note: Text, folder: Path) -> None:
    """Write the JSON files and their schemas, and read each file back by the model its schema is made from.

    Raises:
        pydantic.ValidationError: a file is not what its schema says.
    """
    for name, (model, value) in _files(library, ledger, site_url, note).items():
        text = value.model_dump_json(by_alias=True, exclude_defaults=True, indent=1) + "\n"
        if model.model_validate_json(text) != value:
            raise ValueError(f"{name}.json does not read back as it was written")
        schema = {"$schema": DRAFT, **model.model_json_schema(), "title": name}
        _write(folder / API / f"{name}.json", text)
        _write(folder / API / "schema" / f"{name}.json", json.dumps(schema, ensure_ascii=False, indent=1) + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _files(library: Library, ledger: Ledger, site_url: str, note: Text) -> dict[str, tuple[type[BaseModel], BaseModel]]:
    """Return for each file the model of its schema and its content."""
    models = record_types(library.vocabulary) | {record.kind: type(record.body) for record in library.records.values()}
    kinds = library.vocabulary.kinds
    records = [record for kind in kinds for record in library.of_kind(kind)]
    index = Index(
        **_head("index", library, note),
        files={kind: f"{declared.folder}.json" for kind, declared in kinds.items()},
        records=tuple(_item(record, ledger, site_url) for record in records),
    )
    files: dict[str, tuple[type[BaseModel], BaseModel]] = {"index": (Index, index)}
    for kind, declared in kinds.items():
        model: Any = Listing[models[kind]]  # type: ignore[valid-type]
        entry: Any = Entry[models[kind]]  # type: ignore[valid-type]
        entries = tuple(_entry(entry, record, ledger, site_url) for record in library.of_kind(kind))
        files[declared.folder] = (model, model(**_head(declared.folder, library, note), records=entries))
    return files


def _head(name: str, library: Library, note: Text) -> dict[str, Any]:
    return {"$schema": f"schema/{name}.json", "as_of": library.as_of, "note": note}


def _addresses(record: Record, ledger: Ledger, site_url: str) -> Addresses:
    number = ledger.number(record.ref)
    zh, en = (address(record.ref, lang, site_url) for lang in LANGS)
    return Addresses(zh=zh, en=en, short=short_address(number, site_url) if number else None)


def _item(record: Record, ledger: Ledger, site_url: str) -> Item:
    body = record.body
    number, addresses = ledger.number(record.ref), _addresses(record, ledger, site_url)
    return Item(
        ref=record.ref, kind=record.kind, number=number, addresses=addresses,
        title=body.title, answer=body.answer, reviewed=body.reviewed,
    )  # fmt: skip


def _entry(model: Any, record: Record, ledger: Ledger, site_url: str) -> Any:
    number, addresses = ledger.number(record.ref), _addresses(record, ledger, site_url)
    return model.model_construct(ref=record.ref, number=number, addresses=addresses, record=record.body)


COLUMNS = (
    "id", "kind", "number", "zh_title", "en_title", "zh_link", "en_link", "short_link",
    "zh_answer", "en_answer", "as_of",
)  # fmt: skip


def links_csv(library: Library, ledger: Ledger, site_url: str) -> str:
    """Return the table for staff, which starts with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(library, ledger, site_url))
    return out.getvalue()


def _rows(library: Library, ledger: Ledger, site_url: str) -> Iterator[list[str]]:
    for kind in library.vocabulary.kinds:
        for record in library.of_kind(kind):
            body, number = record.body, ledger.number(record.ref)
            links = [address(record.ref, lang, site_url, "top") for lang in LANGS]
            row = [
                record.ref, kind, str(number or ""), body.title.zh, body.title.en, *links,
                short_address(number, site_url) if number else "", body.answer.zh, body.answer.en, str(body.reviewed),
            ]  # fmt: skip
            yield [_inert(cell) for cell in row]


def _inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell

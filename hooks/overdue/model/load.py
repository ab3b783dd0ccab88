"""`data/` → Library. Reads every file, collects every finding, and keeps whatever can be read."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from overdue.model.calculators import FILE as CALCULATORS
from overdue.model.calculators import Calculators, helper_records
from overdue.model.findings import Finding, did_you_mean, short
from overdue.model.library import Library, Record, dotted
from overdue.model.memory import Memory
from overdue.model.paths import Guide, Paths
from overdue.model.records import ADDRESS, BASES, ID, PHONE, POINT, REF, Body, record_types
from overdue.model.searchwords import SearchWords
from overdue.model.searchwords import faults as search_faults
from overdue.model.translations import FILE as TRANSLATIONS
from overdue.model.translations import read as read_translations
from overdue.model.translations import strangers
from overdue.model.vocabulary import FOLDER, Kind, Vocabulary
from overdue.model.yamlfile import Location, YamlFile, read_yaml

T = typing.TypeVar("T")

VOCABULARY = "vocabulary.yml"
PATHS = "paths.yml"
SEARCH = "search.yml"
BESIDE = (PATHS, SEARCH, "ledger.txt", "moved.yml", "feed.yml")
"""Files of `data/` that hold no record."""


class Unreadable(Exception):
    """The vocabulary itself is broken, so that no record can be judged."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


def load(data: Path, memory: Memory | None = None) -> tuple[Library, list[Finding]]:
    """Read every record below `data` and return the Library and the findings, sorted.

    A file that has not changed since the last call with the same `memory` is the same Record as before.

    Raises:
        Unreadable: `vocabulary.yml` is missing or has findings.
    """
    memory = memory or Memory()
    vocabulary, models = memory.recall(VOCABULARY, _content(data / VOCABULARY), lambda: _vocabulary_and_models(data))
    records: dict[str, Record] = {}
    broken: set[str] = set()

    def beside(name: str, read: Callable[[], T]) -> T:
        return memory.recall(name, (_content(data / name), vocabulary), read)

    translations, faults_of_lines = beside(TRANSLATIONS, lambda: read_translations(data))
    words, faults_of_words = beside(SEARCH, lambda: _search_words(data, vocabulary))
    findings = [*faults_of_words, *_strangers(data, vocabulary), *faults_of_lines]
    for kind, declared in vocabulary.kinds.items():
        for path in sorted((data / declared.folder).glob("*.yml")):
            read = partial(read_record, data.parent, path, kind, declared, models[kind])
            record, faults = memory.recall(path, (_content(path), models[kind]), read)
            findings += faults
            if record is not None:
                records[record.ref] = record
            if faults:
                broken.add(f"{declared.folder}/{path.stem}")
    if translations.keys() - {*records, *broken}:
        findings += strangers(data, {*records, *broken})
    guide, faults = beside(PATHS, lambda: _guide(data))
    helpers, faults_of_helpers = beside(CALCULATORS, lambda: _helpers(data))
    library = Library(vocabulary, records, frozenset(broken), guide, translations, helpers=helpers, words=words)
    return library, sorted([*findings, *faults, *faults_of_helpers])


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _vocabulary_and_models(data: Path) -> tuple[Vocabulary, Mapping[str, type[Body]]]:
    vocabulary = load_vocabulary(data)
    return vocabulary, record_types(vocabulary)


def _guide(data: Path) -> tuple[Guide | None, list[Finding]]:
    """Read `paths.yml`, the way from the home page."""
    path = data / PATHS
    if not path.is_file():
        return None, [Finding(f"{data.name}/{PATHS}", 1, 1, "paths", "no such file", "the way from the home page")]
    file, findings = read_yaml(data.parent, path)
    paths, faults = (None, findings) if findings else validate(Paths, "paths", file)
    return (Guide(paths, file) if paths else None), faults


def _helpers(data: Path) -> tuple[dict[str, Record], list[Finding]]:
    """Read `calculators.yml`; a library without one has no pages that count."""
    path = data / CALCULATORS
    if not path.is_file():
        return {}, []
    file, findings = read_yaml(data.parent, path)
    if findings:
        return {}, findings
    calculators, findings = validate(Calculators, "calculators", file)
    return (helper_records(calculators, file) if calculators else {}), findings


def load_vocabulary(data: Path) -> Vocabulary:
    """Read `vocabulary.yml`.

    Raises:
        Unreadable: it is missing or has findings.
    """
    path = data / VOCABULARY
    if not path.is_file():
        raise Unreadable(
            [Finding(f"{data.name}/{VOCABULARY}", 1, 1, "vocabulary", "no such file", "the controlled words")]
        )
    file, findings = read_yaml(data.parent, path)
    if not findings:
        value, findings = validate(Vocabulary, "vocabulary", file)
        if value is not None and not (unknown := sorted(set(value.kinds) ^ set(BASES))):
            return value
        if value is not None:
            expected = "a declaration in vocabulary.yml and a model in records.py for each kind"
            line, column = file.mark(("kinds", unknown[0]))
            findings = [
                Finding(file.path, line, column, "vocabulary.kinds", f"'{unknown[0]}' in one of them", expected)
            ]
    raise Unreadable(sorted(findings))


def _search_words(data: Path, vocabulary: Vocabulary) -> tuple[SearchWords, list[Finding]]:
    """Read `search.yml`; without the file, or with a faulty one, there are no words."""
    path = data / SEARCH
    if not path.is_file():
        return SearchWords(), []
    file, findings = read_yaml(data.parent, path)
    if findings:
        return SearchWords(), findings
    words, findings = validate(SearchWords, "search", file)
    return (words, list(search_faults(words, file, vocabulary))) if words else (SearchWords(), findings)


def _strangers(data: Path, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield a finding for each file that no kind claims."""
    folders = {kind.folder for kind in vocabulary.kinds.values()}
    for path in sorted(data.rglob("*")):
        inside = path.relative_to(data)
        if path.is_dir() or inside.parts[0] in (*BESIDE, CALCULATORS, TRANSLATIONS, VOCABULARY):
            continue
        name = (data.name / inside).as_posix()
        if len(inside.parts) != 2 or inside.parts[0] not in folders:
            hint = did_you_mean(inside.parts[0], folders)
            yield Finding(
                name, 1, 1, path.stem, "a file outside the folders of records", f"data/<folder>/<id>.yml{hint}"
            )
        elif path.suffix != ".yml":
            yield Finding(name, 1, 1, path.stem, f"a file named {short(path.name)}", "a name that ends in .yml")


def read_record(
    root: Path, path: Path, kind: str, declared: Kind, model: type[Body]
) -> tuple[Record | None, list[Finding]]:
    """Read one file of a kind and return its record, or None and what is wrong with it."""
    file, findings = read_yaml(root, path)
    if not _is_id(path.stem):
        found = f"the file name {short(path.name)}"
        findings.append(Finding(file.path, 1, 1, path.stem, found, "lower-case words joined by hyphens"))
    if findings:
        return None, findings
    body, findings = validate(model, path.stem, file)
    if body is None:
        return None, findings
    record = Record(kind, path.stem, declared.folder, body, file, declared.section_ids, declared.relation_ids)
    return record, []


def _is_id(name: str) -> bool:
    return name.isascii() and name == name.lower() and all(part.isalnum() for part in name.split("-"))


_ModelT = typing.TypeVar("_ModelT", bound=BaseModel)


def validate(model: type[_ModelT], name: str, file: YamlFile) -> tuple[_ModelT | None, list[Finding]]:
    """Return the model of a file's values, or the findings in words and places that a contributor knows."""
    try:
        return model.model_validate(file.values), []
    except ValidationError as error:
        details = _relevant(error.errors(include_url=False))[:ENOUGH]
        return None, sorted({_finding(model, name, file, detail) for detail in details})


ENOUGH = 100
"""Findings of one file, at most: who sends more than that sends nonsense."""


def _relevant(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out what follows from another error: a list short of its broken items, the union branch not meant."""
    deeper = {detail["loc"][:depth] for detail in details for depth in range(1, len(detail["loc"]))}

    def follows(detail: ErrorDetails) -> bool:
        kind, value = detail["type"], detail["input"]
        return (
            (kind == "too_short" and len(value) > 0)
            or (kind == "dict_type" and isinstance(value, str) and detail["loc"][:-1] in deeper)
            or (kind == "literal_error" and isinstance(value, dict) and detail["loc"][:-1] in deeper)
        )

    return [detail for detail in details if not follows(detail)] or details


def _finding(model: type[BaseModel], name: str, file: YamlFile, detail: ErrorDetails) -> Finding:
    location = _real(detail["loc"], file)
    found, expected = _words(model, location, file, detail)
    return Finding(file.path, *file.mark(location), dotted(name, location), found, expected)


def _real(loc: Iterable[str | int], file: YamlFile) -> Location:
    """Return the location in the file: pydantic also names the branch of a union it tried."""
    parts = list(loc)
    location: Location = ()
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if (*location, part) in file.marks or (last and isinstance(part, str) and part.isidentifier()):
            location = (*location, part)
    return location


def _words(model: type[BaseModel], location: Location, file: YamlFile, detail: ErrorDetails) -> tuple[str, str]:
    """Return what was found and what was expected, in words."""
    kind, context = detail["type"], detail.get("ctx", {})
    value = detail["input"]
    if kind == "missing":
        return f"no '{location[-1]}'", f"the key '{location[-1]}'{LANGUAGE.get(str(location[-1]), '')}"
    if kind == "extra_forbidden":
        known = _keys(model, location[:-1])
        return f"the unknown key {short(location[-1])}", _one_of(str(location[-1]), known)
    if kind == "literal_error":
        known = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return _seen(value), _one_of(str(value), known)
    if kind == "value_error":
        return _seen(value), str(context["error"])
    if kind == "string_pattern_mismatch":
        return _seen(value), PATTERNS[context["pattern"]]
    if kind == "tuple_type" and isinstance(value, str):
        return _seen(value), f"a list: {short(f'[{value}]')[1:-1]}"
    if kind in ("too_long", "too_short"):
        return _seen(value), _bound(kind, context)
    return _seen(value), EXPECTED.get(kind, detail["msg"][0].lower() + detail["msg"][1:])


def _bound(kind: str, context: dict[str, Any]) -> str:
    if kind == "too_long":
        return f"no more than {context['max_length']}"
    least = context["min_length"]
    return "at least one" if least == 1 else f"at least {least}"


LANGUAGE = {"zh": ": the same in Chinese", "en": ": the same in English"}
EXPECTED = {
    "string_type": "a text",
    "string_too_short": "a text that is not empty",
    "tuple_type": "a list",
    "greater_than": "a number greater than 0",
    "greater_than_equal": "a number from 0 on",
    "dict_type": "a mapping of keys",
    "model_type": "a mapping of keys such as {zh: …, en: …}",
    "model_attributes_type": "a mapping of keys such as {zh: …, en: …}",
}


PATTERNS = {
    FOLDER: "lower-case letters, such as 'practices' or 'circle'",
    ID: "lower-case words joined by hyphens, such as 'home-visit'",
    POINT: "'source#point', such as 'civil-code#676'",
    PHONE: "digits and hyphens, such as '010-12321'",
    REF: "'folder/id', such as 'practices/home-visit'",
    ADDRESS: "a page or page#anchor, such as 'practices/home-visit#rule', or 'gone'",
}


def _seen(value: Any) -> str:
    """Describe a value as a contributor would."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return f"a mapping of {', '.join(map(str, list(value)[:4])) or 'nothing'}"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    return "an empty text" if value == "" else short(value)


def _one_of(word: str, known: list[str]) -> str:
    near = did_you_mean(word, known)
    return f"one of {', '.join(sorted(known))}{near}"


def _keys(model: Any, location: Location) -> list[str]:
    """Return the keys that the mapping at `location` may have."""
    for part in location:
        model = _inside(model, part)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [info.alias or name for name, info in model.model_fields.items()]
    return []


def _inside(model: Any, part: str | int) -> Any:
    """Return the type of one field or item, without the None of an optional one."""
    if isinstance(part, str) and isinstance(model, type) and issubclass(model, BaseModel):
        fields = {info.alias or name: info for name, info in model.model_fields.items()}
        kind: Any = fields[part].annotation if part in fields else None
    else:
        kind = next((argument for argument in reversed(typing.get_args(model)) if argument is not Ellipsis), None)
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        kind = next((member for member in typing.get_args(kind) if member is not type(None)), None)
    return typing.get_args(kind)[0] if typing.get_origin(kind) is typing.Annotated else kind

"""The shape of a record: one base for every kind, a few fields of its own for each.

The models are finished by `record_types`, which adds to each kind the sections and relations that the vocabulary
declares, so the same classes check the data and write the editors' JSON Schema.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal, cast

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    WithJsonSchema,
    create_model,
    model_validator,
)

from overdue.model.numbers import differences
from overdue.model.vocabulary import Lang, Strict, Vocabulary
from overdue.model.wording import slip

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
POINT = r"^[a-z0-9-]+#[a-z0-9-]+$"
PHONE = r"^[0-9]+(-[0-9]+)*$"
REF = r"^[a-z]+/[a-z0-9-]+$"
ADDRESS = r"^[a-z0-9-]+(/[a-z0-9-]+)*(#[a-z0-9-]+)?$"


def _to_int(value: object) -> object:
    """Accept `15` and `-3`, refuse `010`, `1.0` and `1e3`. A number comes from our own JSON, never from YAML."""
    if type(value) is int:
        return value
    if isinstance(value, str) and re.fullmatch(r"-?(0|[1-9]\d{0,6})", value):
        return int(value)
    raise ValueError("a whole number such as 15")


def _to_date(value: object) -> object:
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError("a date that exists, such as 2026-11-21")


def _to_bool(value: object) -> object:
    if isinstance(value, bool):  # from our own JSON, never from YAML
        return value
    if value in ("true", "false"):
        return value == "true"
    raise ValueError("true or false")


Id = Annotated[str, StringConstraints(pattern=ID)]
Ref = Annotated[str, StringConstraints(pattern=REF)]
"""A record of any kind, by folder and id: `practices/home-visit`."""
BasisRef = Annotated[str, StringConstraints(pattern=POINT)]
"""A point of a source: `civil-code#676`."""
Phrase = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Int = Annotated[int, BeforeValidator(_to_int), WithJsonSchema({"type": "integer"})]
Date = Annotated[dt.date, BeforeValidator(_to_date), WithJsonSchema({"type": "string", "format": "date"})]
Bool = Annotated[bool, BeforeValidator(_to_bool), WithJsonSchema({"type": "boolean"})]


class Model(Strict):
    """A part of a record."""


class Text(Model):
    """The same words in both languages."""

    zh: Phrase
    en: Phrase

    def __getitem__(self, lang: Lang) -> str:
        """Return the words in one language."""
        return self.zh if lang == "zh" else self.en


def _in_both(text: Text) -> Text:
    if wrong := slip(text.zh, "zh") or slip(text.en, "en"):
        raise ValueError(wrong)
    if differences(text.zh, text.en) != ([], []):
        raise ValueError("the same numbers in both languages")
    return text


PlainText = Annotated[Text, AfterValidator(_in_both)]
"""A text outside the records, where no rule but the model looks at it."""


class Words(Model):
    """Words that people type, each language its own list."""

    zh: tuple[Phrase, ...] = Field(min_length=1)
    en: tuple[Phrase, ...] = Field(min_length=1)

    def __getitem__(self, lang: Lang) -> tuple[str, ...]:
        """Return the words of one language."""
        return self.zh if lang == "zh" else self.en


class Period(Model):
    """When a statement holds; a missing end is open."""

    since: Date | None = Field(default=None, alias="from")
    until: Date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.since is None and self.until is None:
            raise ValueError("'from', 'until' or both")
        if self.since and self.until and self.since > self.until:
            raise ValueError("'from' on or before 'until'")
        return self


class Statement(Text):
    """One thought, with the points of law it rests on."""

    basis: tuple[BasisRef, ...] = ()
    valid: Period | None = None
    lenders: tuple[str, ...] = ()


class Days(Model):
    """A span of days past due; 0 is the due day, negative days come before it."""

    first: Int | None = Field(alias="from")
    """None: any time before."""
    last: Int | None = Field(alias="to")
    """None: no end."""


class Deadline(Statement):
    """A period that a rule fixes."""

    id: Id
    length: Int = Field(gt=0)
    unit: str
    counted_from: Text = Field(alias="from")


class Blank(Text):
    """Something that the writer of a letter fills in."""

    id: Id


class Claim(Text):
    """What an article says, and what we found."""

    id: Id
    verdict: str
    why: Text
    basis: tuple[BasisRef, ...] = ()
    see: tuple[Ref, ...] = ()


class Contact(Model):
    """How a channel is reached."""

    phone: Annotated[str, StringConstraints(pattern=PHONE)] | None = None
    where: Text | None = None

    @model_validator(mode="after")
    def _not_empty(self) -> Contact:
        if not (self.phone or self.where):
            raise ValueError("'phone', 'where' or both")
        return self


class Point(Text):
    """The gist of one article of a source, in our words."""

    seen: Literal["text", "reported"] = "text"
    by: Text | None = None
    """Who reported it; only where it was not read."""

    @model_validator(mode="after")
    def _says_who(self) -> Point:
        if (self.seen == "reported") != (self.by is not None):
            raise ValueError("'by' exactly where 'seen' is 'reported'")
        return self


class Body(Model):
    """What every record has. `sections` and `relations` come from the vocabulary."""

    title: Text
    answer: Text
    topics: tuple[str, ...] = Field(min_length=1, max_length=3)
    audience: tuple[str, ...] = ("borrower",)
    lenders: tuple[str, ...] = ("all",)
    crisis: Bool = False
    also: Words | None = None
    reviewed: Date


class Stage(Body):
    """A span of days, or what an event opens."""

    days: Days | None = None
    opens: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Stage:
        if (self.days is None) == (self.opens is None):
            raise ValueError("either 'days' or 'opens'")
        return self


class Consequence(Body):
    """What being overdue can lead to."""

    starts: Id
    severity: str


class Practice(Body):
    """Something a collector does."""

    verdict: str | dict[str, str]


class Right(Body):
    """What somebody may rely on."""

    holders: tuple[str, ...] = Field(min_length=1)


class Remedy(Body):
    """Something one can do."""

    deadlines: tuple[Deadline, ...] = ()


class Letter(Body):
    """A ready letter with blanks."""

    blanks: tuple[Blank, ...] = Field(min_length=1)
    text: Text


class Answer(Body):
    """One question as people ask it."""


class Channel(Body):
    """Whom to call or write to."""

    contact: Contact


class Rendering(Text):
    """The one English rendering of a Chinese term, and the words that must not stand for it."""

    never: tuple[Phrase, ...] = Field(min_length=1)


class Term(Body):
    """A word and its meaning."""

    renders: Rendering | None = None


class Lender(Body):
    """A kind of lender, or one that the seed articles name."""

    group: Literal["kind", "company"]


class Factcheck(Body):
    """A circulating article, claim by claim."""

    article: Text
    claims: tuple[Claim, ...] = Field(min_length=1)


class Source(Body):
    """An instrument and the points we cite."""

    issuer: Text
    number: Phrase | None = None
    force: str
    effective: Date | None
    """From when; None where that was not seen."""
    ended: Date | None = None
    """The first day it is no longer in force."""
    articles: Annotated[Int, Field(ge=0)] | None = None
    """How many articles it has; None where that was not seen."""
    points: dict[Annotated[str, StringConstraints(pattern=ID)], Point]

    @model_validator(mode="after")
    def _in_order(self) -> Source:
        if self.effective and self.ended and self.effective > self.ended:
            raise ValueError("'effective' on or before 'ended'")
        return self


BASES: dict[str, type[Body]] = {
    model.__name__.lower(): model
    for model in (
        Stage, Consequence, Practice, Right, Remedy, Letter, Answer, Channel, Term, Lender, Factcheck, Source,
    )
}  # fmt: skip


def record_types(vocabulary: Vocabulary) -> dict[str, type[Body]]:
    """Return for each kind the model of its records: own fields, declared sections and relations, controlled words."""
    return {kind: _record_type(kind, vocabulary) for kind in vocabulary.kinds}


def _record_type(kind: str, vocabulary: Vocabulary) -> type[Body]:
    declared = vocabulary.kinds[kind]
    statement = _with_words(Statement, vocabulary)
    fields: dict[str, Any] = {}
    for section in declared.sections:
        fields[section.rstrip("*")] = _list_of(statement, required=section.endswith("*"))
    for relation in declared.relations:
        name = relation.rstrip("*")
        fields[name] = _list_of(Ref if name in ("see", "about") else Id, required=relation.endswith("*"))
    base = _with_words(BASES[kind], vocabulary)
    return cast("type[Body]", create_model(kind.capitalize(), __base__=base, **fields))


def _list_of(item: Any, *, required: bool) -> Any:
    return (tuple[item, ...], Field(min_length=1) if required else ())


def _with_words(base: type[Model], vocabulary: Vocabulary) -> type[Model]:
    """Narrow the fields of `base` that hold controlled words to those words."""
    own: dict[str, Any] = {
        name: (kind, _same_field(base, name))
        for name, kind in _controlled(base, vocabulary).items()
        if name in base.model_fields
    }
    return cast("type[Model]", create_model(base.__name__, __base__=base, **own)) if own else base


def _controlled(base: type[Model], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the type of each field name that takes words from the vocabulary."""
    lenders = tuple(vocabulary.lenders)
    verdict = _one_of(vocabulary.verdicts)
    types: dict[str, Any] = {
        "topics": cast("Any", tuple)[_one_of(vocabulary.topics), ...],
        "audience": cast("Any", tuple)[_one_of(vocabulary.audiences), ...],
        "holders": cast("Any", tuple)[_one_of(vocabulary.audiences), ...],
        "lenders": cast("Any", tuple)[_one_of(("all", *lenders)), ...],
        "opens": _one_of(vocabulary.events) | None,
        "severity": _one_of(vocabulary.severities),
        "force": _one_of(vocabulary.forces),
        "unit": _one_of(vocabulary.units),
        "verdict": verdict | cast("Any", dict)[_one_of((*lenders, "other")), verdict],
    }
    if base is Claim:
        types["verdict"] = _one_of(vocabulary.claim_verdicts)
    if base is Factcheck:
        types["claims"] = cast("Any", tuple)[_with_words(Claim, vocabulary), ...]
    if base is Remedy:
        types["deadlines"] = cast("Any", tuple)[_with_words(Deadline, vocabulary), ...]
    return types


def _one_of(words: Iterable[str]) -> Any:
    """Return the type of a field that takes one of these words."""
    return cast("Any", Literal)[tuple(words)]


def _same_field(base: type[Model], name: str) -> Any:
    """Return the field as `base` has it, so that default and bounds stay."""
    field = base.model_fields[name]
    bounds = {
        bound: value
        for item in field.metadata
        for bound in ("min_length", "max_length")
        if (value := getattr(item, bound, None)) is not None
    }
    return Field(**bounds) if field.is_required() else Field(default=field.default, **bounds)

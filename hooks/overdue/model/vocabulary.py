"""The controlled words of `data/vocabulary.yml`: kinds, sections, verdicts, forces, lenders, audiences, topics."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from overdue.model.wording import slip

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, Lang] = ("zh", "en")


def _chinese(text: str) -> str:
    if wrong := slip(text, "zh"):
        raise ValueError(wrong)
    return text


def _english(text: str) -> str:
    if wrong := slip(text, "en"):
        raise ValueError(wrong)
    return text


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        raise ValueError("each name once")
    return names


def _rank(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"0|[1-9]\d?", value):
        raise ValueError("a number from 0 to 99")
    return value


FOLDER = r"^[a-z]+$"
Chinese = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_chinese)]
English = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_english)]
Names = Annotated[tuple[str, ...], AfterValidator(_each_once)]


class Strict(BaseModel):
    """Frozen, and without a key that nobody declared; built when it is first used."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Word(Strict):
    """A word in both languages."""

    zh: Chinese
    en: English

    def __getitem__(self, lang: Lang) -> str:
        """Return the word in one language."""
        return self.zh if lang == "zh" else self.en


class Section(Word):
    """A section of a page: its heading, whether its statements need a basis, and how they are laid out."""

    basis: Literal["required", "optional", "none"]
    layout: Literal["bullets", "checklist", "steps", "quotes", "prose"]


class Kind(Strict):
    """A kind of record: its folder, its names, and which sections and relations its records have."""

    folder: str = Field(pattern=FOLDER)
    zh: Chinese
    en: English
    zh_plural: Chinese
    en_plural: English
    sections: Names
    relations: Names

    @property
    def name(self) -> Word:
        """The kind's name for one record."""
        return Word(zh=self.zh, en=self.en)

    @property
    def plural(self) -> Word:
        """The kind's name for the list of its records."""
        return Word(zh=self.zh_plural, en=self.en_plural)

    @property
    def section_ids(self) -> tuple[str, ...]:
        """The ids of the kind's sections, in the order of the page."""
        return tuple(name.rstrip("*") for name in self.sections)

    @property
    def relation_ids(self) -> tuple[str, ...]:
        """The keys of the kind's relations."""
        return tuple(name.rstrip("*") for name in self.relations)


class Verdict(Word):
    """What may be said of a practice."""

    shape: str = Field(pattern=FOLDER)
    rank: Annotated[int, BeforeValidator(_rank)]


class Force(Word):
    """How binding an instrument is, and the strongest verdict that may rest on it alone."""

    note: Word
    may_forbid: str


class Vocabulary(Strict):
    """All controlled words. The order in the file is the order on the pages."""

    sections: dict[str, Section]
    kinds: dict[str, Kind]
    forces: dict[str, Force]
    seen: dict[Literal["text", "reported"], Word]
    verdicts: dict[str, Verdict]
    claim_verdicts: dict[str, Word]
    lenders: dict[str, Word]
    audiences: dict[str, Word]
    topics: dict[str, Word]
    events: dict[str, Word]
    severities: dict[str, Word]
    units: dict[str, Word]

    @model_validator(mode="after")
    def _refers_to_itself(self) -> Vocabulary:
        folders = {kind.folder for kind in self.kinds.values()} | {"see", "about"}
        for name, kind in self.kinds.items():
            if unknown := set(kind.section_ids) - set(self.sections):
                raise ValueError(f"kind '{name}' has the undeclared section '{min(unknown)}'")
            if unknown := set(kind.relation_ids) - folders:
                raise ValueError(f"kind '{name}' has the relation '{min(unknown)}', which is no folder")
        for name, force in self.forces.items():
            if force.may_forbid not in self.verdicts:
                raise ValueError(f"force '{name}' may forbid '{force.may_forbid}', which is no verdict")
        return self

    def kind_of_folder(self, folder: str) -> str | None:
        """Return the kind whose records live in `folder`."""
        return next((name for name, kind in self.kinds.items() if kind.folder == folder), None)

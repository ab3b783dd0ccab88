"""The words of the interface in both languages, from `hooks/templates/interface.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import Field

from overdue.model.vocabulary import Word
from overdue.model.yamlfile import FastLoader


class Label(Word):
    """A label of ours, not of a contributor: it may hold a place to fill, such as `{rate}`."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


@dataclass(frozen=True)
class Interface:
    """Labels by key."""

    words: Mapping[str, Word]

    @classmethod
    def read(cls, path: Path) -> Interface:
        """Read the labels; each has to have both languages.

        Raises:
            pydantic.ValidationError: a label lacks a language.
        """
        return cls(
            {key: Label.model_validate(value) for key, value in yaml.load(path.read_text("utf-8"), FastLoader).items()}
        )

    def __getitem__(self, key: str) -> Word:
        """Return a label."""
        return self.words[key]

"""A sample of the mutants of the real data, the same in every run; `make audit` tries them all."""

from __future__ import annotations

import os
import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from conftest import ROOT
from mutations.actions import set_text
from mutations.engine import TABLE, Engine, Mutant, field_kind
from mutations.tree import Source, places
from overdue.model.load import Unreadable, load_vocabulary

AUDIT = bool(os.environ.get("OVERDUE_AUDIT"))
FILES_OF_A_KIND = 2
OF_A_MUTATOR = 24
"""How many mutants of one mutator the sample holds at most."""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(ROOT / "data")


def test_the_untouched_files_are_faultless(engine: Engine) -> None:
    for ref in ("practices/home-visit", "sources/civil-code", "letters/ask-for-plan"):
        text = (engine.data / f"{ref}.yml").read_text(encoding="utf-8")
        untouched = Mutant({"name": "nothing"}, ref, "", "", text, (1, 10**9), ref.partition("/")[2])
        assert engine.findings(untouched) == []


def test_every_kind_of_field_is_in_the_table(engine: Engine) -> None:
    unknown = set()
    for ref in engine.refs:
        for place in places(Source((engine.data / f"{ref}.yml").read_text(encoding="utf-8"))):
            if isinstance(place.node.value, str) and not field_kind(place.pattern):
                unknown.add(place.pattern)
    assert unknown == set()


def test_the_checks_catch_a_sample_of_mutants(engine: Engine) -> None:
    lot = random.Random(20261121)
    by_folder = defaultdict(list)
    for ref in engine.refs:
        by_folder[ref.partition("/")[0]].append(ref)
    chosen = [ref for refs in by_folder.values() for ref in lot.sample(refs, min(FILES_OF_A_KIND, len(refs)))]
    by_mutator = defaultdict(list)
    for ref in chosen:
        for mutant in engine.mutants(ref):
            by_mutator[mutant.mutator["name"]].append(mutant)
    sample = [mutant for all_of in by_mutator.values() for mutant in lot.sample(all_of, min(OF_A_MUTATOR, len(all_of)))]
    survivors = [mutant.title for mutant in sample if not engine.caught(mutant)]
    assert survivors == []
    assert len(sample) > 1000
    assert len(by_mutator) > 0.9 * len(TABLE["mutators"])


def test_names_of_mutators_are_unique_and_restrictions_have_a_reason() -> None:
    names = Counter(mutator["name"] for mutator in TABLE["mutators"])
    assert [name for name, count in names.items() if count > 1] == []
    assert [mutator["name"] for mutator in TABLE["mutators"] if "not" in mutator and not mutator.get("why")] == []


BROKEN_WORDS = {
    "emptied": lambda _: "",
    "script": lambda value: f"{value}<script>alert(1)</script>",
    "template": lambda value: f"{value}{{{{ 7*7 }}}}",
    "link": lambda value: f"{value}javascript:alert(1)",
}


def test_the_vocabulary_is_judged_too(tmp_path: Path) -> None:
    source = Source((ROOT / "data" / "vocabulary.yml").read_text(encoding="utf-8"))
    words = [place for place in places(source) if place.location[-1] in ("zh", "en", "zh_plural", "en_plural")]
    names = [
        place for place in places(source) if isinstance(place.location[-1], int) or place.pattern.endswith("basis")
    ]
    assert len(words) > 200
    survivors = []
    for number, place in enumerate([*words[:: 1 if AUDIT else 12], *names[:: 1 if AUDIT else 12]]):
        for name, change in BROKEN_WORDS.items():
            broken = set_text(place, change(place.value))
            assert broken is not None
            data = tmp_path / f"{number}-{name}"
            data.mkdir()
            (data / "vocabulary.yml").write_text(broken, encoding="utf-8")
            first, last = source.line(place.start), source.line(place.end)
            try:
                load_vocabulary(data)
                survivors.append(f"{name}: {place.location}")
            except Unreadable as error:
                at_kind = place.location[0] == "kinds"  # what a kind refers to is judged as a whole
                if not any(first <= finding.line <= last for finding in error.findings) and not at_kind:
                    survivors.append(f"{name}: {place.location} {error.findings[0]}")
    assert survivors == []

"""A sample of the mutants of the real data, the same in every run; `make audit` tries them all."""

from __future__ import annotations

import os
import random
from collections import Counter, defaultdict

import pytest

from conftest import ROOT
from mutations.beside import Beside, Fault
from mutations.engine import TABLE, Engine, Mutant, field_kind
from mutations.tree import Source, places

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


OF_A_FILE = 60
"""How many faults of one file beside the records the sample holds at most."""


@pytest.mark.parametrize("file", [*TABLE["beside"], *TABLE["lines"]])
def test_the_files_beside_the_records_are_judged_too(engine: Engine, file: str) -> None:
    beside = Beside(engine)
    untouched = Fault("nothing", file, "", 1, beside.text(file), None)
    assert beside.findings(untouched) == []
    faults = list(beside.faults(file))
    lot = random.Random(20261121)
    sample = faults if AUDIT else lot.sample(faults, min(OF_A_FILE, len(faults)))
    assert [fault.title for fault in sample if not beside.caught(fault)] == []
    assert len(faults) > 90


def test_no_file_of_the_data_is_left_out(engine: Engine) -> None:
    files = {path.name for path in engine.data.iterdir() if path.is_file()}
    assert files == {*TABLE["beside"], *TABLE["lines"]} == set(Beside(engine).judges)


def test_what_is_left_out_has_a_reason_and_a_place() -> None:
    names = {mutator["name"] for mutator in TABLE["mutators"]}
    for file, declared in TABLE["beside"].items():
        assert set(declared.get("not", {})) | set(declared.get("anywhere", [])) <= names, file
        assert bool(declared.get("not")) == bool(declared.get("why")), file


def test_every_kind_of_field_beside_the_records_is_in_the_table(engine: Engine) -> None:
    for file, declared in TABLE["beside"].items():
        found = places(Source(Beside(engine).text(file)))
        scalars = {place.pattern for place in found if isinstance(place.node.value, str)}
        assert {pattern for pattern in scalars if not field_kind(pattern, declared["fields"])} == set(), file

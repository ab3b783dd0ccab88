"""`overdue new`: a skeleton of each kind that is right in everything but what has still to be written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import EXAMPLE, ROOT
from overdue.cli import main
from overdue.editing.canonical import comments_of, key_order
from overdue.editing.formatting import formatted, write
from overdue.editing.skeleton import HELP, skeleton
from overdue.model.load import load, load_vocabulary
from overdue.model.records import BASES, Body

VOCABULARY = load_vocabulary(EXAMPLE)
UNWRITTEN = re.compile(r"nothing|a mapping of phone")


def run(data: Path, kind: str, name: str) -> int:
    return main(["--data", str(data), "new", kind, name])


@pytest.mark.parametrize("kind", VOCABULARY.kinds)
def test_a_skeleton_lacks_only_what_has_to_be_written(kind: str, example: Path) -> None:
    assert run(example, kind, "brand-new") == 0
    path = f"data/{VOCABULARY.kinds[kind].folder}/brand-new.yml"
    _, findings = load(example)
    assert {finding.path for finding in findings} == {path}
    assert [str(finding) for finding in findings if not UNWRITTEN.fullmatch(finding.found)] == []
    lines = (example.parent / path).read_text(encoding="utf-8").splitlines()
    assert all(
        re.search(r"(:|-)$|phone", lines[finding.line - 1]) or finding.where.endswith("contact") for finding in findings
    )


@pytest.mark.parametrize("kind", VOCABULARY.kinds)
def test_a_skeleton_names_every_key_that_a_record_may_have(kind: str) -> None:
    text = skeleton(kind, VOCABULARY)
    for key in key_order(kind, VOCABULARY):
        assert re.search(rf"^(# )?{key}:", text, re.MULTILINE), key
    for key in (name.rstrip("*") for name in VOCABULARY.kinds[kind].sections if name.endswith("*")):
        assert re.search(rf"^{key}:\n  - zh:\n    en:", text, re.MULTILINE), key


@pytest.mark.parametrize("kind", VOCABULARY.kinds)
def test_a_skeleton_can_be_formatted_and_keeps_its_comments(kind: str, example: Path) -> None:
    run(example, kind, "brand-new")
    path = example / VOCABULARY.kinds[kind].folder / "brand-new.yml"
    before = [comment.text for comment in comments_of(path.read_text(encoding="utf-8"))]
    faults, new = formatted(example, path, VOCABULARY)
    assert faults == []
    write(path, new or path.read_text(encoding="utf-8"))
    assert [comment.text for comment in comments_of(path.read_text(encoding="utf-8"))] == before
    assert formatted(example, path, VOCABULARY) == ([], None)


def test_every_field_is_explained_in_both_languages() -> None:
    fields = {name for model in (Body, *BASES.values()) for name in model.model_fields}
    assert fields == set(HELP)
    assert all(zh and en and zh != en for zh, en in HELP.values())


def test_nothing_is_overwritten(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = example / "terms" / "overdue.yml"
    before = path.read_bytes()
    assert run(example, "term", "overdue") == 2
    assert "is there already; nothing was written" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["Über", "a b", "../x", "a_b", "", "a-", "a/b"])
def test_what_is_no_id_is_refused(name: str, example: Path) -> None:
    before = sorted(example.rglob("*"))
    assert run(example, "term", name) == 2
    assert sorted(example.rglob("*")) == before


def test_an_unknown_kind_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "recipe", "soup") == 2
    assert "expected one of answer, stage, practice" in capsys.readouterr().err


def test_the_folder_is_as_good_as_the_kind(example: Path) -> None:
    assert run(example, "answers", "brand-new") == 0
    assert (example / "answers" / "brand-new.yml").is_file()


def test_the_modeline_leads_to_a_schema(example: Path) -> None:
    for kind, declared in VOCABULARY.kinds.items():
        schema = skeleton(kind, VOCABULARY).splitlines()[0].partition("$schema=")[2]
        assert (ROOT / "data" / declared.folder / schema).resolve().is_file()

"""Reading one file: hostile input gives findings, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from conftest import ROOT
from overdue.model.load import Unreadable, load, load_vocabulary
from overdue.model.yamlfile import MAX_BYTES, read_yaml

HOSTILE = {
    "billion laughs": "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "merge key": "<<: {a: 1}\n",
    "python tag": "a: !!python/object/apply:os.system ['true']\n",
    "deep flow": "a: " + "[" * 500 + "]" * 500,
    "deep block": "".join("  " * n + "a:\n" for n in range(400)),
    "two documents": "a: 1\n---\nb: 2\n",
    "complex key": "? [a, b]\n: c\n",
    "null key": "~: x\n",
    "lone quote": 'a: "x\n',
    "control character": "a: \x07\n",
    "huge": "a: " + "x" * (MAX_BYTES + 1),
    "only a comment": "# nothing\n",
    "scalar": "words\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_give_findings(text: str, example: Path) -> None:
    (example / "terms" / "overdue.yml").write_text(text, encoding="utf-8")
    _, findings = load(example)
    assert [finding for finding in findings if finding.path == "data/terms/overdue.yml"]


def test_marks_point_at_keys_and_items(tmp_path: Path) -> None:
    path = tmp_path / "data" / "x.yml"
    path.parent.mkdir()
    path.write_text("a: 1\nb:\n  - {zh: 一,\n     en: one}\n", encoding="utf-8")
    file, findings = read_yaml(tmp_path, path)
    assert findings == []
    assert file.values == {"a": "1", "b": [{"zh": "一", "en": "one"}]}
    assert [file.mark(at) for at in (("a",), ("b", 0), ("b", 0, "en"), ("b", 0, "missing"))] == [
        (1, 1),
        (3, 5),
        (4, 6),
        (3, 5),
    ]


def test_scalars_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_text("a: no\nb: 010\nc: 2020-05-28\nd: null\ne: 'null'\n", encoding="utf-8")
    file, _ = read_yaml(tmp_path, path)
    assert file.values == {"a": "no", "b": "010", "c": "2020-05-28", "d": None, "e": "null"}


def test_a_missing_vocabulary_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(Unreadable, match=r"data/vocabulary.yml:1:1: vocabulary: no such file"):
        load(tmp_path / "data")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("zh: 现在做什么,", "", "no 'zh'"),
        ("sections: [meaning*, note]", "sections: [maening*, note]", "undeclared section 'maening'"),
        ("relations: [about*, see]", "relations: [abuot*, see]", "the relation 'abuot', which is no folder"),
        ("may_forbid: departs", "may_forbid: deport", "may forbid 'deport'"),
    ],
)
def test_a_broken_vocabulary_is_said(old: str, new: str, message: str, example: Path) -> None:
    path = example / "vocabulary.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.unlink()
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Unreadable, match=message):
        load_vocabulary(example)


def test_a_kind_needs_a_model(example: Path) -> None:
    path = example / "vocabulary.yml"
    text = path.read_text(encoding="utf-8").replace("  term:\n    folder", "  trem:\n    folder")
    path.unlink()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(
        Unreadable, match=r"'term' in one of them; expected a declaration in vocabulary.yml and a model"
    ):
        load(example)


@pytest.mark.parametrize("folder", sorted(path.name for path in (ROOT / "data").iterdir() if path.is_dir()))
def test_every_record_reads_with_any_yaml_parser(folder: str) -> None:
    for path in (ROOT / "data" / folder).glob("*.yml"):  # libyaml forgives what PyYAML's own parser does not
        list(yaml.parse(path.read_text(encoding="utf-8"), yaml.SafeLoader))

"""`overdue fmt`: canonical, the same twice, the same meaning, every comment kept, never half-written."""
# ruff: noqa: E501 (lines of the width that is tested)

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest

from conftest import EXAMPLE, ROOT
from overdue.cli import main
from overdue.editing.canonical import CommentLost, canonical, comments_of
from overdue.editing.formatting import formatted, write
from overdue.model.load import load, load_vocabulary
from overdue.model.yamlfile import read_yaml

UNTIDY = """\
# yaml-language-server: $schema=../../schema/terms.schema.json
answer:
    zh: '说明：逾期 # 不是注释'
    # about the English
    en: "A text that is long enough to be folded, because it goes on and on: it has a colon, and # no comment, and ends after column 120."
reviewed: 2026-11-21  # by two people
also: {zh: [12378, 'no'], en: ["a, b"]}

# what it means
meaning:
- {zh: 一, en: one}   # the first
- basis: [some-law#1]
  en: two
  zh: 二
topics: [early]
title: {en: Overdue, zh: 逾期}
# the end
"""


ODD = [
    "- a", "a: b", "#x", "a #b", "*a", "null", "0x1F", "1e3", '"', "'", "a\\b", "  a", "a  b " * 60, "行：末:", "\u2028x",
    "a\n\n b\n", "\n", "%a", "@a", "`a`", "yes", "1:30", "=", "? a", "a\u00a0b", "---", "a\n ", "\ta", "a\tb", "😀",
]  # fmt: skip


@pytest.fixture
def untidy(example: Path) -> Path:
    path = example / "terms" / "overdue.yml"
    path.write_text(UNTIDY, encoding="utf-8")
    return path


def test_the_canonical_form_of_an_untidy_record(untidy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(untidy.parent.parent), "fmt", str(untidy)]) == 0
    assert untidy.read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../../schema/terms.schema.json\n"
        "title: {zh: 逾期, en: Overdue}\n"
        "answer:\n"
        '  zh: "说明：逾期 # 不是注释"\n'
        "  # about the English\n"
        '  en: "A text that is long enough to be folded, because it goes on and on: it has a colon, and # no comment, and ends\n'
        '    after column 120."\n'
        "topics: [early]\n"
        "# what it means\n"
        "meaning:\n"
        "  - zh: 一\n"
        "    en: one  # the first\n"
        "  - zh: 二\n"
        "    en: two\n"
        "    basis: [some-law#1]\n"
        'also: {zh: ["12378", "no"], en: ["a, b"]}\n'
        "reviewed: 2026-11-21  # by two people\n"
        "# the end\n"
    )
    assert "changed" in capsys.readouterr().out


def test_check_names_the_file_and_writes_nothing(untidy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = untidy.parent.parent
    assert main(["--data", str(data), "fmt", "--check", str(untidy.parent)]) == 1
    assert untidy.read_text(encoding="utf-8") == UNTIDY
    assert f"would change {untidy}" in capsys.readouterr().out
    assert main(["--data", str(data), "fmt"]) == 0
    assert main(["--data", str(data), "fmt", "--check"]) == 0


def test_the_real_records_keep_their_meaning_and_are_formatted_once(tmp_path: Path) -> None:
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    before = {ref: record.file.values for ref, record in load(data)[0].records.items()}
    assert main(["--data", str(data), "fmt"]) == 0
    library, findings = load(data)
    assert findings == []
    assert {ref: record.file.values for ref, record in library.records.items()} == before
    assert main(["--data", str(data), "fmt", "--check"]) == 0
    for path in data.glob("*/*.yml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert len(line) <= 120 or not re.match(r"\s*(- )?en: [^\[]", line), line


@pytest.mark.parametrize("seed", range(30))
def test_no_comment_is_lost_wherever_it_stands(example: Path, seed: int) -> None:
    chance = random.Random(seed)
    vocabulary = load_vocabulary(example)
    path = chance.choice(sorted(example.glob("*/*.yml")))
    lines = path.read_text(encoding="utf-8").splitlines()
    for number in range(3):
        at = chance.randrange(len(lines) + 1)
        lines.insert(at, " " * chance.choice([0, 2, 4]) + f"# own line {number}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = sorted(comment.text for comment in comments_of(path.read_text(encoding="utf-8")))
    faults, new = formatted(example, path, vocabulary)
    if faults:  # a comment line inside a text that goes over several lines is not YAML
        assert "cannot be read" in faults[0].found
        return
    after = path.read_text(encoding="utf-8") if new is None else new
    assert sorted(comment.text for comment in comments_of(after)) == before
    write(path, after)
    assert formatted(example, path, vocabulary) == ([], None)


def test_a_comment_without_a_place_stops_the_file(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = example / "terms" / "overdue.yml"
    path.write_text("# top\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    file, _ = read_yaml(example.parent, path)
    monkeypatch.setattr("overdue.editing.canonical._place", lambda *_, **__: ("nowhere",))
    with pytest.raises(CommentLost, match="top"):
        canonical(file, path.read_text(encoding="utf-8"), ())
    faults, new = formatted(example, path, load_vocabulary(example))
    assert new is None
    assert "'# top'" in str(faults[0])


def test_a_failed_write_leaves_the_file_as_it_was(untidy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write(untidy, "half")
    assert untidy.read_text(encoding="utf-8") == UNTIDY
    assert [path.name for path in untidy.parent.iterdir() if path.suffix == ".tmp"] == []


def test_an_unreadable_file_is_named_and_the_others_are_formatted(untidy: Path) -> None:
    broken = untidy.parent / "broken.yml"
    broken.write_text("title: [", encoding="utf-8")
    assert main(["--data", str(untidy.parent.parent), "fmt"]) == 1
    assert broken.read_text(encoding="utf-8") == "title: ["
    assert untidy.read_text(encoding="utf-8") != UNTIDY


def test_a_file_that_is_no_record_is_a_wrong_call() -> None:
    with pytest.raises(SystemExit, match="no record of"):
        main(["--data", str(EXAMPLE), "fmt", "Makefile"])


def test_odd_texts_survive(example: Path) -> None:
    path = example / "terms" / "overdue.yml"
    for odd in ODD:
        file, _ = read_yaml(EXAMPLE.parent, EXAMPLE / "terms" / "overdue.yml")
        file.values["answer"] = {"zh": odd, "en": odd}
        file.values["also"] = {"zh": [odd], "en": [odd]}
        path.write_text(canonical(file, "", ("title", "answer")), encoding="utf-8")
        again, faults = read_yaml(example.parent, path)
        assert faults == []
        assert again.values == file.values, odd

"""Translations grow old: one language changed alone is a finding, and somebody who read both confirms them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from conftest import EXAMPLE, ROOT
from overdue.checks import check
from overdue.cli import main
from overdue.model.load import load
from overdue.model.translations import FILE, HEAD, aged, digest, pair, read, written

BANK = Path("lenders", "bank.yml")


def run(data: Path, *arguments: str) -> int:
    return main(["--data", str(data), "ok", *arguments])


def edit(data: Path, *changes: tuple[str, str]) -> None:
    text = (data / BANK).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (data / BANK).write_text(text, encoding="utf-8")


def found(data: Path) -> list[str]:
    library, findings = load(data)
    return [str(finding) for finding in (*findings, *check(library, library.as_of)) if "changed" in finding.found]


def test_one_language_changed_alone_is_a_finding_that_shows_both(example: Path) -> None:
    edit(example, ("找出合同", "先找出合同"))
    assert found(example) == [
        "data/lenders/bank.yml:6:6: bank.do[0].zh: "
        "only the Chinese was changed: zh '先找出合同。', en 'Find the contract.'; "
        "expected the English changed as well, or 'overdue ok lenders/bank' once both say the same"
    ]


def test_both_changed_moved_or_new_is_no_finding(example: Path) -> None:
    edit(example, ("找出合同", "先找出合同"), ("Find the contract", "Find the contract first"))
    edit(example, ("verify:\n", "verify:\n  - {zh: 新的。, en: New.}\n"))
    assert found(example) == []
    text = (example / BANK).read_text(encoding="utf-8").splitlines()
    (example / BANK).write_text("\n".join([*text[1:], text[0], ""]), encoding="utf-8")
    assert found(example) == []


def test_the_same_words_with_another_translation_elsewhere_are_no_finding(example: Path) -> None:
    edit(example, ("verify:\n", "verify:\n  - {zh: 找出合同。, en: Find your contract.}\n"))
    assert found(example) == []


def test_ok_confirms_what_it_shows(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(example, ("Find the contract", "Look for the contract"))
    assert run(example, "bank") == 0
    printed = capsys.readouterr().out
    assert "only en was changed\n  zh  找出合同。\n  en  Look for the contract.\n" in printed
    assert "lenders/bank: 1 texts confirmed" in printed
    assert found(example) == []
    edit(example, ("找出合同", "先找出合同"))
    assert len(found(example)) == 1


def test_ok_without_an_id_takes_up_what_is_new_and_leaves_what_one_language_changed(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(example) == 0
    assert "0 to be read" in capsys.readouterr().err
    assert run(example, "--list") == 0
    path = example / "terms" / "overdue.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("Past the due day", "After the due day"), encoding="utf-8")
    edit(example, ("verify:\n", "verify:\n  - {zh: 新的。, en: New.}\n"))
    assert run(example, "--list") == 1
    assert run(example) == 1
    assert "data/terms/overdue.yml: 1 texts changed in one language only" in capsys.readouterr().out
    assert len(found(example)) == 1
    assert run(example, "terms/overdue") == 0
    assert run(example, "--list") == 0


def test_ok_of_no_record_is_a_wrong_call_and_writes_nothing(example: Path) -> None:
    before = (example / FILE).read_bytes()
    assert run(example, "bank", "nobody") == 2
    assert (example / FILE).read_bytes() == before


def test_the_layout_of_a_text_does_not_count() -> None:
    assert digest("a  b\n c") == digest("a b c") != digest("a b d")


def test_a_mended_comma_does_not_count_but_a_decimal_point_does() -> None:
    assert digest("先还,再问。") == digest("先还，再问。") == digest("先还，再问") != digest("先还，不问。")
    assert digest("1.5% of it") != digest("15% of it") != digest("15 of it")
    assert digest("22:00 to 8:00") != digest("2200 to 800")


def test_the_file_is_sorted_and_drops_what_is_gone(example: Path) -> None:
    with (example / FILE).open("a", encoding="utf-8") as stream:
        stream.write("terms/gone 00000000 00000000\n")
    assert run(example) == 0
    lines = (example / FILE).read_text(encoding="utf-8").splitlines()
    assert lines[0] + "\n" == HEAD
    assert lines[1:] == sorted(lines[1:])
    assert "terms/gone" not in " ".join(lines)
    assert written(read(example)[0]) == (example / FILE).read_text(encoding="utf-8")


def test_a_line_that_is_none_is_a_finding(example: Path) -> None:
    with (example / FILE).open("a", encoding="utf-8") as stream:
        stream.write("<<<<<<< HEAD\n")
    _, findings = load(example)
    assert [finding.found for finding in findings] == ["'<<<<<<< HEAD'"]
    assert findings[0].path == "data/translations.txt"


def test_without_the_file_nothing_is_judged(example: Path) -> None:
    (example / FILE).unlink()
    edit(example, ("找出合同", "先找出合同"))
    assert found(example) == []


def test_every_real_text_was_confirmed() -> None:
    library, _ = load(ROOT / "data")
    assert library.translations, "data/translations.txt is missing: run overdue ok"
    assert [ref for ref, record in library.records.items() if list(aged(record, library.translations))] == []


def test_a_hash_of_eight_digits_is_enough_within_a_record() -> None:
    for record in load(ROOT / "data")[0].records.values():
        for lang in (0, 1):
            texts = {"".join(re.findall(r"\w|%", (text.zh, text.en)[lang])) for _, text in record.texts}
            assert len({pair(text)[lang] for _, text in record.texts}) >= len(texts)


def test_the_example_confirms_one_record_only() -> None:
    assert set(read(EXAMPLE)[0]) == {"lenders/bank"}


def test_two_branches_that_add_neighbouring_records_merge_by_themselves(example: Path) -> None:
    root = example.parent
    git = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@example.org"]

    def run_git(*arguments: str) -> None:
        subprocess.run([*git, *arguments], check=True, timeout=60, capture_output=True)

    def branch(name: str) -> None:
        run_git("checkout", "-q", "-B", name, "start")
        (example / "terms" / f"late-{name}.yml").write_bytes((example / "terms" / "overdue.yml").read_bytes())
        assert run(example) == 0
        run_git("add", ".")
        run_git("commit", "-qm", name)

    (root / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    assert run(example) == 0
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "start"], ["branch", "start"]):
        run_git(*arguments)
    branch("a")
    branch("b")
    run_git("merge", "-q", "a", "-m", "merge")
    assert load(example)[1] == []
    assert run(example, "--list") == 0

"""Words outside the records: what may not stand in them, and that a finding says so at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from overdue.checks import check
from overdue.model.calculators import Wording
from overdue.model.load import Unreadable, load, load_vocabulary
from overdue.model.searchwords import SearchWords
from overdue.model.wording import slip
from overdue.published.moved import Move


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("会怎样", "zh", ""), ("What happens (罚息)", "en", ""), ("<b>", "en", "plain words"),
        ("TODO", "en", "finished"),
        ("会怎样!", "zh", "full-width"),
        ("bank", "zh", "in Chinese"), ("會怎樣", "zh", "simplified"),
        ("Stop!", "en", "half-width"), ("会怎样", "en", "in English"),
    ],
)  # fmt: skip
def test_a_slip_is_named(text: str, lang: str, expected: str) -> None:
    assert expected in slip(text, lang)
    assert bool(slip(text, lang)) == bool(expected)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ({"zh": "改了名字！", "en": "renamed"}, "exclamation mark"),
        ({"zh": "3年内有效", "en": "valid for 4 years"}, "the same numbers"),
    ],
)
def test_the_reason_of_a_move_is_worded_well(reason: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Move.model_validate({"to": "gone", "reason": reason})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("zh: 还款", "zh: 还款！", "exclamation mark"),
        ("en: allowed", "en: allowed!", "exclamation mark"),
        ("rank: 0", "rank: 007", "a number from 0 to 99"),
        ("sections: [do*", "sections: [do*, do*", "each name once"),
        ("folder: answers", "folder: answers/x", "lower-case letters"),
        ("shape: circle", "shape: 'x\" onclick=y'", "lower-case letters"),
    ],
)
def test_the_vocabulary_is_worded_well(example: Path, old: str, new: str, said: str) -> None:
    path = example / "vocabulary.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Unreadable, match=said):
        load_vocabulary(example)


@pytest.mark.parametrize("words", [["a=b"], ["<b>"], ["a", "a"]])
def test_search_words_are_plain_and_named_once(words: list[str]) -> None:
    with pytest.raises(ValidationError, match=r"plain words|each word once"):
        SearchWords.model_validate({"stop": {"zh": words}})


def test_a_rate_by_times_says_how_often() -> None:
    with pytest.raises(ValidationError, match="'times' exactly where"):
        Wording.model_validate({"unit": "year-times", "rate": "12"})
    assert Wording.model_validate({"unit": "year-times", "rate": "12", "times": "1.5"}).times


def test_a_rung_has_an_id_of_its_own(example: Path) -> None:
    path = example / "paths.yml"
    text = path.read_text(encoding="utf-8")
    start = text.index("ladder:\n") + len("ladder:\n")
    rung = text[start:].partition("\nshort:")[0]
    name = rung.partition("id: ")[2].split()[0].rstrip(",}")
    more = f"  - {{id: {name}, zh: 再一级, en: one more, note: {{zh: 再问。, en: Ask again.}}}}\n"
    path.write_text(text[:start] + more + text[start:], encoding="utf-8")
    library, findings = load(example)
    said = [str(finding) for finding in [*findings, *check(library, library.as_of)]]
    assert any(f"'{name}' a second time; expected an id of its own" in line for line in said), said


def test_a_confirmed_text_of_nobody_is_told(example: Path) -> None:
    with (example / "translations.txt").open("a", encoding="utf-8") as file:
        file.write("terms/nobody 00000000 00000000\n")
    assert any("the record 'terms/nobody'" in str(finding) for finding in load(example)[1])

"""The search index and its word lists, by the core alone: no site, no browser."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conftest import EXAMPLE, ROOT
from overdue.model.load import load
from overdue.model.searchwords import WRITTEN, SearchWords
from overdue.model.vocabulary import LANGS, Lang
from overdue.published import search
from overdue.published.search import BUDGET, CODES, COMMON, Index, compressed, cut, encoded, han
from overdue.site import DOCS, Site


def plain(script: str) -> dict[str, Any]:
    """Read an index as the browser does: a call with data, common Chinese characters in codes."""
    assert script.startswith("overdueIndex({")
    assert script.endswith("});\n")
    text = script.removeprefix("overdueIndex(").removesuffix(");\n")
    found: dict[str, Any] = json.loads(text.translate(codes(json.loads(text)["codes"])))
    return found


def codes(table: str) -> dict[int, str]:
    """Return what each code of an index stands for."""
    coded, _, often = table.partition(" ")
    bits = base64.b64decode(coded)
    half = len(often) // 2
    used = [c for place, c in enumerate(COMMON) if bits and bits[place // 8] >> (7 - place % 8) & 1]
    return dict(zip(CODES, used, strict=False)) | dict(zip(map(ord, often[:half]), often[half:], strict=True))


def rows(data: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return kind, id, sections, topic, title, also, answer of each page."""
    places = [column.split("\n") for column in data["places"]]
    words = [row.split("\t") for row in data["rows"].split("\n")]
    return [(*where, *texts) for *where, texts in zip(*places, words, strict=True)]


@pytest.fixture(scope="module")
def site() -> Site:
    return Site.load(ROOT / "data")


def index(site: Site, lang: Lang) -> Index:
    return Index(site.library, site.interface, lang, DOCS)


@pytest.mark.parametrize("lang", LANGS)
def test_the_index_has_room_left(site: Site, lang: Lang) -> None:
    size = compressed(index(site, lang).script())
    assert size <= BUDGET <= 59_500


@pytest.mark.parametrize(
    ("lang", "title", "also", "kept"),
    [
        ("zh", "会坐牢吗", ["会坐牢", "坐牢怎么办", "会被抓吗", "抓人"], ["会被抓吗", "抓人"]),
        (
            "en",
            "Will I go to prison?",
            ["prison", "the prisons", "jail", "go to jail", "arrest 714"],
            ["go to jail", "arrest 714"],
        ),
    ],
)
def test_words_that_add_nothing_to_the_others_are_left_out(
    site: Site, lang: Lang, title: str, also: list[str], kept: list[str]
) -> None:
    assert index(site, lang)._telling(title, also) == kept


@pytest.mark.parametrize("lang", LANGS)
def test_the_helpers_the_path_and_the_written_pages_are_in_it(site: Site, lang: Lang) -> None:
    found = {name: row for row in rows(plain(index(site, lang).script())) for name in [row[1]] if row[0] == ""}
    assert {*DOCS, "dates", "interest", "path/soon", "path/late"} <= set(found)
    assert found["interest"][5], "what people type for a helper"
    assert found["interest"][6], "its short answer"
    assert found["staff"][5].split("|") == list(site.library.words.pages["staff"][lang])


def test_a_library_without_path_and_helpers_has_neither(site: Site) -> None:
    bare = replace(site.library, guide=None, helpers={}, words=SearchWords())
    names = {row[1] for row in rows(plain(Index(bare, site.interface, "zh", DOCS).script()))}
    assert {name for name in names if name.startswith("path/") or name in ("dates", "interest")} == set()
    assert {record.id for record in bare.records.values()} | set(DOCS) <= names


def test_a_short_answer_is_as_long_as_the_budget_allows(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def longest() -> int:
        return max(len(row[6]) for row in rows(plain(index(site, "zh").script())) if "12356" not in row[6])

    whole = longest()
    monkeypatch.setattr(search, "BUDGET", BUDGET - 3000)
    less = longest()
    monkeypatch.setattr(search, "BUDGET", 0)
    assert whole > less > longest()


def test_common_characters_are_written_in_one_or_two_bytes() -> None:
    text = "逾期，逾期Overdue：囍"
    coded, table = encoded(text)
    assert coded.translate(codes(table)) == text
    assert "囍" in coded, "not one of the common ones"
    assert len(coded.encode()) == len(text.encode()) - 4 * 2, "a few characters, each in one byte"
    many = text + COMMON[:400]
    coded, table = encoded(many)
    assert coded.translate(codes(table)) == many
    signs = len(table.partition(" ")[2]) // 2
    assert 40 < signs < 100
    assert len(coded.encode()) == len(many.encode()) - 404 - (signs + 2), "逾 and 期 stand in it twice"
    assert encoded("overdue") == ("overdue", "")
    assert encoded("逾期 ā") == ("逾期 ā", ""), "a text that holds one of the codes is left as it is"


def test_only_characters_that_matter_and_that_people_type_are_mapped() -> None:
    assert han({"讯", "录", "a"}) == ["訊錄", "讯录"], "彔 and 録 are for scholars"


def test_short_answers_are_cut_at_a_sentence_or_say_that_they_go_on() -> None:
    assert cut("一句话。第二句话。", 5) == "一句话。"
    assert cut("一句很长很长的话", 5) == "一句很长…"
    assert cut("Short.", 20) == "Short."
    assert cut("有危险打110或120", 7) == "有危险打…", "a number cut in two is another number"


def test_help_in_either_language_is_looked_for_on_both(site: Site) -> None:
    for lang in LANGS:
        data = plain(index(site, lang).script())
        assert {"想死", "不想活", "suicide", "want to die"} <= set(data["despair"].split("|"))
        assert {"系统崩溃", "life savings"} <= set(data["calm"].split("|"))


def test_a_chain_of_words_is_followed_to_the_end(example: Path) -> None:
    (example / "search.yml").write_text(
        "slips:\n  zh: {结清: [结青]}\nsame:\n  zh: {还清: [结清]}\nstop: {zh: [的]}\n", "utf-8"
    )
    library, findings = load(example)
    assert findings == []
    assert library.words.reads("zh") == {"结青": "还清", "结清": "还清", "的": ""}
    assert library.words.reads("en") == {}


AT = "data/search.yml:"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("slip: {}\n", AT + "1:1: search.slip: the unknown key 'slip'; expected one of"),
        ("slips:\n  zh: {逾期: 预期}\n", AT + "2:8: search.slips.zh.逾期: '预期'; expected a list"),
        ("stop: {en: ['']}\n", AT + "1:13: search.stop.en[0]: an empty text; expected "),
        (
            "sections:\n  rules: {zh: [合法], en: [legal]}\n",
            AT + "2:3: search.sections.rules: the undeclared 'rules'; expected one that vocabulary.yml declares",
        ),
        ("kinds:\n  leter: {en: [draft]}\n", AT + "2:3: search.kinds.leter: the undeclared 'leter'; expected one that"),
        (
            "slips:\n  zh: {逾期: [预期]}\nsame:\n  zh: {期望: [预期]}\n",
            AT + "4:13: search.same.zh.期望[0]: '预期'; expected a variant that stands for one other word",
        ),
        (
            "same:\n  en: {debt: [debt]}\n",
            AT + "2:15: search.same.en.debt[0]: 'debt'; expected a variant that stands for",
        ),
        (
            "same:\n  en: {debt: [loan], loan: [debt]}\n",
            AT + "2:15: search.same.en.debt[0]: 'loan'; expected one of 'loan' and 'debt' to stand for the other",
        ),
        (
            "same:\n  en: {debt: ['a|b']}\n",
            AT + "2:15: search.same.en.debt[0]: 'a|b'; expected plain words: no markup, link or script, no '='",
        ),
        ("pinyin: {Yu Qi: 逾期}\n", AT + "1:10: search.pinyin.Yu Qi: 'Yu Qi'; expected lower-case letters"),
        (
            "pages:\n  staf: {zh: [客服]}\n",
            AT + "2:3: search.pages.staf: 'staf'; expected a page written by hand: staff,",
        ),
    ],
)
def test_faults_in_the_word_lists_are_said_with_their_place(text: str, message: str, example: Path) -> None:
    (example / "search.yml").write_text(text, encoding="utf-8")
    assert [str(finding)[: len(message)] for finding in load(example)[1]][:1] == [message]


def test_the_pages_written_by_hand_are_those_of_the_menu() -> None:
    assert set(WRITTEN) == set(DOCS)


def test_the_example_has_no_findings() -> None:
    assert load(EXAMPLE)[1] == []

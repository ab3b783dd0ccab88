"""The way from the home page: what `data/paths.yml` may hold, where it leads, and the pictures made beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from conftest import EXAMPLE, ROOT, apply
from overdue.checks import Edit, check
from overdue.checks.path_ends import FIRST
from overdue.model.library import Library
from overdue.model.load import load
from overdue.model.paths import MAX_TAPS, Paths
from overdue.pages.pictures import matrix, out_of_force, rung_channels
from overdue.pages.render import Renderer
from overdue.site import Site

AS_OF = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def library() -> Library:
    return load(ROOT / "data")[0]


@pytest.fixture(scope="module")
def paths(library: Library) -> Paths:
    assert library.guide is not None
    return library.guide.paths


def findings(example: Path, edit: Edit) -> list[str]:
    apply(edit, example)
    library, found = load(example)
    return [str(finding) for finding in (*found, *check(library, AS_OF))]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("doors: [soon, late, calls, papers]", "doors: [soon, late]", "expected at least 4"),
        ("ask: {zh: 还有几天, en: How many days are left?}", "ask: {zh: 还有几天}", "paths.nodes.soon.ask.en: no 'en'"),
        ("to: not-yet", "to: not-yte", "'not-yte'; expected a node or an outcome (did you mean 'not-yet'?)"),
        ("first: stages/early", "first: terms/overdue", "expected a record of answers, stages, practices, remedies"),
        ("first: stages/early", "first: stages/earyl", "'stages/earyl', which does not exist"),
        ("more: [stages/late]", "more: [stages/late, stages/early, stages/sued, terms/overdue]", "no more than 3"),
        ("to: longer}\noutcomes", "to: papers}\noutcomes", "'papers', which comes before"),
        ("to: visit}", "to: phone}", "outcomes.visit: a page that no choice leads to"),
        ("en: A summons", "en: A summons!", "'!'; expected a calm sentence"),
        ("zh: 才一天", "zh: 才3天", "3 only in Chinese"),
        ("by_lender: [bank]", "by_lender: [bnak]", "'lenders/bnak', which does not exist"),
        ("  late: {zh: 逾期, en: Late}\n", "", "paths.short: no name for the stage 'late'"),
    ],
)
def test_a_fault_is_named_where_it_stands(old: str, new: str, message: str, example: Path) -> None:
    found = findings(example, Edit("paths.yml", old, new))
    assert any(message in line and line.startswith("data/paths.yml:") for line in found), found
    assert not any(line.startswith("data/paths.yml:1:1:") for line in found), found


def test_an_outcome_far_away_is_a_finding(example: Path) -> None:
    deeper = """  deeper:
    zh: 更深
    en: Deeper
    ask: {zh: 再问一次, en: Once more?}
    choices:
      - {zh: 是, en: "Yes", to: far}
      - {zh: 否, en: "No", to: court}
outcomes:
  far: {first: answers/one-day}
"""
    apply(Edit("paths.yml", "{zh: 银行, en: A bank, to: longer}", "{zh: 银行, en: A bank, to: deeper}"), example)
    found = findings(example, Edit("paths.yml", "outcomes:\n", deeper))
    assert any("paths.outcomes.far: 4 taps from the home page; expected at most 3 taps" in line for line in found)


def test_without_the_file_there_is_one_finding(example: Path) -> None:
    (example / "paths.yml").unlink()
    library, found = load(example)
    assert [str(finding) for finding in found] == [
        "data/paths.yml:1:1: paths: no such file; expected the way from the home page"
    ]
    assert library.guide is None


def test_hostile_yaml_gives_a_finding(example: Path) -> None:
    (example / "paths.yml").write_text("home: &a [*a]\n", encoding="utf-8")
    library, found = load(example)
    assert found
    assert library.guide is None


def test_every_page_of_the_path_is_reached_in_time(paths: Paths) -> None:
    assert set(paths.routes) == {*paths.nodes, *paths.outcomes}
    assert max(paths.taps(name) for name in paths.outcomes) <= MAX_TAPS
    assert all(outcome.first.split("/")[0] in FIRST for outcome in paths.outcomes.values())


def test_no_two_outcomes_are_the_same_record(paths: Paths) -> None:
    counts = Counter(outcome.first for outcome in paths.outcomes.values())
    assert [ref for ref, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("ref", ["answers/calls-to-parents", "answers/payment-order", "answers/paid-still-overdue"])
def test_the_three_tasks_are_near(paths: Paths, ref: str) -> None:
    """Two taps to the outcome, so that the third opens the whole page."""
    (name,) = [name for name, outcome in paths.outcomes.items() if outcome.first == ref]
    assert paths.taps(name) == MAX_TAPS - 1


def test_choices_do_not_repeat_their_words(paths: Paths) -> None:
    for name, node in paths.nodes.items():
        for lang in ("zh", "en"):
            words = [choice[lang] for choice in node.choices]
            assert len(set(words)) == len(words), (name, lang)
        assert len({choice.to for choice in node.choices}) == len(node.choices), name


def test_every_stage_and_every_despair_has_a_way(paths: Paths, library: Library) -> None:
    first = {outcome.first for outcome in paths.outcomes.values()}
    day_stages = {f"stages/{r.id}" for r in library.of_kind("stage") if getattr(r.body, "days", None)}
    assert day_stages - first == set()
    assert "answers/want-to-die" in first


def test_path_pages_know_what_is_above_them() -> None:
    site = Site.load(EXAMPLE)
    frame = site.frame("en/path/court.md")
    assert frame is not None
    assert [item.path for item in frame.trail] == ["en/index.md", "en/path/papers.md"]
    deeper = site.frame("en/path/unsure.md")
    assert deeper is not None
    assert [item.title for item in deeper.trail] == ["Home", "What is it?"]
    assert deeper.source == "data/paths.yml"


def test_each_choice_and_each_outcome_is_a_link() -> None:
    site = Site.load(EXAMPLE)
    for lang in ("zh", "en"):
        for name in ("soon", "late", "calls", "papers"):
            assert f"](path/{name}.md)" in site.pages[f"{lang}/index.md"].markdown
        assert "](../remedies/negotiate.md)" in site.pages[f"{lang}/path/longer.md"].markdown
        assert "](../consequences/penalty.md)" in site.pages[f"{lang}/path/longer.md"].markdown


def test_a_remedy_as_outcome_shows_its_steps() -> None:
    page = Site.load(EXAMPLE).pages["en/path/longer.md"].markdown
    assert re.search(r"^## Steps \{#do\}\n\n1\. ", page, flags=re.MULTILINE)


def test_the_matrix_has_each_consequence_where_it_starts(library: Library) -> None:
    picture = matrix(library)
    assert len(picture.stages) == 11
    assert {row.consequence.ref for row in picture.rows} == {r.ref for r in library.of_kind("consequence")}
    for row in picture.rows:
        assert row.marks.count("starts") == 1
        stage = picture.stages[row.marks.index("starts")]
        assert getattr(row.consequence.body, "starts", "") == stage.id
    begins = [row.marks.index("starts") for row in picture.rows]
    assert begins == sorted(begins)
    for index, stage in enumerate(picture.stages):
        shown = {record.ref for mark in ("starts", "matters") for record in picture.at(index, mark)}  # type: ignore[arg-type]
        assert shown >= set(stage.relations["consequences"])


def test_the_ladder_has_every_channel_once_and_danger_first(library: Library, paths: Paths) -> None:
    shown = [channel for rung in paths.ladder for channel in rung_channels(rung, library)]
    assert sorted(shown) == [record.id for record in library.of_kind("channel")]
    assert shown[:2] == ["police-110", "mental-health-12356"]
    assert paths.ladder[1].channels == ("lender-first",)


def test_what_has_ended_or_not_begun_is_told(example: Path) -> None:
    apply(Edit("stages/late.yml", "valid: {from: 2026-08-01}", "valid: {from: 2027-01-01}"), example)
    apply(
        Edit("stages/late.yml", "{zh: 按合同算。, en: As the contract says.}",
             "{zh: 按合同算。, en: As the contract says., valid: {until: 2026-11-20}}"),
        example,
    )  # fmt: skip
    page = Site.load(example).pages["en/stages/late.md"].markdown
    assert "- [What happens](#happens): not yet begun, first day 2027-01-01" in page
    assert "- [What it costs](#costs): ended, last day 2026-11-20" in page
    assert "in-force" not in Site.load(EXAMPLE).pages["en/stages/late.md"].markdown


def test_a_rule_holds_on_its_last_day_and_on_its_first(example: Path) -> None:
    apply(Edit("stages/late.yml", "valid: {from: 2026-08-01}", "valid: {from: 2026-11-21, until: 2026-11-21}"), example)
    assert "in-force" not in Site.load(example).pages["en/stages/late.md"].markdown


def test_an_instrument_that_ended_or_waits_says_so_itself_and_where_it_is_cited(example: Path) -> None:
    apply(Edit("sources/some-law.yml", "effective: 2021-01-01", "effective: 2027-03-01"), example)
    library, _ = load(example)
    for ref in ("answers/one-day", "sources/some-law"):
        (item,) = out_of_force(library.records[ref], library)
        assert (item.state, item.day) == ("not_begun", dt.date(2027, 3, 1)), ref
    page = next(p for p in Renderer(library).records() if p.path == "en/sources/some-law.md").markdown
    assert "- This instrument: not yet begun, first day 2027-03-01" in page


def test_an_instrument_that_ended_names_its_last_day(library: Library) -> None:
    (item,) = out_of_force(library.records["sources/spc-private-lending-2015"], library)
    assert (item.state, item.day) == ("ended", dt.date(2020, 8, 19))


def test_crisis_numbers_can_be_tapped() -> None:
    site = Site.load(ROOT / "data")
    for path in ("index", "path/calls", "path/despair", "answers/want-to-die"):
        for lang in ("zh", "en"):
            text = site.pages[f"{lang}/{path}.md"].markdown
            assert [n for n in ("110", "120", "12356") if f'<a href="tel:{n}">{n}</a>' not in text] == [], path


def test_folded_links_are_no_part_of_the_fold() -> None:
    """What stands inside a closed <details> cannot be printed by every browser; what stands after it can."""
    for page in Site.load(EXAMPLE).pages.values():
        for inside in re.findall(r"<details.*?</details>", page.markdown, flags=re.DOTALL):
            assert re.fullmatch(r'<details class="fold"><summary>[^<]+</summary></details>', inside), page.path

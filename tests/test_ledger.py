"""Addresses are promises: what the ledger holds, what it refuses to lose, and what becomes of what was lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from conftest import EXAMPLE, ROOT
from helpers import Html
from overdue.cli import main
from overdue.model.load import load
from overdue.published.ledger import LEDGER, Ledger, anchors, extended, read_ledger
from overdue.published.publication import Publication
from overdue.site import Faulty, Site


def findings(data: Path) -> list[str]:
    """Return what `overdue check` says of the addresses of a project."""
    library, faults = load(data)
    assert faults == []
    site, broken = Site.of(library, data)
    return [str(finding) for finding in [*broken, *site.unwritten()]]


def _add(data: Path, text: str) -> None:
    (data / "moved.yml").write_text("# comment\n" + text, encoding="utf-8")


def _rename(data: Path) -> None:
    """Give a record another name, as a contributor would, and write the ledger."""
    (data / "terms" / "overdue.yml").rename(data / "terms" / "overdue-loan.yml")
    for path in data.rglob("*.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("terms/overdue", "terms/overdue-loan").replace("[overdue]", "[overdue-loan]"))


MOVED = "terms/overdue: {to: terms/overdue-loan, reason: {zh: 改了名字, en: renamed}}\n"
GONE = "terms/overdue: {to: gone, reason: {zh: 词已经不用了, en: the word is out of use}}\n"


def test_the_committed_ledger_has_every_page_and_anchor() -> None:
    assert findings(EXAMPLE) == []
    assert findings(ROOT / "data") == []


def test_every_record_has_a_number_of_its_own() -> None:
    library, _ = load(ROOT / "data")
    publication, _ = Publication.read(ROOT / "data")
    numbers = [publication.ledger.number(ref) for ref in library.records]
    assert None not in numbers
    assert len(set(numbers)) == len(numbers)
    assert all(number is not None and 100 < number < 1_000_000 for number in numbers)


def test_anchors_are_headings_and_marked_places_but_no_basis_numbers() -> None:
    text = (
        '# A {#top}\n\n<span id="d-reply"></span> <span id="b12"></span>\n### 第1条 {#p-1}\n<input id="sum">\n{#not}\n'
    )
    assert anchors(text) == {"top", "d-reply", "p-1"}


def test_the_ledger_only_grows_and_numbers_never_change() -> None:
    first, _ = read_ledger("b/gone 103 old top\nb/kept 105 top\n", "x")
    pages = {"b/kept": frozenset({"top", "rule"}), "a/new": frozenset({"top"}), "about": frozenset({"top"})}
    text = extended(first, pages, ["a/new", "b/kept"])
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines == ["a/new 106 top", "about - top", "b/gone 103 old top", "b/kept 105 rule top"]
    again, faults = read_ledger(text, "x")
    assert faults == []
    assert extended(again, pages, ["a/new", "b/kept"]) == text


def test_the_first_number_has_three_digits() -> None:
    assert "\na/b 101 top\n" in extended(Ledger(), {"a/b": frozenset({"top"})}, ["a/b"])


def test_no_record_has_the_number_of_the_page_for_lost_addresses() -> None:
    text = extended(read_ledger("b/last 403 top\n", "x")[0], {"a/b": frozenset({"top"})}, ["a/b"])
    assert "\na/b 405 top\n" in text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a/b 404 top\n",
            "data/ledger.txt:1:5: a/b: the number 404; expected another number: 404.html is the page for",
        ),
        ("a/b 1x top\n", "data/ledger.txt:1:1: ledger: the line 'a/b 1x top'; expected a page, its number or '-'"),
        ("a/b  101 top\n", "the line 'a/b 101 top'"),
        ("a/b 101 top\na/b 102 top\n", "data/ledger.txt:2:1: a/b: a second line of this page"),
        (
            "a/b 101 top\na/c 101 top\n",
            "data/ledger.txt:2:5: a/c: the number 101, which is that of 'a/b'; expected '-'",
        ),
    ],
)
def test_a_broken_ledger_is_said(text: str, message: str) -> None:
    _, faults = read_ledger(text, "data/ledger.txt")
    assert [message in str(fault) for fault in faults] == [True]


def test_a_lost_page_stops_the_build_and_prints_the_line_to_add(example: Path) -> None:
    _rename(example)
    with pytest.raises(Faulty) as caught:
        Site.load(example)
    (finding,) = caught.value.findings
    assert str(finding) == (
        f"data/ledger.txt:{finding.line}:1: terms/overdue: a page that the site no longer has; "
        f"expected it back, or this line in data/moved.yml: {MOVED.strip()}"
    )
    assert (example / "ledger.txt").read_text().splitlines()[finding.line - 1].startswith("terms/overdue ")
    _add(example, str(finding).partition("data/moved.yml: ")[2] + "\n")
    Site.load(example)


def test_a_lost_section_stops_the_build_and_prints_the_line_to_add(example: Path) -> None:
    path = example / "practices" / "home-visit.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text("".join(line for line in text.splitlines(True) if "say:" not in line and "zh: 请" not in line))
    (finding,) = [line for line in findings(example) if "#say" in line]
    line = finding.partition("data/moved.yml: ")[2]
    assert line == "practices/home-visit#say: {to: gone, reason: {zh: 为什么没有了, en: why it is gone}}"
    _add(example, line + "\n")
    assert findings(example) == []


def test_a_lost_page_of_docs_is_lost_too(example: Path) -> None:
    with (example / "ledger.txt").open("a") as file:
        file.write("about - top\n")
    assert "about: a page that the site no longer has" in "".join(findings(example))
    for lang in ("zh", "en"):
        (example.parent / "docs" / lang).mkdir(parents=True)
        (example.parent / "docs" / lang / "about.md").write_text("# About {#top}\n")
    assert findings(example) == []


def test_a_new_page_or_anchor_asks_for_the_ledger_but_builds(example: Path) -> None:
    path = example / "terms" / "overdue.yml"
    path.write_text(path.read_text() + "note:\n  - {zh: 多一段。, en: One more part.}\n")
    other = (example / "answers" / "one-day.yml").read_text().replace("晚一天", "晚").replace("one day late", "late")
    (example / "answers" / "late.yml").write_text(other)
    said = findings(example)
    assert any("terms/overdue: the new anchor note; expected a run of `overdue ledger`" in line for line in said)
    assert any("answers/late: a page that is not in the ledger" in line for line in said)
    Site.load(example)
    assert main(["--data", str(example), "check"]) == 1
    assert main(["--data", str(example), "ledger"]) == 0
    assert main(["--data", str(example), "check"]) == 0
    assert Publication.read(example)[0].ledger.number("answers/late") == 117


def test_the_ledger_is_not_written_from_faulty_data(example: Path) -> None:
    before = (example / "ledger.txt").read_bytes()
    (example / "terms" / "overdue.yml").write_text("")
    assert main(["--data", str(example), "ledger"]) == 1
    assert (example / "ledger.txt").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            MOVED.replace("overdue:", "overdeu:"),
            "data/moved.yml:2:1: terms/overdeu: an address that was never published",
        ),
        (GONE, "data/moved.yml:2:1: terms/overdue: an address that the site has; expected no entry for it"),
        (
            "terms/overdue#old: {to: terms/overdue, reason: {zh: 一, en: a}}\n",
            "terms/overdue#old: an address that was never published",
        ),
        (MOVED.replace("reason", "raeson"), "data/moved.yml:2:41: terms/overdue.raeson: the unknown key 'raeson'"),
        ("terms/overdue: gone\n", "data/moved.yml:2:1: terms/overdue: 'gone'; expected a mapping of keys"),
        (MOVED.replace("terms/overdue-loan", "../x"), "terms/overdue.to: '../x'; expected a page or page#anchor"),
        (MOVED + MOVED, "the key 'terms/overdue' a second time"),
    ],
)
def test_an_entry_that_is_wrong_is_said(text: str, message: str, example: Path) -> None:
    _add(example, text)
    assert message in "\n".join(findings(example))


def test_an_entry_that_points_nowhere_is_said(example: Path) -> None:
    _rename(example)
    _add(example, MOVED.replace("overdue-loan", "overdeu-loan"))
    said = "data/moved.yml:2:17: terms/overdue.to: 'terms/overdeu-loan', which the site does not have"
    assert any(line.startswith(said) and "did you mean 'terms/overdue-loan'" in line for line in findings(example))


def test_an_anchor_of_a_lost_page_needs_no_entry(example: Path) -> None:
    _rename(example)
    _add(example, MOVED + "terms/overdue#top: {to: gone, reason: {zh: 一, en: a}}\n")
    assert any("an anchor of 'terms/overdue', which is itself no longer there" in line for line in findings(example))


def test_moved_and_gone_pages_stay_as_small_pages(example: Path) -> None:
    _rename(example)
    _add(example, MOVED)
    site = Site.load(example)
    page = site.pages["en/terms/overdue.md"]
    assert page.title == "This page has moved"
    assert "renamed" in page.markdown
    assert "[overdue](overdue-loan.md)" in page.markdown
    frame = site.frame("en/terms/overdue.md")
    assert frame is not None
    assert (frame.refresh, frame.lost) == ("overdue-loan.html", True)
    _add(example, GONE)
    frame = Site.load(example).frame("zh/terms/overdue.md")
    assert frame is not None
    assert (frame.refresh, frame.lost) == (None, True)
    assert "词已经不用了" in Site.load(example).pages["zh/terms/overdue.md"].markdown


def test_a_lost_section_says_so_where_it_was(example: Path) -> None:
    with (example / "ledger.txt").open("r+") as file:
        text = file.read().replace("terms/overdue 113 ", "terms/overdue 113 old older ")
        file.seek(0)
        file.write(text)
    _add(
        example,
        "terms/overdue#old: {to: answers/one-day#rule, reason: {zh: 并过去了, en: merged}}\n"
        "terms/overdue#older: {to: gone, reason: {zh: 不用了, en: not used}}\n",
    )
    frame = Site.load(example).frame("en/terms/overdue.md")
    assert frame is not None
    assert [(item.anchor, item.href, item.reason) for item in frame.moved] == [
        ("old", "../answers/one-day.html#rule", "merged"),
        ("older", None, "not used"),
    ]


def test_every_number_leads_on_for_ever(example: Path, tmp_path: Path) -> None:
    _rename(example)
    _add(example, MOVED)
    for name in ("moved", "gone"):
        (tmp_path / name).mkdir()
    Site.load(example, "https://x.example/").begin_beside(tmp_path / "moved", "https://x.example/")()
    text = (tmp_path / "moved" / "113.html").read_text(encoding="utf-8")
    assert 'href="zh/terms/overdue-loan.html"' in text
    assert 'href="en/terms/overdue-loan.html"' in text
    assert "renamed" in text
    _add(example, GONE)
    Site.load(example).begin_beside(tmp_path / "gone", None)()
    text = (tmp_path / "gone" / "113.html").read_text(encoding="utf-8")
    assert "the word is out of use" in text
    assert 'href="zh/index.html"' in text


def test_moved_pages_are_in_no_sitemap(example: Path, tmp_path: Path) -> None:
    _rename(example)
    _add(example, MOVED)
    Site.load(example).begin_beside(tmp_path, "https://x.example/")()
    text = (tmp_path / "sitemap.xml").read_text()
    assert "terms/overdue-loan.html" in text
    assert "terms/overdue.html" not in text


def test_the_page_of_a_number_offers_both_languages(site: Path) -> None:
    library, _ = load(ROOT / "data")
    publication, _ = Publication.read(ROOT / "data")
    for ref, record in library.records.items():
        page = site / f"{publication.ledger.number(ref)}.html"
        assert {f"zh/{ref}.html", f"en/{ref}.html"} <= set(Html(page).links), page
        assert page.read_text(encoding="utf-8").count("<h1>") == 1
        assert record.body.reviewed <= dt.date.max


def test_check_can_leave_new_lines_of_the_ledger_to_make_tidy(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (example / LEDGER).write_text("# nothing is promised yet\n", encoding="utf-8")
    assert main(["--data", str(example), "check"]) == 1
    assert "a page that is not in the ledger" in capsys.readouterr().out
    assert main(["--data", str(example), "check", "--tidy-later"]) == 0

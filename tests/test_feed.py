"""The feed of changes: an entry only where words changed, ids for ever the same, old and new text."""

from __future__ import annotations

import datetime as dt
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from conftest import EXAMPLE, ROOT
from overdue.cli import main
from overdue.model.load import load
from overdue.model.records import Text
from overdue.published.feed import FEED, KEPT, Change, changes, dumped, entry_id, extended
from overdue.published.publication import Publication
from overdue.site import Site

DAY = dt.date(2026, 12, 1)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The state that was published before."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "last" / "data"))


def publish(old: Path, data: Path, day: str = "2026-12-01") -> int:
    return main(["--data", str(data), "publish", str(old), "--as-of", day])


def edit(data: Path, path: str, before: str, after: str) -> None:
    text = (data / path).read_text(encoding="utf-8")
    assert before in text
    (data / path).write_text(text.replace(before, after), encoding="utf-8")


def entries(data: Path) -> dict[str, Change]:
    publication, findings = Publication.read(data)
    assert findings == []
    return dict(publication.feed.values)


def test_nothing_changed_writes_nothing(old: Path, example: Path) -> None:
    edit(example, "terms/overdue.yml", "reviewed: 2026-11-21", "reviewed: 2026-11-30")
    edit(example, "remedies/negotiate.yml", "  - {zh: 打客服。, en: Call the lender.}\n", "")
    edit(example, "remedies/negotiate.yml", "{zh: 写信。, en: Write a letter.}", "{zh: 写信。, en: Write a letter.}\n  - {zh: 打客服。, en: Call the lender.}")  # fmt: skip  # noqa: E501
    assert publish(old, example) == 0
    assert not (example / FEED).exists()


def test_a_changed_statement_has_old_and_new_words(old: Path, example: Path) -> None:
    edit(example, "terms/overdue.yml", "过了还款日。, en: Past the due day.", "过了还款日没还。, en: Unpaid past the due day.")  # fmt: skip  # noqa: E501
    assert publish(old, example) == 0
    assert entries(example) == {
        "20261201-1": Change(
            day=DAY,
            page="terms/overdue#meaning",
            old=Text(zh="过了还款日。", en="Past the due day."),
            new=Text(zh="过了还款日没还。", en="Unpaid past the due day."),
        )
    }


def test_statements_that_come_and_go(old: Path, example: Path) -> None:
    edit(example, "remedies/negotiate.yml", "  - {zh: 打客服。, en: Call the lender.}\n", "")
    edit(example, "terms/overdue.yml", "reviewed:", "note:\n  - {zh: 新的。, en: New.}\nreviewed:")
    publish(old, example)
    first, second = entries(example).values()
    assert (first.page, first.old, first.new) == ("remedies/negotiate#steps", Text(zh="打客服。", en="Call the lender."), None)  # fmt: skip  # noqa: E501
    assert (second.page, second.old, second.new) == ("terms/overdue#note", None, Text(zh="新的。", en="New."))


@pytest.mark.parametrize(
    ("path", "before", "after", "page"),
    [
        ("terms/overdue.yml", "title: {zh: 逾期", "title: {zh: 过期", "terms/overdue#top"),
        ("remedies/negotiate.yml", "书面异议", "书面提出异议", "remedies/negotiate#d-object"),
        (
            "stages/late.yml",
            "valid: {from: 2026-08-01}",
            "valid: {from: 2026-08-01, until: 2027-08-01}",
            "stages/late#",
        ),
    ],
)
def test_titles_deadlines_and_periods_count(old: Path, example: Path, path: str, before: str, after: str, page: str) -> None:  # fmt: skip  # noqa: E501
    edit(example, path, before, after)
    publish(old, example)
    (change,) = entries(example).values()
    assert change.page.startswith(page)


def test_a_record_that_comes_or_goes_is_one_entry(old: Path, example: Path) -> None:
    before, after = load(old)[0], load(example)[0]
    fewer = type(after)(after.vocabulary, {ref: r for ref, r in after.records.items() if ref != "terms/overdue"})
    assert [(c.page, c.new) for c in changes(before, fewer, DAY)] == [("terms/overdue#top", None)]
    assert [(c.page, c.old) for c in changes(fewer, after, DAY)] == [("terms/overdue#top", None)]


def test_a_record_whose_earlier_state_cannot_be_read_is_passed_over(old: Path, example: Path) -> None:
    edit(old, "terms/overdue.yml", "meaning:", "sense:")
    assert publish(old, example) == 0
    assert not (example / FEED).exists()


def test_a_second_run_adds_nothing_twice_and_ids_never_change(old: Path, example: Path) -> None:
    edit(example, "terms/overdue.yml", "过了还款日。", "过了还款日没还。")
    publish(old, example)
    first = entries(example)
    publish(old, example)
    assert entries(example) == first
    edit(example, "remedies/negotiate.yml", "zh: 写信。", "zh: 写一封信。")
    publish(old, example)
    assert list(entries(example)) == ["20261201-1", "20261201-2"]
    assert entries(example)["20261201-1"] == first["20261201-1"]


def test_the_file_keeps_the_newest() -> None:
    def found(text: str) -> Change:
        return Change(day=DAY, page="a/b#top", new=Text(zh=text, en=text))

    everything = extended({}, iter([found(str(number)) for number in range(KEPT + 5)]), DAY)
    text = dumped(everything)
    assert text.count("\n  day:") == KEPT
    assert "20261201-5:" not in text
    assert f"20261201-{KEPT + 5}:" in text


def test_an_entry_that_is_wrong_is_said(example: Path) -> None:
    (example / FEED).write_text(
        "20261201-1: {day: 2026-12-01, page: terms/overdeu#top, new: {zh: 一, en: a}}\n"
        "20261201-2: {day: 2026-12-01, page: terms/overdue#top}\n"
        "20261201-3: {day: 2026-12-41, page: terms/overdue#top, new: {zh: 一, en: a}}\n"
    )
    library, _ = load(example)
    said = [str(finding) for finding in Site.of(library, example)[1]]
    assert any(line.startswith("data/feed.yml:2:") and "'old' and 'new' that differ" in line for line in said)
    assert any(line.startswith("data/feed.yml:3:") and "a date that exists" in line for line in said)
    assert any(line.startswith("data/feed.yml:1:") and "was never published" in line for line in said)


def test_publish_of_faulty_data_writes_nothing(old: Path, example: Path) -> None:
    (example / "terms" / "overdue.yml").write_text("")
    assert publish(old, example) == 1
    assert not (example / FEED).exists()


def test_the_feed_is_atom_with_old_and_new_words(old: Path, example: Path, tmp_path: Path) -> None:
    edit(example, "terms/overdue.yml", "过了还款日。, en: Past the due day.", "过了&还款日<b>。, en: Past & <b>.")
    library, _ = load(example)
    (example / FEED).write_text(dumped(extended({}, changes(load(old)[0], library, DAY), DAY)), encoding="utf-8")
    Site.of(library, example, "https://x.example/")[0].begin_beside(tmp_path, "https://x.example/")()
    feed = ET.parse(tmp_path / "en" / "feed.xml").getroot()
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == entry_id("20261201-1-en")
    assert entry.findtext(f"{ATOM}updated") == "2026-12-01T00:00:00Z"
    assert entry.findtext(f"{ATOM}title") == "overdue · What it means"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://x.example/en/terms/overdue.html#meaning"
    words = "".join(entry.itertext())
    assert "Past the due day." in words
    assert "Past & <b>." in words


def test_the_feed_of_the_site_is_well_formed_and_linked(site: Path) -> None:
    for lang in ("zh", "en"):
        assert ET.parse(site / lang / "feed.xml").getroot().tag == f"{ATOM}feed"
        page = (site / lang / "answers" / "one-day-late.html").read_text(encoding="utf-8")
        assert 'type="application/atom+xml"' in page
    assert Publication.read(ROOT / "data")[1] == []

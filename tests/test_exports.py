"""What programs and staff get: JSON that keeps its schema, a table, cards."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from conftest import EXAMPLE, ROOT
from helpers import Html
from overdue.model.library import Library
from overdue.model.load import load
from overdue.model.records import Text
from overdue.published.exports import links_csv, write_api
from overdue.published.ledger import Ledger
from overdue.site import Site

NOTE = Text(zh="一", en="a")


@pytest.fixture(scope="module")
def library() -> Library:
    return load(ROOT / "data")[0]


@pytest.fixture
def api(tmp_path: Path) -> Path:
    write_api(load(EXAMPLE)[0], Ledger(), "https://x.example/", NOTE, tmp_path)
    return tmp_path / "api" / "v1"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_record_is_in_the_index_and_in_the_file_of_its_kind(site: Path, library: Library) -> None:
    index = read(site / "api/v1/index.json")
    assert {item["ref"] for item in index["records"]} == set(library.records)
    files = [read(site / "api/v1" / name) for name in index["files"].values()]
    whole = {entry["ref"]: entry["record"] for file in files for entry in file["records"]}
    assert set(whole) == set(library.records)
    for ref, record in library.records.items():
        assert whole[ref]["answer"] == {"zh": record.body.answer.zh, "en": record.body.answer.en}
        assert whole[ref]["reviewed"] == record.body.reviewed.isoformat()


def test_the_addresses_of_the_index_are_pages(site: Path) -> None:
    for item in read(site / "api/v1/index.json")["records"]:
        for address in item["addresses"].values():
            assert (site / address.removeprefix("https://overdue.example/")).is_file(), address


def test_each_file_names_a_schema_that_names_its_keys(api: Path) -> None:
    files = sorted(path for path in api.glob("*.json"))
    assert len(files) == 13
    for path in files:
        content = read(path)
        schema = read(path.parent / content["$schema"])
        assert set(content) <= set(schema["properties"])
        assert set(schema["required"]) <= set(content)


def test_a_file_that_breaks_its_schema_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library, _ = load(EXAMPLE)
    body = library.records["terms/overdue"].body
    monkeypatch.setitem(body.__dict__, "topics", ("no-such-topic",))
    with pytest.raises(ValueError, match=r"no-such-topic|literal_error"):
        write_api(library, Ledger(), "", NOTE, tmp_path)


def test_numbers_dates_and_switches_read_back(api: Path) -> None:
    days = read(api / "stages.json")["records"][0]["record"]["days"]
    assert days == {"from": None, "to": 0}
    deadline = read(api / "remedies.json")["records"][0]["record"]["deadlines"][0]
    assert deadline["length"] == 15


def test_the_table_has_a_row_for_each_record(library: Library, site: Path) -> None:
    text = (site / "links.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert sorted(row["id"] for row in rows) == sorted(library.records)
    for row in rows:
        page, _, anchor = row["zh_link"].removeprefix("https://overdue.example/").partition("#")
        assert anchor in Html(site / page).ids
        assert row["zh_answer"] == library.records[row["id"]].body.answer.zh
        assert row["short_link"] == f"https://overdue.example/{row['number']}.html"
    assert (site / "links.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_no_cell_is_a_formula(example: Path) -> None:
    path = example / "terms" / "overdue.yml"
    path.write_text(path.read_text().replace("en: overdue", "en: '=HYPERLINK(1)'", 1))
    rows = list(csv.reader(io.StringIO(links_csv(load(example)[0], Ledger(), ""))))
    assert "'=HYPERLINK(1)" in [cell for row in rows for cell in row]


def test_every_record_has_a_card_on_its_page_and_on_the_page_of_all_cards(site: Path, library: Library) -> None:
    for lang in ("zh", "en"):
        cards = Html(site / lang / "cards.html")
        assert {f"{ref}.html" for ref in library.records} <= set(cards.links)
        for ref, record in library.records.items():
            text = (site / lang / f"{ref}.html").read_text(encoding="utf-8")
            card = text.partition('class="oe-card"')[2].partition("</section>")[0]
            assert f"https://overdue.example/{lang}/{ref}.html#top" in card, ref
            assert record.body.reviewed.isoformat() in card


def test_the_way_to_report_says_page_language_and_version_and_nothing_else() -> None:
    frame = Site.load(EXAMPLE).frame("en/terms/overdue.md")
    assert frame is not None
    parts = urlsplit(frame.report("https://git.example/a/b"))
    assert (parts.netloc, parts.path) == ("git.example", "/a/b/issues/new")
    query = parse_qs(parts.query)
    assert set(query) == {"title", "body"}
    assert query["title"][0].startswith("[terms/overdue]")
    assert query["body"][0].startswith("terms/overdue\nen\n2026-11-21\n")


def test_the_way_to_report_tells_the_other_site_nothing(site: Path) -> None:
    text = (site / "zh" / "answers" / "one-day-late.html").read_text(encoding="utf-8")
    link = text.partition('class="oe-report"')[2].partition("</p>")[0]
    assert (
        "https://github.com/overdue-explained/overdue-explained/issues/new?title=%5Banswers%2Fone-day-late%5D" in link
    )
    assert 'rel="noopener noreferrer"' in link

"""The knowledge answers what people ask: the demand table, the seed claims, and the numbers that the issue set."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT
from overdue.model.library import Library
from overdue.model.load import load
from overdue.model.records import Factcheck

DEMAND: dict[int | str, Any] = yaml.safe_load((Path(__file__).parent / "demand.yml").read_text(encoding="utf-8"))
AT_LEAST = {
    "consequence": 20, "practice": 25, "right": 14, "remedy": 24, "letter": 12, "term": 50, "answer": 110, "source": 12,
    "factcheck": 5, "lender": 12, "stage": 11,
}  # fmt: skip


@pytest.fixture(scope="module")
def library() -> Library:
    return load(ROOT / "data")[0]


def test_every_row_of_the_demand_table_has_its_pages(library: Library) -> None:
    assert [row for row in DEMAND if isinstance(row, int)] == list(range(1, 82))
    pages = [page for row in range(1, 82) for page in DEMAND[row]]
    pages += [page for part in ("early", "patterns") for group in DEMAND[part].values() for page in group]
    assert [page for page in pages if page not in library.records] == []


def test_no_two_rows_land_on_the_same_page() -> None:
    first = Counter(DEMAND[row][0] for row in range(1, 82))
    assert [page for page, count in first.items() if count > 1] == []


def test_there_is_enough_of_every_kind(library: Library) -> None:
    counts = Counter(record.kind for record in library.records.values())
    assert {kind: counts[kind] for kind, least in AT_LEAST.items() if counts[kind] < least} == {}


def test_every_seed_claim_is_checked_once(library: Library) -> None:
    bodies = [record.body for record in library.of_kind("factcheck")]
    claims = [claim for body in bodies if isinstance(body, Factcheck) for claim in body.claims]
    assert len({claim.id for claim in claims}) == len(claims) == 117
    assert Counter(claim.verdict for claim in claims) == {
        "supported": 26,
        "contradicted": 7,
        "unsupported": 48,
        "opinion": 36,
    }


def test_every_answer_has_words_that_people_type(library: Library) -> None:
    for record in library.of_kind("answer"):
        assert record.body.also, record.id
        assert record.body.also.zh, record.id
        assert record.body.also.en, record.id


def test_crisis_help_stands_where_despair_lands(library: Library) -> None:
    for name in ("want-to-die", "someone-else-despairs"):
        body = library.records[f"answers/{name}"].body
        assert body.crisis
        assert "12356" in body.answer.zh
        assert "12356" in body.answer.en

"""The anchors of a record's page are known without rendering it: as many as the page has, and the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import EXAMPLE, ROOT
from overdue.model.load import load
from overdue.pages.addresses import page_of
from overdue.pages.anchors import record_anchors
from overdue.pages.render import Renderer
from overdue.published.ledger import anchors


@pytest.mark.parametrize("data", [EXAMPLE, ROOT / "data"], ids=["example", "real"])
def test_the_anchors_told_are_those_that_the_page_has(data: Path) -> None:
    library, _ = load(data)
    told = {ref: record_anchors(record, library) for ref, record in library.records.items()}
    for page in Renderer(library).records():
        assert anchors(page.markdown) == told[page_of(page.path)], page.path

"""The health page counts what there is, in both languages alike, without a style attribute."""

from __future__ import annotations

import re
from collections import Counter

from conftest import EXAMPLE, ROOT
from overdue.model.library import Library
from overdue.model.load import load
from overdue.model.vocabulary import LANGS
from overdue.pages.health import health, health_page
from overdue.pages.render import Page


def both(library: Library) -> list[Page]:
    """The page in each language."""
    return [health_page(health(library), library.vocabulary, lang) for lang in LANGS]


def test_the_figures_are_those_of_the_library() -> None:
    library, _ = load(EXAMPLE)
    counted = health(library)
    assert sum(counted.records.values()) == len(library.records)
    assert (counted.statements, counted.cited, counted.points, counted.used) == (44, 10, 2, 2)
    assert sum(counted.forces.values()) == sum(counted.seen.values()) == counted.points
    assert counted.texts == sum(1 for record in library.records.values() for _ in record.texts)
    assert 0 < counted.confirmed < counted.texts
    assert counted.confirmed == sum(1 for _ in library.records["lenders/bank"].texts)
    assert counted.reviews == Counter(record.body.reviewed for record in library.records.values())


def test_both_languages_have_the_same_figures_and_anchors() -> None:
    library, _ = load(ROOT / "data")
    zh, en = (page.markdown for page in both(library))
    for pattern in (r"<td>([\d,]+)</td>", r"\{#([a-z]+)\}", r'width="(\d+)"', r'href="([^"]+)"'):
        assert re.findall(pattern, zh) == re.findall(pattern, en) != []
    figures = [sorted(re.findall(r"[\d,]*\d{3,}", page)) for page in (zh, en)]
    assert figures[0] == figures[1]


def test_the_chart_needs_no_style_and_says_its_figures_in_text() -> None:
    library, _ = load(EXAMPLE)
    for page in both(library):
        assert "style=" not in page.markdown
        assert page.markdown.count("<svg") == page.markdown.count('aria-hidden="true"')
        assert page.markdown.count("<svg") == len(re.findall(r"<td>[\d,]+</td><td><svg", page.markdown))
        assert all(0 <= int(width) <= 100 for width in re.findall(r'<rect width="(\d+)"', page.markdown))


def test_about_and_verify_lead_to_it() -> None:
    for lang in ("zh", "en"):
        for name in ("about", "verify"):
            assert "(health.md)" in (ROOT / "docs" / lang / f"{name}.md").read_text(encoding="utf-8")

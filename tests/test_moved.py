"""Pages and sections that moved or are gone, as a reader meets them: a real build of a small project in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import build
from helpers import Html, serve
from pagetypes import stay
from test_axe import AXE, RUN, TAGS
from test_browser import PHONE
from test_reach import OPEN, QUESTIONS, Faults, measure

LEDGER = "terms/late - top\nterms/loan-shark - top\n"
MOVED = """\
terms/late: {to: terms/overdue#meaning, reason: {zh: 两个词合成一页, en: two words became one page}}
terms/loan-shark: {to: gone, reason: {zh: 这个词不用了, en: the word is out of use}}
terms/overdue#history: {to: answers/one-day#rule, reason: {zh: 并到问答里, en: now part of an answer}}
"""


@pytest.fixture
def moved(project: Path) -> Path:
    """The built site of a project from which something was taken."""
    ledger = project / "data" / "ledger.txt"
    text = ledger.read_text().replace("terms/overdue 113 ", "terms/overdue 113 history ") + LEDGER
    ledger.write_text(text)
    (project / "data" / "moved.yml").write_text(MOVED, encoding="utf-8")
    done = build(project / "site", project)
    assert done.returncode == 0, done.stderr
    return project / "site"


@pytest.fixture
def address(moved: Path) -> Iterator[str]:
    with serve(moved) as found:
        yield found


def test_the_small_pages_are_in_their_language_and_in_no_list(moved: Path) -> None:
    for lang, html_lang, reason in (("zh", "zh-Hans", "两个词合成一页"), ("en", "en", "two words became one page")):
        text = (moved / lang / "terms" / "late.html").read_text(encoding="utf-8")
        assert Html(moved / lang / "terms" / "late.html").lang == html_lang
        assert '<meta http-equiv="refresh" content="0; url=overdue.html#meaning">' in text
        assert '<meta name="robots" content="noindex">' in text
        assert reason in text
        gone = (moved / lang / "terms" / "loan-shark.html").read_text(encoding="utf-8")
        assert 'http-equiv="refresh"' not in gone
        assert '<meta name="robots" content="noindex">' in gone
    assert "terms/late" not in (moved / "sitemap.xml").read_text()
    assert "terms/loan-shark" not in (moved / "zh" / "terms" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_old_addresses_arrive(browser: Browser, address: str, script: bool) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}en/terms/late.html")
    page.wait_for_url(f"{address}en/terms/overdue.html#meaning")
    page.goto(f"{address}zh/terms/loan-shark.html")
    assert page.locator("h1").inner_text().startswith("这一页不再保留")
    assert page.get_by_text("这个词不用了").first.is_visible()
    page.goto(f"{address}zh/terms/overdue.html")
    assert not page.get_by_text("并到问答里").is_visible()
    page.goto(f"{address}zh/terms/overdue.html#history")
    assert page.get_by_text("并到问答里").is_visible()
    page.locator("#history a").click()
    page.wait_for_url(f"{address}zh/answers/one-day.html#rule")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whoever_comes_to_an_old_address_can_read_and_reach_everything(
    browser: Browser, address: str, scheme: str
) -> None:
    """The real site may have no such page, so axe and the questions of reach are asked here."""
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    stay(page, r"/terms/late\.html$")
    found: Faults = {what: {} for what in [*QUESTIONS, "axe"]}
    for lang in ("zh", "en"):
        for name in ("terms/late.html", "terms/loan-shark.html", "terms/overdue.html#history"):
            page.goto(f"{address}{lang}/{name}")
            assert page.url == f"{address}{lang}/{name}", "the page is looked at, not the one it leads to"
            page.evaluate(OPEN)
            page.evaluate(AXE)
            if violations := page.evaluate(RUN, TAGS):
                found["axe"][f"{lang}/{name}"] = violations
            measure(page, f"{lang}/{name}", found)
    context.close()
    assert {what: pages for what, pages in found.items() if pages} == {}

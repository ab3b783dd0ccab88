"""The way from the home page in real Chromium: taps counted on a phone, with and without script, and print."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page

from test_browser import DESK, PHONE

TASKS = {
    "they call my mother": (
        "answers/calls-to-parents",
        {"zh": ["催收打给我", "父母", "看完整的一页"], "en": ["They call me", "my parents", "The whole page"]},
    ),
    "I got a payment order yesterday": (
        "answers/payment-order",
        {"zh": ["收到法院", "支付令", "看完整的一页"], "en": ["Court,", "payment order", "The whole page"]},
    ),
    "paid but still shown overdue": (
        "answers/paid-still-overdue",
        {"zh": ["已经逾期", "已经还了", "看完整的一页"], "en": ["already late", "I have paid", "The whole page"]},
    ),
}


class Person:
    """Somebody who taps what she sees, with a thumb, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, words: str) -> None:
        """Tap the first link in the text of the page that has these words; it has to be big enough for a thumb."""
        link = self.page.locator("article a", has_text=words).first
        box = link.bounding_box()
        assert box is not None, words
        assert box["height"] >= 44, (words, box)
        with self.page.expect_navigation():
            link.tap()
        self.taps += 1


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("task", TASKS)
def test_a_task_takes_at_most_three_taps(browser: Browser, served: str, task: str, lang: str, script: bool) -> None:
    target, words = TASKS[task]
    context = browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=script)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{served}{lang}/index.html")
    person = Person(page)
    for each in words[lang]:
        person.tap(each)
    assert page.url == f"{served}{lang}/{target}.html"
    assert person.taps <= 3
    for _ in words[lang]:
        page.go_back()
    assert page.url == f"{served}{lang}/index.html"
    context.close()


def test_the_doors_are_in_the_first_view_of_a_phone(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)
    for lang in ("zh", "en"):
        page.goto(f"{served}{lang}/index.html")
        doors = page.locator(".doors a")
        assert doors.count() == 4
        box = doors.last.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"], lang
    page.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_door_leads_to_outcomes_that_can_be_opened_at_their_address(
    browser: Browser, served: str, lang: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    waiting, seen, outcomes = [f"{served}{lang}/index.html"], set[str](), 0
    while waiting:
        address = waiting.pop()
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= 320"), address
        if page.locator(".onward").count():
            outcomes += 1
            assert page.locator(".answer").is_visible(), address
            assert re.search(
                r"/(answers|stages|practices|remedies)/", page.locator(".onward a").evaluate("a => a.href")
            )
            continue
        targets = [urljoin(address, each) for each in page.locator(".doors a").evaluate_all("a => a.map(b => b.href)")]
        assert len(targets) >= 2, address
        waiting += [target for target in targets if target not in seen]
        seen.update(targets)
    assert outcomes >= 60
    page.close()


def test_the_language_link_keeps_the_outcome(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{served}zh/path/payment-order.html")
    page.locator(".oe-language").click()
    page.wait_for_url(f"{served}en/path/payment-order.html")
    assert page.locator(".oe-trail a").all_inner_texts() == ["Home", "What did you receive, or what worries you?"]
    page.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_matrix_is_a_table_on_a_desk_and_a_list_on_a_phone(browser: Browser, served: str, script: bool) -> None:
    for size, table in ((DESK, True), ({"width": 320, "height": 640}, False)):
        context = browser.new_context(viewport=size, java_script_enabled=script)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{served}zh/consequences/index.html")
        assert page.locator(".matrix").is_visible() == table
        assert page.locator(".matrix-list").is_visible() == (not table)
        if not table:
            item = page.locator(".matrix-list .folded").nth(2).locator("a").first
            assert not item.is_visible()
            page.locator(".matrix-list summary").nth(2).click()
            assert item.is_visible()
            item.click()
            page.wait_for_url("**/zh/consequences/*.html")
        context.close()


def test_each_mark_of_the_matrix_is_a_named_link_between_its_headers(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=DESK)
    for lang in ("zh", "en"):
        page.goto(f"{served}{lang}/consequences/index.html")
        table = page.locator(".matrix table")
        assert table.locator("thead th[scope=col] a").count() == 11
        rows = table.locator("tbody tr").count()
        assert table.locator("tbody th[scope=row] a").count() == rows == 38
        cells = table.locator("tbody td:not(:empty)").count()
        assert table.locator("tbody td a[aria-label]").count() == cells > rows
        sizes = table.locator("td a").evaluate_all("a => a.map(b => b.getBoundingClientRect().height)")
        assert min(sizes) >= 44
    page.close()


def test_the_ladder_and_the_timeline_are_lists(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{served}en/channels/index.html")
    assert page.locator(".ladder > li").count() == 5
    assert page.locator(".ladder > li").first.locator("a").all_inner_texts()[0].startswith("110")
    page.goto(f"{served}en/index.html")
    assert page.locator(".timeline li a").count() == 11
    page.goto(f"{served}en/stages/index.html")
    assert page.locator(".list-stages > ul > li").count() == 11
    page.close()


def test_print_shows_what_is_folded_and_the_address(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{served}zh/practices/home-visit.html")
    folded = page.locator(".folded")
    assert folded.count() == 1
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    assert folded.locator("a").last.is_visible()
    assert page.locator(".oe-address").is_visible()
    page.goto(f"{served}zh/consequences/index.html")
    assert page.locator(".matrix-list .folded").last.is_visible()
    page.close()


def test_a_page_with_a_closed_rule_says_so_before_its_sections(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{served}zh/consequences/overdue-interest.html")
    banner = page.locator(".in-force")
    assert "2020-08-19" in banner.inner_text()
    banner.locator("a").first.click()
    assert page.locator(":target").is_visible()
    page.close()

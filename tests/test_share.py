"""Passing on in a real browser: cards and sections copied with one tap; what is left without script or clipboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from helpers import until
from test_browser import DESK, PHONE

RECORD = "answers/one-day-late"
ADDRESS = "https://overdue.example/zh/answers/one-day-late.html"


@pytest.fixture
def phone(browser: Browser, served: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.rstrip("/"))
    yield context
    context.close()


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_card_is_copied_with_one_tap(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(f"{served}zh/{RECORD}.html")
    page.locator(".oe-copy").tap()
    until(page, "document.querySelector('.oe-said').textContent === '已复制'")
    title, answer, address = clipboard(page).splitlines()
    assert title == page.locator("h1").inner_text()
    assert answer == page.locator(".answer").inner_text().strip()
    assert address == f"最后核对：2026-11-21 · {ADDRESS}#top"


def test_each_of_all_cards_is_copied_with_one_tap(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(f"{served}en/cards.html")
    card = page.locator("[data-card]", has=page.locator("a[href='answers/one-day-late.html']"))
    card.locator("button").tap()
    until(page, "document.querySelector('.oe-said').textContent === 'Copied'")
    assert "Pay today, keep the proof" in clipboard(page)
    assert clipboard(page).endswith("/en/answers/one-day-late.html#top")
    names = page.evaluate("[...document.querySelectorAll('.oe-copy')].map(b => b.getAttribute('aria-label'))")
    assert len(set(names)) > 500


def test_the_link_to_a_section_is_copied_with_one_tap(phone: BrowserContext, served: str) -> None:
    page = phone.new_page()
    page.goto(f"{served}zh/{RECORD}.html")
    control = page.get_by_role("button", name="复制这一段的链接：规则怎么说")
    control.tap()
    until(page, "document.querySelector('.oe-said').textContent !== ''")
    assert clipboard(page) == f"{ADDRESS}#rule"
    assert page.locator("article h2[id]").count() == page.locator(".oe-link-here").count()


def test_the_control_of_a_section_shows_by_keyboard_and_pointer(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    page.goto(f"{served}en/{RECORD}.html")
    control = page.locator(".oe-link-here").first
    opacity = "element => getComputedStyle(element).opacity"
    assert control.evaluate(opacity) == "0"
    control.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert control.evaluate(opacity) == "1"
    page.locator(".oe-copy").focus()
    page.locator("article h2").first.hover()
    assert control.evaluate(opacity) == "1"
    page.close()


WITHOUT = {
    "no clipboard": "Object.defineProperty(navigator, 'clipboard', {value: undefined})",
    "refused": "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))",
}


@pytest.mark.parametrize("missing", WITHOUT.values(), ids=WITHOUT.keys())
@pytest.mark.parametrize(("old_way", "said"), [("true", "已复制"), ("false", "已选中，请按住文字再点“复制”")])
def test_without_a_clipboard_the_text_is_selected(
    browser: Browser, served: str, missing: str, old_way: str, said: str
) -> None:  # fmt: skip
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.add_init_script(f"{missing}; document.execCommand = () => {old_way}")
    page.goto(f"{served}zh/{RECORD}.html")
    page.locator(".oe-copy").click()
    until(page, "document.querySelector('.oe-said').textContent !== ''")
    assert page.locator(".oe-said").inner_text() == said
    assert f"{ADDRESS}#top" in page.evaluate("getSelection().toString()")
    page.locator(".oe-link-here").first.click()
    until(page, "getSelection().toString().endsWith('#do')")
    assert page.locator("h2#do + ul").count() == 1
    page.close()


@pytest.mark.parametrize("name", [RECORD, "cards"])
def test_without_script_one_tap_selects_a_card(browser: Browser, served: str, name: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{served}zh/{name}.html")
    assert page.locator(".oe-copy").count() == 0
    assert page.locator(".card-text").first.is_visible()
    context.close()


def test_a_card_selects_as_a_whole(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"{served}zh/{RECORD}.html")
    page.locator(".card-text p").nth(1).click()
    text = page.evaluate("getSelection().toString()")
    assert page.locator("h1").inner_text() in text
    assert f"{ADDRESS}#top" in text
    page.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_address_that_is_read_out_opens_in_both_languages(browser: Browser, served: str, script: bool) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{served}zh/{RECORD}.html")
    short = page.locator(".card-short strong").inner_text()
    for lang in ("zh-Hans", "en"):
        page.goto(served + short.removeprefix("overdue.example/"))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") if script else True
        page.locator(f"section a[hreflang='{lang}']").click()
        page.wait_for_url(f"**/{lang[:2]}/{RECORD}.html")
    context.close()


def test_the_controls_are_large_enough(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"{served}zh/{RECORD}.html")
    for name in (".oe-copy", ".oe-link-here", ".oe-report a"):
        for box in page.locator(name).all():
            size = box.bounding_box()
            assert size is not None
            assert size["height"] >= 40, name  # 44 CSS pixels at the theme's 20 px root; 24 is what WCAG 2.2 AA asks
            assert size["width"] >= 40, name
    page.close()


def test_the_page_of_all_cards_fits_a_small_phone(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    for name in ("zh/cards", "en/cards"):
        page.goto(f"{served}{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth <= 320")
    page.close()


def test_staff_find_the_cards(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"{served}en/staff.html")
    page.locator("article a[href='cards.html']").click()
    page.wait_for_url("**/en/cards.html")
    assert page.locator("[aria-current=page]").first.get_attribute("href") == "cards.html"
    page.close()


def test_a_section_that_moved_shows_where_it_went(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"{served}zh/{RECORD}.html")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<p class=oe-moved id=older>moved</p>')"
    )
    assert not page.locator("#older").is_visible()
    page.evaluate("location.hash = 'older'")
    assert page.locator("#older").is_visible()
    page.close()

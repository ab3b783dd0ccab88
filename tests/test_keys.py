"""Everything that a page offers is used by keys alone: copying, letters, days, sums, and the way from the home page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from helpers import until
from test_axe import press_on
from test_browser import DESK

LANGS = ["zh", "en"]
LIVE = "selector => document.querySelector(selector).closest('[aria-live=polite], [role=status]') !== null"


@pytest.fixture
def keys(browser: Browser, served: str) -> Iterator[Page]:
    """A page on a desk without a mouse."""
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.rstrip("/"))
    page = context.new_page()
    yield page
    context.close()


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def write(page: Page, selector: str, text: str) -> None:
    """Tab on to a field and type."""
    press_on(page, selector, "Home")
    page.keyboard.type(text)


def said(page: Page, selector: str) -> None:
    """Wait until something is said, where a screen reader hears it; the reader stays at the control."""
    until(page, f"document.querySelector({selector!r}).textContent !== ''")
    assert page.evaluate(LIVE, selector)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_card_and_the_link_to_a_section_are_copied(keys: Page, served: str, key: str) -> None:
    keys.goto(f"{served}zh/answers/one-day-late.html")
    press_on(keys, ".oe-copy", key)
    said(keys, ".oe-said")
    assert clipboard(keys).endswith("zh/answers/one-day-late.html#top")
    assert keys.evaluate("document.activeElement.className") == "oe-copy"
    keys.goto(f"{served}zh/answers/one-day-late.html")
    press_on(keys, "#rule .oe-link-here", key)
    said(keys, ".oe-said")
    assert clipboard(keys).endswith("zh/answers/one-day-late.html#rule")


@pytest.mark.parametrize("lang", LANGS)
def test_a_letter_is_filled_in_copied_saved_printed_and_cleared(keys: Page, served: str, lang: str) -> None:
    keys.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    keys.goto(f"{served}{lang}/letters/object-payment-order.html")
    empty = keys.locator(".letter").first.inner_text()
    write(keys, "#blank-name", "张三")
    tools = f"[data-letter={lang}]"
    press_on(keys, f"{tools} [data-do=copy]")
    said(keys, f"{tools} .said")
    assert "张三" in clipboard(keys)
    press_on(keys, f"{tools} [data-do=print]", "Space")
    assert keys.evaluate("window.printed") == 1
    with keys.expect_download() as download:
        press_on(keys, f"{tools} [data-do=save]")
    assert "张三" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    press_on(keys, "form.helper button[type=reset]")
    until(keys, f"document.querySelector('.letter').innerText === {empty!r}")


@pytest.mark.parametrize("lang", LANGS)
def test_days_are_counted(keys: Page, served: str, lang: str) -> None:
    keys.goto(f"{served}{lang}/dates.html")
    first = keys.input_value("#which")
    press_on(keys, "#which", "ArrowDown")
    assert keys.input_value("#which") != first
    press_on(keys, "#start", "ArrowUp")
    for _ in range(2):  # from one part of the date to the next
        keys.keyboard.press("ArrowRight")
        keys.keyboard.press("ArrowUp")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", keys.input_value("#start"))
    press_on(keys, "[data-ago='1']", "Space")
    said(keys, "#last")
    assert keys.locator("#outcome").is_visible()
    press_on(keys, "#copy")
    said(keys, "#outcome .said")
    assert keys.locator("#last").inner_text() in clipboard(keys)
    with keys.expect_download() as download:
        press_on(keys, "#calendar")
    assert download.value.suggested_filename.endswith(".ics")


@pytest.mark.parametrize("lang", LANGS)
def test_interest_is_summed(keys: Page, served: str, lang: str) -> None:
    keys.goto(f"{served}{lang}/interest.html")
    write(keys, "#principal", "10000")
    press_on(keys, "#unit", "ArrowDown")  # by the ten-thousandth
    write(keys, "#rate", "5")
    write(keys, "#days", "30")
    said(keys, "#amount")
    assert keys.locator("#amount").inner_text().startswith("150.00")
    press_on(keys, "#copy", "Space")
    said(keys, "#outcome .said")
    assert "150.00" in clipboard(keys)
    press_on(keys, "[name=mode]", "ArrowDown")  # after a judgment
    assert keys.locator("#amount").inner_text().startswith("52.50")


def test_a_mistake_is_told_beside_its_field(keys: Page, served: str) -> None:
    keys.goto(f"{served}zh/interest.html")
    write(keys, "#principal", "abc")
    assert keys.locator("#principal-error").is_visible()
    assert keys.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    assert "principal-error" in str(keys.evaluate("document.activeElement.getAttribute('aria-describedby')"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_way_from_the_home_page_to_a_whole_page(keys: Page, served: str, lang: str) -> None:
    keys.goto(f"{served}{lang}/index.html")
    for step in (".doors a", ".doors a", ".onward a"):
        before = keys.url
        with keys.expect_navigation():
            press_on(keys, f"article {step}")
        assert keys.url != before
    assert f"/{lang}/path/" not in keys.url
    assert keys.locator("h1").is_visible()

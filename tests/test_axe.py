"""axe-core on every kind of page, and every page's controls by keyboard alone."""

from __future__ import annotations

import importlib.resources
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from pagetypes import in_language, page_types, stay
from test_browser import DESK, PHONE

AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
    .then(result => result.violations.map(each => [each.id, each.nodes.map(node => node.html.slice(0, 160))]))"""


AUDIT = bool(os.environ.get("OVERDUE_AUDIT"))
PART = {("zh", 390, "light"): slice(None), ("en", 1280, "dark"): slice(None, None, 3)}
"""In an ordinary run one of the eight combinations sees every kind of page, one every third, the others every sixth."""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, served: str, site: Path, lang: str, size: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    found: dict[str, Any] = {}
    part = slice(None) if AUDIT else PART.get((lang, size["width"], scheme), slice(None, None, 6))
    stay(page)
    for name in in_language(page_types(site), lang)[part]:
        page.goto(served + name)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        page.evaluate(AXE)
        if violations := page.evaluate(RUN, TAGS):
            found[name] = violations
    context.close()
    assert found == {}


def test_axe_sees_a_fault(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<title>x</title><main><h1>x</h1><img src=x><p style='color:#999;background:#fff'>pale</p></main>")
    page.evaluate(AXE)
    assert {"html-has-lang", "image-alt", "color-contrast"} <= {name for name, _ in page.evaluate(RUN, TAGS)}
    page.close()


FOCUSABLE = "a[href], button, summary, input, select, textarea, [tabindex]:not([tabindex='-1'])"
REACHED = """selector => { const at = document.activeElement; const box = at.getBoundingClientRect();
    const style = getComputedStyle(at);
    return [at.matches(selector), box.width > 0 && box.height > 0,
        style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0,
        [...document.querySelectorAll(selector)].indexOf(at)] }"""
VISIBLE = "selector => [...document.querySelectorAll(selector)].filter(each => each.checkVisibility()).length"


def tab_through(page: Page) -> list[int]:
    """Press Tab until the focus comes round; return which controls it reached, in order."""
    reached: list[int] = []
    for _ in range(600):
        page.keyboard.press("Tab")
        is_control, has_size, is_shown, index = page.evaluate(REACHED, FOCUSABLE)
        if not is_control or index in reached:
            return reached
        assert has_size, f"an unseen control has the focus: {index}"
        assert is_shown, f"no focus ring: {page.evaluate('document.activeElement.outerHTML')[:200]}"
        reached.append(index)
    raise AssertionError("the focus never comes round")


@pytest.mark.parametrize("name", ["zh/index", "en/practices/home-visit", "zh/letters/ask-for-plan", "en/stages/index"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
def test_the_keyboard_reaches_every_control(browser: Browser, served: str, name: str, size: dict[str, int]) -> None:
    page = browser.new_page(viewport=size)  # type: ignore[arg-type]
    page.goto(f"{served}{name}.html")
    reached = tab_through(page)
    assert reached == sorted(reached), "the order of the focus is not that of the page"
    assert len(reached) == page.evaluate(VISIBLE, FOCUSABLE)
    page.close()


def press_on(page: Page, selector: str, key: str = "Enter") -> None:
    """Tab to a control and press a key on it."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            page.keyboard.press(key)
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_the_skip_link_is_first_and_skips(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    page.goto(f"{served}zh/practices/home-visit.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")
    page.close()


def test_menu_sections_details_and_language_by_keyboard(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"{served}zh/practices/home-visit.html")
    press_on(page, ".oe-menu summary")
    assert page.locator(".oe-menu[open]").count() == 1
    press_on(page, ".oe-menu a[href$='remedies/index.html']")
    page.wait_for_url("**/zh/remedies/index.html")
    page.goto(f"{served}zh/practices/home-visit.html")
    press_on(page, ".oe-sections summary", "Space")
    press_on(page, ".oe-sections a[href='#rule']")
    page.wait_for_url("**/home-visit.html#rule")
    press_on(page, ".related details summary", "Space")
    assert page.locator(".related details[open]").count() == 1
    page.goto(f"{served}zh/practices/home-visit.html")
    press_on(page, ".oe-language")
    page.wait_for_url("**/en/practices/home-visit.html")
    page.close()

"""The real site in real Chromium: a phone and a desk, light and dark, with script and without."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Request

from helpers import until

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
KINDS = [
    "index", "stages/index", "stages/days-1-3", "practices/home-visit", "practices/contacts-day-one",
    "consequences/credit-record", "remedies/negotiate-plan", "rights/privacy", "letters/ask-for-plan",
    "answers/one-day-late", "answers/want-to-die", "channels/nfra-12378", "terms/interest-suspension", "lenders/bank",
    "factchecks/xinerfu-days-overdue", "sources/civil-code", "sources/gbt-45251-2025", "about", "verify", "staff",
    "contribute", "health",
]  # fmt: skip
"""A page of each kind, and the hand-written ones."""


class Watch:
    """Everything that should not happen while a page is open."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.home = urlsplit(address).netloc
        self.foreign: list[str] = []
        self.errors: list[str] = []
        context.on("request", self._request)
        context.on("console", lambda message: self._note(message.type == "error", message.text))
        context.on("weberror", lambda error: self._note(True, str(error.error)))
        context.on("requestfailed", self._failed)
        context.on("response", lambda response: self._note(response.status >= 400, f"{response.url} {response.status}"))

    def _failed(self, request: Request) -> None:
        left = request.failure == "net::ERR_ABORTED"  # the page was left before its icon came
        self._note(not left, f"{request.url} {request.failure}")

    def _request(self, request: object) -> None:
        url = getattr(request, "url", "")
        if urlsplit(url).netloc != self.home and not url.startswith("data:"):
            self.foreign.append(url)

    def _note(self, wrong: bool, text: str) -> None:
        if wrong:
            self.errors.append(text)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page(browser: Browser, served: str, lang: str, size: dict[str, int], scheme: str) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    watch = Watch(context, served)
    page = context.new_page()
    for name in KINDS:
        page.goto(f"{served}{lang}/{name}.html")
        assert page.evaluate("document.documentElement.lang") == {"zh": "zh-Hans", "en": "en"}[lang]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
        assert page.locator("h1").count() == 1, name
        assert page.locator("h1").is_visible(), name
    assert watch.foreign == []
    assert watch.errors == []
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


def test_it_fits_320_pixels(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    for lang in ("zh", "en"):
        for name in KINDS:
            page.goto(f"{served}{lang}/{name}.html")
            assert page.evaluate("document.documentElement.scrollWidth <= 320"), f"{lang}/{name}"
    page.close()


def test_the_short_answer_is_in_the_first_view_of_a_phone(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)
    for lang in ("zh", "en"):
        page.goto(f"{served}{lang}/practices/contacts-day-one.html")
        box = page.locator(".answer").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < PHONE["height"]
    page.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_language_link_keeps_the_page(browser: Browser, served: str, script: bool) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{served}zh/practices/home-visit.html")
    page.locator(".oe-language").click()
    page.wait_for_url(f"{served}en/practices/home-visit.html")
    page.locator(".oe-language").click()
    page.wait_for_url(f"{served}zh/practices/home-visit.html")
    context.close()


def test_the_language_link_keeps_the_section_with_script(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{served}zh/practices/home-visit.html#rule")
    page.locator(".oe-language").click()
    page.wait_for_url(f"{served}en/practices/home-visit.html#rule")
    page.evaluate("location.hash = 'basis'")
    until(page, "document.querySelector('.oe-language').hash === '#basis'")
    page.close()


def test_the_language_links_of_the_sections_work_without_script(browser: Browser, served: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}zh/practices/home-visit.html")
    page.locator(".oe-sections summary").click()
    page.locator(".oe-sections a[hreflang=en][href$='#rule']").click()
    page.wait_for_url(f"{served}en/practices/home-visit.html#rule")
    context.close()


def test_the_root_leads_on_without_script(browser: Browser, served: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(served)
    page.wait_for_url(f"{served}zh/index.html")
    context.close()


def test_the_menu_opens_without_script(browser: Browser, served: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}en/index.html")
    page.locator(".oe-menu summary").click()
    page.locator(".oe-menu a", has_text="What collectors do").click()
    page.wait_for_url(f"{served}en/practices/index.html")
    context.close()


def test_a_mark_leads_to_its_basis_and_on_to_the_rule(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{served}zh/practices/home-visit.html")
    page.locator("sup a").first.click()
    assert page.url.endswith("#b1")
    page.locator("li:has(#b1) a").first.click()
    page.wait_for_url("**/zh/sources/*.html#p-*")
    assert page.locator(":target").count() == 1
    page.close()


def test_the_stages_page_tells_that_the_seed_grades_have_no_basis(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{served}zh/stages/days-1-3.html")
    assert "没有找到任何规则这样分" in page.locator("#note ~ ul").first.inner_text()
    page.close()

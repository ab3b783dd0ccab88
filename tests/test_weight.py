"""What a phone has to fetch before a page can be read, counted in Chromium: bytes and requests, never seconds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from conftest import ROOT

sys.path.insert(0, str(ROOT))
from bench.server import serve

PAGES = ["index", "answers/one-day-late", "stages/days-1-3", "sources/nfra-personal-loan-2024", "letters/ask-for-plan"]
LONGEST = ["answers/want-to-die", "sources/civil-code", "consequences/index", "interest", "dates"]
"""Pages that are longer than an answer may be, and those whose form a script shows; they shift and block as little."""
COLD, WARM, REQUESTS = 35 * 1024, 12 * 1024, 6

WATCH = """
  window.shifts = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shifts += entry.value; })
    .observe({type: "layout-shift", buffered: true});
"""
BLOCKING = """
  performance.getEntriesByType("resource").filter(one => one.renderBlockingStatus === "blocking").map(one => one.name)
"""


@dataclass
class Traffic:
    """What went over the wire for one view."""

    sizes: dict[str, float] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    def watch(self, page: Page) -> None:
        """Listen to the browser's own count, headers included."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._begun)
        session.on("Network.loadingFinished", self._ended)
        session.on("Network.requestServedFromCache", lambda event: self.urls.pop(event["requestId"], None))

    def _begun(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self.urls[event["requestId"]] = event["request"]["url"]

    def _ended(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    @property
    def bytes(self) -> int:
        """Bytes of all answers."""
        return int(sum(self.sizes.get(request, 0) for request in self.urls))


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """The real site from a server that compresses."""
    with serve(site) as address:
        yield address


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone that was never here."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    context.add_init_script(WATCH)
    page = context.new_page()
    yield page
    context.close()


def see(page: Page, address: str) -> Traffic:
    """Open a page, and tell what that took."""
    traffic = Traffic()
    traffic.watch(page)
    page.goto(address, wait_until="networkidle")
    return traffic


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_first_view_is_light(phone: Page, host: str, lang: str, name: str) -> None:
    traffic = see(phone, f"{host}{lang}/{name}.html")
    assert traffic.bytes <= COLD, traffic.urls
    assert len(traffic.urls) <= REQUESTS, traffic.urls


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", [*PAGES, *LONGEST])
def test_one_sheet_holds_a_page_up_and_nothing_moves(phone: Page, host: str, lang: str, name: str) -> None:
    see(phone, f"{host}{lang}/{name}.html")
    blocking = phone.evaluate(BLOCKING)
    assert len(blocking) == 1, blocking
    assert blocking[0].endswith(".css")
    phone.wait_for_timeout(100)
    assert phone.evaluate("window.shifts") == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_second_page_costs_little_more_than_its_text(phone: Page, host: str, lang: str) -> None:
    see(phone, f"{host}{lang}/answers/calls-per-day.html")
    for name in PAGES:
        traffic = see(phone, f"{host}{lang}/{name}.html")
        assert traffic.bytes <= WARM, (name, traffic.urls)
        assert not any("/assets/hashed/overdue" in url for url in traffic.urls.values()), traffic.urls

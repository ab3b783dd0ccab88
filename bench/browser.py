"""How heavy and how fast a page is on a phone: Lighthouse for the first view, and Chromium on a slow link."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from bench.needs import LIGHTHOUSE
from bench.process import Failed
from bench.server import serve

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")
PHONE = {"width": 390, "height": 844}
LINKS = {"250 kbit/s, 300 ms": (250, 300), "50 kbit/s, 2 s": (50, 2000)}
"""Slow links: kilobits a second and milliseconds for each answer."""
KINDS = ("answers", "stages", "sources", "letters")

READABLE = """
  window.readable = 0;
  const look = () => {
    const answer = document.querySelector(".answer");
    const painted = performance.getEntriesByName("first-contentful-paint").length;
    if (painted && answer && answer.getBoundingClientRect().height) window.readable = performance.now();
    else requestAnimationFrame(look);
  };
  look();
"""


@dataclass(frozen=True)
class View:
    """A cold view of a page under Lighthouse's mobile throttling."""

    bytes: int
    requests: int
    first: float
    """First contentful paint, milliseconds."""
    largest: float
    """Largest contentful paint, milliseconds."""
    shift: float
    scores: tuple[int, ...]
    failing: tuple[str, ...]
    """Audits that cost points."""


def chromium() -> str:
    """Return the browser's program."""
    return shutil.which("chromium") or shutil.which("google-chrome") or "chromium"


def lighthouse(address: str) -> View:
    """Let Lighthouse look at one page; what it says itself to run again is tried again, twice.

    Raises:
        Failed: it could not.
    """
    flags = "--headless=new --no-sandbox --disable-gpu"
    command = ["node", str(LIGHTHOUSE), address, "--output=json", "--quiet", f"--chrome-flags={flags}"]
    environment = os.environ | {"CHROME_PATH": chromium()}
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=300)
        if "run Lighthouse again" not in done.stderr:
            break
    if done.returncode:
        raise Failed(done.stderr[-2000:])
    return _view(json.loads(done.stdout))


def _view(report: dict[str, Any]) -> View:
    audits = report["audits"]
    asked = [item for item in audits["network-requests"]["details"]["items"] if item["url"].startswith("http")]
    weighed = [ref["id"] for part in report["categories"].values() for ref in part["auditRefs"] if ref["weight"]]
    return View(
        bytes=sum(item["transferSize"] for item in asked),
        requests=len(asked),
        first=audits["first-contentful-paint"]["numericValue"],
        largest=audits["largest-contentful-paint"]["numericValue"],
        shift=audits["cumulative-layout-shift"]["numericValue"],
        scores=tuple(round(100 * report["categories"][name]["score"]) for name in CATEGORIES),
        failing=tuple(sorted(each for each in weighed if (audits[each]["score"] or 0) < 0.9 and _counts(audits[each]))),
    )


def _counts(audit: dict[str, Any]) -> bool:
    return audit["scoreDisplayMode"] in ("binary", "numeric", "metricSavings")


def middle(views: Sequence[View]) -> View:
    """Return the median of several views, number by number; of the scores too."""
    return View(
        bytes=round(statistics.median(view.bytes for view in views)),
        requests=round(statistics.median(view.requests for view in views)),
        first=statistics.median(view.first for view in views),
        largest=statistics.median(view.largest for view in views),
        shift=max(view.shift for view in views),
        scores=tuple(round(statistics.median(each)) for each in zip(*(view.scores for view in views), strict=True)),
        failing=tuple(sorted({audit for view in views for audit in view.failing})),
    )


def views(site: Path, page: str, times: int, *, ours: bool) -> View:
    """Return the median of several cold views of a page of a built site."""
    with serve(site, ours=ours) as address:
        return middle([lighthouse(address + page) for _ in range(times)])


def an_answer(site: Path, lang: str = "zh", kind: str = "answers") -> str:
    """Return a page of a kind that is neither long nor short: the middle one by size."""
    found = sorted((path.stat().st_size, path.name) for path in (site / lang / kind).glob("*.html"))
    found = [each for each in found if each[1] != "index.html"]
    return f"{lang}/{kind}/{found[len(found) // 2][1]}"


def five(site: Path) -> list[str]:
    """Return a page of each of the five kinds in both languages."""
    names = ["index.html", *(an_answer(site, kind=kind).removeprefix("zh/") for kind in KINDS)]
    return [f"{lang}/{name}" for name in names for lang in ("zh", "en")]


def readable_after(browser: Browser, address: str, link: str) -> float:
    """Return the seconds until the short answer of a page can be read over a slow link by someone never here before."""
    speed, wait = LINKS[link]
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)  # type: ignore[arg-type]
    context.add_init_script(READABLE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    rate = speed * 1000 / 8
    session.send("Network.enable")
    limits = {"offline": False, "latency": wait, "downloadThroughput": rate, "uploadThroughput": rate}
    session.send("Network.emulateNetworkConditions", limits)
    page.goto(address, wait_until="commit", timeout=180_000)
    try:
        for _ in range(1800):
            if seconds := page.evaluate("window.readable / 1000"):
                return float(seconds)
            page.wait_for_timeout(100)
        raise Failed(f"{address}: no answer after three minutes")
    finally:
        context.close()


def over_slow_links(browser: Browser, site: Path, page: str, times: int, *, ours: bool) -> dict[str, float]:
    """Return for each slow link the median seconds until the short answer of a page can be read."""
    with serve(site, ours=ours) as address:
        return {
            link: statistics.median(readable_after(browser, address + page, link) for _ in range(times))
            for link in LINKS
        }


def second_page(browser: Browser, site: Path, first: str, second: str) -> tuple[int, int]:
    """Return the bytes and requests of a page for a reader who comes from another page of the site."""
    sizes: dict[str, float] = {}
    asked: set[str] = set()
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    with serve(site) as address:
        page.goto(address + first, wait_until="networkidle")
        session = context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", lambda event: asked.add(event["requestId"]))
        session.on("Network.requestServedFromCache", lambda event: asked.discard(event["requestId"]))
        session.on(
            "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]})
        )
        session.send("Network.enable")
        page.goto(address + second, wait_until="networkidle")
        context.close()
    return int(sum(sizes.get(each, 0) for each in asked)), len(asked)

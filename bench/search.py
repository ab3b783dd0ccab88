"""The search on the real content in Chromium slowed down four times, beside Material's own with jieba.

For each language: the compressed index, the time from its arrival to the first result on the screen, the time a later
keystroke takes, and how often a page wanted is first or among the first three.
"""

from __future__ import annotations

import gzip
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Browser, Page

from bench.needs import ROOT
from bench.server import serve

SLOWER = 4
ROUNDS = 5
LANGS = ("zh", "en")
FOLDER = ROOT / "tests" / "search"
Queries = Mapping[str, Sequence[Mapping[str, Any]]]

WATCH_ARRIVAL = """() => {
  let ready;
  Object.defineProperty(window, 'overdueIndex', {
    configurable: true,
    set(call) { ready = call; },
    get() { return data => { const start = performance.now(); ready(data); void document.body.offsetHeight;
                             window.took = performance.now() - start; }; },
  });
}"""
TYPE_ALL = """queries => queries.flatMap(query => [...query].map((_, at) => {
  const input = document.querySelector('dialog input');
  input.value = query.slice(0, at + 1);
  const start = performance.now();
  input.dispatchEvent(new Event('input'));
  void document.body.offsetHeight;
  return performance.now() - start;
}))"""
FIND = "queries => queries.map(query => overdueFind(query).hits.map(hit => hit.doc.path))"
ASK_STOCK = """async query => {
  const input = document.querySelector('[data-md-component=search-query]');
  const list = document.querySelector('.md-search-result__list');
  const meta = document.querySelector('.md-search-result__meta');
  const start = performance.now();
  const before = meta.textContent;
  list.replaceChildren();
  input.focus(); input.value = query;
  input.dispatchEvent(new Event('input', {bubbles: true}));
  input.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true}));
  while (!list.children.length && (meta.textContent === before || !/\\d|没有|No/.test(meta.textContent))
         && performance.now() - start < 3000)
    await new Promise(done => setTimeout(done, 1));
  const took = performance.now() - start;
  await new Promise(done => setTimeout(done, 60));
  return [took, [...list.querySelectorAll('a.md-search-result__link')].map(a => a.href)];
}"""


@dataclass(frozen=True)
class Result:
    """What was measured of one engine in one language."""

    name: str
    lang: str
    bytes: int
    """What arrives before the first result, compressed."""
    first: float
    keys: tuple[float, ...]
    hits: tuple[float, float]
    """Share of the queries with a page wanted first, and among the first three."""

    @property
    def late(self) -> float:
        """The time within which 95 of 100 keystrokes are answered."""
        return sorted(self.keys)[int(len(self.keys) * 0.95)]


def queries(folder: Path = FOLDER) -> Queries:
    """Read every query of a folder: by language, with the pages wanted."""
    found: dict[str, list[Mapping[str, Any]]] = {lang: [] for lang in LANGS}
    for path in sorted(folder.glob("*.yml")):
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
        for lang in LANGS:
            found[lang] += [each for each in tree.get(lang, ()) if each.get("want")]
    return found


def _hits(found: Sequence[Sequence[str]], asked: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    want = [{f"{ref}.html" for ref in query["want"]} for query in asked]
    first = sum(bool(got) and got[0] in wanted for got, wanted in zip(found, want, strict=True))
    third = sum(not wanted.isdisjoint(got[:3]) for got, wanted in zip(found, want, strict=True))
    return first / len(want), third / len(want)


def _slow_page(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


def _sent(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 6, mtime=0)) for path in paths)


def ours(browser: Browser, site: Path, lang: str, asked: Sequence[Mapping[str, Any]]) -> Result:
    """Measure the search of this site: the best of several first results, for other work on the machine only adds."""
    texts = [str(query["q"]) for query in asked]
    times: list[float] = []
    with serve(site) as address:
        for _ in range(ROUNDS):
            page = _slow_page(browser, f"{address}{lang}/index.html")
            page.locator("a.oe-search").click()
            page.locator("dialog[open]").wait_for()
            page.evaluate(WATCH_ARRIVAL)
            page.locator("dialog input").fill(texts[0])
            while not page.evaluate("Boolean(window.overdueFind && window.took)"):
                page.wait_for_timeout(20)
            times.append(page.evaluate("window.took"))
            if len(times) < ROUNDS:
                page.close()
        keys, found = page.evaluate(TYPE_ALL, texts), page.evaluate(FIND, texts)
        page.close()
    size = _sent(site / "assets" / f"search.{lang}.js", site / "assets" / "search.js")
    return Result("this project", lang, size, min(times), tuple(keys), _hits(found, asked))


def stock(browser: Browser, site: Path, lang: str, asked: Sequence[Mapping[str, Any]]) -> Result:
    """Measure Material's search; both languages stand in its one index, and only pages of the right one are counted."""
    with serve(site, ours=False) as address:
        page = _slow_page(browser, f"{address}{lang}/all.html")
        page.evaluate("document.querySelector('#__search').checked = true")
        first, _ = page.evaluate(ASK_STOCK, str(asked[0]["q"]))
        answers = [page.evaluate(ASK_STOCK, str(query["q"])) for query in asked]
        page.close()
    found = [[re.sub("^/", "", urlsplit(href).path) for href in hrefs] for _, hrefs in answers]
    own = [[path.removeprefix(f"{lang}/") for path in paths if path.startswith(f"{lang}/")] for paths in found]
    hits = _hits([list(dict.fromkeys(paths)) for paths in own], asked)
    scripts = [*(site / "assets" / "javascripts" / "workers").glob("search.*.min.js")]
    size = _sent(site / "search" / "search_index.json", *scripts)
    return Result("stock Material with jieba", lang, size, first, tuple(took for took, _ in answers), hits)


def compare(browser: Browser, mine: Path, theirs: Path) -> list[Result]:
    """Measure both, in both languages."""
    asked = queries()
    return [
        engine(browser, site, lang, asked[lang]) for lang in LANGS for engine, site in ((ours, mine), (stock, theirs))
    ]


def middle_key(result: Result) -> float:
    """Return the median of the keystrokes."""
    return statistics.median(result.keys)

"""Measures the search on the real content in Chromium slowed down four times: `make bench`.

For each language: the compressed index, the time from its arrival to the first result on the screen, the time a later
keystroke takes, and how often the page wanted is first or among the first three. With `jieba` installed, the same for
Material's own search on the same pages in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from helpers import serve  # noqa: E402
from test_browser import FLAGS  # noqa: E402

SLOWER = 4
ROUNDS = 5
LANGS = ("zh", "en")
QUERIES = yaml.safe_load((ROOT / "tests" / "search" / "queries.yml").read_text(encoding="utf-8"))

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


@dataclass
class Result:
    """What was measured of one engine in one language."""

    name: str
    bytes: int
    first: float
    keys: list[float]
    found: list[list[str]]

    def line(self, queries: list[dict[str, Any]]) -> str:
        """Return one line of the report."""
        want = [{f"{ref}.html" for ref in query["want"]} for query in queries]
        first = sum(bool(got) and got[0] in wanted for got, wanted in zip(self.found, want, strict=True))
        third = sum(not wanted.isdisjoint(got[:3]) for got, wanted in zip(self.found, want, strict=True))
        late = sorted(self.keys)[int(len(self.keys) * 0.95)]
        return (
            f"{self.name:<22} {self.bytes / 1000:6.1f} kB  first result {self.first:6.0f} ms  "
            f"keystroke {statistics.median(self.keys):5.1f} ms, 95 % within {late:5.1f} ms  "
            f"hit@1 {100 * first / len(want):5.1f}  hit@3 {100 * third / len(want):5.1f}"
        )


def slow_page(browser: Browser, address: str) -> Page:
    """Open a page on a slow phone."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


def ours(browser: Browser, site: Path, address: str, lang: str) -> Result:
    """Measure the search of this site: the best of several first results, for other work on the machine only adds."""
    queries = [query["q"] for query in QUERIES[lang]]
    times, keys, found = [], [], []
    for last in range(1, ROUNDS + 1):
        page = slow_page(browser, f"{address}{lang}/index.html")
        page.locator("a.oe-search").click()
        page.locator("dialog[open]").wait_for()
        page.evaluate(WATCH_ARRIVAL)
        page.locator("dialog input").fill(queries[1])
        page.wait_for_function("() => Boolean(window.overdueFind)")
        times.append(page.evaluate("window.took"))
        if last == ROUNDS:
            keys, found = page.evaluate(TYPE_ALL, queries), page.evaluate(FIND, queries)
        page.close()
    size = len(gzip.compress((site / "assets" / f"search.{lang}.js").read_bytes(), 9, mtime=0))
    return Result(f"{lang} ours", size, min(times), keys, found)


def build_stock(target: Path, lang: str) -> Path:
    """Build the pages of one language with Material as it comes and its search plugin."""
    subprocess.run(
        [sys.executable, "-m", "overdue.cli", "render", str(target / "docs")],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    pages = target / lang
    shutil.copytree(target / "docs" / lang, pages)
    settings = {
        "site_name": "stock",
        "docs_dir": str(pages),
        "site_dir": str(target / f"site-{lang}"),
        "use_directory_urls": False,
        "theme": {"name": "material", "font": False, "language": lang},
        "plugins": [{"search": {"lang": ["en", "zh"] if lang == "zh" else "en"}}],
        "markdown_extensions": ["attr_list", "md_in_html"],
        "nav": [{"all": "all.md"}],
    }
    (target / f"{lang}.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(target / f"{lang}.yml")]
    subprocess.run(command, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True)
    return target / f"site-{lang}"


def stock(browser: Browser, site: Path, address: str, lang: str) -> Result:
    """Measure Material's search; its first result comes after its index was fetched and built, as the page opens."""
    queries = [query["q"] for query in QUERIES[lang]]
    page = slow_page(browser, f"{address}all.html")
    page.evaluate("document.querySelector('#__search').checked = true")
    ask = """async query => {
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
    first, _ = page.evaluate(ask, queries[1])
    answers = [page.evaluate(ask, query) for query in queries]
    found = [list(dict.fromkeys(re.sub("^/", "", urlsplit(href).path) for href in hrefs)) for _, hrefs in answers]
    page.close()
    size = len(gzip.compress((site / "search" / "search_index.json").read_bytes(), 9, mtime=0))
    return Result(f"{lang} stock Material", size, first, [took for took, _ in answers], found)


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="a built site to measure instead of building one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        site = options.site or Path(folder) / "site"
        if not options.site:
            command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
            subprocess.run(command, cwd=ROOT, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
        print(f"CPU slowed {SLOWER} times; {sum(map(len, QUERIES.values()))} queries; {ROUNDS} rounds")
        for lang in LANGS:
            with serve(site) as address:
                mine = ours(browser, site, address, lang)
            print(mine.line(QUERIES[lang]), flush=True)
            if importlib.util.find_spec("jieba"):
                built = build_stock(Path(folder) / f"stock-{lang}", lang)
                with serve(built) as address:
                    other = stock(browser, built, address, lang)
                print(other.line(QUERIES[lang]), flush=True)
                ratios = mine.bytes / other.bytes, mine.first / other.first
                print("{} ratio of bytes {:.3f}, of the first result {:.3f}".format(lang, *ratios), flush=True)
        browser.close()


if __name__ == "__main__":
    main()

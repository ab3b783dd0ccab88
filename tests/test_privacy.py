"""Nothing leaves the page, and nothing a stranger writes into the data becomes more than text."""

from __future__ import annotations

import csv
import itertools
import json
import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from playwright.sync_api import Browser

from conftest import ROOT
from mutations.actions import set_text
from mutations.beside import Beside, Fault
from mutations.engine import TABLE, Engine, Mutant, field_kind
from mutations.tree import Source, places
from overdue.model.markdown import markup
from overdue.published.headers import HEADERS, POLICY, headers_file
from pagetypes import in_language, page_types, stay
from test_browser import PHONE, Watch

# --- the policy -------------------------------------------------------------------------------------------------------


def test_every_page_carries_the_policy(pages: list[Path]) -> None:
    policy = "; ".join(f"{name} {value}" for name, value in POLICY.items())
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in text, page
        assert '<meta name="referrer" content="no-referrer">' in text, page
        assert text.index("Content-Security-Policy") < text.index("<title>"), page


def test_the_policy_is_strict() -> None:
    assert POLICY["default-src"] == "'none'"
    assert "unsafe" not in str(HEADERS)
    assert "frame-ancestors 'none'" in HEADERS["Content-Security-Policy"]
    assert not re.search(r"https?:|\*", str(HEADERS))


def test_every_host_is_told_the_same(site: Path) -> None:
    conf = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    said = dict(re.findall(r'add_header (\S+) "([^"]*)" always;', conf))
    said.pop("Strict-Transport-Security", None)
    assert said == HEADERS
    assert (site / "_headers").read_text(encoding="utf-8") == headers_file()
    assert all(f"  {name}: {value}\n" in headers_file() for name, value in HEADERS.items())


# --- what the files load and name -------------------------------------------------------------------------------------

NAMED_ONLY = re.compile(
    r"https?://(?:www\.w3\.org/|fontawesome\.com|www\.sitemaps\.org/|json-schema\.org/|overdue\.example/|github\.com/overdue-explained/overdue-explained)"
)
"""Names of formats and licences, and this site's own address: they are written, never asked for."""


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_no_file_of_the_site_names_another_host(site: Path) -> None:
    """Every built file, not pages alone; links that a reader may follow are the next test's."""
    for path in sorted(site.rglob("*")):
        if path.suffix in (".css", ".js", ".svg", ".json", ".xml", ".txt"):
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)  # whose licence it is
            named = re.findall(r"https?://[\w.-]+[\w/-]*", text)
            assert [url for url in named if not NAMED_ONLY.match(url)] == [], path
        if path.suffix == ".css":
            for url in re.findall(r"(?:url\(|@import\s*)[\"']?([^\"')]*)", path.read_text(encoding="utf-8")):
                assert not urlsplit(url).netloc, (path, url)


def test_pages_load_nothing_from_elsewhere_and_links_out_give_nothing_away(pages: list[Path]) -> None:
    loading = {"src", "srcset", "poster", "data", "action", "formaction", "background", "ping", "manifest"}
    for page in pages:
        for tag, attributes in Elements(page.read_text(encoding="utf-8")).elements:
            assert not any(name.startswith("on") or name == "style" for name in attributes), (page, tag)
            assert tag not in ("style", "iframe", "object", "embed", "base"), (page, tag)
            for name, value in attributes.items():
                if name in loading or (tag == "link" and name == "href" and "canonical" not in attributes["rel"]):
                    assert not urlsplit(value).netloc or attributes.get("rel") == "alternate", (page, tag, value)
            if tag == "a" and urlsplit(attributes.get("href", "")).netloc not in ("", "overdue.example"):
                assert {"noopener", "noreferrer"} <= set(attributes.get("rel", "").split()), (page, attributes)
            if tag == "script":
                assert attributes.get("src"), page


FOREIGN = re.compile(
    r"""(?:url\(|@import\s|(?:src|srcset|href|data|poster)=|fetch\(|import\s*\(|importScripts\(|
    new\s+(?:Worker|EventSource|WebSocket|Image)|sendBeacon\(|["'](?:src|href)["']\s*:)\s*["'`]?\s*(?:https?:)?//\w""",
    re.X,
)
"""Whatever loads: style, script, picture, frame, worker, socket, manifest. Links to follow are judged above."""


def test_nothing_in_any_file_loads_from_elsewhere(site: Path) -> None:
    looked = 0
    for path in sorted(site.rglob("*")):
        if path.suffix in (".css", ".js", ".svg", ".json", ".webmanifest", ".map"):
            assert not FOREIGN.search(re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)), path
            looked += 1
    assert looked > 20
    kinds = {path.suffix for path in site.rglob("*") if path.is_file()}
    assert kinds <= {".html", ".css", ".js", ".svg", ".json", ".xml", ".txt", ".csv", ".zip", ""}, "one to look at"


@pytest.mark.parametrize(
    "text",
    [
        "a{background:url(https://x.example/a.png)}", "@import '//x.example/a.css'", '<image href="https://x.example/a"/>',
        "fetch('https://x.example')", "new Image().src='//x.example'", "import('https://x.example/a.js')",
        'navigator.sendBeacon("https://x.example")', '{"src": "https://x.example/icon.png"}',
        "srcset='https://x.example/a 2x'",
    ],
)  # fmt: skip
def test_what_would_load_is_seen(text: str) -> None:
    assert FOREIGN.search(text)


STORED = """async () => [document.cookie, localStorage.length, sessionStorage.length,
    (await indexedDB.databases()).length, 'caches' in self ? (await caches.keys()).length : 0,
    (await navigator.serviceWorker?.getRegistrations() ?? []).length]"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_browser_asks_nobody_else_and_keeps_nothing(browser: Browser, served: str, site: Path, lang: str) -> None:
    """Every kind of page is opened, and every button, field and folded part of it is used."""
    context = browser.new_context(viewport=PHONE, accept_downloads=True)  # type: ignore[arg-type]
    watch, sockets = Watch(context, served), []
    page = context.new_page()
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.add_init_script("print = () => {}")
    stay(page)
    for name in in_language(page_types(site), lang):
        page.goto(served + name)
        page.evaluate(USE)
        assert page.evaluate(STORED) == ["", 0, 0, 0, 0, 0], name
    assert [url for url in watch.foreign if not url.startswith("blob:")] == []
    assert sockets == []
    assert context.cookies() == []
    context.close()


USE = """() => {
  for (const each of document.querySelectorAll('details')) each.open = true;
  for (const each of document.querySelectorAll('main input, main textarea, main select')) {
    if (each.type === 'date') each.value = '2026-11-20';
    else if (each.type === 'radio') each.click();
    else if (each.tagName === 'SELECT') each.selectedIndex = each.options.length - 1;
    else each.value = '12345';
    each.dispatchEvent(new Event('input', { bubbles: true }));
    each.dispatchEvent(new Event('change', { bubbles: true }));
  }
  for (const each of document.querySelectorAll('main button')) each.click();
}"""


# --- what strangers write ---------------------------------------------------------------------------------------------

ATTACKS: list[str] = yaml.safe_load((ROOT / "tests" / "attacks.yml").read_text(encoding="utf-8"))
AUDIT = bool(os.environ.get("OVERDUE_AUDIT"))
QUARTERS = [sorted(ATTACKS[start::4], key=lambda words: words[0] not in "=+@") for start in range(4)]
"""What a spreadsheet takes for a formula has to come first in its cell."""
GROUPS = [[attack] for attack in ATTACKS] if AUDIT else QUARTERS
"""Each alone in an audit; else a quarter of them together, so that a test run has four builds."""


def built(project: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Elements]:
    """Build a project with every check switched off; return its pages."""
    monkeypatch.setattr("overdue.site.check", lambda *_, **__: [])
    monkeypatch.chdir(project)
    config = load_config(str(project / "mkdocs.yml"), site_dir=str(project / name), strict=False)
    mkdocs_build(config)
    pages = sorted((project / name).rglob("*.html"))
    return {path.relative_to(project / name).as_posix(): Elements(path.read_text(encoding="utf-8")) for path in pages}


def shape(page: Elements) -> list[tuple[str, tuple[str, ...], str]]:
    """Return what may not change: elements, names of attributes, and wherever anything leads or is loaded from."""
    leading = ("href", "src", "class", "id", "rel", "http-equiv", "style")
    return [
        (tag, tuple(sorted(attributes)), "|".join(attributes.get(name, "") for name in leading))
        for tag, attributes in page.elements
    ]


def attack(path: Path, words: str) -> int:
    """Put words before and after every text of a file; return how many texts there were."""
    count = 0
    source = Source(path.read_text(encoding="utf-8"))
    for place in reversed(list(places(source))):
        if isinstance(place.node.value, str) and field_kind(place.pattern) in ("text", "typed", "title-number"):
            broken = set_text(place, f"{words} {place.value} {words}")
            assert broken is not None
            start, end = source.span(place.node)
            rest = len(source.text) - end
            text = path.read_text(encoding="utf-8") if count else source.text
            new = broken[start : len(broken) - rest]
            path.write_text(text[:start] + new + text[end:], encoding="utf-8")
            count += 1
    return count


@pytest.mark.parametrize("attacks", GROUPS, ids=lambda attacks: attacks[0][:30])
def test_a_strangers_text_stays_text(project: Path, attacks: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    before = built(project, "before", monkeypatch)
    words = " ".join(attacks)
    files = [path for path in (project / "data").rglob("*.yml") if path.name != "vocabulary.yml"]
    assert sum(attack(path, words) for path in files) > 150
    after = built(project, "after", monkeypatch)
    assert set(after) == set(before)
    for name, page in after.items():
        assert shape(page) == shape(before[name]), name
    shown = " ".join(after["en/practices/home-visit.html"].text.split())
    for each in attacks:
        assert " ".join(each.split()) in shown, each
    nothing_runs_in_the_exports(project / "after", words)


def nothing_runs_in_the_exports(site: Path, words: str) -> None:
    """JSON, the table, the feeds, the map of the site and the index of the search hold the words as words."""
    said = " ".join(words.split())
    texts = [
        string for path in site.rglob("*.json") for string in strings(json.loads(path.read_text(encoding="utf-8")))
    ]
    assert any(said in " ".join(text.split()) for text in texts)
    with (site / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    for path in (*site.rglob("*.xml"),):
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(path.read_bytes()).iter()}
        assert tags <= ATOM, path
    for path in site.glob("assets/search.*.js"):
        call = re.fullmatch(r"overdueIndex\((.*)\);\n?", path.read_text(encoding="utf-8"), re.DOTALL)
        assert call, path
        rows = [row.split("\t") for row in json.loads(call[1])["rows"].split("\n")]
        assert len({len(row) for row in rows}) == 1, path


ATOM = {
    "feed", "id", "title", "updated", "author", "name", "link", "entry", "summary", "content", "category", "published",
    "urlset", "url", "loc", "lastmod",
}  # fmt: skip


def strings(value: object) -> list[str]:
    """Return every string of a JSON value."""
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in [key, *strings(item)]]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


FREE = ("text", "typed", "title-number")
"""Kinds of field that take any words; the others take words, ids, dates and numbers of a fixed form."""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(ROOT / "data")


@pytest.mark.parametrize(
    "ref", ["letters/ask-for-plan", "channels/nfra-12378", "sources/civil-code", "remedies/ask-reduction"]
)
def test_a_field_of_a_fixed_form_takes_no_attack(engine: Engine, ref: str) -> None:
    """Ids, references, phones, dates, numbers, verdicts: whatever is no free text refuses each attack."""
    source = Source((engine.data / f"{ref}.yml").read_text(encoding="utf-8"))
    fields = {place.pattern: place for place in places(source) if isinstance(place.node.value, str)}
    fixed = [place for pattern, place in fields.items() if field_kind(pattern) not in FREE]
    assert len(fixed) > 3
    for place, words in itertools.product(fixed, ATTACKS[::3]):
        broken = set_text(place, words)
        lines = (source.line(place.start), source.line(place.end))
        mutant = Mutant({"name": words}, ref, str(place.location), "", broken, lines, ref.partition("/")[2])
        assert engine.findings(mutant), (place.location, words)


@pytest.mark.parametrize("file", list(TABLE["beside"]))
def test_beside_the_records_an_attack_is_a_finding(engine: Engine, file: str) -> None:
    """Each kind of field of each file beside the records, with each attack that holds markup, a link or a template."""
    beside = Beside(engine)
    source = Source(beside.text(file))
    names = TABLE["beside"][file].get("names", {})
    found = {replace(place, free=names).pattern: place for place in places(source) if isinstance(place.node.value, str)}
    attacks = [words for words in ATTACKS if markup(words)]
    assert len(attacks) > 50
    for (index, place), words in itertools.product(enumerate(found.values()), attacks):
        if AUDIT or hash((index, len(words))) % 8 == 0:
            broken = set_text(place, f"{place.value} {words}")
            fault = Fault(words, file, str(place.location), source.line(place.start), broken or "", None)
            assert beside.findings(fault), (place.location, words)

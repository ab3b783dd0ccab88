"""Nothing leaves the page, and nothing a stranger writes into the data becomes more than text."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from conftest import ROOT
from mutations.actions import set_text
from mutations.engine import field_kind
from mutations.tree import Source, places
from overdue.published.headers import HEADERS, POLICY, headers_file

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


# --- what strangers write ---------------------------------------------------------------------------------------------

ATTACKS: list[str] = yaml.safe_load((ROOT / "tests" / "attacks.yml").read_text(encoding="utf-8"))
AUDIT = bool(os.environ.get("OVERDUE_AUDIT"))
GROUPS = [[attack] for attack in ATTACKS] if AUDIT else [ATTACKS[start::4] for start in range(4)]
"""Each alone in an audit; else a quarter of them together, so that a test run has four builds."""


def built(project: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Elements]:
    """Build a project with every check switched off; return its pages."""
    monkeypatch.setattr("overdue.site.check", lambda *_: [])
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

"""The Markdown of every page of the example library, and what it promises."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from conftest import EXAMPLE
from overdue.pages.render import TEMPLATES
from overdue.site import Site

ANCHOR = re.compile(r"(?:\{#|id=\")([a-z0-9-]+)")
GOLDEN = Path(__file__).parent / "golden"


def test_golden_pages(golden: Callable[[Path, str], None]) -> None:
    pages = Site.load(EXAMPLE).pages
    for path, page in pages.items():
        golden(GOLDEN / path, page.markdown)
    stored = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.md")}
    assert stored == set(pages)


def test_every_heading_has_its_own_id() -> None:
    for path, page in Site.load(EXAMPLE).pages.items():
        headings = re.findall(r"^#{1,6} .*$", page.markdown, flags=re.MULTILINE)
        ids = [re.search(r"\{#([a-z0-9-]+)\}$", heading) for heading in headings]
        assert all(ids), (path, headings)
        names = [match[1] for match in ids if match]
        assert len(names) == len(set(names)), path


def test_both_languages_have_the_same_pages_and_anchors() -> None:
    pages = Site.load(EXAMPLE).pages
    for path, page in pages.items():
        if path.startswith("zh/"):
            twin = pages["en" + path[2:]]
            assert ANCHOR.findall(page.markdown) == ANCHOR.findall(twin.markdown), path


def test_a_page_names_the_file_to_edit() -> None:
    site = Site.load(EXAMPLE)
    assert site.pages["en/practices/home-visit.md"].source == "data/practices/home-visit.yml"
    frame = site.frame("en/practices/home-visit.md")
    assert frame is not None
    assert frame.source == "data/practices/home-visit.yml"
    assert frame.other == "zh/practices/home-visit.md"
    assert [item.path for item in frame.trail] == ["en/index.md", "en/practices/index.md"]
    assert site.frame("index.md") is None


def test_no_label_of_the_interface_is_given_twice() -> None:
    names = re.findall(r"^([\w-]+):", (TEMPLATES / "interface.yml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(names) == len(set(names))

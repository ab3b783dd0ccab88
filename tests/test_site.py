"""The real site, as built: languages, links, anchors, addresses, nothing from elsewhere, twice the same."""

from __future__ import annotations

import filecmp
import gzip
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from conftest import ROOT, build
from helpers import Html
from overdue.model.load import load


@pytest.fixture(scope="module")
def html(pages: list[Path]) -> dict[Path, Html]:
    return {page: Html(page) for page in pages}


def in_tree(site: Path, page: Path) -> bool:
    return page.relative_to(site).parts[0] in ("zh", "en") and page.name != "404.html"


def twin(site: Path, page: Path) -> Path:
    first, *rest = page.relative_to(site).parts
    return site.joinpath("en" if first == "zh" else "zh", *rest)


def test_every_record_has_a_page_in_both_languages(site: Path) -> None:
    library, _ = load(ROOT / "data")
    for ref in library.records:
        for lang in ("zh", "en"):
            assert (site / lang / f"{ref}.html").is_file()


def test_each_page_is_in_its_language(site: Path, html: dict[Path, Html]) -> None:
    for page, seen in html.items():
        if in_tree(site, page):
            lang = page.relative_to(site).parts[0]
            assert seen.lang == {"zh": "zh-Hans", "en": "en"}[lang], page
            assert seen.title.endswith({"zh": "逾期明白纸", "en": "Overdue, Explained"}[lang]), page
            assert set(seen.alternates) == {"zh-Hans", "en"}, page
            assert twin(site, page).is_file(), page


def test_the_language_link_leads_to_the_same_page(site: Path, html: dict[Path, Html]) -> None:
    for page, seen in html.items():
        if in_tree(site, page):
            targets = {(page.parent / unquote(link)).resolve() for link in seen.links if not urlsplit(link).scheme}
            assert twin(site, page).resolve() in targets, page


def test_both_languages_have_the_same_anchors(site: Path, html: dict[Path, Html]) -> None:
    for page, seen in html.items():
        if in_tree(site, page) and page.relative_to(site).parts[0] == "zh":
            assert seen.ids == html[twin(site, page)].ids, page


def test_ids_are_unique_and_every_heading_has_one(html: dict[Path, Html], site: Path) -> None:
    for page, seen in html.items():
        assert [name for name, count in Counter(seen.ids).items() if count > 1] == [], page
        if in_tree(site, page):
            assert [tag for tag, name in seen.headings if not name] == [], page
            assert [name for name in seen.ids if re.fullmatch(r"_\d+", name)] == [], page
            assert [tag for tag, _ in seen.headings].count("h1") == 1, page


def test_every_link_inside_leads_somewhere(site: Path, html: dict[Path, Html]) -> None:
    for page, seen in html.items():
        for link in seen.links:
            parts = urlsplit(link)
            if parts.scheme or page.name == "404.html":
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            assert target in html or target.is_file(), (page, link)
            if parts.fragment:
                assert parts.fragment in html[target].ids, (page, link)


def test_nothing_is_loaded_from_elsewhere(site: Path, html: dict[Path, Html]) -> None:
    for page, seen in html.items():
        assert [load for load in seen.loads if urlsplit(load).scheme or load.startswith("//")] == [], page
    for sheet in site.rglob("*.css"):
        if "material" not in sheet.as_posix():
            urls = re.findall(r"url\(([^)]*)\)", sheet.read_text(encoding="utf-8"))
            assert [url for url in urls if not url.strip("\"'").startswith(("data:", "#"))] == [], sheet


def test_links_out_are_of_known_kinds(html: dict[Path, Html]) -> None:
    schemes = {urlsplit(link).scheme for seen in html.values() for link in seen.links}
    assert schemes <= {"", "https", "tel"}


def test_the_sitemap_names_every_page_in_both_languages(site: Path, html: dict[Path, Html]) -> None:
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    addresses = set(re.findall(r"<loc>https://overdue.example/([^<]*)</loc>", text))
    assert addresses == {page.relative_to(site).as_posix() for page in html if in_tree(site, page)}
    assert text.count('hreflang="zh-Hans"') == text.count('hreflang="en"') == len(addresses)


def test_the_root_sends_people_on_without_script(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    assert 'http-equiv="refresh" content="0; url=zh/index.html"' in text
    assert 'href="en/index.html"' in text
    assert "<script" not in text


def test_no_page_of_the_first_view_is_heavy(site: Path) -> None:
    shared = sum(
        len(gzip.compress(path.read_bytes(), 9, mtime=0))
        for path in (*site.glob("assets/hashed/*"), site / "assets" / "icon.svg")
    )
    for page in site.glob("*/answers/*.html"):
        if page.name != "index.html":
            assert shared + len(gzip.compress(page.read_bytes(), 9, mtime=0)) <= 35 * 1024, page


def test_two_builds_are_the_same_byte_for_byte_whatever_processes_share_them(site: Path, tmp_path: Path) -> None:
    done = build(tmp_path / "again", processes=1)
    assert done.returncode == 0, done.stderr
    first = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    second = sorted(path.relative_to(tmp_path / "again") for path in (tmp_path / "again").rglob("*") if path.is_file())
    assert first == second
    _, different, unreadable = filecmp.cmpfiles(site, tmp_path / "again", [path.as_posix() for path in first], False)
    assert (different, unreadable) == ([], [])


def test_a_warning_in_another_process_ends_a_strict_build_and_is_said_once(project: Path) -> None:
    faulty = "# Hello {#top}\n\n[nowhere](nowhere.md), [no such section](about.md#nowhere)\n"
    (project / "docs" / "zh" / "verify.md").write_text(faulty, encoding="utf-8")
    for processes in (1, 20):
        done = build(project / "site", project, processes)
        assert done.returncode == 1
        assert done.stderr.count("the target 'zh/nowhere.md' is not found") == 1, done.stderr
        assert done.stderr.count("the doc 'zh/about.md' does not contain an anchor '#nowhere'") == 1
        assert "Aborted with 2 warnings in strict mode" in done.stdout


def test_an_error_in_another_process_ends_the_build(project: Path) -> None:
    theirs = project / "hooks" / "mkdocs_pages.py"
    broken = theirs.read_text(encoding="utf-8").replace("page.read_source(config)", "raise ValueError(file.src_uri)")
    theirs.write_text(broken, encoding="utf-8")
    done = build(project / "site", project, 20)
    assert done.returncode == 1
    assert "ValueError: zh/" in done.stderr
    assert "another process ended without a result" in done.stderr

"""The site as data: its pages, and the frame that each page stands in. Any generator can be an adapter to this."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from overdue.addresses import index_path, language_of, translated
from overdue.checks import check
from overdue.extras import HREFLANG, sitemap
from overdue.findings import Finding
from overdue.headers import headers_file
from overdue.interface import Interface
from overdue.library import Library
from overdue.load import load
from overdue.render import Page, Renderer
from overdue.vocabulary import LANGS, Lang

DOCS = ("staff", "verify", "contribute", "about")
"""Hand-written pages that the menu names, below `docs/<lang>/`."""

UNUSED = ("assets/javascripts/", "assets/stylesheets/palette", "assets/images/favicon")


class Faulty(Exception):
    """The data has findings, so there is no site to show."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join([f"{len(findings)} findings in the data", *map(str, findings)]))
        self.findings = findings


@dataclass(frozen=True)
class MenuItem:
    """An entry of the menu."""

    title: str
    path: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """What surrounds the text of one page."""

    lang: Lang
    html_lang: str
    words: Mapping[str, str]
    """The words of the interface in the page's language."""
    menu: tuple[MenuItem, ...]
    trail: tuple[MenuItem, ...]
    """Breadcrumbs, from the home page down to the list this page is in."""
    alternates: Mapping[str, str]
    """By `hreflang` value, the Markdown path of this page in each language."""
    other: str
    """The Markdown path of this page in the other language."""
    other_lang: str
    source: str
    """The file to edit."""
    description: str


@dataclass(frozen=True)
class Site:
    """Every generated page of a project, and the frame of any page."""

    library: Library
    renderer: Renderer

    @classmethod
    def load(cls, data: Path) -> Site:
        """Load and check the data, and prepare its pages.

        Raises:
            Faulty: the data has findings.
            overdue.load.Unreadable: the vocabulary has findings.
        """
        library, findings = load(data)
        findings = sorted({*findings, *check(library, library.as_of)})
        if findings:
            raise Faulty(findings)
        return cls(library, Renderer(library))

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The generated pages by path."""
        return {page.path: page for page in self.renderer.pages()}

    @property
    def interface(self) -> Interface:
        """The words of the interface."""
        return self.renderer.interface

    def frame(self, path: str) -> Frame | None:
        """Return the frame of a page by its Markdown path, or None for one outside the language trees."""
        lang = language_of(path)
        if lang is None:
            return None
        other: Lang = "en" if lang == "zh" else "zh"
        page = self.pages.get(path)
        return Frame(
            lang=lang,
            html_lang=HREFLANG[lang],
            words={key: word[lang] for key, word in self.interface.words.items()},
            menu=self._menu(path, lang),
            trail=self._trail(path, lang),
            alternates={HREFLANG[each]: translated(path, each) for each in LANGS},
            other=translated(path, other),
            other_lang=HREFLANG[other],
            source=page.source if page else f"docs/{path}",
            description=page.description if page else self.interface["tagline"][lang],
        )

    def _menu(self, path: str, lang: Lang) -> tuple[MenuItem, ...]:
        here = posixpath.dirname(path)
        kinds = tuple(
            MenuItem(kind.plural[lang], target, posixpath.dirname(target) == here)
            for kind in self.library.vocabulary.kinds.values()
            for target in [index_path(kind.folder, lang)]
        )
        docs = tuple(
            MenuItem(self.interface[f"page_{name}"][lang], f"{lang}/{name}.md", path == f"{lang}/{name}.md")
            for name in DOCS
        )
        return kinds + docs

    def _trail(self, path: str, lang: Lang) -> tuple[MenuItem, ...]:
        home = MenuItem(self.interface["home"][lang], f"{lang}/index.md", path == f"{lang}/index.md")
        above = tuple(item for item in self._menu(path, lang) if item.current and item.path != path)
        return () if home.current else (home, *above)

    def unused(self, names: Iterable[str]) -> list[str]:
        """Return the files of the theme that no page asks for: Material's scripts, which name other hosts, and maps."""
        return [name for name in names if name.startswith(UNUSED) or name.endswith(".map")]

    def root(self, site_url: str | None) -> str:
        """Return the path at which the site begins, for pages that are shown at any address: `/` or `/guide/`."""
        return urlsplit(site_url or "/").path or "/"

    def write_extras(self, site_dir: Path, site_url: str | None, hand_written: list[str]) -> None:
        """Write the files that are not pages into a built site. `hand_written` are the Markdown paths of `docs/`."""
        (site_dir / "_headers").write_text(headers_file(), encoding="utf-8")
        if site_url:
            text = sitemap([*self.pages, *hand_written], site_url)
            (site_dir / "sitemap.xml").write_text(text, encoding="utf-8")
            (site_dir / "sitemap.xml.gz").unlink(missing_ok=True)  # MkDocs makes it of its own sitemap, with a clock
            (site_dir / "robots.txt").write_text(f"User-agent: *\nSitemap: {site_url}sitemap.xml\n", encoding="utf-8")

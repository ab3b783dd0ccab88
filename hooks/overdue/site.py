"""The site as data: its pages, and the frame that each page stands in. Any generator can be an adapter to this."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from threading import Timer
from typing import cast
from urllib.parse import urlsplit

from markupsafe import Markup

from overdue.checks import check
from overdue.model.findings import Finding
from overdue.model.forked import in_child
from overdue.model.library import Library
from overdue.model.load import load
from overdue.model.memory import Memory
from overdue.model.records import Text
from overdue.model.vocabulary import LANGS, Lang
from overdue.pages.addresses import address, index_path, language_of, page_of, page_path, relative, translated
from overdue.pages.anchors import record_anchors
from overdue.pages.health import Health, health, health_page
from overdue.pages.helper_pages import helper_pages
from overdue.pages.interface import Interface
from overdue.pages.render import Page, Renderer
from overdue.pages.wayfinding import way_pages
from overdue.published.beside import Beside
from overdue.published.exports import links_csv, write_api
from overdue.published.extras import HREFLANG, sitemap
from overdue.published.headers import headers_file
from overdue.published.ledger import anchors, unwritten
from overdue.published.moved import GONE, Move, Pages
from overdue.published.offline import write_offline
from overdue.published.publication import Publication
from overdue.published.search import Index
from overdue.published.share import Card, card, cards_page, report_address

DOCS = ("staff", "cards", "verify", "contribute", "about")
"""Pages directly below `<lang>/` that the menu names."""

UNUSED = ("assets/javascripts/", "assets/stylesheets/palette", "assets/images/favicon")


RELOADED = 0.5
"""Seconds after which a browser that watches has fetched the page again."""
DRESS = ("mkdocs.yml", "hooks/theme", "hooks/templates", "docs/assets")
"""Files of a project of which every page has something."""


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
    page: str
    """What both languages call this page: `answers/one-day-late`."""
    as_of: str
    """The day of the page's last review; empty for a page that is not of one record."""
    card: Card | None
    """What staff pass on; only records have one."""
    moved: tuple[Moved, ...]
    """Sections that this page once had."""
    refresh: str | None
    """Where a page that moved sends people on to."""
    lost: bool
    """This page moved or is gone: nothing for a search engine."""
    scripts: tuple[str, ...]
    """Files that only this page needs, below the site's root."""

    def report(self, repository: str) -> str:
        """Return the address that tells us of a mistake on this page."""
        return report_address(repository, self.page, self.html_lang, self.as_of, dict(self.words))


@dataclass(frozen=True)
class Moved:
    """A section that a page once had."""

    anchor: str
    href: str | None
    """Where it is now, from this page; None where it is gone."""
    title: str
    reason: str


@dataclass(frozen=True)
class Site:
    """Every generated page of a project, and the frame of any page."""

    library: Library
    renderer: Renderer
    publication: Publication = field(default_factory=Publication)
    hand_written: Mapping[str, str] = field(default_factory=dict)
    """The Markdown of `docs/`, by path."""
    site_url: str = ""

    live: Memory | None = None
    """What was made of earlier states of the same folder, where somebody is editing it."""

    @classmethod
    def load(cls, data: Path, site_url: str | None = None, live: Memory | None = None) -> Site:
        """Load and check the data, and prepare its pages.

        With the memory of an earlier load, only what changed since is made again; and a text that was changed in one
        language only is shown, for whoever watches is about to change the other.

        Raises:
            Faulty: the data has findings.
            overdue.model.load.Unreadable: the vocabulary has findings.
        """
        if live:
            live.forget_unless("dress", _contents(data.parent, DRESS))
        library, findings = load(data, live)
        findings = sorted({*findings, *check(library, library.as_of, but={"translation-age"} if live else ())})
        if findings:
            raise Faulty(findings)
        site, findings = cls.of(library, data, site_url or "", live)
        if findings:
            raise Faulty(findings)
        return site

    @classmethod
    def of(
        cls, library: Library, data: Path, site_url: str = "", live: Memory | None = None
    ) -> tuple[Site, list[Finding]]:
        """Return the site of a library without findings, and every promise of an address that it would break."""
        publication, findings = Publication.read(data)
        hand_written = _hand_written(data.parent / "docs")
        renderer = Renderer(library, live or Memory())
        site = cls(library, renderer, publication, hand_written, site_url, live)
        return site, sorted({*findings, *publication.findings(site.promises)})

    def unwritten(self) -> list[Finding]:
        """Return what the ledger does not have yet: no reason to refuse a build, but one to refuse a change."""
        return list(unwritten(self.publication.ledger, self.promises, self.numbered))

    @property
    def numbered(self) -> list[str]:
        """The records in the order in which they get numbers."""
        return [record.ref for kind in self.library.vocabulary.kinds for record in self.library.of_kind(kind)]

    @cached_property
    def _own_pages(self) -> dict[str, Page]:
        return {page.path: page for page in self.renderer.records()} | self._other_pages

    @cached_property
    def _other_pages(self) -> dict[str, Page]:
        """The pages that are not of one record."""
        return self._others_in_first | {page.path: page for lang in LANGS[1:] for page in self._others(lang)}

    @cached_property
    def _others_in_first(self) -> dict[str, Page]:
        """Those in the first language: enough to know the anchors, which are the same in the others."""
        return {page.path: page for page in self._others(LANGS[0])}

    def _others(self, lang: Lang) -> Iterator[Page]:
        yield from self.renderer.lists(lang)
        yield cards_page(self.renderer, self.publication.ledger, self.site_url, lang)
        yield from way_pages(self.renderer, lang)
        yield from helper_pages(self.renderer, lang)
        yield health_page(self._health, self.library.vocabulary, lang)

    @cached_property
    def _health(self) -> Health:
        return health(self.library)

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The generated pages by path."""
        lost = (self._lost(page, move, lang) for page, move in self._moves.items() for lang in LANGS)
        return self._own_pages | {page.path: page for page in lost}

    @property
    def _moves(self) -> dict[str, Move]:
        return self.publication.moved_pages()

    @cached_property
    def texts(self) -> dict[str, str]:
        """The Markdown of every page, made or written by hand, by path."""
        return dict(self.hand_written) | {path: page.markdown for path, page in self.pages.items()}

    @cached_property
    def _faces(self) -> dict[str, tuple[str, Frame | None]]:
        return {path: (text, self.frame(path)) for path, text in self.texts.items()}

    @property
    def _faces_before(self) -> dict[str, tuple[str, Frame | None]] | None:
        return cast("dict[str, tuple[str, Frame | None]] | None", self.live.kept("faces")) if self.live else None

    @property
    def first(self) -> bool:
        """Whether nothing was built before that this site could build on."""
        return self._faces_before is None

    def is_new(self, path: str) -> bool:
        """Say whether a page is not what it was when the last build ended."""
        return self._faces[path] != (self._faces_before or {}).get(path)

    @cached_property
    def promises(self) -> Pages:
        """What the site has in both languages: its pages, each with its anchors."""
        found = {path: anchors(text) for path, text in self.hand_written.items()}
        twins = {page_of(path): found.get(translated(path, "en")) for path in found if language_of(path) == "zh"}
        pages = {page: found[page_path(page, "zh")] & other for page, other in twins.items() if other is not None}
        pages |= {page_of(path): anchors(page.markdown) for path, page in self._others_in_first.items()}
        records = self.library.records.values()
        return dict(sorted((pages | {record.ref: record_anchors(record, self.library) for record in records}).items()))

    @cached_property
    def titles(self) -> dict[tuple[str, Lang], str]:
        """The title of each page in each language."""
        found = {(page_of(path), page.lang): page.title for path, page in self._own_pages.items()}
        for path, text in self.hand_written.items():
            heading = re.search(r"^# (.*?)\s*(?:\{#[^}]*\})?\s*$", text, re.MULTILINE)
            lang = language_of(path)
            if lang and heading:
                found[page_of(path), lang] = heading[1]
        return found

    def _lost(self, page: str, move: Move, lang: Lang) -> Page:
        """Return the small page at an address that moved or is gone."""
        path = page_path(page, lang)
        title = self.interface["gone_title" if move.to == GONE else "moved_title"][lang]
        target, _, anchor = ("index" if move.to == GONE else move.to).partition("#")
        context: dict[str, object] = {
            "heading": title,
            "reason": move.reason[lang],
            "href": Markup(relative(page_path(target, lang), path) + (f"#{anchor}" if anchor else "")),
            "target": self.titles.get((target, lang), target),
        }
        text = self.renderer.fill("moved.md.j2", path, lang, context)
        return Page(path, lang, title, move.reason[lang], self.publication.moved.file.path, text)

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
        page, card = self.pages.get(path), self._cards.get((page_of(path), lang))
        return Frame(
            lang=lang,
            html_lang=HREFLANG[lang],
            words=self._words[lang],
            menu=self._menu(path, lang),
            trail=self._trail(path, lang),
            alternates={HREFLANG[each]: translated(path, each) for each in LANGS},
            other=translated(path, other),
            other_lang=HREFLANG[other],
            source=page.source if page else f"docs/{path}",
            description=page.description if page else self.interface["tagline"][lang],
            page=page_of(path),
            as_of=card.as_of if card else "",
            card=card,
            moved=self._moved_sections(path, lang),
            refresh=self._refresh(path, lang),
            lost=page_of(path) in self._moves,
            scripts=page.scripts if page else (),
        )

    @cached_property
    def _words(self) -> dict[Lang, dict[str, str]]:
        return {lang: {key: word[lang] for key, word in self.interface.words.items()} for lang in LANGS}

    @cached_property
    def _cards(self) -> dict[tuple[str, Lang], Card]:
        ledger = self.publication.ledger
        return {
            (record.ref, lang): card(record, lang, ledger, self.site_url)
            for record in self.library.records.values()
            for lang in LANGS
        }

    def _moved_sections(self, path: str, lang: Lang) -> tuple[Moved, ...]:
        found = self.publication.moved_anchors(page_of(path))
        return tuple(
            Moved(
                anchor=anchor,
                href=None if move.to == GONE else _href(move.to, path, lang),
                title=self.titles.get((move.to.partition("#")[0], lang), move.to),
                reason=move.reason[lang],
            )
            for anchor, move in found.items()
        )

    def _refresh(self, path: str, lang: Lang) -> str | None:
        move = self._moves.get(page_of(path))
        return _href(move.to, path, lang) if move and move.to != GONE else None

    def _menu(self, path: str, lang: Lang) -> tuple[MenuItem, ...]:
        """Return the menu, in which the page itself or the list that it is in is the current entry."""
        menus = self._menus[lang]
        return menus.get(path) or menus.get(f"{posixpath.dirname(path)}/index.md") or menus[""]

    @cached_property
    def _menus(self) -> dict[Lang, dict[str, tuple[MenuItem, ...]]]:
        """The menu by its current entry, once for all the pages that share it."""
        kinds = self.library.vocabulary.kinds.values()
        found: dict[Lang, dict[str, tuple[MenuItem, ...]]] = {}
        for lang in LANGS:
            titles = {index_path(kind.folder, lang): kind.plural[lang] for kind in kinds}
            for name in (*self.library.helpers, *DOCS):
                titles[f"{lang}/{name}.md"] = self.interface[f"page_{name}"][lang]
            found[lang] = {
                current: tuple(MenuItem(title, path, path == current) for path, title in titles.items())
                for current in ("", *titles)
            }
        return found

    def _trail(self, path: str, lang: Lang) -> tuple[MenuItem, ...]:
        home = MenuItem(self.interface["home"][lang], f"{lang}/index.md", path == f"{lang}/index.md")
        above = tuple(item for item in self._menu(path, lang) if item.current and item.path != path)
        if page := self.pages.get(path):
            above += tuple(MenuItem(self.pages[each].title, each, current=False) for each in page.above)
        return () if home.current else (home, *above)

    def unused(self, names: Iterable[str]) -> list[str]:
        """Return the files of the theme that no page asks for: Material's scripts, which name other hosts, and maps."""
        return [name for name in names if name.startswith(UNUSED) or name.endswith(".map")]

    def root(self, site_url: str | None) -> str:
        """Return the path at which the site begins, for pages that are shown at any address: `/` or `/guide/`."""
        return urlsplit(site_url or "/").path or "/"

    def begin_beside(self, site_dir: Path, site_url: str | None) -> Callable[[], None]:
        """Let another process write the files that rest on no page; return what ends it, once the pages are written.

        Where somebody is editing, only what they look at is written: the search, and no page that is no more. Exports,
        feeds and the offline copy are those of the first build until the next.
        """
        if not self.first:
            return partial(self._end_edit, site_dir)
        return partial(self._end_beside, site_dir, site_url, in_child(partial(self._write_data, site_dir, site_url)))

    def _end_edit(self, site_dir: Path) -> None:
        for path in (self._faces_before or {}).keys() - self._faces.keys():
            (site_dir / path).with_suffix(".html").unlink(missing_ok=True)
        self._write_search_later(site_dir)
        self._keep()

    def _keep(self) -> None:
        if self.live:
            self.live.keep("faces", self._faces)

    def _write_search_later(self, site_dir: Path) -> None:
        """Write the search when the browser shows the edit already: the index takes longer than the pages."""
        assert self.live
        last = self.live.kept("search")
        if isinstance(last, Timer):
            last.cancel()
            last.join()  # an older index never comes after a newer one
        writing = Timer(RELOADED, self._write_search, args=(site_dir,))
        self.live.keep("search", writing)
        writing.start()

    def _write_search(self, site_dir: Path) -> None:
        for lang in LANGS:
            script = Index(self.library, self.interface, lang, DOCS).script()
            fresh = site_dir / "assets" / f".search.{lang}.js"
            fresh.write_text(script, encoding="utf-8")
            fresh.replace(site_dir / "assets" / f"search.{lang}.js")

    def _write_data(self, site_dir: Path, site_url: str | None) -> None:
        (site_dir / "assets").mkdir(parents=True, exist_ok=True)
        self._write_search(site_dir)
        self._write_exports(site_dir, site_url or "")

    def _end_beside(self, site_dir: Path, site_url: str | None, written: Callable[[], None]) -> None:
        written()
        (site_dir / "_headers").write_text(headers_file(), encoding="utf-8")
        if site_url:
            text = sitemap([*self._own_pages, *self.hand_written], site_url)
            (site_dir / "sitemap.xml").write_text(text, encoding="utf-8")
            (site_dir / "sitemap.xml.gz").unlink(missing_ok=True)  # MkDocs makes it of its own sitemap, with a clock
            (site_dir / "robots.txt").write_text(f"User-agent: *\nSitemap: {site_url}sitemap.xml\n", encoding="utf-8")
        write_offline(site_dir, site_dir)  # last: it packs all the other files
        self._keep()

    def _write_exports(self, site_dir: Path, site_url: str) -> None:
        ledger, note = self.publication.ledger, self.interface["not_advice"]
        write_api(self.library, ledger, site_url, Text(zh=note.zh, en=note.en), site_dir)
        table = links_csv(self.library, ledger, site_url)
        (site_dir / "links.csv").write_text(table, encoding="utf-8", newline="")
        beside = Beside(self.interface, self.library.vocabulary, self.publication, self.promises, self.titles)
        for name, text in (*beside.number_pages(self._cards), *beside.feeds(site_url, self.library.as_of)):
            (site_dir / name).parent.mkdir(parents=True, exist_ok=True)
            (site_dir / name).write_text(text, encoding="utf-8")


def _href(target: str, start: str, lang: Lang) -> str:
    """Return the link from the page `start` to `page` or `page#anchor`, as HTML has it."""
    page, _, anchor = target.partition("#")
    return relative(address(page, lang, ""), start) + (f"#{anchor}" if anchor else "")


def _contents(root: Path, names: Iterable[str]) -> dict[Path, bytes]:
    """Return what is in the files below these files and folders."""
    paths = (path for name in names for path in (root / name, *sorted((root / name).rglob("*"))))
    return {path: path.read_bytes() for path in paths if path.is_file()}


def _hand_written(docs: Path) -> dict[str, str]:
    """Return the Markdown of every page below `docs/zh` and `docs/en`, by path."""
    paths = sorted(path for lang in LANGS for path in (docs / lang).rglob("*.md"))
    return {path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8") for path in paths}

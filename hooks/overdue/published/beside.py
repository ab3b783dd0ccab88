"""Files made by templates beside the pages: the page of each number, and the feeds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from overdue.model.vocabulary import LANGS, Lang, Vocabulary, Word
from overdue.pages.addresses import address
from overdue.pages.interface import Interface
from overdue.pages.render import TEMPLATES
from overdue.published.extras import HREFLANG
from overdue.published.feed import Change, entry_id
from overdue.published.moved import Pages, on_site
from overdue.published.publication import Publication
from overdue.published.share import Card


@dataclass(frozen=True)
class Beside:
    """Makes those files."""

    interface: Interface
    vocabulary: Vocabulary
    publication: Publication
    pages: Pages
    titles: Mapping[tuple[str, Lang], str]
    """The title of each page in each language."""

    @cached_property
    def _environment(self) -> Environment:
        folders = [TEMPLATES, TEMPLATES.parent / "theme"]
        return Environment(loader=FileSystemLoader(folders), autoescape=True, trim_blocks=True, lstrip_blocks=True)

    def number_pages(self, cards: Mapping[tuple[str, Lang], Card]) -> Iterator[tuple[str, str]]:
        """Yield name and HTML of the page of each number: the answer, the way on, or why it is gone."""
        template = self._environment.get_template("number.html.j2")
        words = self.interface.words
        for page, entry in self.publication.ledger.entries.items():
            if entry.number is None:
                continue
            current = self.publication.current(page, self.pages)
            move = self.publication.moved.values.get(page)
            target = (current or "index").partition("#")[0]
            context = {
                "number": entry.number,
                "words": words,
                "langs": [
                    (lang, HREFLANG[lang], self._href(current, lang), self._title(target, lang)) for lang in LANGS
                ],
                "cards": {lang: cards.get((target, lang)) for lang in LANGS},
                "reason": move.reason if move else None,
            }
            yield f"{entry.number}.html", template.render(context)

    def _href(self, current: str | None, lang: Lang) -> str:
        page, _, anchor = (current or "index").partition("#")
        return address(page, lang, "", anchor)

    def _title(self, page: str, lang: Lang) -> str:
        return self.titles.get((page, lang), page)

    def feeds(self, site_url: str, newest: dt.date) -> Iterator[tuple[str, str]]:
        """Yield name and text of the Atom feed of each language, newest change first."""
        template = self._environment.get_template("feed.xml.j2")
        changes = list(reversed([*self.publication.feed.values.items()]))
        for lang in LANGS:
            context = {
                "lang": lang,
                "html_lang": HREFLANG[lang],
                "words": self.interface.words,
                "site_url": site_url,
                "updated": max((change.day for _, change in changes), default=newest),
                "feed_id": entry_id(f"feed-{lang}"),
                "entries": [self._entry(name, change, lang, site_url) for name, change in changes],
            }
            yield f"{lang}/feed.xml", template.render(context)

    def _entry(self, name: str, change: Change, lang: Lang, site_url: str) -> dict[str, object]:
        page, _, anchor = change.page.partition("#")
        there = change.page if on_site(change.page, self.pages) else page
        return {
            "id": entry_id(f"{name}-{lang}"),
            "day": change.day,
            "title": self._title(page, lang),
            "section": self._section(anchor)[lang],
            "href": Markup(address(page, lang, site_url, there.partition("#")[2])),
            "old": change.old[lang] if change.old else None,
            "new": change.new[lang] if change.new else None,
        }

    def _section(self, anchor: str) -> Word:
        """Return the name of the part of a page that an anchor stands in."""
        if anchor in self.vocabulary.sections:
            return self.vocabulary.sections[anchor]
        kind = {"top": "short_answer", "d": "deadlines", "p": "points"}.get(anchor.partition("-")[0], "claims")
        return self.interface[kind]

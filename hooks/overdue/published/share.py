"""Cards for staff: the short answer with its permanent address and its day, ready to be passed on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from overdue.model.library import Library, Record
from overdue.model.vocabulary import Lang, Word
from overdue.pages.addresses import address, page_path, short_address
from overdue.pages.render import Page, Renderer
from overdue.published.ledger import Ledger
from overdue.published.offline import NAME

CARDS = "cards"


@dataclass(frozen=True)
class Card:
    """What staff pass on about one record, in one language."""

    ref: str
    kind: str
    title: str
    answer: str
    address: str
    """The permanent address, with its anchor."""
    short: str
    """The address that can be read out; empty while the record has no number."""
    number: int | None
    as_of: str


def card(record: Record, lang: Lang, ledger: Ledger, site_url: str) -> Card:
    """Return the card of a record."""
    number = ledger.number(record.ref)
    return Card(
        ref=record.ref,
        kind=record.kind,
        title=record.body.title[lang],
        answer=record.body.answer[lang],
        address=address(record.ref, lang, site_url, "top"),
        short=short_address(number, site_url) if number else "",
        number=number,
        as_of=record.body.reviewed.isoformat(),
    )


def by_topic(library: Library) -> Iterator[tuple[str, Word, list[Record]]]:
    """Yield id and name of each topic with the records whose first topic it is, kind by kind."""
    records = [record for kind in library.vocabulary.kinds for record in library.of_kind(kind)]
    for topic, name in library.vocabulary.topics.items():
        matching = [record for record in records if record.body.topics[0] == topic]
        if matching:
            yield topic, name, matching


def cards_page(renderer: Renderer, ledger: Ledger, site_url: str, lang: Lang) -> Page:
    """Return the page of all cards in one language."""
    path = page_path(CARDS, lang)
    groups = [
        (topic, name, [card(record, lang, ledger, site_url) for record in records])
        for topic, name, records in by_topic(renderer.library)
    ]
    text = renderer.fill("cards.md.j2", path, lang, {"groups": groups, "offline": f"{site_url or '../'}{NAME}"})
    words = renderer.interface
    source = "hooks/templates/cards.md.j2"
    return Page(path, lang, words["page_cards"][lang], words["cards_lead"][lang], source, text)


def report_address(repository: str, page: str, html_lang: str, version: str, words: dict[str, str]) -> str:
    """Return the address of a new issue that says which page, language and version, and nothing about the reader."""
    facts = "\n".join(filter(None, (page, html_lang, version)))
    query = {"title": f"[{page}] {words['report_title']}", "body": f"{facts}\n\n{words['report_body']}\n"}
    return f"{repository}/issues/new?{urlencode(query)}"

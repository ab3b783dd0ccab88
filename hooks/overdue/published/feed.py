"""What changed, statement by statement: `data/feed.yml`, and the Atom feed made from it.

`overdue publish OLD` compares the records with those of an earlier state and adds an entry for each statement whose
words differ. The file is committed, so a build needs no history, a reader of the pull request sees what subscribers
will read, and an id never changes.
"""

from __future__ import annotations

import datetime as dt
import difflib
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import StringConstraints, model_validator

from overdue.model.entries import Entries
from overdue.model.findings import Finding
from overdue.model.library import Library, Record
from overdue.model.markdown import markup
from overdue.model.records import ADDRESS, Date, Factcheck, Model, Period, Remedy, Source, Statement, Text
from overdue.model.vocabulary import LANGS
from overdue.pages.render import period
from overdue.published.ledger import Ledger

FEED = "feed.yml"
HEADER = "# What changed, old and new words, newest last: what the Atom feeds tell. Written by `overdue publish`.\n"

KEPT = 400
"""Entries that the file keeps; older ones are in the repository's history."""
NAMESPACE = uuid.UUID("1b0d2c5e-6f0b-5c58-9a35-8f6a0c8d4e11")
"""Makes the ids of entries the same wherever the site is hosted."""


class Change(Model):
    """One statement whose words changed, came or went."""

    day: Date
    page: Annotated[str, StringConstraints(pattern=ADDRESS)]
    """The section: `practices/home-visit#rule`."""
    old: Text | None = None
    new: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Change:
        if self.old == self.new:
            raise ValueError("'old' and 'new' that differ; only one of them where a statement came or went")
        return self


def entry_id(name: str) -> str:
    """Return the id of a feed entry, for ever the same."""
    return uuid.uuid5(NAMESPACE, name).urn


Words = tuple[str, str]
"""A statement as both languages show it."""


def statements(record: Record) -> dict[str, tuple[Words, ...]]:
    """Return what a record states, by the anchor where it stands."""
    body = record.body
    found: dict[str, tuple[Words, ...]] = {"top": (_words(body.title), _words(body.answer))}
    found |= {name: tuple(_statement(item) for item in items) for name, items in record.sections.items()}
    if isinstance(body, Remedy):
        found |= {f"d-{item.id}": (_statement(item),) for item in body.deadlines}
    if isinstance(body, Factcheck):
        found |= {item.id: (_words(item), _words(item.why)) for item in body.claims}
    if isinstance(body, Source):
        found |= {f"p-{key}": (_words(point),) for key, point in body.points.items()}
    return found


def _words(text: Text) -> Words:
    return text.zh, text.en


def _statement(item: Statement) -> Words:
    """Return the words with the period for which they hold: its end is part of what is said."""
    zh, en = (item[lang] + _in_brackets(item.valid, index) for index, lang in enumerate(LANGS))
    return zh, en


def _in_brackets(valid: Period | None, index: int) -> str:
    if valid is None:
        return ""
    text = period(valid, LANGS[index])
    return f"（{text}）" if LANGS[index] == "zh" else f" ({text})"


def changes(old: Library, new: Library, day: dt.date) -> Iterator[Change]:
    """Yield what differs between two states of the knowledge, record by record in the order of their names.

    A record that cannot be read in its earlier state, because the models have moved on, is passed over.
    """
    for ref in sorted({*old.records, *new.records} - old.broken):
        before, after = old.records.get(ref), new.records.get(ref)
        if before is None or after is None:
            record = before or after
            assert record is not None
            text = Text(zh=record.body.answer.zh, en=record.body.answer.en)
            yield Change(day=day, page=f"{ref}#top", old=text if before else None, new=text if after else None)
        else:
            yield from _differences(ref, statements(before), statements(after), day)


def _differences(
    ref: str, before: Mapping[str, tuple[Words, ...]], after: Mapping[str, tuple[Words, ...]], day: dt.date
) -> Iterator[Change]:
    for anchor in dict.fromkeys([*after, *before]):
        for old, new in _pairs(before.get(anchor, ()), after.get(anchor, ())):
            yield Change(day=day, page=f"{ref}#{anchor}", old=_text(old), new=_text(new))


def _pairs(before: tuple[Words, ...], after: tuple[Words, ...]) -> Iterator[tuple[Words | None, Words | None]]:
    """Pair the statements that stand in for one another; one that only moved is no change."""
    for tag, first, last, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        olds = [words for words in before[first:last] if words not in after]
        news = [words for words in after[start:end] if words not in before]
        for index in range(max(len(olds), len(news))):
            yield (olds[index] if index < len(olds) else None, news[index] if index < len(news) else None)


def _text(words: Words | None) -> Text | None:
    return Text(zh=words[0], en=words[1]) if words else None


def extended(known: Mapping[str, Change], found: Iterator[Change], day: dt.date) -> dict[str, Change]:
    """Return all entries, the new ones last and each with an id of its own; a second run on one day adds none twice."""
    said = {(change.page, change.old, change.new) for change in known.values() if change.day == day}
    fresh = [change for change in found if (change.page, change.old, change.new) not in said]
    start = f"{day:%Y%m%d}-"
    taken = max((int(name.removeprefix(start)) for name in known if name.startswith(start)), default=0)
    return {**known, **{f"{start}{taken + number}": change for number, change in enumerate(fresh, 1)}}


def dumped(entries: Mapping[str, Change]) -> str:
    """Return the text of the file."""
    kept = list(entries.items())[-KEPT:]
    values = {name: change.model_dump(mode="json", exclude_none=True) for name, change in kept}
    return HEADER + (yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10_000) if values else "")


def feed_findings(ledger: Ledger, feed: Entries[Change]) -> Iterator[Finding]:
    """Yield a finding for each entry about an address that was never published, and each text that is more."""
    for name, change in feed.values.items():
        for key, text in (("old", change.old), ("new", change.new)):
            if text and (found := markup(f"{text.zh}\n{text.en}")):
                yield feed.finding((name, key), f"'{found}' in a text", "plain words: no markup, link or script")
        if not ledger.has(change.page.partition("#")[0]):
            expected = f"a page from {ledger.path}"
            yield feed.finding((name, "page"), f"'{change.page}', which was never published", expected)


def publish(path: Path, feed: Entries[Change], old: Library, new: Library, day: dt.date) -> int:
    """Add what changed to the file; return how many entries that is. Nothing is written where nothing changed."""
    entries = extended(feed.values, changes(old, new, day), day)
    more = len(entries) - len(feed.values)
    if more:
        path.write_text(dumped(entries), encoding="utf-8")
    return more

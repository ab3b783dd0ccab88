"""What was promised and told so far: the ledger, what became of lost addresses, and the feed of changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from overdue.model.entries import Entries, read_entries
from overdue.model.findings import Finding
from overdue.model.yamlfile import YamlFile
from overdue.published.feed import FEED, Change, feed_findings
from overdue.published.ledger import LEDGER, Ledger, read_ledger
from overdue.published.moved import GONE, MOVED, Move, Pages, lost_findings, moved_findings, on_site


@dataclass(frozen=True)
class Publication:
    """The files of `data/` that remember what was published."""

    ledger: Ledger = field(default_factory=Ledger)
    moved: Entries[Move] = field(default_factory=lambda: Entries(YamlFile(f"data/{MOVED}"), {}))
    feed: Entries[Change] = field(default_factory=lambda: Entries(YamlFile(f"data/{FEED}"), {}))

    @classmethod
    def read(cls, data: Path) -> tuple[Publication, list[Finding]]:
        """Read the three files below `data`; one that is missing is empty."""
        path = data / LEDGER
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        ledger, findings = read_ledger(text, f"{data.name}/{LEDGER}")
        moved, of_moved = read_entries(data / MOVED, Move)
        feed, of_feed = read_entries(data / FEED, Change)
        return cls(ledger, moved, feed), [*findings, *of_moved, *of_feed]

    def findings(self, pages: Pages) -> Iterator[Finding]:
        """Yield every promise that a site with these pages would break, and every entry that is wrong about it."""
        yield from lost_findings(self.ledger, self.moved, pages)
        yield from moved_findings(self.ledger, self.moved, pages)
        yield from feed_findings(self.ledger, self.feed)

    def moved_pages(self) -> dict[str, Move]:
        """Return the pages that moved or are gone."""
        return {address: move for address, move in self.moved.values.items() if "#" not in address}

    def moved_anchors(self, page: str) -> dict[str, Move]:
        """Return the anchors of a page that moved or are gone."""
        found = ((address.partition("#"), move) for address, move in self.moved.values.items())
        return {anchor: move for (of, _, anchor), move in found if of == page and anchor}

    def current(self, page: str, pages: Pages) -> str | None:
        """Return where a published page is now, or None where it is gone."""
        if on_site(page, pages):
            return page
        move = self.moved.values.get(page)
        return move.to if move and move.to != GONE else None

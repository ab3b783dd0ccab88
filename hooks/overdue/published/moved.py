"""What became of addresses that the site no longer has: `data/moved.yml`."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import StringConstraints

from overdue.model.entries import Entries
from overdue.model.findings import Finding, did_you_mean, short
from overdue.model.records import ADDRESS, Model, PlainText
from overdue.published.ledger import Ledger, lost

MOVED = "moved.yml"
GONE = "gone"


class Move(Model):
    """Where a page or a section went, and why."""

    to: Annotated[str, StringConstraints(pattern=ADDRESS)]
    """A page, `page#anchor`, or `gone`."""
    reason: PlainText


Pages = Mapping[str, frozenset[str]]
"""The pages that the site has, each with its anchors."""


def lost_findings(ledger: Ledger, moved: Entries[Move], pages: Pages) -> Iterator[Finding]:
    """Yield a finding for each published address that is neither on the site nor explained, with the line to add."""
    fresh = sorted(set(pages) - set(ledger.entries))
    for address, line in lost(ledger, pages):
        if address not in moved.values:
            what = "an anchor" if "#" in address else "a page"
            expected = f"it back, or this line in {moved.file.path}: {suggestion(address, fresh)}"
            yield Finding(ledger.path, line, 1, address, f"{what} that the site no longer has", expected)


def suggestion(address: str, fresh: list[str]) -> str:
    """Return the line that explains a lost address: moved to a new page of a similar name, or gone."""
    near = difflib.get_close_matches(address, fresh, n=1, cutoff=0.6)
    if near and "#" not in address:
        return f"{address}: {{to: {near[0]}, reason: {{zh: 改了名字, en: renamed}}}}"
    return f"{address}: {{to: gone, reason: {{zh: 为什么没有了, en: why it is gone}}}}"


def moved_findings(ledger: Ledger, moved: Entries[Move], pages: Pages) -> Iterator[Finding]:
    """Yield a finding for each entry that is not needed or points nowhere."""
    for address, move in moved.values.items():
        page, _, anchor = address.partition("#")
        if not ledger.has(address):
            expected = f"an address from {ledger.path}{did_you_mean(address, ledger.entries)}"
            yield moved.finding((address,), "an address that was never published", expected)
        elif on_site(address, pages):
            yield moved.finding((address,), "an address that the site has", "no entry for it")
        elif anchor and page not in pages:
            found = f"an anchor of '{page}', which is itself no longer there"
            yield moved.finding((address,), found, f"an entry for '{page}' only")
        if move.to != GONE and not on_site(move.to, pages):
            expected = f"a page, a page#anchor or 'gone'{did_you_mean(move.to, pages)}"
            yield moved.finding((address, "to"), f"{short(move.to)}, which the site does not have", expected)


def on_site(address: str, pages: Pages) -> bool:
    """Say whether the site has `page` or `page#anchor`."""
    page, _, anchor = address.partition("#")
    return page in pages and (not anchor or anchor in pages[page])

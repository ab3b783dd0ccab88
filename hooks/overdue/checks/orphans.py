"""Every record can be reached: at least one other record names it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding
from overdue.model.library import Library

PASSES = Edit("practices/home-visit.yml", "rights: [privacy]", "rights: [privacy]\nsee: [terms/overdue]")
FAILS = Edit("practices/home-visit.yml", "rights: [privacy]", "see: []")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each record without a link to or from another; a source has to be cited."""
    if library.broken:
        return  # a file that could not be read may hold the missing link
    for record in library.judged:
        ref = record.ref
        named = ref in library.back_links
        if not named and (record.kind == "source" or not library.links[ref] or record.kind in NEED_A_LINK):
            yield record.finding(
                (), "a record that nothing links to", "a relation to it in another record, or no such file"
            )


NEED_A_LINK = {"right", "remedy", "letter", "channel", "term", "lender"}
"""Kinds that are found by way of others; the other kinds are doors themselves."""

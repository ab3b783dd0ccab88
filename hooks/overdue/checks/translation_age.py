"""A text is not changed in one language only: the other is changed too, or both are read again and confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding, short
from overdue.model.library import Library
from overdue.model.translations import FILE, aged, pair

PASSES = Edit(
    "lenders/bank.yml",
    "{zh: 看合同上的名字。, en: See the name in the contract.}",
    "{zh: 看合同上的全称。, en: See the full name in the contract.}",
)
FAILS = Edit("lenders/bank.yml", "en: See the name in the contract.", "en: Never look at the contract.")

WIDE = 200


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding, with both languages, for each text of which only one was changed since it was confirmed."""
    for record in library.judged:
        for change in aged(record, library.translations):
            zh, en = short(change.text.zh, WIDE), short(change.text.en, WIDE)
            changed, other = ("Chinese", "English") if change.changed == "zh" else ("English", "Chinese")
            found = f"only the {changed} was changed: zh {zh}, en {en}"
            line = " ".join((record.ref, *pair(change.text)))
            expected = f"the {other} changed as well, or, once both say the same, the line '{line}' in data/{FILE}"
            expected += f", which 'overdue ok {record.ref}' writes"
            yield record.finding((*change.at, change.changed), found, expected)

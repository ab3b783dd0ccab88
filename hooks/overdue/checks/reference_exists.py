"""A relation names a record that exists, of the right kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding, did_you_mean
from overdue.model.library import Library, Record
from overdue.model.records import Consequence, Factcheck
from overdue.model.yamlfile import Location

PASSES = Edit("practices/home-visit.yml", "rights: [privacy]", "rights: [privacy]\nsee: [terms/overdue]")
FAILS = Edit("practices/home-visit.yml", "rights: [privacy]", "rights: [privcy]")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each relation that leads nowhere."""
    for record in library.judged:
        for location, ref in _references(record):
            if not library.knows(ref):
                yield record.finding(location, f"'{ref}', which does not exist", _expected(library, ref))
            elif ref == record.ref:
                yield record.finding(location, f"'{ref}', which is this record", "another record")


def _references(record: Record) -> Iterator[tuple[Location, str]]:
    for name, refs in record.relations.items():
        yield from (((name, index), ref) for index, ref in enumerate(refs))
    if isinstance(record.body, Consequence):
        yield ("starts",), f"stages/{record.body.starts}"
    if isinstance(record.body, Factcheck):
        for index, claim in enumerate(record.body.claims):
            yield from ((("claims", index, "see", place), ref) for place, ref in enumerate(claim.see))


def _expected(library: Library, ref: str) -> str:
    folder = ref.partition("/")[0]
    declared = {kind.folder for kind in library.vocabulary.kinds.values()}
    if folder not in declared:
        return f"a folder of data/{did_you_mean(folder, declared)}"
    siblings = [known for known in (*library.records, *library.broken) if known.startswith(f"{folder}/")]
    return f"a record of data/{folder}/{did_you_mean(ref, siblings)}"

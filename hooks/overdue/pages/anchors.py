"""The anchors of a record's page, known without rendering it: what `record.md.j2` writes, told twice and tested.

`overdue check` has to know them on every run, and rendering every page for it took longer than all rules together.
"""

from __future__ import annotations

from overdue.model.library import Library, Record
from overdue.model.records import Factcheck, Letter, Practice, Remedy, Source
from overdue.pages.addresses import point_anchor


def record_anchors(record: Record, library: Library) -> frozenset[str]:
    """Return the anchors of the page of a record, the same in both languages."""
    found = {"top", *record.sections, *_of_kind(record)}
    named_by = library.back_links.get(record.ref) if record.kind != "source" else None
    if named_by or any(record.relations.values()):
        found.add("related")
    if any(statement.basis for _, statement in record.cited()):
        found.add("basis")
    return frozenset(found)


def _of_kind(record: Record) -> set[str]:
    body = record.body
    if isinstance(body, Letter):
        return {"text", "text-zh"}
    if isinstance(body, Practice):
        return {"verdict"}
    if isinstance(body, Remedy) and body.deadlines:
        return {"deadlines", *(f"d-{deadline.id}" for deadline in body.deadlines)}
    if isinstance(body, Factcheck):
        return {"claims", *(claim.id for claim in body.claims)}
    if isinstance(body, Source):
        return {"points", *map(point_anchor, body.points)}
    return set()

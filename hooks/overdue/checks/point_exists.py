"""A basis names a point that its source has, and a point's article lies within the instrument."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from overdue.checks import Edit
from overdue.model.findings import Finding, did_you_mean
from overdue.model.library import Library
from overdue.model.records import Source

PASSES = Edit("practices/home-visit.yml", "basis: [some-law#12]", "basis: [some-law#12, some-standard#visits]")
FAILS = Edit("practices/home-visit.yml", "basis: [some-law#12]", "basis: [some-law#13]")

ARTICLE = re.compile(r"(\d+)(?:-\d+)?")


def run(library: Library, as_of: dt.date) -> Iterator[Finding]:
    """Yield a finding for each basis that leads nowhere and each point beyond the last article."""
    for record in library.judged:
        for location, statement in record.cited():
            for index, basis in enumerate(statement.basis):
                if problem := _problem(library, basis):
                    yield record.finding((*location, "basis", index), f"'{basis}'", problem)
        if isinstance(record.body, Source) and record.body.articles is not None:
            for key in record.body.points:
                article = ARTICLE.fullmatch(key)
                if article and not 1 <= int(article[1]) <= record.body.articles:
                    expected = (
                        f"an article from 1 to {record.body.articles}" if record.body.articles else "no article number"
                    )
                    yield record.finding(("points", key), f"article {key}", expected)


def _problem(library: Library, basis: str) -> str:
    """Return what a basis should have been, or nothing when it is right."""
    source, _, key = basis.partition("#")
    if not library.knows(f"sources/{source}"):
        known = [record.id for record in library.of_kind("source")]
        return f"a source of data/sources/{did_you_mean(source, known)}"
    body = library.source(source)
    if body is None or key in body.points:
        return ""
    named = [name for name in body.points if not ARTICLE.fullmatch(name)]
    hint = did_you_mean(key, body.points) or (f" such as {', '.join(named[:8])}" if named else "")
    return f"a point of data/sources/{source}.yml{hint}"

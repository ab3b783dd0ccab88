"""What the site costs when it grows: the real data multiplied, built as it is."""

from __future__ import annotations

import gzip
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.builders import PATH, ours
from bench.multiply import multiply, shrink
from bench.process import run
from overdue.model.load import load

COUNTS = (300, 3_000, 10_000)


@dataclass(frozen=True)
class Point:
    """A site of one size."""

    records: int
    pages: int
    """Of both languages, the hand-written ones too."""
    seconds: float
    peak: int
    index: int
    """Bytes of the Chinese search index, compressed: what the first keystroke costs."""
    check: float
    """Seconds of `overdue check`."""

    @property
    def per_page(self) -> float:
        """Milliseconds of the build for each page."""
        return 1000 * self.seconds / self.pages


def measure(root: Path, work: Path, wanted: int) -> Point:
    """Build the project with about `wanted` records, once."""
    project = work / "project"
    records = make(root, project, wanted)
    command = [sys.executable, "-m", "overdue.cli"]
    run([*command, "ledger"], project, PATH)
    checked = run([*command, "check"], project, PATH)
    builder = ours(project, work / "site")
    took = builder.cold()
    pages = sum(1 for lang in ("zh", "en") for _ in (builder.site / lang).rglob("*.html"))
    index = len(gzip.compress((builder.site / "assets" / "search.zh.js").read_bytes(), 6))
    shutil.rmtree(work)
    return Point(records, pages, took.seconds, took.peak, index, checked.seconds)


def make(root: Path, project: Path, wanted: int) -> int:
    """Make a project of about `wanted` records; return how many it has."""
    have = len(load(root / "data")[0].records)
    if wanted < have:
        return shrink(root, project, wanted)
    return multiply(root, project, max(1, round(wanted / have)))

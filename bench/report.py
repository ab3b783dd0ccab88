"""What was measured, as Markdown."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.browser import View, chromium
from bench.builders import Size
from bench.process import Run
from bench.rebuild import Shown
from bench.scaling import Point
from bench.search import Result, middle_key

Table = list[list[str]]


@dataclass
class Row:
    """What was measured of one way to make the site."""

    name: str
    version: str
    runs: list[Run]
    size: Size
    view: View | None = None
    links: dict[str, float] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """The median of the build times."""
        return middle([run.seconds for run in self.runs])

    @property
    def peak(self) -> float:
        """The median of the peaks of memory."""
        return middle([run.peak for run in self.runs])


@dataclass
class Measured:
    """Everything."""

    machine: str
    day: str
    records: int
    rows: list[Row] = field(default_factory=list)
    answer: str = ""
    """The page that was viewed."""
    five: dict[str, View] = field(default_factory=dict)
    """Our five kinds of page, in both languages."""
    second: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Bytes and requests of a second page."""
    search: list[Result] = field(default_factory=list)
    check: float = 0.0
    shown: Shown | None = None
    points: list[Point] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def machine() -> str:
    """Say what this was measured on."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    said = subprocess.run([chromium(), "--version"], capture_output=True, text=True, check=False).stdout.split()
    browser = next((word for word in said if word[0].isdigit()), "?")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}, Chromium {browser}; "
        f"load {os.getloadavg()[0]:.1f} at the start"
    )


def today() -> str:
    """Return the day."""
    return dt.datetime.now(dt.UTC).date().isoformat()


def table(rows: Table, rule: str = "---:") -> str:
    """Return a Markdown table; the first row is its head. A page has rule `---`: to align makes a style attribute."""
    head, *body = rows
    lines = [head, ["---", *[rule] * (len(head) - 1)], *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def middle(numbers: Sequence[float]) -> float:
    """Return the median."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def times(value: float, ours: float) -> str:
    """Return how many times ours another value is."""
    return f"{value / ours:.2g}×" if ours else "–"


def builds(rows: Sequence[Row]) -> str:
    """Return the table of builds; a ratio is to the first row."""
    head = ["built by", "runs", "seconds", "ratio", "memory, MB", "ratio", "site, MB", "gzip, MB", "ratio", "pages"]
    return table([head, *(_build(row, rows[0]) for row in rows)])


def _build(row: Row, mine: Row) -> list[str]:
    return [
        f"{row.name} {row.version}",
        str(len(row.runs)),
        f"{row.seconds:.1f}",
        times(row.seconds, mine.seconds),
        f"{row.peak / 1e6:.0f}",
        times(row.peak, mine.peak),
        f"{row.size.raw / 1e6:.1f}",
        f"{row.size.compressed / 1e6:.1f}",
        times(row.size.compressed, mine.size.compressed),
        str(row.size.pages),
    ]


def cold_views(rows: Sequence[Row]) -> str:
    """Return the table of first views of an answer page."""
    links = list(next((row.links for row in rows if row.links), {}))
    head = ["first view", "KB", "ratio", "requests", "FCP, s", "LCP, s", "CLS", "Lighthouse P / A / BP / SEO"]
    lines = [_view(row.view, row, rows[0], links) for row in rows if row.view]
    return table([[*head, *(f"readable at {link}, s" for link in links)], *lines])


def _view(view: View, row: Row, mine: Row, links: Sequence[str]) -> list[str]:
    return [
        row.name,
        f"{view.bytes / 1024:.1f}",
        times(view.bytes, mine.view.bytes if mine.view else 0),
        str(view.requests),
        f"{view.first / 1000:.2f}",
        f"{view.largest / 1000:.2f}",
        f"{view.shift:.2g}",
        _scores(view),
        *(f"{row.links[link]:.1f}" if link in row.links else "–" for link in links),
    ]


def _scores(view: View) -> str:
    failing = f" ({', '.join(view.failing)})" if view.failing else ""
    return " / ".join(map(str, view.scores)) + failing


def our_pages(found: Measured) -> str:
    """Return the table of our five kinds of page."""
    head = ["our pages", "KB", "requests", "FCP, s", "LCP, s", "CLS", "P / A / BP / SEO", "as a second page, KB"]
    return table([head, *(_page(name, view, found.second.get(name)) for name, view in found.five.items())])


def _page(name: str, view: View, second: tuple[int, int] | None) -> list[str]:
    return [
        name,
        f"{view.bytes / 1024:.1f}",
        str(view.requests),
        f"{view.first / 1000:.2f}",
        f"{view.largest / 1000:.2f}",
        f"{view.shift:.2g}",
        _scores(view),
        f"{second[0] / 1024:.1f} in {second[1]} requests" if second else "–",
    ]


def searches(results: Sequence[Result]) -> str:
    """Return the table of the searches; a ratio is to our own in the same language."""
    head = ["search", "KB before a result", "ratio", "first result, ms", "ratio", "keystroke, ms", "95 % within, ms"]
    ours = {one.lang: one for one in reversed(results)}
    return table([[*head, "hit@1", "hit@3"], *(_search(one, ours[one.lang]) for one in results)])


def _search(one: Result, mine: Result) -> list[str]:
    return [
        f"{one.lang}, {one.name}",
        f"{one.bytes / 1024:.0f}",
        times(one.bytes, mine.bytes),
        f"{one.first:.0f}",
        times(one.first, mine.first),
        f"{middle_key(one):.1f}",
        f"{one.late:.0f}",
        f"{one.hits[0]:.1%}",
        f"{one.hits[1]:.1%}",
    ]


def growth(points: Sequence[Point]) -> str:
    """Return the table of sites of several sizes."""
    head = ["records", "pages", "build, s", "ms a page", "memory, MB", "index zh, KB gzip", "check, s"]
    return table([head, *map(_point, points)])


def _point(point: Point) -> list[str]:
    return [
        f"{point.records:,}",
        f"{point.pages:,}",
        f"{point.seconds:.1f}",
        f"{point.per_page:.1f}",
        f"{point.peak / 1e6:.0f}",
        f"{point.index / 1024:.0f}",
        f"{point.check:.1f}",
    ]


def whole(found: Measured) -> str:
    """Return the report."""
    parts = [f"# make bench, {found.day}\n", f"{found.records} records in two languages. {found.machine}.\n"]
    if found.rows:
        parts += ["## The same content, built\n", NOTES, builds(found.rows)]
        most = max(len(row.runs) for row in found.rows)
        fewer = [f"{row.name} ({len(row.runs)})" for row in found.rows if len(row.runs) < most]
        if fewer:
            parts.append(f"Too slow for {most} runs, so measured fewer times: {', '.join(fewer)}.\n")
        if any(row.view for row in found.rows):
            parts += [f"## A first view of {found.answer}, Lighthouse mobile\n", cold_views(found.rows)]
    if found.five:
        parts += ["## Our five kinds of page\n", our_pages(found)]
    if found.search:
        parts += ["## Search, CPU slowed 4 times\n", searches(found.search), WAITED]
    if found.shown or found.check:
        parts += ["## While one edits\n", _editing(found)]
    if found.points:
        parts += ["## When it grows\n", growth(found.points)]
    parts += [f"LEFT OUT of a quick run: {line}\n" for line in found.left_out]
    parts += [f"FAILED: {line}\n" for line in found.failed]
    return "\n".join(parts)


WAITED = "A time of 3 s is the end of waiting: that search had nothing to show by then.\n"
NOTES = (
    "Medians. A ratio is theirs to ours: above 1 is worse than ours. Ours begins at the records and makes search,"
    " exports, short addresses and the offline zip (whose bytes count too); the others begin at finished Markdown."
    " Material and Zensical make their own search; Hugo's theme has none, and no menu.\n"
)


def _editing(found: Measured) -> str:
    lines = [["what", "seconds"], ["overdue check", f"{found.check:.2f}"]]
    if shown := found.shown:
        seen = f"{shown.seen:.2f}" if shown.seen else "does not reload by itself"
        lines += [["an edited record, served", f"{shown.served:.2f}"], ["and seen in the browser", seen]]
    return table(lines)

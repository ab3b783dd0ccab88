"""Writes the measured figures into the pages for hosts, in both languages: `make bench DOCS=1`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from bench import curve
from bench.report import Measured, middle, table
from bench.scaling import Point

READERS, FURTHER, SEARCHING, PEAK = 1_000_000, 3, 4, 4
"""Readers a day, pages each reads after the first, one in how many searches, how many times the average a peak is."""
DAY = 86_400
WORDS = {
    "zh": {
        "what": "什么",
        "figure": "数字",
        "first": "第一页（{requests}个请求）",
        "further": "之后每一页（{requests}个请求）",
        "search": "第一次搜索（2个请求，只有搜索的人才下载）",
        "traffic": f"一天{READERS // 10_000}万人，每人{FURTHER + 1}页，每{SEARCHING}人有1人搜索",
        "a_day": "{:.0f} GB",
        "line": f"平均带宽；高峰按平均的{PEAK}倍",
        "rate": "{:.0f} Mbit/s；{:.0f} Mbit/s",
        "requests": "请求数；平均每秒；高峰每秒",
        "counts": "{:.1f}百万；{:.0f}；{:.0f}",
        "records": "记录",
        "pages": "页面",
        "build": "构建，秒",
        "per_page": "每页，毫秒",
        "on": "{day}由make bench量得：{records}条记录，{machine}。",
    },
    "en": {
        "what": "What",
        "figure": "Figure",
        "first": "First page ({requests} requests)",
        "further": "Each further page ({requests} requests)",
        "search": "First search (2 requests; only those who search)",
        "traffic": f"A day of {READERS:,} readers, {FURTHER + 1} pages each, one in {SEARCHING} searching",
        "a_day": "{:.0f} GB",
        "line": f"Bandwidth on average; at a peak of {PEAK} times that",
        "rate": "{:.0f} Mbit/s; {:.0f} Mbit/s",
        "requests": "Requests; a second on average; at the peak",
        "counts": "{:.1f} million; {:.0f}; {:.0f}",
        "records": "Records",
        "pages": "Pages",
        "build": "Build, s",
        "per_page": "A page, ms",
        "on": "Measured by make bench on {day}: {records} records, {machine}.",
    },
}


def write(found: Measured, docs: Path) -> None:
    """Fill the marked parts of `hosting.md`, and draw its pictures; leave alone what was not measured."""
    if len(found.points) > 1:
        curve.write(found.points, docs / "assets")
    for lang in WORDS:
        path = docs / lang / "hosting.md"
        text = path.read_text(encoding="utf-8")
        if found.five and found.second and found.search:
            text = fill(text, "million", _million(found, lang))
        if len(found.points) > 1:
            text = fill(text, "growth", _picture(found.points, lang) + "\n" + _growth(found.points, lang))
        told = WORDS[lang]["on"].format(day=found.day, records=found.records, machine=found.machine.partition(";")[0])
        path.write_text(fill(text, "measured", f"{told}\n"), encoding="utf-8")


def fill(text: str, name: str, content: str) -> str:
    """Return a text with what stands between the marks of `name` replaced."""
    begin, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    filled, count = re.subn(rf"{begin}.*?{end}", lambda _: f"{begin}\n\n{content}\n{end}", text, flags=re.DOTALL)
    if count != 1:
        raise LookupError(f"{begin} … {end}: found {count} times, expected once")
    return filled


def _million(found: Measured, lang: str) -> str:
    words = WORDS[lang]
    first, asked = middle([view.bytes for view in found.five.values()]), found.five
    further = middle([size for size, _ in found.second.values()])
    search = next(one.bytes for one in found.search if one.lang == "zh")
    at_first = middle([view.requests for view in asked.values()])
    later = middle([count for _, count in found.second.values()])
    total = READERS * (first + FURTHER * further + search / SEARCHING)
    requests = READERS * (at_first + FURTHER * later + 2 / SEARCHING)
    rate = total * 8 / DAY / 1e6
    return table([
        [words["what"], words["figure"]],
        [words["first"].format(requests=round(at_first)), f"{first / 1e3:.1f} KB"],
        [words["further"].format(requests=round(later)), f"{further / 1e3:.1f} KB"],
        [words["search"], f"{search / 1e3:.1f} KB"],
        [words["traffic"], words["a_day"].format(total / 1e9)],
        [words["line"], words["rate"].format(rate, rate * PEAK)],
        [words["requests"], words["counts"].format(requests / 1e6, requests / DAY, requests / DAY * PEAK)],
    ], "---")  # fmt: skip


def _growth(points: Sequence[Point], lang: str) -> str:
    words = WORDS[lang]
    head = [words[name] for name in ("records", "pages", "build", "per_page")]
    return table([head, *(_line(point) for point in points)], "---")


def _line(point: Point) -> list[str]:
    """Four columns, which fit a phone; the picture tells the rest."""
    return [f"{point.records:,}", f"{point.pages:,}", f"{point.seconds:.0f}", f"{point.per_page:.1f}"]


def _picture(points: Sequence[Point], lang: str) -> str:
    """Return the curve for light and dark, with its figures as text."""
    return (
        f'<p><picture><source media="(prefers-color-scheme: dark)" srcset="../assets/curve.{lang}.dark.svg">'
        f'<img src="../assets/curve.{lang}.light.svg" width="{curve.WIDTH}" height="{curve.HEIGHT}" loading="lazy" '
        f'alt="{curve.described(points, lang)}"></picture></p>\n'
    )

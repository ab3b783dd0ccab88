"""Draws what the site costs when it grows, as SVG: for each language, light and dark, without a style sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from bench.scaling import Point

WORDS = {
    "zh": {
        "per_page": "每页构建时间（毫秒）",
        "peak": "构建时的内存（MB）",
        "index": "第一次搜索下载（KB，压缩后）",
        "records": "记录数，按倍数",
        "title": "记录变多以后的花费",
    },
    "en": {
        "per_page": "Build time per page (ms)",
        "peak": "Memory of the build (MB)",
        "index": "First search downloads (KB, compressed)",
        "records": "records, log scale",
        "title": "What growing costs",
    },
}
COLOURS = {
    "light": {"card": "#fffdf9", "ink": "#24302f", "soft": "#55615f", "line": "#ddd6c8", "green": "#1f5c57"},
    "dark": {"card": "#1d2424", "ink": "#e6e2d9", "soft": "#a9b3b0", "line": "#37403f", "green": "#8fcfc4"},
}
"""The colours of overdue.css."""
WIDTH, PANEL, LEFT, RIGHT, TOP, FOOT = 360, 150, 34, 34, 34, 28
HEIGHT = 3 * PANEL + 8


def write(points: Sequence[Point], folder: Path) -> list[Path]:
    """Write the pictures; return their paths."""
    found = []
    for lang in WORDS:
        for scheme in COLOURS:
            path = folder / f"curve.{lang}.{scheme}.svg"
            path.write_text(picture(points, lang, scheme), encoding="utf-8")
            found.append(path)
    return found


def values(point: Point) -> dict[str, float]:
    """Return what the panels show."""
    return {"per_page": point.per_page, "peak": point.peak / 1e6, "index": point.index / 1e3}


def described(points: Sequence[Point], lang: str) -> str:
    """Return the picture in words."""
    words = WORDS[lang]
    lines = [
        f"{words[name]}: " + ", ".join(f"{point.records} → {values(point)[name]:.3g}" for point in points)
        for name in ("per_page", "peak", "index")
    ]
    return f"{words['title']}. " + "; ".join(lines)


def picture(points: Sequence[Point], lang: str, scheme: str) -> str:
    """Return one picture: three panels below each other, so that they can be read on a phone."""
    colours, words = COLOURS[scheme], WORDS[lang]
    font = "-apple-system, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', system-ui, sans-serif"
    panels = [
        _panel(points, name, number * PANEL, lang, scheme) for number, name in enumerate(("per_page", "peak", "index"))
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="t d" font-family="{font}" font-size="11">\n'
        f'<title id="t">{escape(words["title"])}</title>\n<desc id="d">{escape(described(points, lang))}</desc>\n'
        f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="5" fill="{colours["card"]}" '
        f'stroke="{colours["line"]}"/>\n{"".join(panels)}</svg>\n'
    )


def _panel(points: Sequence[Point], name: str, above: int, lang: str, scheme: str) -> str:
    colours, words = COLOURS[scheme], WORDS[lang]
    top = max(values(point)[name] for point in points) * 1.25
    base = above + PANEL - FOOT
    low, high = math.log(points[0].records), math.log(points[-1].records)
    room, tall = WIDTH - LEFT - RIGHT, PANEL - TOP - FOOT
    spots = [
        (
            LEFT + room * (math.log(point.records) - low) / ((high - low) or 1),
            base - tall * values(point)[name] / top,
            point,
        )
        for point in points
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in spots)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colours["green"]}"/>'
        f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle" font-weight="700" fill="{colours["ink"]}">'
        f"{_shown(values(point)[name])}</text>"
        f'<text x="{x:.1f}" y="{base + 14}" text-anchor="middle" fill="{colours["soft"]}">{point.records:,}</text>'
        for x, y, point in spots
    )
    return (
        f'<text x="12" y="{above + 18}" fill="{colours["ink"]}">{escape(words[name])}</text>'
        f'<text x="{WIDTH - 12}" y="{above + 18}" text-anchor="end" fill="{colours["soft"]}">'
        f"{escape(words['records'])} →</text>"
        f'<line x1="12" x2="{WIDTH - 12}" y1="{base}" y2="{base}" stroke="{colours["line"]}"/>'
        f'<polyline points="{line}" fill="none" stroke="{colours["green"]}" stroke-width="2"/>{marks}\n'
    )


def _shown(value: float) -> str:
    return f"{value:.1f}" if value < 20 else f"{value:,.0f}"

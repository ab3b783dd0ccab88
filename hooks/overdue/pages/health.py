"""The health page: how much the site says, how much of it rests on a rule that was read, and when it was reviewed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from overdue.model.library import Library
from overdue.model.records import Source, Text
from overdue.model.translations import unconfirmed
from overdue.model.vocabulary import Lang, Vocabulary
from overdue.pages.addresses import index_path, page_path, relative
from overdue.pages.render import Page

NAME = "health"
TITLE = Text(zh="数据体检：本站有多少话，多少有依据", en="Health: how much the site says, and what it rests on")
DESCRIPTION = Text(
    zh="本站有多少页、多少句话、多少句标了依据，依据是哪一种规则、怎么看到的，最后在哪天核对。每次建站时自动数出。",
    en="How many pages and sentences there are, how many carry a basis, how binding it is, how it was seen and when it"
    " was last reviewed. Counted at every build.",
)


@dataclass(frozen=True)
class Row:
    """A bar of a chart."""

    label: str
    count: int
    href: str = ""
    """Link of the label, if any."""


@dataclass(frozen=True)
class Health:
    """What can be counted of a library."""

    records: Mapping[str, int]
    """By kind."""
    statements: int
    cited: int
    forces: Mapping[str, int]
    """Points by the force of their source."""
    seen: Mapping[str, int]
    used: int
    """Points that at least one statement rests on."""
    reviews: Mapping[dt.date, int]
    """Records by the day of their last review."""
    texts: int
    confirmed: int
    """Texts of which somebody confirmed that both languages say the same."""

    @property
    def points(self) -> int:
        """How many points there are."""
        return sum(self.seen.values())


def health(library: Library) -> Health:
    """Count what there is."""
    sources = [(record.id, record.body) for record in library.records.values() if isinstance(record.body, Source)]
    points = [(name, body, key) for name, body in sources for key in body.points]
    statements = [statement for record in library.records.values() for _, statement in record.cited()]
    texts = sum(len(list(record.texts)) for record in library.records.values())
    left = sum(unconfirmed(record, library.translations) for record in library.records.values())
    return Health(
        records=Counter(record.kind for record in library.records.values()),
        statements=len(statements),
        cited=sum(bool(statement.basis) for statement in statements),
        forces=Counter(body.force for _, body, _ in points),
        seen=Counter(body.points[key].seen for _, body, key in points),
        used=sum(f"{source}#{key}" in library.citations for source, _, key in points),
        reviews=Counter(record.body.reviewed for record in library.records.values()),
        texts=texts,
        confirmed=texts - left if library.translations else 0,
    )


def health_page(counted: Health, vocabulary: Vocabulary, lang: Lang) -> Page:
    """Return the page in one language."""
    path = page_path(NAME, lang)
    text = "\n".join(_lines(counted, vocabulary, lang, path))
    return Page(path, lang, TITLE[lang], DESCRIPTION[lang], "hooks/overdue/pages/health.py", text)


WORDS = {
    "share": Text(
        zh="本站有{records}页、{statements}句话，其中{cited}句标了依据。没有标的是建议、做法和提醒，不写规则定的数字。",
        en="There are {records} pages with {statements} sentences; {cited} of them carry a basis. The others are"
        " advice, practice and reminders, and state no figure that a rule would fix.",
    ),
    "records": Text(zh="按种类", en="By kind"),
    "forces": Text(zh="依据有多硬", en="How binding the basis is"),
    "forces_text": Text(
        zh="{points}条要点来自{sources}份文件，{used}条有话依据它；同一条可以被引用多次。",
        en="{points} points come from {sources} instruments; {used} of them have a sentence resting on them."
        " One point may be cited many times.",
    ),
    "seen": Text(zh="怎么看到的", en="How it was seen"),
    "reviews": Text(zh="最后核对的日期", en="Days of the last review"),
    "reviews_text": Text(zh="最早{oldest}，最近{newest}。", en="The oldest is {oldest}, the newest {newest}."),
    "languages": Text(zh="中文和英文", en="Chinese and English"),
    "languages_text": Text(
        zh="{texts}段文字都有两种语言，其中{confirmed}段记录为两种语言说的一样。此后只改了一种语言的，检查不放行，读过才能确认。",
        en="{texts} texts are in both languages; {confirmed} are on record as saying the same in both. A text changed"
        " in one language only is stopped by the checks until somebody has read both.",
    ),
    "what": Text(zh="是什么", en="What"),
    "count": Text(zh="多少", en="Number"),
    "chart": Text(zh="图", en="Chart"),
}


def _lines(counted: Health, vocabulary: Vocabulary, lang: Lang, path: str) -> Iterator[str]:
    yield f"# {escape(TITLE[lang])} {{#top}}\n"
    figures = {"records": sum(counted.records.values()), "statements": counted.statements, "cited": counted.cited}
    yield f'<div class="answer" markdown="1">\n\n{_words("share", lang, **figures)}\n\n</div>\n'
    folders = {kind: relative(index_path(vocabulary.kinds[kind].folder, lang), path) for kind in vocabulary.kinds}
    kinds = [Row(vocabulary.kinds[kind].plural[lang], counted.records.get(kind, 0), folders[kind]) for kind in folders]
    yield from _section("records", lang, kinds)
    of = {"points": counted.points, "sources": counted.records.get("source", 0), "used": counted.used}
    forces = [Row(word[lang], counted.forces.get(name, 0)) for name, word in vocabulary.forces.items()]
    yield from _section("forces", lang, forces, **of)
    yield from _section(
        "seen", lang, [Row(word[lang], counted.seen.get(key, 0)) for key, word in vocabulary.seen.items()]
    )
    days = [Row(str(day), count) for day, count in sorted(counted.reviews.items(), reverse=True)]
    yield from _section("reviews", lang, days, oldest=min(counted.reviews), newest=max(counted.reviews))
    yield from _section("languages", lang, [], texts=counted.texts, confirmed=counted.confirmed)


def _section(name: str, lang: Lang, rows: list[Row], **figures: object) -> Iterator[str]:
    yield f"## {WORDS[name][lang]} {{#{name}}}\n"
    if f"{name}_text" in WORDS:
        yield _words(f"{name}_text", lang, **figures) + "\n"
    if rows:
        yield _chart(rows, WORDS[name][lang], lang) + "\n"


def _words(key: str, lang: Lang, **figures: object) -> str:
    shown = {name: f"{value:,}" if isinstance(value, int) else str(value) for name, value in figures.items()}
    return WORDS[key][lang].format(**shown)


def _chart(rows: list[Row], caption: str, lang: Lang) -> Markup:
    """Return a table with a bar in each row: the figures are text, the bars are drawn without a style attribute."""
    most = max(row.count for row in rows) or 1
    body = "".join(_row(row, most) for row in rows)
    head = "".join(f'<th scope="col">{WORDS[name][lang]}</th>' for name in ("what", "count"))
    return Markup(
        f'<table class="chart"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}<td></td></tr></thead><tbody>{body}</tbody></table>"
    )


def _row(row: Row, most: int) -> str:
    label = (
        f'<a href="{escape(row.href.removesuffix(".md"))}.html">{escape(row.label)}</a>'
        if row.href
        else escape(row.label)
    )
    width = max(round(100 * row.count / most), 1) if row.count else 0
    bar = (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect width="{width}" height="10"></rect></svg>'
    )
    return f'<tr><th scope="row">{label}</th><td>{row.count:,}</td><td>{bar}</td></tr>'

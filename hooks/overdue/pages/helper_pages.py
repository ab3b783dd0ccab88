"""The pages that help to count: without script a worked table, with it a form in the page that sends nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from overdue.model.calculators import Counting, Dates, Example, Interest, Wording, dates_of, interest_of
from overdue.model.counting import interest, is_weekend, last_day
from overdue.model.records import Body, Deadline, Remedy, Statement
from overdue.model.vocabulary import Lang, Word
from overdue.pages.addresses import page_path, relative
from overdue.pages.render import Basis, Link, Page, Renderer


@dataclass(frozen=True)
class Row:
    """One deadline in the table of all of them."""

    anchor: str
    page: Link
    deadline: Deadline
    counting: Counting
    mine: bool
    example: dt.date
    notes: tuple[Statement, ...]

    @property
    def weekend(self) -> str:
        """The key of the word for the weekend day that the example ends on, or nothing."""
        return ("saturday", "sunday")[self.example.weekday() - 5] if is_weekend(self.example) else ""


def helper_pages(renderer: Renderer, lang: Lang) -> Iterator[Page]:
    """Yield the pages that count, in one language; none for a library without `calculators.yml`."""
    if not renderer.library.helpers:
        return
    dates, interest = dates_of(dict(renderer.library.helpers)), interest_of(dict(renderer.library.helpers))
    yield _page(renderer, "dates", dates, lang, {"groups": list(_groups(renderer, dates, lang))})
    yield _page(renderer, "interest", interest, lang, _sums(renderer, interest, lang))


def _page(renderer: Renderer, name: str, body: Body, lang: Lang, context: dict[str, object]) -> Page:
    path = page_path(name, lang)
    basis = Basis(renderer.library, lang, path)
    text = renderer.fill(f"{name}.md.j2", path, lang, {"body": body, "basis": basis, **context})
    source = renderer.library.helpers[name].file.path
    return Page(path, lang, body.title[lang], body.answer[lang], source, text, scripts=(name,))


def _groups(renderer: Renderer, dates: Dates, lang: Lang) -> Iterator[tuple[str, Word, list[Row]]]:
    """Yield each topic that has deadlines, with its rows: the topics that the data puts first, then the others."""
    rows = list(_rows(renderer, dates, lang))
    topics = renderer.library.vocabulary.topics
    for topic in dict.fromkeys([*dates.order, *topics]):
        matching = [row for name, row in rows if name == topic]
        if matching:
            yield topic, topics[topic], matching


def _rows(renderer: Renderer, dates: Dates, lang: Lang) -> Iterator[tuple[str, Row]]:
    """Yield every deadline with its topic."""
    for record in renderer.library.of_kind("remedy"):
        assert isinstance(record.body, Remedy)
        for deadline in record.body.deadlines:
            mine = f"{record.id}/{deadline.id}" not in dates.others
            anchor = deadline_anchor(record.id, deadline.id)
            yield record.body.topics[0], _row(renderer, dates, lang, record.ref, deadline, anchor, mine, ())
    for extra in dates.extra:
        yield extra.topic, _row(renderer, dates, lang, extra.about, extra, extra.id, False, extra.notes)


def _row(
    renderer: Renderer, dates: Dates, lang: Lang, ref: str, deadline: Deadline, anchor: str, mine: bool,
    notes: tuple[Statement, ...],
) -> Row:  # fmt: skip
    title = renderer.library.records[ref].body.title[lang]
    link = Link(Markup(relative(page_path(ref, lang), page_path("dates", lang))), title)
    example = last_day(dates.example, deadline.length, deadline.unit)
    return Row(anchor, link, deadline, dates.counting_of(deadline), mine, example, notes)


def deadline_anchor(remedy: str, deadline: str) -> str:
    """Return the anchor of a remedy's deadline on the page of the dates."""
    return f"{remedy}-{deadline}"


def _sums(renderer: Renderer, body: Interest, lang: Lang) -> dict[str, object]:
    """Return the worked tables of the page of the interest."""
    interface = renderer.interface

    def words(wording: Wording) -> str:
        return interface[f"w_{wording.unit}"][lang].format(rate=wording.rate, times=wording.times)

    delay = Wording(unit="day-percent", rate=body.delay.rate)
    return {
        "contract_rows": [(words(each), _amounts(body.example, each)) for each in body.example.rates],
        "delay_row": (words(delay), _amounts(body.delay.example, delay)),
        "money": _money,
    }


def _amounts(example: Example, wording: Wording) -> Sequence[str]:
    return [_money(interest(example.principal, wording, days)) for days in example.days]


def _money(amount: Decimal | int) -> str:
    return f"{amount:,}" if isinstance(amount, int) else f"{amount:,.2f}"

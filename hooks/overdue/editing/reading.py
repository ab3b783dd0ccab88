"""`overdue show` and `overdue why`: a record as a reader sees it, and what rests on a point."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import cache

from overdue.editing.terminal import Style
from overdue.model.findings import did_you_mean
from overdue.model.library import Citation, Library, Record, dotted
from overdue.model.load import load
from overdue.model.numbers import listed, numbers
from overdue.model.records import Claim, Point, Source, Statement
from overdue.model.vocabulary import LANGS, Lang
from overdue.pages.interface import Interface
from overdue.pages.render import TEMPLATES, Basis, period

SHOW = """examples:
  overdue show one-day-late
  overdue show practices/home-visit --lang en
  overdue show one-day-late | less

exit status: 0 shown; 1 the data cannot be read; 2 there is no such record, or more than one"""

WHY = """examples:
  overdue why civil-code#676       every statement that rests on article 676
  overdue why civil-code           every point of the Civil Code that is used, with the number of statements

exit status: 0 shown, even if nothing rests on it; 1 the data cannot be read; 2 there is no such point"""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    raw = argparse.RawDescriptionHelpFormatter
    show = commands.add_parser(
        "show", help="show a record as a reader sees it", epilog=SHOW, formatter_class=raw,
        description="Show a record as a reader sees it: short answer, sections, what each rests on, what to read next.",
    )  # fmt: skip
    show.add_argument("id", metavar="ID", help="id, or folder/id where several kinds have it")
    show.add_argument("--lang", choices=[*LANGS, "both"], default="both", help="language (default: both)")
    show.set_defaults(run=_show)
    why = commands.add_parser(
        "why", help="show what rests on a point of a source", epilog=WHY, formatter_class=raw,
        description="Show what rests on a point: what has to be looked at when that rule changes.",
    )  # fmt: skip
    why.add_argument("point", metavar="SOURCE#POINT", help="a point such as civil-code#676, or a source")
    why.set_defaults(run=_why)


def find(library: Library, name: str) -> Record | str:
    """Return the record that an id or `folder/id` names, or what is wrong with the name."""
    name = name.removeprefix("data/").removesuffix(".yml")
    if name in library.records:
        return library.records[name]
    found = [record for record in library.records.values() if name in (record.id, f"{record.kind}/{record.id}")]
    if len(found) == 1:
        return found[0]
    if found:
        return f"'{name}' names several records: {', '.join(record.ref for record in found)}"
    if broken := [ref for ref in library.broken if name in (ref, ref.partition("/")[2])]:
        return f"'{broken[0]}' has findings; see overdue check data/{broken[0]}.yml"
    known = [*library.records, *(record.id for record in library.records.values())]
    return f"there is no record '{name}'{did_you_mean(name, known)}"


def _show(options: argparse.Namespace) -> int:
    library, _ = load(options.data)
    record = find(library, options.id)
    if isinstance(record, str):
        print(f"overdue show: {record}", file=sys.stderr)
        return 2
    langs: tuple[Lang, ...] = LANGS if options.lang == "both" else (options.lang,)
    print("\n\n".join("\n".join(page(record, library, lang, Style.of())) for lang in langs))
    return 0


@cache
def _interface() -> Interface:
    return Interface.read(TEMPLATES / "interface.yml")


def page(record: Record, library: Library, lang: Lang, style: Style) -> Iterator[str]:
    """Yield the lines of a record in one language."""
    interface = _interface()
    basis = Basis(library, lang, f"{lang}/{record.ref}.md")
    yield style(style.wrap(record.body.title[lang]), "bold")
    if record.body.crisis:
        yield style(style.wrap(interface["crisis_text"][lang], "! "), "red")
    yield ""
    yield style.wrap(record.body.answer[lang], "  ")
    sections = library.vocabulary.sections
    for name, statements in record.sections.items():
        yield from ("", style(sections[name][lang], "bold", "green"))
        for number, statement in enumerate(statements, start=1):
            lead = f"{number}. " if sections[name].layout == "steps" else "· "
            yield style.wrap(_line(statement, library, lang) + _marks(basis, statement), f"  {lead}")
    yield from _own(record, basis, lang, style)
    yield from _related(record, library, lang, style)
    if basis.entries:
        yield from ("", style(interface["basis"][lang], "bold", "green"))
        for number, link, source, point in basis.entries:
            force, seen = library.vocabulary.forces[source.force][lang], library.vocabulary.seen[point.seen][lang]
            yield style.wrap(f"{link.title} ({force}, {seen}) {point[lang]}", f"  [{number}] ")
    yield from ("", style(f"{interface['reviewed'][lang]}: {record.body.reviewed} · {record.file.path}", "dim"))


def _line(statement: Statement, library: Library, lang: Lang) -> str:
    """Return a statement with what limits it."""
    names = [library.vocabulary.lenders[name][lang] for name in statement.lenders if name in library.vocabulary.lenders]
    for_whom = f"[{', '.join(names)}] " if names else ""
    when = f" ({period(statement.valid, lang)})" if statement.valid else ""
    return f"{for_whom}{statement[lang]}{when}"


def _marks(basis: Basis, statement: Statement | Claim) -> str:
    basis.mark(statement)
    return "".join(f" [{basis.numbers[name]}]" for name in statement.basis)


def _own(record: Record, basis: Basis, lang: Lang, style: Style) -> Iterator[str]:
    """Yield what only some kinds have: other texts (deadlines, blanks, claims, points) with their place."""
    sections = {(name, index) for name, items in record.sections.items() for index in range(len(items))}
    shown = {("title",), ("answer",), *sections}
    cited = dict(record.cited())
    for at, text in record.texts:
        if at not in shown and at[:2] not in shown:
            marks = _marks(basis, cited[at]) if at in cited else ""
            yield style.wrap(text[lang] + marks, f"  {dotted('', at).strip('.')}: ", "      ")


def _related(record: Record, library: Library, lang: Lang, style: Style) -> Iterator[str]:
    refs = [ref for refs in record.relations.values() for ref in refs]
    if refs:
        yield from ("", style(_interface()["related"][lang], "bold", "green"))
    for ref in refs:
        title = library.records[ref].body.title[lang] if ref in library.records else "?"
        yield style.wrap(f"{title}  ({ref})", "  → ")


def _why(options: argparse.Namespace) -> int:
    library, _ = load(options.data)
    source_id, _, key = options.point.removeprefix("sources/").partition("#")
    source = library.source(source_id)
    if source is None or (key and key not in source.points):
        if source:
            problem = f"'{source_id}' has no point '{key}'{did_you_mean(key, source.points)}"
        else:
            known = [record.id for record in library.of_kind("source")]
            problem = f"there is no source '{source_id}'{did_you_mean(source_id, known)}"
        print(f"overdue why: {problem}", file=sys.stderr)
        return 2
    style = Style.of()
    if key:
        print("\n".join(_resting(library, f"{source_id}#{key}", source.points[key], style)))
        return 0
    for key in source.points:
        print(f"{len(library.citations.get(f'{source_id}#{key}', [])):4}  {source_id}#{key}  {source.points[key].zh}")
    return 0


def _resting(library: Library, basis: str, point: Point, style: Style) -> Iterator[str]:
    seen = library.vocabulary.seen[point.seen]
    yield f"{style(basis, 'bold')}  {_heading(library, basis)}  ({seen.zh} / {seen.en})"
    yield style.wrap(point.zh, "  ")
    yield style.wrap(point.en, "  ")
    citations = library.citations.get(basis, [])
    records = len({citation.record.ref for citation in citations})
    yield from (
        "",
        f"{len(citations)} statements in {records} records rest on it:" if citations else "Nothing rests on it.",
    )
    for citation in citations:
        yield from ("", style(_where(citation), "green"))
        said = citation.statement.why if isinstance(citation.statement, Claim) else citation.statement
        yield style.wrap(said.zh, "  ")
        yield style.wrap(said.en, "  ")
        others = [other for other in citation.statement.basis if other != basis]
        if others:
            yield style(f"  also rests on {', '.join(others)}", "dim")
    yield from _short(point, {citation.record.ref: citation.record for citation in citations}, style)


def _short(point: Point, records: dict[str, Record], style: Style) -> Iterator[str]:
    """Yield the short answers that repeat a figure of the point: they cite nothing, and are read first."""
    figures = numbers(point.zh, "zh").stated
    found = [record for record in records.values() if figures & numbers(record.body.answer.zh, "zh").stated]
    if found:
        many = "s above those statements hold" if len(found) > 1 else " above those statements holds"
        yield from ("", f"{len(found)} short answer{many} one of its figures ({listed(figures)}):")
    for record in found:
        line, column = record.mark(("answer",))
        yield from ("", style(f"{record.file.path}:{line}:{column}: {record.id}.answer", "green"))
        yield style.wrap(record.body.answer.zh, "  ")
        yield style.wrap(record.body.answer.en, "  ")


def _heading(library: Library, basis: str) -> str:
    source = library.source(basis.partition("#")[0])
    assert isinstance(source, Source)
    return f"{source.title.zh}, {library.vocabulary.forces[source.force].zh}"


def _where(citation: Citation) -> str:
    """Return where a statement stands, as editors can jump to it."""
    line, column = citation.record.mark(citation.location)
    return f"{citation.record.file.path}:{line}:{column}: {dotted(citation.record.id, citation.location)}"

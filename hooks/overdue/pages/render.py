"""Library × language → Markdown pages. Templates lay out; this module decides what a page holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from overdue.model import markdown
from overdue.model.library import Library, Record, verdicts
from overdue.model.memory import Memory
from overdue.model.records import Body, Claim, Deadline, Letter, Period, Point, Practice, Source, Stage, Statement
from overdue.model.vocabulary import LANGS, Lang, Word
from overdue.pages import pictures
from overdue.pages.addresses import all_path, index_path, page_path, point_anchor, point_label, relative
from overdue.pages.interface import Interface

BodyT = TypeVar("BodyT")

CHOSEN = 3
"""Links of one kind that a page shows at once; the others are folded."""
TEMPLATES = Path(__file__).parents[2] / "templates"


@dataclass(frozen=True)
class Page:
    """One page of the site, ready for any generator that reads Markdown."""

    path: str
    lang: Lang
    title: str
    description: str
    source: str
    """The file to edit, relative to the project root."""
    markdown: str
    above: tuple[str, ...] = ()
    """Markdown paths of the pages between the home page and this one, where those are no list of records."""
    scripts: tuple[str, ...] = ()
    """Files that only this page needs, below the site's root."""


@dataclass(frozen=True)
class Link:
    """A link to another page, with its text."""

    href: Markup
    title: str


@dataclass
class Basis:
    """The numbered list of points that a page rests on; a number is given at first use."""

    library: Library
    lang: Lang
    path: str
    numbers: dict[str, int] = field(default_factory=dict)

    def mark(self, statement: Statement | Claim) -> Markup:
        """Return the marks of a statement: links to its entries in the list."""
        marks = [self.numbers.setdefault(basis, len(self.numbers) + 1) for basis in statement.basis]
        return Markup("".join(f"<sup>[{number}](#b{number})</sup>" for number in marks))

    @property
    def entries(self) -> list[tuple[int, Link, Source, Point]]:
        """Return for each number its link, source and point."""
        found = []
        for basis, number in self.numbers.items():
            source_id, _, key = basis.partition("#")
            source, point = self.library.source(source_id), self.library.point(basis)
            assert source
            assert point  # the library was checked
            href = relative(page_path(f"sources/{source_id}", self.lang), self.path)
            label = source_label(source, key, self.lang)
            found.append((number, Link(Markup(f"{href}#{point_anchor(key)}"), label), source, point))
        return found


def source_label(source: Source, key: str, lang: Lang) -> str:
    """Return `《民法典》第676条` or `Civil Code, art. 676`."""
    label = point_label(key, lang)
    if lang == "zh":
        return f"《{short_title(source)}》{label}"
    return f"{source.title.en} {label}" if label.startswith("(") else f"{source.title.en}, {label}"


def short_title(source: Source) -> str:
    """Return the Chinese title without the issuer's name in front, as people cite it."""
    return source.title.zh.removeprefix("中华人民共和国").strip("《》")


@dataclass(frozen=True)
class Renderer:
    """Renders every page of a library."""

    library: Library
    memory: Memory = field(default_factory=Memory)
    """With that of an earlier renderer, only the pages of records are rendered that rest on something that changed."""

    @cached_property
    def interface(self) -> Interface:
        """The words of the interface."""
        return self.memory.recall("interface", self._written, lambda: Interface.read(TEMPLATES / "interface.yml"))

    @cached_property
    def _environment(self) -> Environment:
        return self.memory.recall("environment", self._written, self._compiling)

    def _compiling(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=_text,
            auto_reload=False,
        )
        environment.filters["block"] = markdown.block
        environment.filters["dial"] = dial
        return environment

    def records(self) -> Iterator[Page]:
        """Yield the page of every record, in both languages."""
        for lang in LANGS:
            for kind in self.library.vocabulary.kinds:
                for record in self.library.of_kind(kind):
                    make = partial(self._record, record, lang)
                    yield self.memory.recall(("page", record.ref, lang), self._rests_on(record), make)

    def lists(self, lang: Lang) -> Iterator[Page]:
        """Yield the list of each kind and the list of everything, in one language."""
        for kind in self.library.vocabulary.kinds:
            make = partial(self._index, kind, lang)
            yield self.memory.recall(("list", kind, lang), self._list_rests_on(kind), make)
        yield self._all(lang)

    def _all(self, lang: Lang) -> Page:
        """Return the list of everything, by topic: what the search links to where there is no script."""
        path = all_path(lang)
        groups = [(anchor, name, records) for anchor, name, records in self._everything() if records]
        text = self.fill("all.md.j2", path, lang, {"groups": groups})
        description = self.interface["all_pages_text"][lang]
        return Page(path, lang, self.interface["all_pages"][lang], description, "data/vocabulary.yml", text)

    def _everything(self) -> Iterator[tuple[str, Word, list[Record]]]:
        """Yield anchor, heading and records of each topic, then the sources."""
        words = self.library.vocabulary
        told = [record for kind in words.kinds if kind != "source" for record in self.library.of_kind(kind)]
        for topic, name in words.topics.items():
            yield f"topic-{topic}", name, [record for record in told if record.body.topics[0] == topic]
        yield "kind-sources", words.kinds["source"].plural, self.library.of_kind("source")

    def _rests_on(self, record: Record) -> tuple[object, ...]:
        """Return all that the page of a record shows: the record, those it names and those that name it, the words."""
        library = self.library
        named = [library.records[ref] for ref in library.links[record.ref]]
        naming = [library.records[ref] for ref in library.back_links.get(record.ref, ())]
        lapsed = pictures.out_of_force(record, library)
        return record, named, naming, lapsed, library.helpers, library.vocabulary, self._written

    def _list_rests_on(self, kind: str) -> tuple[object, ...]:
        """Return all that a list shows: its records by how many name them, and for the pictures stages and guide."""
        library = self.library
        records, stages = library.of_kind(kind), library.of_kind("stage")
        needed = [len(library.back_links.get(record.ref, ())) for record in records]
        return records, needed, stages, library.guide, library.helpers, library.vocabulary, self._written

    @cached_property
    def _written(self) -> tuple[bytes, ...]:
        """The templates and the words of the interface, as they are on disk."""
        return tuple(path.read_bytes() for path in sorted(TEMPLATES.rglob("*")) if path.is_file())

    def _record(self, record: Record, lang: Lang) -> Page:
        path = page_path(record.ref, lang)
        basis = Basis(self.library, lang, path)
        context = {
            "record": record,
            "body": record.body,
            "kind": self.library.vocabulary.kinds[record.kind],
            "basis": basis,
            "related": self._by_kind(self._chosen(record, slice(None, CHOSEN)), record, lang),
            "more": self._by_kind(self._more(record), record, lang),
            "cited_by": self._cited_by(record, lang),
            "verdicts": _verdict_groups(record.body, self.library),
            "lapsed": pictures.out_of_force(record, self.library),
        }
        text = self.fill("record.md.j2", path, lang, context)
        scripts = ("letter",) if record.kind == "letter" else ()
        title, answer = record.body.title[lang], record.body.answer[lang]
        return Page(path, lang, title, answer, record.file.path, text, scripts=scripts)

    def _index(self, kind: str, lang: Lang) -> Page:
        declared = self.library.vocabulary.kinds[kind]
        path = index_path(declared.folder, lang)
        groups = [(anchor, name, records) for anchor, name, records in self._groups(kind) if records]
        text = self.fill("index.md.j2", path, lang, {"kind": declared, "groups": groups})
        title = declared.plural[lang]
        return Page(path, lang, title, self.interface["tagline"][lang], "data/vocabulary.yml", text)

    def _groups(self, kind: str) -> Iterator[tuple[str, Word, list[Record]]]:
        """Yield anchor, heading and records of each part of a list: by the field that its readers look for."""
        records = self.library.of_kind(kind)
        words = self.library.vocabulary
        if kind == "stage":
            yield "by-days", self.interface["days_group"], [r for r in records if _body(r, Stage).days]
            yield "by-event", self.interface["events_group"], [r for r in records if _body(r, Stage).opens]
        elif kind == "lender":
            for group in ("kind", "company"):
                matching = [r for r in records if getattr(r.body, "group", "") == group]
                yield f"by-{group}", self.interface[f"group_{group}"], matching
        elif kind == "source":
            for force, name in words.forces.items():
                yield force, name, [r for r in records if _body(r, Source).force == force]
        else:
            records.sort(key=lambda record: -len(self.library.back_links.get(record.ref, [])))  # most needed first
            for topic, word in words.topics.items():
                yield topic, word, [r for r in records if r.body.topics[0] == topic]

    def fill(self, template: str, path: str, lang: Lang, context: dict[str, object]) -> str:
        """Return a template filled for the page at `path`."""
        words = self.library.vocabulary

        def link(ref: str) -> Markup:
            return Markup(relative(page_path(ref, lang), path))

        return self._environment.get_template(template).render(
            lang=lang,
            library=self.library,
            words=words,
            ui=lambda key: self.interface[key][lang],
            link=link,
            tools=self._tools(path),
            anchor=lambda name: Markup(f"{{#{name}}}"),
            title=lambda ref: self.library.records[ref].body.title[lang],
            days=lambda stage: day_span(stage, lang, self.interface),
            period=lambda valid: period(valid, lang),
            lenders=lambda kinds: _lender_names(kinds, self.library, self.interface, lang),
            unit=lambda deadline: _unit(deadline, self.library, lang),
            letter=lambda body, language: letter_text(body, language),
            key_is_article=lambda key: key[0].isdigit() or key.startswith("item-") or key == "whole",
            stage_name=lambda record: stage_name(record, self.library, self.interface, lang),
            short=lambda record: self.library.guide.paths.short[record.id][lang] if self.library.guide else "",
            matrix=lambda: pictures.matrix(self.library),
            by_lender=lambda rung: pictures.by_lender(rung, self.library),
            point_anchor=point_anchor,
            point_label=lambda key: point_label(key, lang),
            **context,
        )

    def _tools(self, path: str) -> list[str]:
        """Return the helpers that a page offers: those that name its record or, for a list, its folder."""
        ref = path.partition("/")[2].removesuffix(".md")
        folder, _, name = ref.partition("/")
        return [
            helper
            for helper, record in self.library.helpers.items()
            if ref in getattr(record.body, "linked", ())
            or (name == "index" and folder in getattr(record.body, "lists", ()))
        ]

    def _chosen(self, record: Record, part: slice) -> dict[str, list[str]]:
        """Return a part of the links that the record names in each folder, in its own order."""
        groups: dict[str, list[str]] = defaultdict(list)
        for refs in record.relations.values():
            for ref in refs:
                if ref not in groups[ref.partition("/")[0]]:
                    groups[ref.partition("/")[0]].append(ref)
        return {folder: refs[part] for folder, refs in groups.items()}

    def _more(self, record: Record) -> dict[str, list[str]]:
        """Return the other links that the record names, then the computed back-links."""
        own = set(self.library.links[record.ref])
        groups = defaultdict(list, self._chosen(record, slice(CHOSEN, None)))
        if record.kind != "source":
            for ref in self.library.back_links.get(record.ref, []):
                if ref not in own:
                    groups[ref.partition("/")[0]].append(ref)
        return groups

    def _by_kind(self, groups: dict[str, list[str]], record: Record, lang: Lang) -> list[tuple[Word, list[Link]]]:
        start = page_path(record.ref, lang)
        return [
            (kind.plural, [self._link(ref, start, lang) for ref in groups[kind.folder]])
            for kind in self.library.vocabulary.kinds.values()
            if groups.get(kind.folder)
        ]

    def _cited_by(self, record: Record, lang: Lang) -> dict[str, list[Link]]:
        """Return for each point of a source the records that rest on it."""
        if not isinstance(record.body, Source):
            return {}
        start = page_path(record.ref, lang)
        found: dict[str, list[Link]] = {}
        for key in record.body.points:
            citing = {citation.record.ref for citation in self.library.citations.get(f"{record.id}#{key}", [])}
            found[key] = [self._link(ref, start, lang) for ref in sorted(citing)]
        return found

    def _link(self, ref: str, start: str, lang: Lang) -> Link:
        return Link(Markup(relative(page_path(ref, lang), start)), self.library.records[ref].body.title[lang])


def _verdict_groups(body: Body, library: Library) -> list[tuple[str, list[str]]]:
    """Return each verdict of a practice with the lenders it is for, the worst first."""
    if not isinstance(body, Practice):
        return []
    groups: dict[str, list[str]] = defaultdict(list)
    for lender, word in verdicts(body, library.vocabulary).items():
        groups[word].append(lender)
    return sorted(groups.items(), key=lambda group: -library.vocabulary.verdicts[group[0]].rank)


def _lender_names(kinds: Sequence[str], library: Library, interface: Interface, lang: Lang) -> str:
    lenders = library.vocabulary.lenders
    if "all" in kinds or len(kinds) == len(lenders):
        return interface["all_lenders"][lang]
    return interface["list_comma"][lang].join(lenders[kind][lang] for kind in kinds)


def _unit(deadline: Deadline, library: Library, lang: Lang) -> str:
    """Return the unit as it follows a number: `日`, ` days`."""
    unit = library.vocabulary.units[deadline.unit][lang]
    return unit if lang == "zh" else f" {unit}{'s' if deadline.length > 1 else ''}"


def letter_text(body: Letter, lang: Lang) -> Markup:
    """Return the text of a letter as HTML, its blanks marked and named."""
    text = markdown.block(body.text[lang])
    for blank in body.blanks:
        named = Markup('<b data-blank="{}">[{}]</b>').format(blank.id, blank[lang])
        text = text.replace(f"{{{blank.id}}}", named)
    return text


def dial(text: str) -> Markup:
    """Return a line in which the numbers that help in a crisis can be tapped."""
    return Markup(re.sub(r"(?<!\d)(110|120|12356)(?!\d)", r'<a href="tel:\1">\1</a>', str(markdown.plain(text))))


def _body(record: Record, model: type[BodyT]) -> BodyT:
    assert isinstance(record.body, model)
    return record.body


def _text(value: object) -> Markup:
    """Escape whatever a template prints, unless it is markup already."""
    return value if isinstance(value, Markup) else markdown.plain(str(value))


def period(valid: Period | None, lang: Lang) -> str:
    """Return when a statement holds, in words, or nothing."""
    if valid is None:
        return ""
    if lang == "zh":
        parts = [f"{valid.since}起" if valid.since else "", f"到{valid.until}止" if valid.until else ""]
        return "".join(parts)
    parts = [f"from {valid.since}" if valid.since else "", f"until {valid.until}" if valid.until else ""]
    return " ".join(part for part in parts if part)


def stage_name(record: Record, library: Library, interface: Interface, lang: Lang) -> str:
    """Return the days of a stage, or the event that opens it, as the beginning of a line."""
    stage = _body(record, Stage)
    name = library.vocabulary.events[stage.opens][lang] if stage.opens else day_span(stage, lang, interface)
    return name[:1].upper() + name[1:]


def day_span(stage: Stage, lang: Lang, interface: Interface) -> str:
    """Return the days of a stage in words: `逾期第1–3天`, `days 1–3 past due`."""
    if stage.days is None:
        return ""
    first, last = stage.days.first, stage.days.last
    if last is not None and last < 0:
        return interface["before_due"][lang]
    if first == last == 0:
        return interface["due_day"][lang]
    if first is None:
        return f"逾期第{last}天及以前" if lang == "zh" else f"up to day {last} past due"
    if lang == "zh":
        return f"逾期第{first}天以后" if last is None else f"逾期第{first}–{last}天"
    return f"day {first} past due and later" if last is None else f"days {first}–{last} past due"

"""The home page and the pages of the "where am I?" path: plain linked pages, made from `data/paths.yml`."""

from __future__ import annotations

from collections.abc import Iterator

from overdue.model.library import Record
from overdue.model.paths import Paths
from overdue.model.vocabulary import Lang
from overdue.pages.addresses import home_path, page_path
from overdue.pages.render import Basis, Page, Renderer

SOURCE = "data/paths.yml"
FIRST_STEPS = ("do", "steps")
"""Sections that say what to do; an outcome shows the first of these that its record has."""


def way_pages(renderer: Renderer, lang: Lang) -> Iterator[Page]:
    """Yield the home page, a page for each node and one for each outcome, in one language."""
    guide = renderer.library.guide
    if guide is None:
        return
    yield _home(renderer, guide.paths, lang)
    for name in guide.paths.nodes:
        yield _node(renderer, guide.paths, name, lang)
    for name in guide.paths.outcomes:
        yield _outcome(renderer, guide.paths, name, lang)


def path_ref(name: str) -> str:
    """Return the ref of a node or an outcome, as `page_path` takes it."""
    return f"path/{name}"


def _home(renderer: Renderer, paths: Paths, lang: Lang) -> Page:
    path = home_path(lang)
    kinds = {kind.folder: kind for kind in renderer.library.vocabulary.kinds.values()}
    stages = renderer.library.of_kind("stage")
    text = renderer.fill("home.md.j2", path, lang, {"paths": paths, "kinds": kinds, "stages": stages})
    return Page(path, lang, paths.home.title[lang], paths.home.answer[lang], SOURCE, text)


def _node(renderer: Renderer, paths: Paths, name: str, lang: Lang) -> Page:
    node, path = paths.nodes[name], page_path(path_ref(name), lang)
    text = renderer.fill("node.md.j2", path, lang, {"paths": paths, "node": node})
    return Page(path, lang, node.ask[lang], node[lang], SOURCE, text, above=_above(paths, name, lang))


def _outcome(renderer: Renderer, paths: Paths, name: str, lang: Lang) -> Page:
    outcome, path = paths.outcomes[name], page_path(path_ref(name), lang)
    record = renderer.library.records[outcome.first]
    context = {
        "paths": paths,
        "outcome": outcome,
        "record": record,
        "body": record.body,
        "section": _first_steps(record),
        "basis": Basis(renderer.library, lang, path),
    }
    text = renderer.fill("outcome.md.j2", path, lang, context)
    body = record.body
    return Page(path, lang, body.title[lang], body.answer[lang], SOURCE, text, above=_above(paths, name, lang))


def _first_steps(record: Record) -> str:
    """Return the section of a record that says what to do."""
    return next((name for name in FIRST_STEPS if name in record.sections), next(iter(record.sections)))


def _above(paths: Paths, name: str, lang: Lang) -> tuple[str, ...]:
    return tuple(page_path(path_ref(node), lang) for node in paths.routes[name])

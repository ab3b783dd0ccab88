"""Pages in memory for MkDocs, which renders them one after the other: here other processes render their share."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from overdue.model.forked import PROCESSES, in_child


class PageFile(File):
    """A page in memory that knows whether it is new, so that MkDocs renders no other again."""

    new = True

    @classmethod
    def of(cls, config: MkDocsConfig, path: str, text: str, new: bool) -> PageFile:
        """Return the file of a page outside the navigation."""
        file = cls.generated(config, path, content=text, inclusion=InclusionLevel.NOT_IN_NAV)
        assert isinstance(file, cls)
        file.new = new
        return file

    def is_modified(self) -> bool:
        """Say whether MkDocs is to render the page."""
        return self.new


@dataclass(frozen=True)
class Rendered:
    """What MkDocs makes of the Markdown of a page, in a form that can be sent from one process to another."""

    content: str
    toc: TableOfContents
    title: str | None
    anchors: set[str]
    links: dict[str, dict[str, str]]
    """Anchors that the page links to, by the file that they are in."""


@dataclass(frozen=True)
class Share:
    """The pages that one process rendered, by path, and what MkDocs said meanwhile."""

    pages: dict[str, Rendered]
    said: list[logging.LogRecord]


class SharedPage(Page):
    """A page that another process renders."""

    share: Callable[[], Share]

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 (as MkDocs calls it)
        """Take what the other process made of the page."""
        made = self.share().pages[self.file.src_uri]
        self.content, self.toc, self._title_from_render = made.content, made.toc, made.title
        self.present_anchor_ids = made.anchors
        self.links_to_anchors = {files.src_uris[path]: links for path, links in made.links.items()}


def share_rendering(config: MkDocsConfig, files: Files) -> None:
    """Let each process render a run of the pages, about as long as any other; this one the first."""
    runs = _runs([file for file in files if isinstance(file, PageFile)], PROCESSES)
    for run in runs[1:]:
        share = _spoken(in_child(partial(_render, run, config, files)))
        for file in run:
            SharedPage(None, file, config).share = share


def _runs(pages: Sequence[File], count: int) -> list[list[File]]:
    """Return the pages in that many runs of about as many characters each."""
    runs: list[list[File]] = [[] for _ in range(count)]
    whole = sum(len(page.content_string) for page in pages)
    before = 0
    for page in pages:
        runs[before * count // whole].append(page)
        before += len(page.content_string)
    return runs


def _spoken(share: Callable[[], Share]) -> Callable[[], Share]:
    """Say here, once, what MkDocs said in the other process: a warning ends a strict build."""

    @cache
    def result() -> Share:
        made = share()
        for entry in made.said:
            logging.getLogger(entry.name).handle(entry)
        return made

    return result


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.entries.append(record)


def _render(part: Sequence[File], config: MkDocsConfig, files: Files) -> Share:
    logger, kept = logging.getLogger("mkdocs"), _Kept()
    logger.handlers, logger.propagate = [kept], False  # of this process, which says nothing itself
    return Share({file.src_uri: _rendered(file, config, files) for file in part}, kept.entries)


def _rendered(file: File, config: MkDocsConfig, files: Files) -> Rendered:
    page = Page(None, file, config)
    page.read_source(config)
    page.render(config, files)
    links = {target.src_uri: found for target, found in (page.links_to_anchors or {}).items()}
    assert page.content is not None
    return Rendered(page.content, page.toc, page._title_from_render, page.present_anchor_ids or set(), links)

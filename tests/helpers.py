"""Helpers of the tests: a loopback server, and what a page's HTML says."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Page


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
        pass


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a free loopback port and give its address, which ends in a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class Html(HTMLParser):
    """What a page links to, loads, and can be linked to."""

    LOADS: ClassVar = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.lang = ""
        self.title = ""
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.alternates: dict[str, str] = {}
        self.headings: list[tuple[str, str | None]] = []
        self._in_title = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = values.get("lang", "")
        if "id" in values:
            self.ids.append(values["id"])
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((tag, values.get("id")))
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "link":
            self._link(values)
        if tag in self.LOADS and self.LOADS[tag] in values:
            self.loads.append(values[self.LOADS[tag]])
        self._in_title = tag == "title"

    def _link(self, values: dict[str, str]) -> None:
        if values.get("rel") in ("stylesheet", "icon", "preload", "modulepreload", "manifest"):
            self.loads.append(values["href"])
        if values.get("rel") == "alternate" and "hreflang" in values:
            self.alternates[values.get("hreflang", "")] = values["href"]

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def until(page: Page, expression: str) -> None:
    """Wait at most 10 seconds for an expression to hold, asked from outside: the page's policy forbids eval within."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {expression}")

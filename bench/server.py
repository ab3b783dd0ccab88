"""A static server on loopback that compresses, and says of caching what `deploy/nginx.conf` says."""

from __future__ import annotations

import gzip
import mimetypes
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from overdue.published.headers import HEADERS

LEVEL = 6
"""How hard the server compresses: as nginx is told to."""
SMALLEST = 256
TEXT = ("text/", "application/javascript", "application/json", "application/xml", "application/atom+xml", "image/svg")
NEVER_CHANGES = re.compile(r"/assets/.*\.[0-9a-f]{8}\.")


@lru_cache(maxsize=4096)
def _body(path: Path, kind: str, stamp: int) -> tuple[bytes, bool]:
    """Return a file as it goes over the wire, and whether that is compressed; `stamp` tells its versions apart."""
    raw = path.read_bytes()
    if len(raw) < SMALLEST or not kind.startswith(TEXT):
        return raw, False
    return gzip.compress(raw, LEVEL, mtime=0), True


class Handler(BaseHTTPRequestHandler):
    """Answers with files below `folder`."""

    protocol_version = "HTTP/1.1"
    folder = Path()
    own: Mapping[str, str] = {}
    """Headers of every answer."""

    def do_GET(self) -> None:
        """Answer with a file, or with 304 where the reader has it."""
        path = self.folder / unquote(urlsplit(self.path).path).lstrip("/")
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self._answer(404, b"not found", {})
            return
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        kind = "application/javascript" if kind == "text/javascript" else kind
        stamp = path.stat().st_mtime_ns
        body, compressed = _body(path, kind, stamp)
        kept = "public, max-age=31536000, immutable" if NEVER_CHANGES.search(self.path) else "no-cache"
        headers = {"Content-Type": f"{kind}; charset=utf-8", "Cache-Control": kept, "ETag": f'"{stamp:x}"'}
        if compressed:
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        if self.headers.get("If-None-Match") == headers["ETag"]:
            self._answer(304, b"", headers)
        else:
            self._answer(200, body, headers)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in (headers | dict(self.own)).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes while it reads is no fault."""


@contextmanager
def serve(folder: Path, *, ours: bool = True) -> Iterator[str]:
    """Serve a folder on a free port and give its address; `ours` sends the headers that our pages are made for."""
    handler = type("Bound", (Handler,), {"folder": folder, "own": HEADERS if ours else {}})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()

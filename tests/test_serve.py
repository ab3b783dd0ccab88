"""`mkdocs serve`: an edit shows, a mistake shows its finding and does not kill the server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


class Server:
    """A running `mkdocs serve`, its address and what it has printed."""

    def __init__(self, project: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        self.log = project / "serve.log"
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
        environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": self.address}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, cwd=project, env=environment, stdout=log, stderr=log)

    def text(self, path: str) -> str:
        """Return a page, or nothing while the server is not there."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Wait at most 40 seconds for a condition."""
        for _ in range(200):
            if condition():
                return
            assert self.process.poll() is None, f"the server died: {self.log.read_text()}"
            time.sleep(0.2)
        pytest.fail(f"{what} did not happen: {self.log.read_text()}")


@pytest.fixture
def server(project: Path) -> Iterator[Server]:
    running = Server(project)
    yield running
    running.process.send_signal(signal.SIGINT)
    try:
        running.process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        running.process.kill()


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_serve_follows_edits_and_survives_mistakes(server: Server, project: Path) -> None:
    record = project / "data" / "practices" / "home-visit.yml"
    page = "zh/practices/home-visit.html"
    server.wait(lambda: "能上门，不能硬闯。" in server.text(page), "the first build")

    _replace(record, "能上门，不能硬闯。", "可以上门，不可以硬闯。")
    server.wait(lambda: "可以上门，不可以硬闯。" in server.text(page), "the edit of a record")

    _replace(record, "rights: [privacy]", "rights: [privcy]")
    finding = "home-visit.rights[0]: 'rights/privcy', which does not exist"
    server.wait(lambda: finding in server.log.read_text(), "the finding")
    assert server.process.poll() is None

    _replace(record, "rights: [privcy]", "rights: [privacy]")
    _replace(record, "可以上门，不可以硬闯。", "修好了。")
    server.wait(lambda: "修好了。" in server.text(page), "the recovery")

    _replace(project / "docs" / "zh" / "about.md", "Hello", "关于我们")
    server.wait(lambda: "关于我们" in server.text("zh/about.html"), "the edit of a hand-written page")

    _replace(project / "hooks" / "theme" / "main.html", "oe-footer", "oe-foot")
    server.wait(lambda: 'class="oe-foot"' in server.text(page), "the edit of a template of the theme")

"""`mkdocs serve`: an edit shows, a mistake shows its finding and does not kill the server."""

from __future__ import annotations

import os
import re
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
from playwright.sync_api import Browser

from conftest import build

LIVE = ("--dirty", "--no-strict")
"""As `make serve` calls it: only what changed is rendered again, and a warning does not stop the page."""


class Server:
    """A running `mkdocs serve`, its address and what it has printed."""

    def __init__(self, project: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        self.log = project / "serve.log"
        command = [sys.executable, "-m", "mkdocs", "serve", *LIVE, "--dev-addr", f"127.0.0.1:{port}"]
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


def test_the_browser_shows_an_edit_by_itself(server: Server, project: Path, browser: Browser) -> None:
    server.wait(lambda: "能上门" in server.text("zh/practices/home-visit.html"), "the first build")
    page = browser.new_page()
    page.goto(server.address + "zh/practices/home-visit.html")
    _replace(project / "data" / "practices" / "home-visit.yml", "能上门，不能硬闯。", "可以上门，不可以硬闯。")
    page.wait_for_function("document.body.innerText.includes('可以上门，不可以硬闯。')", timeout=20_000)
    page.close()


def test_what_is_served_after_edits_is_what_a_build_makes(
    server: Server, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = project / "data"
    server.wait(lambda: "能上门" in server.text("zh/practices/home-visit.html"), "the first build")
    _replace(data / "practices" / "home-visit.yml", "上门催收, en: A collector visits", "来家里, en: They come")
    server.wait(lambda: "来家里" in server.text("zh/practices/index.html"), "the new title")
    server.wait(lambda: "They come" in server.text("assets/search.en.js"), "the search")
    _replace(data / "terms" / "overdue.yml", "过了还款日。, en: Past the due day.", "过了日子。, en: Past the day.")
    server.wait(lambda: "过了日子。" in server.text("zh/terms/overdue.html"), "the new meaning")
    built = tmp_path / "built"
    monkeypatch.setenv("SITE_URL", server.address)
    assert build(built, project).returncode == 0
    for path in sorted(built.rglob("*/*/*.html")):
        name = path.relative_to(built).as_posix()
        assert _bare(server.text(name)) == _bare(path.read_text(encoding="utf-8")), name


BY_DESIGN = re.compile(r"<script>.*?</script>|<meta http-equiv.*?>\s*<meta name=.referrer.*?>|\s+", re.DOTALL)
"""The script that reloads, the policy, space."""


def _bare(text: str) -> str:
    """Return a page without what differs by design between a build and what is served."""
    return BY_DESIGN.sub("", text)

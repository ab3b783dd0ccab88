"""How soon an edit shows: `mkdocs serve` on a copy of the project, asked over HTTP and watched in a browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from bench.process import Failed

IGNORED = shutil.ignore_patterns("__pycache__", "*.egg-info")
PATIENCE = 120.0


@dataclass(frozen=True)
class Shown:
    """Seconds from an edit of a record until it can be seen."""

    served: float
    """In the page that the server gives."""
    seen: float | None
    """In a browser that has the page open and reloads by itself; None where it did not."""


def copy(root: Path, target: Path) -> Path:
    """Copy what `mkdocs serve` needs."""
    shutil.rmtree(target, ignore_errors=True)
    for name in ("data", "docs", "hooks"):
        shutil.copytree(root / name, target / name, ignore=IGNORED)
    shutil.copy(root / "mkdocs.yml", target / "mkdocs.yml")
    return target


@contextmanager
def serving(project: Path) -> Iterator[str]:
    """Run `mkdocs serve` and give its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": address, "PYTHONPATH": str(project / "hooks")}
    command = [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--no-strict", "--dev-addr", f"127.0.0.1:{port}"]
    with (project / "serve.log").open("w") as log:
        process = subprocess.Popen(command, cwd=project, env=environment, stdout=log, stderr=log)
    try:
        _until(lambda: bool(_text(f"{address}zh/index.html")), 0.2, project)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def measure(browser: Browser, root: Path, work: Path, record: str, times: int) -> Shown:
    """Edit a record several times; return the medians."""
    project = copy(root, work)
    path = project / "data" / f"{record}.yml"
    served: list[float] = []
    seen: list[float] = []
    with serving(project) as address:
        open_page = browser.new_page()
        open_page.goto(f"{address}zh/{record}.html", wait_until="load")
        open_page.wait_for_timeout(1500)  # its live reload is waiting now
        words = [f"改{mark}" for mark in "甲乙丙丁戊己庚辛壬癸"[: times + 1]]
        for number, word in enumerate(words[1:], 1):
            _edit(path, words[number - 1] if number > 1 else "", word)
            begun = time.perf_counter()
            served.append(_until(_shows(f"{address}zh/{record}.html", word), 0.02, project))
            try:
                open_page.locator("h1", has_text=word).wait_for(timeout=10_000)
                seen.append(time.perf_counter() - begun)
            except Exception:
                open_page.reload()
            time.sleep(1)
        open_page.close()
    return Shown(statistics.median(served), statistics.median(seen) if seen else None)


def _shows(address: str, word: str) -> Callable[[], bool]:
    return lambda: word in _text(address)


def _edit(path: Path, old: str, new: str) -> None:
    """Put a word before the Chinese title of a record, in the place of the last one."""
    text = path.read_text(encoding="utf-8")
    begin = text.index("zh: ") + 4
    quote = 1 if text[begin] in "\"'" else 0
    begin += quote
    assert text[begin:].startswith(old)
    path.write_text(text[:begin] + new + text[begin + len(old) :], encoding="utf-8")


def _until(condition: Callable[[], bool], step: float, project: Path) -> float:
    begun = time.perf_counter()
    while not condition():
        if time.perf_counter() - begun > PATIENCE:
            raise Failed((project / "serve.log").read_text()[-2000:])
        time.sleep(step)
    return time.perf_counter() - begun


def _text(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""

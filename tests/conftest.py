"""What the tests share: the example library, golden files, one real build of the site, and a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from overdue.checks import Edit

ROOT = Path(__file__).parent.parent
EXAMPLE = Path(__file__).parent / "example" / "data"
NODE = Path(__file__).parent / "node"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew instead of comparing")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example library that a test may break."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "data"))


@pytest.fixture
def repository(example: Path) -> Path:
    """The example library, committed to a repository of its own."""
    git = ["git", "-C", str(example.parent), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True, timeout=60)
    return example


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file, or write it with `--update-golden`."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, f"{path} differs; look, then --update-golden"

    return compare


def apply(edit: Edit, data: Path) -> None:
    """Apply an edit to a copy of the example library; the old text has to be there."""
    path = data / edit.path
    text = path.read_text(encoding="utf-8") if edit.old else ""
    assert edit.old in text, f"{edit.old!r} is not in {edit.path}"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.replace(edit.old, edit.new) if edit.old else edit.new, encoding="utf-8")


def build(target: Path, root: Path = ROOT, processes: int | None = None) -> subprocess.CompletedProcess[str]:
    """Build the site of `root` into `target`, strictly; with that many processes where their number matters."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean", "--site-dir", str(target)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    environment |= {"OVERDUE_PROCESSES": str(processes)} if processes else {}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once for all tests; OVERDUE_SITE names one that is built already."""
    if built := os.environ.get("OVERDUE_SITE"):
        return Path(built)
    target = tmp_path_factory.mktemp("built") / "site"
    done = build(target)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr, done.stderr
    return target


@pytest.fixture(scope="session")
def pages(site: Path) -> list[Path]:
    """Every HTML page of the real site."""
    found = sorted(site.rglob("*.html"))
    assert found
    return found


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the real site, served on loopback."""
    from helpers import serve

    with serve(site) as address:
        yield address


@pytest.fixture(scope="session")
def npm() -> Path:
    """What tests take from npm, in the versions of the lock file: the checkers of HTML and of types."""
    modules = NODE / "node_modules"
    lock = NODE / "package-lock.json"
    seen = modules / ".package-lock.json"
    if not seen.is_file() or seen.stat().st_mtime < lock.stat().st_mtime:
        command = ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(command, cwd=NODE, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
    return modules


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project: the real hooks and theme, the example library, a few hand-written pages a language."""
    shutil.copytree(ROOT / "hooks", tmp_path / "hooks", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copytree(EXAMPLE, tmp_path / "data")
    shutil.copytree(ROOT / "docs" / "assets", tmp_path / "docs" / "assets")
    shutil.copy(ROOT / "docs" / "index.md", tmp_path / "docs" / "index.md")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    for lang in ("zh", "en"):
        (tmp_path / "docs" / lang).mkdir()
        for name in ("about", "verify", "staff", "contribute"):
            (tmp_path / "docs" / lang / f"{name}.md").write_text("# Hello {#top}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, opened once for a module of tests."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()

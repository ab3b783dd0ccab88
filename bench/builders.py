"""The same content, built five ways: the pages of `overdue render` and the hand-written ones."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bench.needs import HERE, PYTHON, ROOT
from bench.process import Run, run

ENOUGH = 150.0
"""Seconds that all runs of one way may take; a slow one runs fewer times, and the table says how many."""
PATH = {"PYTHONPATH": str(ROOT / "hooks")}
TEXT = (".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".csv")


SLOWEST = "stock Material, all pages in the navigation"
"""Its navigation is quadratic; a quick run leaves it out, and says so."""


@dataclass(frozen=True)
class Builder:
    """One way to make the site."""

    name: str
    command: Sequence[object]
    folder: Path
    """Where the command runs."""
    site: Path
    ours: bool = False
    leftovers: tuple[Path, ...] = ()
    """What a run leaves that would make the next one warm."""
    environment: Mapping[str, str] = field(default_factory=dict)

    def cold(self) -> Run:
        """Build once with nothing there from before."""
        for path in (self.site, *self.leftovers):
            shutil.rmtree(path, ignore_errors=True)
        return run(self.command, self.folder, self.environment)

    def runs(self, most: int) -> list[Run]:
        """Build up to `most` times: fewer where that would take too long."""
        found = [self.cold()]
        times = max(1, min(most, int(ENOUGH / found[0].seconds)))
        return found + [self.cold() for _ in range(times - 1)]


def builders(root: Path, work: Path) -> list[Builder]:
    """Prepare the content of a project below `work`, and return every way to build it."""
    pages = _render(root, work / "pages")
    return [
        ours(root, work / "ours"),
        _material("Zensical", pages, work / "zensical", "zensical"),
        _material("stock Material, navigation.prune", pages, work / "pruned", "mkdocs", ["navigation.prune"]),
        _material(SLOWEST, pages, work / "stock", "mkdocs"),
        _hugo(pages, work / "hugo"),
    ]


def ours(root: Path, site: Path) -> Builder:
    """Return how this project builds: from the records on, with search, exports, short addresses and the zip."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", site]
    return Builder("this project", command, root, site, ours=True, environment=PATH)


def _render(root: Path, target: Path) -> Path:
    """Write the content as plain Markdown."""
    shutil.rmtree(target, ignore_errors=True)
    command = [sys.executable, "-m", "overdue.cli", "render", target]
    run(command, root, PATH)
    for path in sorted((root / "docs").rglob("*.md")):
        copy = target / path.relative_to(root / "docs")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    (target / "index.md").write_text(
        "# 明白纸\n\n[简体中文](zh/index.md)\n\n[English](en/index.md)\n", encoding="utf-8"
    )
    return target


def _material(name: str, pages: Path, folder: Path, tool: str, features: Sequence[str] = ()) -> Builder:
    """Return how Material for MkDocs or Zensical builds the pages as it comes, its own search included."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(pages, folder / "docs")
    settings = {
        "site_name": name,
        "site_url": "http://127.0.0.1/",
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": False,
        "theme": {"name": "material", "language": "zh", "font": False, "features": list(features)},
        "markdown_extensions": ["attr_list", "md_in_html"],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    command = [PYTHON.parent / tool, "build", *(["--quiet"] if tool == "mkdocs" else [])]
    return Builder(name, command, folder, folder / "site", leftovers=(folder / ".cache",))


def _hugo(pages: Path, folder: Path) -> Builder:
    """Return how Hugo builds the pages with the plain theme beside this file."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "hugo", folder)
    for path in pages.rglob("*.md"):
        name = path.relative_to(pages)
        text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        heading = re.search(r"^# (.*?)\s*(?:\{#.*)?$", text, re.MULTILINE)
        front = {"title": heading[1] if heading else name.stem, "url": f"/{name.with_suffix('.html').as_posix()}"}
        target = folder / "content" / name.with_name("_index.md" if name.name == "index.md" else name.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"{json.dumps(front, ensure_ascii=False)}\n\n{text}", encoding="utf-8")
    command = ["hugo", "--quiet", "--destination", folder / "public"]
    return Builder("Hugo, plain theme", command, folder, folder / "public", leftovers=(folder / "resources",))


@dataclass(frozen=True)
class Size:
    """How large a built site is."""

    pages: int
    raw: int
    compressed: int


def size(site: Path) -> Size:
    """Measure a built site; text counts as a server would send it."""
    files = [path for path in site.rglob("*") if path.is_file() and not path.name.endswith(".gz")]
    return Size(
        sum(path.suffix == ".html" for path in files),
        sum(path.stat().st_size for path in files),
        sum(_sent(path) for path in files),
    )


def _sent(path: Path) -> int:
    import gzip

    data = path.read_bytes()
    return len(gzip.compress(data, 6)) if path.suffix in TEXT else len(data)


def version(builder: Builder) -> str:
    """Return what a tool says of its version."""
    program = str(builder.command[0])
    command = [program, "version"] if program == "hugo" else [program, "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+\.\d+[.\d]*", said)
    return found[0] if found else "?"

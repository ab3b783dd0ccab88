"""The Nu HTML checker on the built pages: a sample in every run, all of them with OVERDUE_AUDIT=1 (`make audit`)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

AUDIT = bool(os.environ.get("OVERDUE_AUDIT"))
SAMPLE = 2
"""Pages of each folder."""

MISSING = [name for name in ("java", "npm") if not shutil.which(name)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason="not installed; .ci/run installs default-jre-headless and npm")


@pytest.fixture(scope="module")
def jar(npm: Path) -> Path:
    """The checker."""
    return npm / "vnu-jar" / "build" / "dist" / "vnu.jar"


def chosen(pages: list[Path]) -> list[Path]:
    """Return all pages in an audit, else the first ones of each folder and every page that stands alone."""
    if AUDIT:
        return pages
    folders: dict[Path, list[Path]] = {}
    for page in pages:
        folders.setdefault(page.parent, []).append(page)
    alone = [page for page in pages if page.name in ("index.html", "404.html")]
    some = [page for inside in folders.values() for page in (inside if len(inside) < 12 else inside[:SAMPLE])]
    return sorted({*alone, *some})


def errors(jar: Path, pages: list[Path]) -> list[str]:
    command = ["java", "-Xss4m", "-jar", str(jar), "--format", "json", "--stdout", "--errors-only", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    messages = json.loads(done.stdout)["messages"]
    return [f"{each['url']}:{each.get('lastLine')}: {each['message']} {each.get('extract', '')!r}" for each in messages]


def test_pages_are_valid_html(jar: Path, pages: list[Path]) -> None:
    checked = chosen(pages)
    assert errors(jar, checked) == []
    print(f"{len(checked)} pages, no HTML error")


def test_the_checker_sees_a_fault(jar: Path, tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><p id=a><p id=a>", encoding="utf-8")
    assert any("Duplicate ID" in error for error in errors(jar, [page]))

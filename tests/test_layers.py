"""Data flows one way: a folder of the core uses only the folders above it, and none of them knows MkDocs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CORE = Path(__file__).parent.parent / "hooks" / "overdue"
LAYERS = ("model", "pages", "checks", "published", "editing")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_folder_uses_only_those_above_it(layer: str) -> None:
    allowed = LAYERS[: LAYERS.index(layer) + 1]
    for path in (CORE / layer).glob("*.py"):
        for name in _imports(path):
            top, _, rest = name.partition(".")
            assert top != "overdue" or rest.split(".")[0] in allowed, f"{path.name} imports {name}"


def test_the_core_does_not_know_mkdocs() -> None:
    found = [(path.name, name) for path in CORE.rglob("*.py") for name in _imports(path) if name.startswith("mkdocs")]
    assert found == []
    assert len(list(CORE.rglob("*.py"))) > 50

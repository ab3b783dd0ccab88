"""The scripts of the site are typed: TypeScript's checker, strict, over the scripts of each page together."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import NODE, ROOT
from overdue.published.bundle import FOLDER, SCRIPTS

ASSETS = ROOT / "docs" / "assets"
SCRIPT = re.compile(r'<script src="(?:\.\./)*(assets/[^"]*\.js)')
BEHIND = {"assets/overdue.js": "assets/search.js"}
"""A script that loads another one."""

pytestmark = pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed; .ci/run installs it")


def groups(pages: list[Path]) -> list[tuple[str, ...]]:
    """Return the sets of scripts that share a page, as the built pages name them: they share their names too."""
    found = set()
    for page in pages:
        named = SCRIPT.findall(page.read_text(encoding="utf-8"))
        names = [part for name in named for part in joined(name)]
        found.add(tuple(dict.fromkeys([*names, *(BEHIND[name] for name in names if name in BEHIND)])))
    return sorted(found - {()})


def joined(name: str) -> tuple[str, ...]:
    """Return the files that a script was made of."""
    return SCRIPTS[Path(name).name.partition(".")[0]] if name.startswith(FOLDER) else (name,)


def errors(npm: Path, files: list[Path], folder: Path) -> list[str]:
    """Return what the checker says of scripts that share a page."""
    options = json.loads((NODE / "tsconfig.json").read_text(encoding="utf-8")) | {"files": list(map(str, files))}
    project = folder / "tsconfig.json"
    project.write_text(json.dumps(options), encoding="utf-8")
    command = ["node", str(npm / "typescript" / "bin" / "tsc"), "--pretty", "false", "-p", str(project)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0 or done.stdout, done.stderr
    return done.stdout.splitlines()


def test_every_script_keeps_its_types(npm: Path, pages: list[Path], tmp_path: Path) -> None:
    found = groups(pages)
    assert len(found) > 3
    for names in found:
        assert errors(npm, [ROOT / "docs" / name for name in names], tmp_path) == [], names


def test_no_script_is_left_out(pages: list[Path]) -> None:
    checked = {ROOT / "docs" / name for names in groups(pages) for name in names}
    assert set(ASSETS.rglob("*.js")) == checked
    for path in checked:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("// @ts-check\n"), path
        assert not re.search(r"@ts-(?:ignore|nocheck|expect-error)|\{\s*any\s*\}", text), path


def test_the_checker_sees_a_fault(npm: Path, tmp_path: Path) -> None:
    script = tmp_path / "x.js"
    script.write_text("/** @param {number} a */\nfunction f(a) { return b; }\nf('x');\nfunction g(c) { return c; }\n")
    said = "\n".join(errors(npm, [script], tmp_path))
    assert "'string' is not assignable to parameter of type 'number'" in said
    assert "Cannot find name 'b'" in said
    assert "Parameter 'c' implicitly has an 'any' type" in said

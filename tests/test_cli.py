"""The command: what it prints and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import EXAMPLE, ROOT
from overdue.cli import main
from overdue.editing.schema import schemas
from overdue.model.load import load_vocabulary


def test_check_counts_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(EXAMPLE), "check"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("16 records (")
    assert printed.endswith("44 statements, 10 cited; 2 points\n")


def test_check_reports_and_fails(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = example / "terms" / "overdue.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("early", "late"), encoding="utf-8")
    assert main(["--data", str(example), "check"]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0].startswith(
        "data/terms/overdue.yml:4:10: overdue.topics[0]: 'late'; expected one of"
    )
    assert "1 findings" in printed.err


def test_check_of_some_files_ignores_the_others(example: Path) -> None:
    (example / "terms" / "overdue.yml").write_text("", encoding="utf-8")
    assert main(["--data", str(example), "check", "data/practices"]) == 0
    assert main(["--data", str(example), "check", "data/terms"]) == 1


def test_as_of_lets_an_instrument_end(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = example / "sources" / "some-law.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("ended: null", "ended: 2027-01-01"), encoding="utf-8")
    assert main(["--data", str(example), "check"]) == 0
    assert main(["--data", str(example), "check", "--as-of", "2027-01-01"]) == 1
    assert "which ended on 2027-01-01" in capsys.readouterr().out


def test_a_broken_vocabulary_ends_with_its_findings(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example / "vocabulary.yml").unlink()
    assert main(["--data", str(example), "check"]) == 1
    assert "vocabulary.yml" in capsys.readouterr().out


def test_render_writes_the_tree(tmp_path: Path) -> None:
    assert main(["--data", str(EXAMPLE), "render", str(tmp_path)]) == 0
    assert (
        (tmp_path / "en" / "practices" / "home-visit.md").read_text(encoding="utf-8").startswith("# A collector visits")
    )
    assert len(list(tmp_path.rglob("*.md"))) == 86


def test_render_of_faulty_data_writes_nothing(example: Path, tmp_path: Path) -> None:
    (example / "terms" / "overdue.yml").write_text("", encoding="utf-8")
    assert main(["--data", str(example), "render", str(tmp_path / "out")]) == 1
    assert not (tmp_path / "out").exists()


def test_the_committed_schemas_are_those_of_the_models() -> None:
    for folder, text in schemas(load_vocabulary(ROOT / "data")).items():
        path = ROOT / "schema" / f"{folder}.schema.json"
        assert path.read_text(encoding="utf-8") == text, f"{path} is out of date: run make schema"
        assert json.loads(text)["additionalProperties"] in (False, {"$ref": "#/$defs/Change"}, {"$ref": "#/$defs/Move"})


def test_the_core_imports_no_mkdocs() -> None:
    code = "import sys, overdue.cli; sys.exit(any(name.split('.')[0] == 'mkdocs' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_the_adapter_is_thin() -> None:
    assert len((ROOT / "hooks" / "mkdocs_events.py").read_text(encoding="utf-8").splitlines()) < 80

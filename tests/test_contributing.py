"""The door for contributors: the guide is made from the rules, the forms are whole, the boxes are read."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import ROOT
from overdue.checks import ALL
from overdue.cli import main
from overdue.editing.guide import BEGIN, END, guide, merged
from overdue.model.load import load_vocabulary

sys.path.insert(0, str(ROOT / "tools"))
from boxes import TEMPLATE, boxes, problems

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BODY = TEMPLATE.read_text(encoding="utf-8")
DONE = BODY.replace("[ ]", "[x]")


def test_the_made_part_of_the_guide_is_that_of_the_models() -> None:
    made = "\n".join(guide(load_vocabulary(ROOT / "data")))
    assert merged(GUIDE, made) == GUIDE, "CONTRIBUTING.md is out of date: run make guide"
    assert all(f"`{rule.name}`" in made for rule in ALL)


def test_writing_the_guide_keeps_what_people_wrote(tmp_path: Path) -> None:
    path = tmp_path / "guide.md"
    path.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    assert main(["--data", str(ROOT / "data"), "guide", str(path)]) == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "\nold\n" not in text
    path.write_text("no marks", encoding="utf-8")
    assert main(["--data", str(ROOT / "data"), "guide", str(path)]) == 2
    assert path.read_text(encoding="utf-8") == "no marks"


def test_both_languages_of_the_guide_have_the_same_parts() -> None:
    zh, en = (
        GUIDE.partition("## English")[0].partition("## 中文")[2],
        GUIDE.partition("## English")[2].partition("## 数据")[0],
    )
    assert zh.count("\n### ") == en.count("\n### ") == 8
    assert [part.count("\n1. ") + part.count("\n2. ") for part in (zh, en)] == [4, 4]


def test_every_command_that_the_guide_names_exists() -> None:
    for command in set(re.findall(r"overdue ([a-z]+)(?= |`|$)", GUIDE, re.MULTILINE)):
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0, command


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml")), ids=lambda path: path.stem
)
def test_an_issue_form_is_whole_and_in_both_languages(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= set(form)
    fields = [part for part in form["body"] if part["type"] != "markdown"]
    ids = [part["id"] for part in fields]
    assert len(ids) == len(set(ids))
    for part in fields:
        assert part["type"] in ("input", "textarea", "dropdown")
        assert re.search(r"[一-龥].* · .*[A-Za-z]", part["attributes"]["label"])
        options = part["attributes"].get("options", [])
        assert len(options) == len(set(options))
        assert (part["type"] == "dropdown") == bool(options)


def test_the_template_itself_passes_only_when_ticked() -> None:
    assert len(boxes(BODY)) == 6
    assert len(problems(BODY, BODY)) == 6
    assert problems(BODY, DONE) == []


def test_a_box_that_does_not_apply_needs_a_reason() -> None:
    line = next(line for line in BODY.splitlines() if "`reviewed`" in line)
    assert problems(BODY, DONE.replace(line.replace("[ ]", "[x]"), f"{line} — n/a: only a style sheet")) == []
    assert len(problems(BODY, DONE.replace(line.replace("[ ]", "[x]"), f"{line} — n/a"))) == 1


def test_a_box_that_was_deleted_or_hidden_is_missed() -> None:
    lines = DONE.splitlines()
    without = "\n".join(line for line in lines if "neighbours" not in line)
    assert problems(BODY, without)[0].startswith("missing: 每一条引用")
    assert len(problems(BODY, f"<!-- {DONE.replace('<!--', '').replace('-->', '')} -->")) == 6
    assert len(problems(BODY, "")) == 6


def test_the_script_reads_the_body_from_the_environment() -> None:
    for body, status in ((DONE, 0), (BODY, 1), ("$(touch /tmp/owned) `id`", 1)):
        done = subprocess.run(
            [sys.executable, str(ROOT / "tools" / "boxes.py")], env={"PR_BODY": body, "PYTHONIOENCODING": "utf-8"},
            capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == status
    assert "Tick each box" in done.stdout


def test_make_does_not_empty_an_environment_behind_a_link(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "kept").write_text("", encoding="utf-8")
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / ".venv").symlink_to(theirs)
    command = ["make", "check", f"PYTHON={sys.executable}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert "is a link" in done.stdout
    assert (theirs / "kept").exists()

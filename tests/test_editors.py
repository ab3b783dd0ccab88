"""What editors and GitHub are told: completion of ids, points and words, and findings as annotations."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conftest import EXAMPLE, ROOT
from overdue.cli import main
from overdue.editing.annotations import annotation
from overdue.editing.schema import IDS, ids, schemas, write_schemas
from overdue.model.findings import Finding
from overdue.model.load import load
from overdue.model.records import ID

LIBRARY, _ = load(EXAMPLE)


def schema(folder: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(schemas(LIBRARY.vocabulary)[folder])
    return found


def test_ids_and_points_are_all_there() -> None:
    found = json.loads(ids(LIBRARY))["$defs"]
    assert found["practices"]["enum"] == ["calls", "home-visit"]
    assert found["refs"]["enum"] == sorted(LIBRARY.records)
    assert set(LIBRARY.citations) <= set(found["points"]["enum"])


def test_an_id_can_be_completed_where_one_stands() -> None:
    practice = schema("practices")
    assert practice["properties"]["remedies"]["items"]["anyOf"][0] == {"$ref": f"{IDS}#/$defs/remedies"}
    assert practice["properties"]["see"]["items"]["anyOf"][0] == {"$ref": f"{IDS}#/$defs/refs"}
    statement = practice["$defs"]["Statement"]["properties"]["basis"]["items"]
    assert statement["anyOf"][0] == {"$ref": f"{IDS}#/$defs/points"}
    assert schema("consequences")["properties"]["starts"]["anyOf"][0] == {"$ref": f"{IDS}#/$defs/stages"}
    assert schema("answers")["properties"]["topics"]["items"]["enum"] == list(LIBRARY.vocabulary.topics)


def test_an_id_that_is_newer_than_the_list_is_no_error() -> None:
    item = schema("practices")["properties"]["remedies"]["items"]
    assert re.fullmatch(item["anyOf"][1]["pattern"], "brand-new")
    assert not re.fullmatch(item["anyOf"][1]["pattern"], "Brand New")


@pytest.mark.parametrize("path", sorted((ROOT / "schema").glob("*.json")), ids=lambda path: path.name)
def test_every_reference_of_a_committed_schema_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for file, pointer in re.findall(r'"\$ref": "([^"#]*)#/([^"]*)"', text):
        target = json.loads((path.parent / file).read_text(encoding="utf-8")) if file else json.loads(text)
        for part in pointer.split("/"):
            target = target[part]
    assert len(text) < 128 * 1024


WIRED: dict[str, str] = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]


def test_every_file_of_the_data_is_wired_to_its_schema() -> None:
    folders = {kind.folder for kind in LIBRARY.vocabulary.kinds.values()}
    assert WIRED.items() >= {f"schema/{folder}.schema.json": f"data/{folder}/*.yml" for folder in folders}.items()
    wired = {path for pattern in WIRED.values() for path in ROOT.glob(pattern)}
    assert wired == set((ROOT / "data").rglob("*.yml"))
    assert {Path(name).name for name in WIRED} | {IDS} == {path.name for path in (ROOT / "schema").iterdir()}


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*.yml")), ids=lambda path: path.stem)
def test_a_file_beside_the_records_names_its_schema_to_any_editor(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    line = f"# yaml-language-server: $schema=../schema/{path.stem}.schema.json"
    assert first == line or path.stem == "feed", "nobody writes feed.yml by hand"


def test_the_committed_ids_are_those_of_the_data() -> None:
    assert (ROOT / "schema" / IDS).read_text(encoding="utf-8") == ids(load(ROOT / "data")[0]), "run make tidy"


def judged(npm: Path, *pairs: str) -> list[str]:
    command = ["node", str(npm.parent / "validate.mjs"), str(ROOT / "schema"), *pairs]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_file_of_the_data_is_valid_in_an_editor(npm: Path) -> None:
    pairs = [
        f"{Path(name).name}={path}" for name, pattern in WIRED.items() for path in ROOT.glob(pattern)
    ]  # fmt: skip
    assert judged(npm, *pairs) == [f"{len(pairs)} files"]


def test_an_editor_sees_what_the_check_sees(npm: Path, example: Path) -> None:
    path = example / "terms" / "overdue.yml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("topics: [early]", "topics: [erly]"),
        ("title:", "titel:"),
        ("reviewed: 2026", "reviewed: x2026"),
    ):
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        assert len(judged(npm, f"terms.schema.json={path}")) > 1, new


def test_files_beside_the_records_offer_ids_and_words() -> None:
    assert schema("paths")["properties"]["asked"]["items"]["anyOf"][0] == {"$ref": f"{IDS}#/$defs/refs"}
    assert schema("paths")["$defs"]["Choice"]["properties"]["to"]["pattern"] == ID
    assert schema("moved")["$defs"]["Move"]["properties"]["to"]["anyOf"][0] == {"$ref": f"{IDS}#/$defs/refs"}
    assert schema("search")["properties"]["kinds"]["propertyNames"]["enum"] == list(LIBRARY.vocabulary.kinds)
    case = schema("calculators")["$defs"]["Case"]["properties"]
    assert case["lenders"]["items"]["anyOf"][0] == {"enum": list(LIBRARY.vocabulary.lenders)}
    assert "do*" in schema("vocabulary")["$defs"]["Kind"]["properties"]["sections"]["items"]["anyOf"][0]["enum"]


def test_the_schemas_are_written_with_the_ids(tmp_path: Path) -> None:
    assert {path.name for path in write_schemas(LIBRARY, tmp_path)} == {path.name for path in tmp_path.iterdir()}
    assert (tmp_path / IDS).is_file()


def test_an_annotation_names_file_line_and_what_was_expected() -> None:
    finding = Finding("data/a.yml", 3, 5, "a.title", "nothing", "a text")
    assert annotation(finding) == (
        "::error file=data/a.yml,line=3,col=5,title=overdue check::a.title: nothing; expected a text"
    )


def test_an_annotation_cannot_carry_another_command() -> None:
    text = annotation(Finding("data/a,b:c\n.yml", 1, 1, "a", "100%\n::stop-commands::x\r", "b"))
    assert "\n" not in text
    assert "\r" not in text
    assert "file=data/a%2Cb%3Ac%0A.yml,line=1" in text
    assert "100%25%0A::stop" in text


def test_check_prints_annotations_for_github_and_the_findings(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (example / "terms" / "overdue.yml").write_text("title: 1\n", encoding="utf-8")
    assert main(["--data", str(example), "check", "--format", "github"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("::error file=data/terms/overdue.yml,line=1,")
    assert sum(line.startswith("::error") for line in lines) == sum(line.startswith("data/") for line in lines)

"""What time has overtaken is listed, and nobody's check fails by it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from conftest import EXAMPLE
from overdue.cli import main
from overdue.editing.freshness import stale
from overdue.model.load import load


def listed(data: Path, day: str) -> list[str]:
    return sorted(map(str, stale(load(data)[0], dt.date.fromisoformat(day))))


def test_a_review_is_old_after_180_days() -> None:
    assert listed(EXAMPLE, "2027-05-20") == []  # 180 days
    late = listed(EXAMPLE, "2027-05-21")
    assert len(late) == 16
    assert "data/terms/overdue.yml:" in "".join(late)
    assert "last reviewed on 2026-11-21, 181 days ago; expected a review within 180 days" in late[0]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-01", []),
        ("2026-11-02", ["a statement that ends on 2027-01-01"]),
        ("2027-01-01", ["a statement that ends on 2027-01-01"]),
        ("2027-01-02", ["a statement that ended on 2027-01-01"]),
    ],
)
def test_a_statement_that_ends_within_60_days(example: Path, day: str, said: list[str]) -> None:
    path = example / "stages" / "late.yml"
    path.write_text(
        path.read_text().replace("valid: {from: 2026-08-01}", "valid: {from: 2026-08-01, until: 2027-01-01}")
    )
    found = listed(example, day)
    assert [text in line for text, line in zip(said, found, strict=True)] == [True] * len(said)
    assert all(line.startswith("data/stages/late.yml:") and ".valid.until:" in line for line in found)


def test_an_instrument_with_a_known_end(example: Path) -> None:
    path = example / "sources" / "some-law.yml"
    path.write_text(path.read_text().replace("ended: null", "ended: 2030-01-01"))
    (line,) = listed(example, "2026-12-01")
    assert "some-law.ended: an instrument with a known end, 2030-01-01" in line


def test_the_list_is_no_fault_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["--data", str(EXAMPLE), "stale", "--as-of"]
    assert main([*command, "2027-05-21"]) == 0
    assert capsys.readouterr().out.endswith("16 to look at as of 2027-05-21\n")
    assert main([*command, "2027-05-21", "--fail"]) == 1
    assert main([*command, "2027-05-21", "--fail", "--days", "181"]) == 0
    assert main(["--data", str(EXAMPLE), "check"]) == 0


def test_the_day_has_to_be_said() -> None:
    with pytest.raises(SystemExit):
        main(["--data", str(EXAMPLE), "stale"])

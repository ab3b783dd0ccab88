"""Every rule lets its passing example pass and catches its failing one, in the right file and on the right line."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
from pathlib import Path

import pytest

from conftest import EXAMPLE, apply
from overdue.checks import ALL, Check, check, check_in_parts
from overdue.model import forked
from overdue.model.forked import _processes, _send, in_child
from overdue.model.load import load

AS_OF = dt.date(2026, 11, 21)


def test_the_example_library_has_no_findings() -> None:
    library, findings = load(EXAMPLE)
    assert findings == []
    assert check(library, AS_OF) == []
    assert {record.kind for record in library.records.values()} == set(library.vocabulary.kinds)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_the_passing_example_passes(rule: Check, example: Path) -> None:
    apply(rule.passes, example)
    library, findings = load(example)
    assert findings == []
    assert check(library, AS_OF) == []


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_the_failing_example_is_caught_by_this_rule_alone(rule: Check, example: Path) -> None:
    apply(rule.fails, example)
    library, findings = load(example)
    assert findings == []
    caught = list(rule.run(library, AS_OF))
    assert caught, "the rule saw nothing"
    assert all(finding.line >= 1 and finding.found and finding.expected for finding in caught)
    assert len(rule.sentence) <= 120
    assert rule.sentence.endswith(".")


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_processes_that_share_the_records_find_the_same(
    rule: Check, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forked, "PROCESSES", 2)
    apply(rule.fails, example)
    library, _ = load(example)
    whole = check(library, AS_OF)
    assert [check_in_parts(library, AS_OF, parts) for parts in (1, 2, 3, 50)] == [whole] * 4


@pytest.mark.parametrize("wish", ["0", "-1", "two", "２", " "])
def test_a_wish_for_processes_that_is_no_number_is_named(wish: str) -> None:
    with pytest.raises(SystemExit, match=f"OVERDUE_PROCESSES: '{wish}'; expected a number from 1 on"):
        _processes(wish)
    assert _processes("3") == 3
    assert _processes("") >= 1


@pytest.mark.parametrize("processes", [1, 2])
def test_the_result_is_the_same_where_there_is_but_one_process(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked, "PROCESSES", processes)
    where = in_child(os.getpid)
    assert (where() == os.getpid()) == (processes == 1)


def test_a_process_hands_over_its_result_and_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(status: int) -> None:
        raise SystemExit(status)

    monkeypatch.setattr(os, "_exit", end)
    ours, theirs = multiprocessing.Pipe(duplex=False)
    with pytest.raises(SystemExit, match="0"):
        _send(lambda: "found", theirs)
    assert ours.recv() == "found"


def test_a_process_that_ends_early_is_no_silent_success(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forked, "PROCESSES", 2)
    with pytest.raises(ChildProcessError, match="without a result"):
        in_child(lambda: 1 // 0)()
    assert "ZeroDivisionError" in capfd.readouterr().err


@pytest.mark.parametrize("rule", [rule for rule in ALL if rule.name != "source-in-force"], ids=lambda rule: rule.name)
def test_the_finding_names_the_edited_file_and_line(rule: Check, example: Path) -> None:
    apply(rule.fails, example)
    lines = (example / rule.fails.path).read_text(encoding="utf-8").splitlines()
    library, _ = load(example)
    caught = list(rule.run(library, AS_OF))
    if rule.name == "orphans":  # the record that lost its link is named, not the one that dropped it
        assert {finding.path for finding in caught} == {"data/rights/privacy.yml"}
        return
    edited = {
        number
        for number, line in enumerate(lines, start=1)
        if any(part and part in line for part in rule.fails.new.splitlines())
    }
    assert {finding.path for finding in caught} == {f"data/{rule.fails.path}"}
    assert any(0 <= number - finding.line <= 2 for finding in caught for number in edited)

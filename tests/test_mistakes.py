"""Mistakes and edges that the examples of the checks do not show: each gives a finding, a refusal or the plain case."""

from __future__ import annotations

import argparse
import ctypes
import dataclasses
import datetime as dt
import errno
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from conftest import EXAMPLE
from overdue import cli
from overdue.checks import calculators, check
from overdue.cli import main
from overdue.editing import formatting
from overdue.editing.changes import Change, as_text, since
from overdue.editing.guide import BEGIN
from overdue.editing.terminal import Style
from overdue.model.load import load
from overdue.model.memory import Memory
from overdue.model.records import Text
from overdue.pages.render import Renderer
from overdue.pages.wayfinding import way_pages
from overdue.published import exports, swap
from overdue.published.feed import FEED, dumped
from overdue.published.feed import Change as Entry
from overdue.published.ledger import Ledger, read_ledger, unwritten
from overdue.published.sheet import cut
from overdue.site import Site

NOTE = Text(zh="一", en="a")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(data: Path) -> list[str]:
    """Return what `overdue check` finds."""
    library, findings = load(data)
    return [str(finding) for finding in [*findings, *check(library, library.as_of)]]


def with_calculators(data: Path, old: str, new: str) -> Path:
    path = data / "calculators.yml"
    path.write_text(calculators.PASSES.new, encoding="utf-8")
    edit(path, old, new)
    return path


def test_a_way_of_counting_names_sources_that_exist(example: Path) -> None:
    one = "    - {id: law, title: {zh: 法, en: Law}, posting: false, sources: [some-lwa], rules: [{zh: 三年内有效。, en: Valid for 3 years., basis: [some-law#12]}]}\n"  # fmt: skip  # noqa: E501
    with_calculators(example, "  counting:\n", "  counting:\n" + one)
    (finding,) = said(example)
    assert "counting[0].sources[0]: 'some-lwa'; expected a source of data/sources/" in finding


def test_a_broken_source_is_blamed_alone(example: Path) -> None:
    with_calculators(example, "principal", "principal")
    (example / "sources" / "some-law.yml").write_text("title: x\n", encoding="utf-8")
    found = said(example)
    assert found
    assert all(line.startswith("data/sources/some-law.yml") for line in found), found


def test_a_door_is_a_node_and_an_outcome_is_none(example: Path) -> None:
    edit(example / "paths.yml", "doors: [soon,", "doors: [sooon,")
    edit(example / "paths.yml", "  not-yet: {first", "  late: {first: stages/early}\n  not-yet: {first")
    found = said(example)
    assert any("doors[0]: 'sooon'; expected a node" in line and "soon" in line for line in found), found
    assert any("outcomes.late: 'late', which is a node too; expected a name of its own" in line for line in found)


def test_without_a_guide_there_are_no_pages_of_the_path() -> None:
    library, _ = load(EXAMPLE)
    assert list(way_pages(Renderer(library), "zh"))
    assert list(way_pages(Renderer(dataclasses.replace(library, guide=None)), "zh")) == []


def test_days_can_be_counted_where_no_remedy_has_a_deadline(example: Path) -> None:
    with_calculators(example, "principal", "principal")
    path = example / "remedies" / "negotiate.yml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "deadline" not in line and "objection" not in line), "utf-8")
    library, _ = load(example)
    site, _ = Site.of(library, example)
    assert 'id="which"' in site.pages["zh/dates.md"].markdown
    assert 'class="deadline"' not in site.pages["zh/dates.md"].markdown


@pytest.mark.parametrize("name", ["calculators.yml", "search.yml"])
def test_a_file_that_is_no_yaml_is_one_finding(example: Path, name: str) -> None:
    (example / name).write_text('a: "\n', encoding="utf-8")
    (finding,) = said(example)
    assert finding.startswith(f"data/{name}:")


def test_a_slip_inside_what_may_be_left_out_is_told_the_known_keys(example: Path) -> None:
    with_calculators(example, "cap: {times: 3, of: lpr,", "cap: {times: 3, fo: lpr,")
    assert any("cap.fo" in line and "of" in line.partition("expected")[2] for line in said(example)), said(example)


def test_fmt_leaves_a_file_whose_meaning_it_would_change(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = example / "terms" / "overdue.yml"
    before = path.read_bytes()
    monkeypatch.setattr(formatting, "canonical", lambda *_, **__: "title: {zh: 别的, en: Other}\n")
    with pytest.raises(AssertionError, match="would say something else; the file was left as it is"):
        main(["--data", str(example), "fmt", str(path)])
    assert path.read_bytes() == before


@pytest.mark.parametrize("words", ['"one\\ntwo"', "x" * 200])
def test_fmt_keeps_lines_of_their_own_and_words_without_spaces(example: Path, words: str) -> None:
    path = example / "terms" / "overdue.yml"
    edit(path, "title: {zh: 逾期, en: overdue}", f"title: {{zh: 逾期, en: {words}}}")
    edit(path, "en: Past the due day.", f"en: {words}")
    before = load(example)[1]
    assert main(["--data", str(example), "fmt", str(path)]) == 0
    assert main(["--data", str(example), "fmt", "--check", str(path)]) == 0
    assert len(load(example)[1]) == len(before)
    assert words.strip('"').replace("\\n", "\n").split("\n")[-1] in path.read_text(encoding="utf-8")


def test_two_changes_side_by_side_are_paired_each_with_its_own(repository: Path) -> None:
    path = repository / "remedies" / "negotiate.yml"
    edit(path, "{zh: 打客服。, en: Call the lender.}", "{zh: 先打客服。, en: First call the lender.}")
    edit(path, "{zh: 写信。, en: Write a letter.}", "{zh: 写一封信。, en: Write one letter.}")
    found = [change for change in since(repository, "HEAD") if isinstance(change, Change)]
    told = "\n".join(as_text(found, Style(colour=False, width=100)))
    assert told.count("remedies/negotiate.yml") == 1, "the file is named once"
    assert len(found) == 2
    assert all(change.old and change.new for change in found)
    first, second = ("".join(map(str, change.old + change.new)) for change in found)
    assert ("客服" in first) != ("客服" in second)
    assert ("封信" in first) != ("封信" in second)


def test_why_tells_what_else_a_statement_rests_on(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(example / "practices" / "home-visit.yml", "en: Nobody enters without consent., basis: [some-law#12]", "en: Nobody enters without consent., basis: [some-law#12, some-standard#visits]")  # fmt: skip  # noqa: E501
    assert main(["--data", str(example), "why", "some-law#12"]) == 0
    assert "also rests on some-standard#visits" in capsys.readouterr().out


def test_the_guide_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(EXAMPLE), "guide"]) == 0
    printed = capsys.readouterr().out
    assert "home" in printed
    assert "## " in printed or "### " in printed
    assert BEGIN not in printed


def test_a_reader_who_closes_the_pipe_hears_no_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", buffering=1, encoding="utf-8") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        assert main(["--data", str(EXAMPLE), "show", "home-visit"]) == 0
        print("what comes after goes nowhere")  # the pipe would refuse it


@pytest.mark.parametrize("status", [0, 1])
def test_the_site_command_swaps_only_what_mkdocs_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")

    def mkdocs(command: Sequence[str], *, check: bool) -> subprocess.CompletedProcess[str]:
        assert {"build", "--strict"} < set(command)
        folder = Path(command[command.index("--site-dir") + 1])
        folder.mkdir()
        (folder / "index.html").write_text("new")
        return subprocess.CompletedProcess(command, status)

    monkeypatch.setattr(cli.subprocess, "run", mkdocs)
    assert main(["site", str(tmp_path / "site")]) == status
    assert (tmp_path / "site" / "index.html").read_text() == ("old" if status else "new")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_offline_command_packs_a_built_site_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site, folder = tmp_path / "site", tmp_path / "build"
    site.mkdir()
    assert main(["offline", str(site), str(folder)]) == 2
    assert "build the site first" in capsys.readouterr().err
    assert not folder.exists()
    (site / "index.html").write_text("<!doctype html>")
    assert main(["offline", str(site), str(folder)]) == 0
    printed = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(printed) == sorted(folder.iterdir())


def _no_library(_: object, **__: object) -> object:
    raise OSError(errno.ENOENT, "no such library")


def _without_renameat2(_: object, **__: object) -> object:
    return argparse.Namespace()


@pytest.mark.parametrize("system", [_no_library, _without_renameat2])
def test_a_system_that_cannot_exchange_still_swaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: Callable[..., object]
) -> None:
    for name in ("fresh", "site"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    monkeypatch.setattr(ctypes, "CDLL", system)
    swap.swap(tmp_path / "fresh", tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["fresh"]


class _Lossy(BaseModel):
    """A model that forgets a field when it is written."""

    kept: int = 1
    lost: int = Field(default=1, exclude=True)


def test_an_export_that_does_not_read_back_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files: Callable[..., Any] = lambda *_: {"x": (_Lossy, _Lossy(lost=2))}  # noqa: E731
    monkeypatch.setattr(exports, "_files", files)
    with pytest.raises(ValueError, match=r"x\.json does not read back as it was written"):
        exports.write_api(load(EXAMPLE)[0], Ledger(), "", NOTE, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_record_without_a_number_is_said() -> None:
    ledger, _ = read_ledger("a/b - top\nc/d 105 top\n", "data/ledger.txt")
    pages = {"a/b": frozenset({"top"}), "c/d": frozenset({"top"})}
    (finding,) = unwritten(ledger, pages, ["a/b", "c/d"])
    assert str(finding).startswith("data/ledger.txt:1:1: a/b: a record without a number; expected a run of")


def test_a_rule_of_the_theme_has_several_declarations() -> None:
    assert cut(".md-search{a:b;c:d}p{e:f;g:h}") == "p{e:f;g:h}"


def test_an_entry_of_the_feed_about_a_short_answer_says_so(example: Path, tmp_path: Path) -> None:
    change = Entry(day=dt.date(2026, 12, 1), page="terms/overdue#top", new=NOTE)
    (example / FEED).write_text(dumped({"20261201-1": change}), encoding="utf-8")
    site = Site.load(example, "https://x.example/")
    site.begin_beside(tmp_path, "https://x.example/")()
    text = (tmp_path / "zh" / "feed.xml").read_text(encoding="utf-8")
    assert f"逾期 · {site.interface['short_answer'].zh}</title>" in text


def test_a_page_that_moved_to_one_written_by_hand_has_its_title(project: Path) -> None:
    data = project / "data"
    with (data / "ledger.txt").open("a") as stream:
        stream.write("terms/late - top\n")
    (data / "moved.yml").write_text("terms/late: {to: about, reason: {zh: 并过去了, en: merged}}\n", encoding="utf-8")
    (project / "docs" / "en" / "verify.md").write_text("No heading.\n", encoding="utf-8")
    (project / "docs" / "zh" / "verify.md").write_text("没有标题。\n", encoding="utf-8")
    library, _ = load(data)
    site, _ = Site.of(library, data)
    assert "[Hello](" in site.pages["en/terms/late.md"].markdown
    assert ("verify", "en") not in site.titles


def test_while_somebody_edits_a_page_that_is_no_more_goes(example: Path, tmp_path: Path) -> None:
    live = Memory()
    folder = tmp_path / "site"
    page = folder / "zh" / "practices" / "extra.html"
    record = example / "practices" / "extra.yml"
    record.write_bytes((example / "practices" / "calls.yml").read_bytes())
    edit(example / "terms" / "overdue.yml", "reviewed:", "see: [practices/extra]\nreviewed:")
    Site.load(example, None, live).begin_beside(folder, None)()
    page.parent.mkdir(parents=True)
    page.touch()
    record.unlink()
    edit(example / "terms" / "overdue.yml", "see: [practices/extra]\n", "")
    Site.load(example, None, live).begin_beside(folder, None)()
    assert not page.exists()

"""Corners of the core that no page of the example reaches."""

from __future__ import annotations

import datetime as dt
import importlib.util
import runpy
import sys
from pathlib import Path

import pytest
import yaml

from conftest import EXAMPLE, ROOT
from overdue.checks import check
from overdue.checks.stage_days import _spans
from overdue.editing.schema import write_schemas
from overdue.model.library import verdicts
from overdue.model.load import _keys, load
from overdue.model.records import Body, Contact, Days, Period, Practice, Stage
from overdue.model.vocabulary import LANGS
from overdue.model.yamlfile import YamlFile
from overdue.pages.addresses import language_of, page_of, point_label
from overdue.pages.render import Renderer, day_span, period
from overdue.published.ledger import anchors
from overdue.site import Faulty, Site

AS_OF = dt.date(2026, 11, 21)


def edited(example: Path, path: str, *changes: tuple[str, str]) -> list[str]:
    """Return what is found after some changes of one file."""
    file = example / path
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    library, findings = load(example)
    return [str(finding) for finding in [*findings, *check(library, AS_OF)]]


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        ("676", "第676条", "art. 676"),
        ("133-1", "第133条之一", "art. 133-1"),
        ("item-2", "第2项", "item 2"),
        ("whole", "全文", "whole text"),
        ("night-ban", "（条号未见）", "(article number not seen)"),
    ],
)
def test_how_a_point_is_cited(key: str, zh: str, en: str) -> None:
    assert [point_label(key, lang) for lang in LANGS] == [zh, en]


@pytest.mark.parametrize(
    ("first", "last", "zh", "en"),
    [
        (None, -1, "还款日之前", "before the due day"),
        (0, 0, "还款日当天", "the due day"),
        (None, 3, "逾期第3天及以前", "up to day 3 past due"),
        (4, 30, "逾期第4–30天", "days 4–30 past due"),
        (91, None, "逾期第91天以后", "day 91 past due and later"),
    ],
)
def test_how_days_are_told(first: int | None, last: int | None, zh: str, en: str) -> None:
    library, _ = load(EXAMPLE)
    stage = library.of_kind("stage")[0].body
    assert isinstance(stage, Stage)
    stage = stage.model_copy(update={"days": Days.model_construct(first=first, last=last), "opens": None})
    interface = Renderer(library).interface
    assert [day_span(stage, lang, interface) for lang in LANGS] == [zh, en]
    assert day_span(stage.model_copy(update={"days": None}), "zh", interface) == ""


def test_how_a_period_is_told() -> None:
    both = Period.model_validate({"from": "2026-01-01", "until": "2026-02-01"})
    assert [period(both, lang) for lang in LANGS] == ["2026-01-01起到2026-02-01止", "from 2026-01-01 until 2026-02-01"]
    until = Period.model_validate({"until": dt.date(2026, 2, 1)})
    assert [period(until, lang) for lang in LANGS] == ["到2026-02-01止", "until 2026-02-01"]
    assert period(None, "zh") == ""


@pytest.mark.parametrize("value", [{}, {"from": "2026-02-01", "until": "2026-01-01"}])
def test_a_period_has_an_end_and_runs_forward(value: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="from"):
        Period.model_validate(value)


def test_words_and_texts_by_language() -> None:
    library, _ = load(EXAMPLE)
    also = next(record.body.also for record in library.records.values() if record.body.also)
    assert [also[lang] for lang in LANGS] == [also.zh, also.en]
    declared = library.vocabulary.kinds["term"]
    assert declared.name.zh == declared.zh
    assert library.vocabulary.kind_of_folder("terms") == "term"
    assert library.vocabulary.kind_of_folder("nothing") is None
    assert language_of("index.md") is None


def test_a_verdict_for_some_lenders_falls_back_to_the_other() -> None:
    library, _ = load(EXAMPLE)
    body = library.of_kind("practice")[0].body
    assert isinstance(body, Practice)
    mixed = body.model_copy(update={"verdict": {"bank": "banned", "other": "allowed"}})
    found = verdicts(mixed, library.vocabulary)
    assert (found["bank"], found["private"]) == ("banned", "allowed")
    mixed = body.model_copy(update={"verdict": {"bank": "banned"}})
    assert verdicts(mixed, library.vocabulary)["private"] == "unsettled"


def test_judging_some_records_leaves_the_others_to_be_referred_to(example: Path) -> None:
    edited(example, "terms/overdue.yml", ("{zh: 过了还款日。", "{zh: 过了还款日！"))
    library, _ = load(example)
    assert {record.ref for record in library.judged} == set(library.records)
    other = type(library)(library.vocabulary, library.records, only=frozenset({"practices/calls", "practices/gone"}))
    assert [record.ref for record in other.judged] == ["practices/calls"]
    assert check(library, AS_OF)
    assert check(other, AS_OF) == []


@pytest.mark.parametrize(
    ("path", "change", "said"),
    [
        ("remedies/negotiate.yml", (", basis: [some-law#12]}\nsteps", "}\nsteps"), "a deadline without a basis"),
        ("letters/stop.yml", ("我叫{name}。", "我叫{name}}。"), "a lone '}'"),
        ("practices/home-visit.yml", ("en: A video.", "en: A video!"), "; expected a calm sentence"),
        ("practices/home-visit.yml", ("rights: [privacy]", "see: [practices/home-visit]"), "which is this record"),
        ("sources/some-law.yml", ("effective: 2021-01-01", "effective: 2999-01-01"), "not in force before 2999-01-01"),
        ("sources/some-law.yml", ("effective: 2021-01-01", "effective: soon"), "a date that exists"),
        ("sources/some-law.yml", ("ended: null", "ended: 2020-01-01"), "'effective' on or before 'ended'"),
        ("sources/some-law.yml", ("articles: 20", "articles: -1"), "a number from 0 on"),
        ("stages/early.yml", ("from: null, to: 0", "from: -5, to: 0"), "null, as this is the first stage"),
        ("stages/late.yml", ("from: 1, to: null", "from: 1, to: 9"), "null, as this is the last stage"),
        ("stages/late.yml", ("from: 1, to: null", "from: 1, to: 0"), "day 1 or later"),
        ("stages/early.yml", ("from: null, to: 0", "from: null, to: null"), "after a stage with no end"),
        ("letters/stop.yml", ("blanks:\n", "blanks:\n  - {id: name, zh: 名, en: name}\n"), "'name' twice"),
        ("practices/home-visit.yml", ("title:", "[x]: y\ntitle:"), "a key that is not a word"),
        ("terms/overdue.yml", ("topics: [early]", "topics [early]"), "cannot be read"),
    ],
)
def test_what_is_said(example: Path, path: str, change: tuple[str, str], said: str) -> None:
    assert any(said in finding for finding in edited(example, path, change)), edited(example, path)


def test_an_instrument_that_ended_may_be_told_as_closed(example: Path) -> None:
    change = ("ended: null", "ended: 2022-12-31")
    assert any("which ended" in finding for finding in edited(example, "sources/some-law.yml", change))
    for file in example.rglob("*.yml"):
        if file.parent.name != "sources" and not file.is_symlink():
            text = file.read_text(encoding="utf-8").replace(
                "basis: [some-law#12]", "basis: [some-law#12], valid: {until: 2022-12-31}"
            )
            file.write_text(text, encoding="utf-8")
    assert [finding for finding in edited(example, "sources/some-law.yml") if "which ended" in finding] == []


def test_a_record_whose_lists_may_be_anything_has_no_keys() -> None:
    assert _keys(Body, ("topics", 0)) == []
    assert "zh" in _keys(Body, ("title",))


def test_a_mark_of_nothing_is_the_start() -> None:
    assert YamlFile("x.yml").mark(("anything",)) == (1, 1)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('a:\n  zh: "x\n  en: y\nb: "z"\n', 2, "a quotation mark that is not closed"),
        ('a:\n  zh: "x\n', 2, "unexpected end"),
        ("a: b\ntopics [x]\nc: d\n", 2, "could not find"),
        ("topics [x]\nb: c\n", 1, "mapping values"),
        ("a: x: y\n", 1, "mapping values"),
    ],
)
@pytest.mark.parametrize("pure", [False, True])
def test_a_syntax_error_is_shown_where_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: int, said: str, pure: bool
) -> None:
    import overdue.model.yamlfile as module

    if pure:  # PyYAML without libyaml
        monkeypatch.delattr(yaml, "CSafeLoader")
        spec = importlib.util.spec_from_file_location("pure_yamlfile", module.__file__)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, "pure_yamlfile", module)
        spec.loader.exec_module(module)
    (tmp_path / "x.yml").write_text(text, encoding="utf-8")
    _, findings = module.read_yaml(tmp_path, tmp_path / "x.yml")
    assert [finding.line for finding in findings] == [line]
    assert said in findings[0].found or pure


def test_no_stage_has_days() -> None:
    assert list(_spans([])) == []


def test_a_channel_can_be_reached() -> None:
    with pytest.raises(ValueError, match="'phone', 'where' or both"):
        Contact.model_validate({})


def test_a_link_named_twice_is_shown_once(example: Path) -> None:
    change = ("rights: [privacy]", "rights: [privacy]\nsee: [rights/privacy]")
    assert edited(example, "practices/home-visit.yml", change) == []
    page = Site.load(example).pages["en/practices/home-visit.md"].markdown
    assert page.count("](../rights/privacy.md)") == 1


def test_schemas_are_written(tmp_path: Path) -> None:
    written = write_schemas(load(EXAMPLE)[0], tmp_path / "schema")
    assert len(written) == 19
    assert all(path.read_text(encoding="utf-8").startswith("{") for path in written)


def test_the_site_writes_its_extras(tmp_path: Path) -> None:
    site = Site.load(EXAMPLE)
    site.begin_beside(tmp_path, None)()
    assert (tmp_path / "_headers").is_file()
    site.begin_beside(tmp_path, "https://example.org/")()
    assert "<loc>https://example.org/zh/terms/overdue.html</loc>" in (tmp_path / "sitemap.xml").read_text(
        encoding="utf-8"
    )
    assert (tmp_path / "robots.txt").is_file()


def test_where_the_site_begins() -> None:
    site = Site.load(EXAMPLE)
    addresses = [None, "https://example.org", "https://example.org/", "https://example.org/guide/"]
    assert [site.root(address) for address in addresses] == ["/", "/", "/", "/guide/"]


def test_what_a_site_promises_is_what_its_pages_have_in_every_language() -> None:
    site = Site.load(ROOT / "data")
    for path, page in site.pages.items():
        assert anchors(page.markdown) == site.promises[page_of(path)], path


def test_scripts_of_the_theme_are_left_out() -> None:
    names = [
        "assets/javascripts/bundle.1.min.js",
        "assets/stylesheets/main.1.min.css",
        "a.css.map",
        "assets/overdue.js",
    ]
    assert Site.load(EXAMPLE).unused(names) == [names[0], names[2]]


def test_a_faulty_library_is_no_site(example: Path) -> None:
    (example / "terms" / "overdue.yml").write_text("", encoding="utf-8")
    with pytest.raises(Faulty, match="findings in the data"):
        Site.load(example)


def test_the_command_runs_as_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["overdue", "--data", str(EXAMPLE), "check"])
    monkeypatch.delitem(sys.modules, "overdue.cli", raising=False)
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("overdue.cli", run_name="__main__")


def test_the_command_writes_schemas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from overdue.cli import main

    assert main(["--data", str(EXAMPLE), "schema", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 19

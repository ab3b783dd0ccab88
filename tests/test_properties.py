"""What holds for any input: the reader of YAML, numbers in two languages, days, and text put into Markdown."""

from __future__ import annotations

import datetime as dt
import html
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import markdown as python_markdown
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import EXAMPLE
from overdue.checks import check
from overdue.model.load import Unreadable, load, load_vocabulary
from overdue.model.markdown import block, plain
from overdue.model.numbers import differences, numbers
from overdue.model.records import Contact, Days
from overdue.model.yamlfile import read_yaml

QUICK = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LOADS = settings(QUICK, max_examples=60)
"""For what loads a whole library."""
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)
LIMIT_SECONDS = 2
LIMIT_MEMORY = 200 * 1024 * 1024


# --- reading ----------------------------------------------------------------------------------------------------------


def _load_with(example: Path, content: bytes, name: str = "terms/overdue.yml") -> list[str]:
    """Load the example with one file's bytes replaced; whatever they are, there are findings and no traceback."""
    (example / name).unlink()
    (example / name).write_bytes(content)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        library, findings = load(example)
        findings = [*findings, *check(library, dt.date(2026, 11, 21))]
    except Unreadable as error:
        findings = error.findings
    assert time.process_time() - started < LIMIT_SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < LIMIT_MEMORY
    assert all(finding.line >= 1 and finding.column >= 1 and "\n" not in str(finding) for finding in findings)
    return [finding.path for finding in findings]


@LOADS
@given(content=st.binary(max_size=400))
def test_any_bytes_give_findings(example: Path, content: bytes) -> None:
    assert "data/terms/overdue.yml" in _load_with(example, content)


@LOADS
@given(value=st.dictionaries(WORDS, VALUES, max_size=5))
def test_any_yaml_gives_findings(example: Path, value: object) -> None:
    content = yaml.safe_dump(value, allow_unicode=True).encode()
    assert "data/terms/overdue.yml" in _load_with(example, content)


@LOADS
@given(key=st.sampled_from(["title", "answer", "topics", "meaning", "also", "reviewed", "crisis", "see"]), value=VALUES)
def test_any_value_of_a_known_key_gives_findings_or_a_record(example: Path, key: str, value: object) -> None:
    good = yaml.safe_load((EXAMPLE / "terms" / "overdue.yml").read_text(encoding="utf-8"))
    content = yaml.safe_dump(good | {key: value}, allow_unicode=True).encode()
    _load_with(example, content)


def test_damaged_files_give_findings_or_records(example: Path) -> None:
    """Every example file with bytes cut, doubled or changed at random."""
    lot = random.Random(7)
    files = sorted(path.relative_to(EXAMPLE).as_posix() for path in EXAMPLE.rglob("*.yml"))
    for name in files:
        good = (EXAMPLE / name).read_bytes()
        for _ in range(8):
            broken = bytearray(good)
            for _ in range(lot.randint(1, 4)):
                start = lot.randrange(len(broken))
                broken[start : start + lot.randint(0, 3)] = lot.choice(
                    [lot.randbytes(2), b"", broken[:20], b"\n", b'"', b"[", b": ", b"&a ", b"*a", b"!!set "]
                )
            _load_with(example, bytes(broken), name)
        shutil.copy(EXAMPLE / name, example / name)


HEAVY = {
    "brackets": b"[" * 200_000,
    "braces": b"{a: " * 100_000,
    "quotes": b"a: '" + b"''" * 200_000,
    "colons": b"a: " * 100_000,
    "dashes": b"- " * 100_000,
    "keys": b"".join(b"k%d: v\n" % number for number in range(30_000)),
    "questions": b"? " * 100_000,
    "long key": b"k" * 400_000 + b": v\n",
    "hashes": b"#" * 400_000,
    "aliases": b"a: &a b\n" + b"".join(b"k%d: *a\n" % number for number in range(20_000)),
    "lines in a quotation": b'a: "' + b"x\n  " * 100_000,
    "too large": b"a: b\n" * 200_000,
}


@pytest.mark.parametrize("content", HEAVY.values(), ids=HEAVY.keys())
def test_heavy_files_are_refused_in_time(content: bytes, example: Path) -> None:
    assert "data/terms/overdue.yml" in _load_with(example, content)


WITHIN = """
import resource, sys
from pathlib import Path
from overdue.checks import check
from overdue.model.load import Unreadable, load
data = Path(sys.argv[1])
size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + int(sys.argv[2]),) * 2)
spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + 1 + int(sys.argv[3]),) * 2)
try:
    library, findings = load(data)
    findings = findings or check(library, library.as_of)
except Unreadable as error:
    findings = error.findings
print(len(findings), "findings")
"""
"""Loads the data in a process that the system stops when it takes more memory or time than a file may."""


def within_limits(data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHIN, str(data), str(LIMIT_MEMORY), str(LIMIT_SECONDS)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the size of a process there")
@pytest.mark.parametrize("name", ["terms/overdue.yml", "vocabulary.yml", "paths.yml"])
def test_the_system_itself_holds_heavy_files_to_200_mb_and_2_s(example: Path, name: str) -> None:
    good = (example / name).read_bytes()
    for kind, content in HEAVY.items():
        (example / name).write_bytes(content)
        done = within_limits(example)
        assert done.returncode == 0, (kind, done.stderr[-300:])
        assert int(done.stdout.split()[0]) > 0, kind
    (example / name).write_bytes(good)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the size of a process there")
def test_the_limits_are_real(example: Path) -> None:
    greedy = {"memory": "bytearray(300 * 1024 * 1024)", "time": "[None for _ in iter(int, 1)]"}
    for what, line in greedy.items():
        script = WITHIN.replace("try:", f"{line}\ntry:", 1)
        command = [sys.executable, "-c", script, str(example), str(LIMIT_MEMORY), "1"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode != 0, what


@QUICK
@given(content=st.binary(max_size=200))
def test_any_vocabulary_is_refused_in_words(example: Path, content: bytes) -> None:
    (example / "vocabulary.yml").unlink()
    (example / "vocabulary.yml").write_bytes(content)
    with pytest.raises(Unreadable, match=r"data/vocabulary\.yml"):
        load_vocabulary(example)


@QUICK
@given(value=st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), VALUES, max_size=5))
def test_every_mark_is_where_its_key_is(tmp_path: Path, value: dict[str, object]) -> None:
    path = tmp_path / "x.yml"
    path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    file, findings = read_yaml(tmp_path, path)
    if not findings:
        lines = re.split("\n", path.read_text(encoding="utf-8"))
        for key in file.values:
            line, column = file.mark((key,))
            assert lines[line - 1][column - 1 :].lstrip("'\"").startswith(key)


# --- numbers ----------------------------------------------------------------------------------------------------------

CN = "零一二三四五六七八九"


def chinese(value: int) -> str:
    """Write a number from 1 to 99999 as people do: 一万零五十."""
    if value < 10:
        return CN[value]
    for size, name in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if value >= size:
            head, rest = divmod(value, size)
            start = "" if size == 10 and head == 1 else chinese(head)
            gap = "零" if rest and rest < size // 10 else ""
            return start + name + gap + (chinese(rest) if rest else "")
    raise AssertionError(value)


EN = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: E501, SIM905
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905


def english(value: int) -> str:
    """Write a number from 1 to 99999 in English words."""
    if value < 20:
        return EN[value]
    if value < 100:
        return TENS[value // 10 - 2] + (f"-{EN[value % 10]}" if value % 10 else "")
    size, name = (100, "hundred") if value < 1000 else (1000, "thousand")
    head, rest = divmod(value, size)
    return f"{english(head)} {name}" + (f" {'and ' if rest < 100 else ''}{english(rest)}" if rest else "")


@QUICK
@given(value=st.integers(2, 99_999))
def test_a_number_is_the_same_however_it_is_written(value: int) -> None:
    for zh in (f"{value}天", f"{chinese(value)}天", f"{value:,}天"):
        for en in (f"{value} days", f"{english(value)} days", f"{value:,} days"):
            assert differences(zh, en) == ([], []), (zh, en)


@QUICK
@given(value=st.integers(2, 9999), other=st.integers(2, 9999))
def test_different_numbers_differ(value: int, other: int) -> None:
    for zh, en in ((f"{chinese(value)}天", f"{other} days"), (f"{value}天", f"{english(other)} days")):
        assert (differences(zh, en) == ([], [])) == (value == other)


@QUICK
@given(value=st.decimals(0, 100, places=2))
def test_rates_are_the_same_in_both(value: Decimal) -> None:
    assert differences(f"年利率{value}%", f"{value}% a year") == ([], [])
    assert differences(f"百分之{value}", f"{value}%") == ([], [])


@QUICK
@given(text=WORDS)
def test_any_text_has_numbers_or_none(text: str) -> None:
    for lang in ("zh", "en"):
        assert numbers(text, lang)  # type: ignore[arg-type]
    assert differences(text, text) is not None


# --- days -------------------------------------------------------------------------------------------------------------


@QUICK
@given(cuts=st.lists(st.integers(-30, 400), min_size=1, max_size=6, unique=True), shift=st.integers(-2, 2))
def test_days_without_gap_pass_and_any_shift_is_found(cuts: list[int], shift: int) -> None:
    from overdue.checks.stage_days import _spans
    from overdue.model.library import Record
    from overdue.model.yamlfile import YamlFile

    edges = sorted(cuts)
    starts: list[int | None] = [None, *(edge + 1 for edge in edges)]
    ends: list[int | None] = [*edges, None]
    if shift:
        starts[-1] = edges[-1] + 1 + shift
    spans = [Days.model_validate({"from": _word(a), "to": _word(b)}) for a, b in zip(starts, ends, strict=True)]
    stages = [
        (Record("stage", f"s{place}", "stages", None, YamlFile("x.yml"), (), ()), span)  # type: ignore[arg-type]
        for place, span in enumerate(spans)
    ]
    assert bool(list(_spans(stages))) == bool(shift)


def _word(value: int | None) -> str | None:
    return None if value is None else str(value)


@QUICK
@given(phone=st.text(max_size=12))
def test_a_phone_is_digits_and_hyphens(phone: str) -> None:
    try:
        Contact.model_validate({"phone": phone})
    except ValueError:
        return
    assert set(phone) <= set("0123456789-")


# --- text in Markdown -------------------------------------------------------------------------------------------------

SHOWN = st.text(st.sampled_from("ab中文 .,!<>&\"'`*_{}[]()#+-=|~\\:/1234567890\n"), min_size=1, max_size=30).filter(
    lambda text: bool(text.strip())
)


@QUICK
@given(text=SHOWN, frame=st.sampled_from(["{}", "- {}", "1. {}", "## {} {{#id}}"]))
def test_any_text_is_shown_as_it_is(text: str, frame: str) -> None:
    page = python_markdown.markdown(frame.format(plain(text)), extensions=["attr_list", "md_in_html", "toc"])
    assert set(re.findall(r"<([a-z0-9]+)", page)) <= {"p", "ul", "ol", "li", "h2"}
    shown = html.unescape(re.sub(r"<[^>]*>", "", page))
    assert shown.split() == text.split()


@QUICK
@given(text=SHOWN)
def test_any_text_is_an_attribute(text: str) -> None:
    assert '"' not in plain(text)
    assert '"' not in block(text)

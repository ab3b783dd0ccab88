"""Days and sums at their edges, and the rules that keep `calculators.yml` true."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from conftest import ROOT
from overdue.checks import calculators, check
from overdue.model.calculators import Wording, dates_of, interest_of
from overdue.model.counting import interest, is_weekend, last_day
from overdue.model.load import load
from overdue.model.records import Remedy
from overdue.site import Site

AS_OF = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("start", "length", "unit", "last"),
    [
        ("2026-11-21", 15, "day", "2026-12-06"),  # a payment order: the day of receipt is not counted
        ("2026-12-20", 15, "day", "2027-01-04"),  # over the end of a year
        ("2028-02-20", 10, "day", "2028-03-01"),  # a leap year has a 29 February
        ("2026-02-20", 10, "day", "2026-03-02"),
        ("2026-11-30", 3, "month", "2027-02-28"),  # no corresponding day: the last day of the month
        ("2027-11-30", 3, "month", "2028-02-29"),
        ("2026-08-31", 6, "month", "2027-02-28"),
        ("2026-02-28", 6, "month", "2026-08-28"),  # the corresponding day, not the end of the month
        ("2026-12-31", 6, "month", "2027-06-30"),
        ("2024-02-29", 3, "year", "2027-02-28"),
        ("2024-02-29", 4, "year", "2028-02-29"),
        ("2026-11-20", 3, "working-day", "2026-11-25"),  # from a Friday over a weekend
        ("2026-11-21", 10, "working-day", "2026-12-04"),  # from a Saturday
    ],
)
def test_the_last_day(start: str, length: int, unit: str, last: str) -> None:
    assert last_day(dt.date.fromisoformat(start), length, unit) == dt.date.fromisoformat(last)


def test_a_weekend_is_seen_and_never_moves_the_day() -> None:
    sunday = last_day(dt.date(2026, 11, 21), 15, "day")
    assert is_weekend(sunday)
    assert sunday == dt.date(2026, 12, 6)


@pytest.mark.parametrize(
    ("principal", "unit", "rate", "times", "days", "amount"),
    [
        (10000, "day-percent", "0.05", None, 1, "5.00"),
        (10000, "day-permyriad", "5", None, 30, "150.00"),
        (10000, "year-percent", "18", None, 30, "147.95"),
        (10000, "year-times", "12", "1.5", 365, "1800.00"),
        (50000, "day-percent", "0.0175", None, 100, "875.00"),  # as the page on delay interest says
        (1, "day-percent", "0.5", None, 1, "0.01"),  # half a cent rounds up
    ],
)
def test_what_a_rate_comes_to(principal: int, unit: str, rate: str, times: str | None, days: int, amount: str) -> None:
    wording = Wording.model_validate({"unit": unit, "rate": rate, "times": times and Decimal(times)})
    assert interest(principal, wording, days) == Decimal(amount)


def test_every_deadline_of_a_remedy_is_on_the_page_of_the_dates() -> None:
    site = Site.load(ROOT / "data")
    text = site.pages["zh/dates.md"].markdown
    for record in site.library.of_kind("remedy"):
        assert isinstance(record.body, Remedy)
        for deadline in record.body.deadlines:
            anchor = f'id="{record.id}-{deadline.id}" data-length="{deadline.length}" data-unit="{deadline.unit}"'
            assert anchor in text, anchor
    for extra in dates_of(dict(site.library.helpers)).extra:
        assert f'id="{extra.id}" data-length="{extra.length}" data-unit="{extra.unit}"' in text


def test_only_a_private_lender_is_set_against_the_lpr() -> None:
    """Never "banks may not charge over 4 times LPR"."""
    library, _ = load(ROOT / "data")
    cases = interest_of(dict(library.helpers)).cases
    assert [case.id for case in cases if case.cap] == ["private"]
    assert {lender for case in cases for lender in case.lenders} == set(library.vocabulary.lenders)


def test_the_figures_stand_in_the_data_alone() -> None:
    """A rule that changes is changed in one place: no script and no interface word holds a legal figure."""
    scripts = "".join(path.read_text("utf-8") for path in (ROOT / "docs/assets/helpers").glob("*.js"))
    words = yaml.safe_load((ROOT / "hooks/templates/interface.yml").read_text("utf-8"))
    templates = "".join((ROOT / f"hooks/templates/{name}.md.j2").read_text("utf-8") for name in ("dates", "interest"))
    for figure in ("0.0175", "4倍", "4 times", "24%", "36%"):
        assert figure not in scripts + templates, figure
        assert [key for key, word in words.items() if figure in word["zh"] + word["en"]] == [], figure


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("times: 3", "times: 4", "the figure 4"),
        ('rate: "3"', 'rate: "4"', "the figure 4"),
        ("zh: 三年内有效。, en: Valid for 3 years.", "zh: 五年内有效。, en: Valid for 5 years.", "the figure 5"),
        ("basis: [some-law#12]}\n      rules", "basis: [some-law#99]}\n      rules", "'some-law#99'"),
        ("zh: 要加倍。, en: It doubles., basis: [some-law#12]", "zh: 要加倍。, en: It doubles.", "without a basis"),
        ("lenders: [private]", "lenders: [privat]", "'privat'"),
        ("linked: [terms/overdue]", "linked: [terms/overdu]", "'terms/overdu'"),
        ("lists: [letters]", "lists: [leters]", "'leters'"),
        ("others: []", "others: [negotiate/answers]", "'negotiate/answers'"),
        ("order: [paying]", "order: [payin]", "'payin'"),
        ("sources: []", "sources: [some-law]", "not one entry"),
        ("zh: 看合同。, en: See the contract.}]", "zh: 看3次合同。, en: See the contract.}]", "3 only in Chinese"),
    ],
)
def test_a_fault_in_the_file_is_found_where_it_stands(example: Path, old: str, new: str, found: str) -> None:
    assert old in calculators.PASSES.new
    text = calculators.PASSES.new.replace(old, new, 1)
    (example / "calculators.yml").write_text(text, encoding="utf-8")
    library, findings = load(example)
    assert findings == []
    caught = check(library, AS_OF)
    assert len(caught) == 1, caught
    assert found in caught[0].found
    assert caught[0].path == "data/calculators.yml"
    lines = zip(text.splitlines(), calculators.PASSES.new.splitlines(), strict=True)
    changed = next(number for number, (new_line, old_line) in enumerate(lines, 1) if new_line != old_line)
    assert 0 <= changed - caught[0].line <= 4


def test_a_rate_that_is_no_number_is_a_finding(example: Path) -> None:
    text = calculators.PASSES.new.replace('rate: "0.05"', "rate: 5%")
    (example / "calculators.yml").write_text(text, encoding="utf-8")
    _, findings = load(example)
    assert [finding.expected for finding in findings] == ["a number such as 0.05"]

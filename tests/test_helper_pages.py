"""The helpers in real Chromium: letters, dates and interest, with script and without, at the edges of what is typed."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from conftest import ROOT
from helpers import until
from overdue.model.calculators import Wording, interest_of
from overdue.model.counting import interest, last_day
from overdue.model.load import load
from overdue.model.records import Letter
from test_browser import DESK, PHONE, Watch

PAGES = ["dates", "interest", "letters/object-payment-order"]
LANGS = ["zh", "en"]


def faults(watch: Watch) -> list[str]:
    """What went wrong; a page left at once gives up its icon, which is no fault."""
    return [error for error in watch.errors if "ERR_ABORTED" not in error]


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """A page on a phone; nothing may go wrong, be stored, or be asked of another host."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    watch = Watch(context, served)
    opened = context.new_page()
    yield opened
    assert [url for url in watch.foreign if not url.startswith("blob:")] == []
    assert faults(watch) == []
    assert context.cookies() == []
    assert opened.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


# --- all three ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_they_fit_and_can_be_tapped(browser: Browser, served: str, lang: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    watch = Watch(context, served)
    page = context.new_page()
    for name in PAGES:
        page.goto(f"{served}{lang}/{name}.html")
        if name == "dates":
            page.fill("#start", "2026-11-21")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        small = page.evaluate(
            """[...document.querySelectorAll('.helper button, .helper select, .helper textarea, .helper .choices label,'
            + '.helper input:not([type=radio])')].filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
            .map(e => e.outerHTML)"""
        )
        assert small == [], name
    assert faults(watch) == []
    context.close()


@pytest.mark.parametrize("lang", LANGS)
def test_every_field_has_a_label(page: Page, served: str, lang: str) -> None:
    for name in PAGES:
        page.goto(f"{served}{lang}/{name}.html")
        bare = page.evaluate(
            "[...document.querySelectorAll('.helper :is(input,select,textarea)')].filter(e => !e.labels.length).length"
        )
        assert bare == 0, name


@pytest.mark.parametrize("lang", LANGS)
def test_without_script_there_is_no_dead_form(browser: Browser, served: str, lang: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    for name in PAGES:
        page.goto(f"{served}{lang}/{name}.html")
        boxes = [each.bounding_box() for each in page.locator(".helper").all()]
        assert boxes, name
        assert not any(boxes), f"{name}: a form that does nothing, or its empty place"
    page.goto(f"{served}{lang}/dates.html")
    row = page.locator("tr", has=page.locator("#object-payment-order-object"))
    assert "2026-12-15" in row.inner_text()
    assert row.locator("sup a").count() == 1
    page.goto(f"{served}{lang}/interest.html")
    assert "147.95" in page.locator("table").first.inner_text()
    assert "875.00" in page.locator("table").last.inner_text()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_form_whose_script_never_came_is_not_shown(browser: Browser, served: str, name: str) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.route(re.compile("/assets/hashed/(?!overdue)"), lambda route: route.abort())
    page.goto(f"{served}zh/{name}.html")
    place = page.locator("form.helper")
    assert not place.is_visible()
    assert place.bounding_box() is not None, "its place is kept, so that nothing moves when a slow script comes"
    page.emulate_media(media="print")
    assert place.bounding_box() is None
    page.close()


@pytest.mark.parametrize("name", ["dates", "interest"])
def test_they_open_from_a_folder(browser: Browser, site: Path, name: str) -> None:
    """The offline copy is opened from a phone's file manager."""
    page = browser.new_page()
    page.goto((site / "zh" / f"{name}.html").as_uri())
    assert page.locator("form.helper").is_visible()
    page.close()


def test_the_menu_and_the_lists_lead_there(page: Page, served: str) -> None:
    for start in ("zh/letters/index", "zh/remedies/index", "zh/answers/payment-order", "zh/consequences/payment-order"):
        page.goto(f"{served}{start}.html")
        page.locator(".tool a").first.click()
        page.wait_for_url("**/zh/dates.html")
    page.goto(f"{served}zh/consequences/overdue-interest.html")
    page.locator(".tool a").click()
    page.wait_for_url("**/zh/interest.html")
    page.locator(".oe-menu summary").click()
    page.locator(".oe-menu a", has_text="算期限").click()
    page.wait_for_url("**/zh/dates.html")


# --- letters ------------------------------------------------------------------------------------------------------


def letters() -> list[tuple[str, Letter]]:
    records = load(ROOT / "data")[0].of_kind("letter")
    return [(record.id, record.body) for record in records if isinstance(record.body, Letter)]


@pytest.mark.parametrize("lang", LANGS)
def test_every_letter_can_be_filled_in(page: Page, served: str, lang: str) -> None:
    for name, body in letters():
        page.goto(f"{served}{lang}/letters/{name}.html")
        for number, blank in enumerate(body.blanks):
            page.fill(f"#blank-{blank.id}", f"填{number}号")
        wanted = body.text.zh
        for number, blank in enumerate(body.blanks):
            wanted = wanted.replace(f"{{{blank.id}}}", f"填{number}号")
        assert page.locator(".letter[data-text=zh]").text_content() == wanted.strip("\n"), name


def test_what_is_typed_stays_text_and_can_be_cleared(page: Page, served: str) -> None:
    page.goto(f"{served}zh/letters/object-payment-order.html")
    blank = page.locator(".letter")
    before = blank.inner_text()
    page.fill("#blank-name", "<img src=x onerror=alert(1)>{court}")
    assert "<img src=x onerror=alert(1)>{court}" in blank.inner_text()
    assert blank.locator("img").count() == 0
    page.fill("#blank-reasons", "第一，已经还了。\n第二，金额不对。")
    assert "已经还了。\n第二" in blank.inner_text()
    page.fill("#blank-reasons", "  ")
    assert "[异议理由（针对债务本身）]" in blank.inner_text()
    page.click("form.helper button[type=reset]")
    page.wait_for_function("before => document.querySelector('.letter').innerText === before", arg=before)


@pytest.mark.parametrize("lang", LANGS)
def test_a_letter_is_saved_as_text(page: Page, served: str, lang: str) -> None:
    page.goto(f"{served}{lang}/letters/object-payment-order.html")
    page.fill("#blank-name", "张三")
    with page.expect_download() as download:
        page.click("[data-letter=zh] [data-do=save]")
    assert download.value.suggested_filename.endswith(".txt")
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    assert text.startswith("支付令异议书\r\n")
    assert "异议人（签名）：张三\r\n" in text
    assert page.locator("[data-letter=zh] .said").inner_text().strip().endswith("11")  # blanks still empty


def test_a_letter_is_copied(browser: Browser, served: str) -> None:
    context = browser.new_context(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{served}zh/letters/object-payment-order.html")
    page.fill("#blank-name", "张三")
    page.click("[data-do=copy]")
    until(page, "document.querySelector('.said').textContent !== ''")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".letter").text_content()
    context.close()


def test_where_a_page_may_not_copy_the_letter_is_selected(page: Page, served: str) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{served}zh/letters/object-payment-order.html")
    page.click("[data-do=copy]")
    until(page, "document.querySelector('.said').textContent !== ''")
    assert "长按" in page.locator(".said").inner_text()
    assert page.evaluate("getSelection().toString()").startswith("支付令异议书")


def test_only_the_letter_is_printed(page: Page, served: str) -> None:
    page.goto(f"{served}en/letters/object-payment-order.html")
    page.evaluate("print = () => {}")
    page.click("[data-letter=zh] [data-do=print]")
    page.emulate_media(media="print")
    assert page.locator(".letter[data-text=zh]").is_visible()
    for other in (
        ".letter[data-text=en]",
        "h1",
        ".oe-header",
        ".oe-footer",
        "form.helper",
        "#basis",
        ".tools",
    ):
        assert not page.locator(other).first.is_visible(), other
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("h1").is_visible()


# --- dates --------------------------------------------------------------------------------------------------------


def choose(page: Page, served: str, lang: str, deadline: str, day: str) -> None:
    page.goto(f"{served}{lang}/dates.html#{deadline}")
    assert page.input_value("#which") == deadline
    page.fill("#start", day)


def test_a_payment_order_got_on_a_saturday(page: Page, served: str) -> None:
    choose(page, served, "zh", "object-payment-order-object", "2026-11-21")
    assert page.locator("#from").inner_text() == "收到支付令之日"
    assert page.locator("#last").inner_text() == "2026年12月6日星期日"  # the safe day is not moved
    assert page.locator("#first").inner_text() == "2026年11月22日星期日"
    assert page.locator("#weekend").is_visible()
    assert page.locator("#weekday-before").inner_text() == "2026年12月4日星期五"
    assert page.locator("#posting").is_visible()
    assert not page.locator("#holiday").is_visible()
    assert not page.locator("#estimate").is_visible()


def test_months_end_on_the_corresponding_day(page: Page, served: str) -> None:
    choose(page, served, "en", "respond-arbitration-set-aside", "2026-11-30")
    assert page.locator("#last").inner_text() == "Sunday 28 February 2027".replace("Sunday ", "Sunday, ")
    assert page.locator("#by-month").is_visible()
    assert page.locator("#estimate").is_visible()
    assert not page.locator("#posting").is_visible()


def test_limitation_is_nobody_s_promise(page: Page, served: str) -> None:
    choose(page, served, "zh", "limitation", "2024-02-29")
    assert page.locator("#last").inner_text() == "2027年2月28日星期日"
    assert "重新算" in page.locator("#notes").inner_text()
    assert page.locator("#latest").is_visible()
    assert not page.locator("#earliest").is_visible()
    assert not page.locator("#theirs").is_visible()  # asking the creditor in writing would be bad advice here


def test_someone_else_s_working_days(page: Page, served: str) -> None:
    choose(page, served, "zh", "correct-dishonest-list-delete", "2026-11-20")
    assert page.locator("#last").inner_text() == "2026年11月25日星期三"
    assert page.locator("#workdays").is_visible()
    assert page.locator("#theirs").is_visible()


def test_today_yesterday_and_the_past(page: Page, served: str) -> None:
    page.clock.set_fixed_time(dt.datetime(2026, 12, 31, 9, 0))
    page.goto(f"{served}zh/dates.html#object-payment-order-object")
    page.click("[data-ago='1']")
    assert page.input_value("#start") == "2026-12-30"
    assert page.locator("#last").inner_text() == "2027年1月14日星期四"
    assert page.locator("#left-days").inner_text() == "14"
    page.fill("#start", "2026-12-16")
    assert page.locator("#is-today").is_visible()
    page.fill("#start", "2026-12-15")
    assert page.locator("#is-past").is_visible()
    assert not page.locator("#left").is_visible()


def test_an_impossible_date_is_refused(page: Page, served: str) -> None:
    page.goto(f"{served}zh/dates.html")
    for day in ("1900-01-01", "2101-01-01"):
        page.fill("#start", day)
        assert page.locator("#start-error").is_visible(), day
        assert not page.locator("#outcome").is_visible(), day
    page.fill("#start", "")
    assert not page.locator("#start-error").is_visible()
    seen = page.evaluate(
        "['2026-11-30','２０２６－１１－３０','2026年11月30日','2026/1/5','2026-02-30','2026-13-01','x',''].map(parseDay)"
        ".map(day => day && day.toISOString().slice(0, 10))"
    )
    assert seen == ["2026-11-30", "2026-11-30", "2026-11-30", "2026-01-05", None, None, None, None]


def test_the_page_counts_as_the_core_does(page: Page, served: str) -> None:
    chance = random.Random(5)
    cases: list[list[Any]] = []
    for _ in range(3000):
        start = dt.date(2000, 1, 1) + dt.timedelta(days=chance.randrange(30000))
        unit = chance.choice(["day", "working-day", "month", "year"])
        cases.append([start.isoformat(), chance.randint(1, 60), unit])
    page.goto(f"{served}zh/dates.html")
    found = page.evaluate("cases => cases.map(([s, n, u]) => isoDay(lastDay(new Date(s), n, u)))", cases)
    assert found == [last_day(dt.date.fromisoformat(start), length, unit).isoformat() for start, length, unit in cases]


@pytest.mark.parametrize("lang", LANGS)
def test_a_calendar_file(page: Page, served: str, lang: str) -> None:
    choose(page, served, lang, "object-payment-order-object", "2026-11-21")
    with page.expect_download() as download:
        page.click("#calendar")
    assert download.value.suggested_filename == "2026-12-06 object-payment-order-object.ics"
    data = Path(download.value.path()).read_bytes()
    lines = data.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    event = data.replace(b"\r\n ", b"").decode()
    assert "DTSTART;VALUE=DATE:20261206\r\nDTEND;VALUE=DATE:20261207\r\n" in event
    assert re.search(r"DTSTAMP:\d{8}T\d{6}Z\r\n", event)
    assert "TRIGGER:-P3D" in event
    assert re.search(rf"{lang}/dates.html#object-payment-order-object\r\n", event)
    summary = {"zh": "SUMMARY:还清，或者书面提出异议", "en": "SUMMARY:pay\\, or object in writing"}[lang]
    assert summary in event


def test_a_result_is_copied(browser: Browser, served: str) -> None:
    context = browser.new_context(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])  # type: ignore[arg-type]
    page = context.new_page()
    choose(page, served, "zh", "object-payment-order-object", "2026-11-21")
    page.click("#copy")
    until(page, "document.querySelector('#outcome .said').textContent !== ''")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[:3] == ["还清，或者书面提出异议", "收到支付令之日 2026-11-21", "最后一天：2026年12月6日星期日"]
    assert lines[-1].startswith("从这天数起")
    ask(page.goto(f"{served}zh/interest.html") and page, principal="10000", rate="0.05", days="30")
    page.click("#copy")
    until(page, "document.querySelector('#outcome .said').textContent !== ''")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[:2] == ["算出来是：150.00 元", "算式：10,000 × 0.05% × 30 = 150.00"]
    context.close()


# --- interest -----------------------------------------------------------------------------------------------------


def ask(page: Page, **typed: str) -> None:
    for name, value in typed.items():
        if name in ("unit", "lender", "year_days"):
            page.select_option(f"#{name.replace('_', '-')}", value)
    for name, value in typed.items():
        if name not in ("unit", "lender", "year_days"):
            page.fill(f"#{name}", value)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ({"principal": "10000", "rate": "0.05", "days": "30"}, "150.00"),
        ({"principal": "１０，０００", "rate": "０．０５", "days": "３０"}, "150.00"),
        ({"principal": "10,000元", "rate": "0。05%", "days": "30天"}, "150.00"),
        ({"principal": "1.5万", "rate": "5", "days": "1", "unit": "day-permyriad"}, "7.50"),
        ({"principal": " 1 234 567.89 ", "rate": "18", "days": "365", "unit": "year-percent"}, "222,222.22"),
        ({"principal": "10000", "rate": "18", "days": "30", "unit": "year-percent", "year_days": "360"}, "150.00"),
        ({"principal": "10000", "rate": "12", "times": "1.5", "days": "30", "unit": "year-times"}, "147.95"),
        ({"principal": "999999999999.99999999", "rate": "100", "days": "36500"}, "36,500,000,000,000,000.00"),
        ({"principal": "0.01", "rate": "0.00000001", "days": "1"}, "0.00"),
    ],
)
def test_what_people_type_is_understood(page: Page, served: str, typed: dict[str, str], amount: str) -> None:
    page.goto(f"{served}zh/interest.html")
    ask(page, **typed)
    assert page.locator("#amount").inner_text() == f"{amount} 元"
    assert page.locator("#formula").inner_text().endswith(f"= {amount}")


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("principal", "0", "number"),
        ("principal", "-5", "number"),
        ("principal", "五千", "number"),
        ("principal", "1,00", "number"),
        ("principal", "1e5", "number"),
        ("principal", "1234567890123", "large"),
        ("rate", "0.123456789", "large"),
        ("rate", "0", "number"),
        ("days", "0", "days"),
        ("days", "1.5", "days"),
        ("days", "36501", "days"),
        ("days", "-1", "days"),
    ],
)
def test_what_cannot_be_is_refused(page: Page, served: str, name: str, value: str, why: str) -> None:
    page.goto(f"{served}zh/interest.html")
    ask(page, principal="10000", rate="0.05", days="30")
    page.fill(f"#{name}", value)
    assert not page.locator("#outcome").is_visible()
    assert page.locator(f"#{name}").get_attribute("aria-invalid") == "true"
    assert [page.locator(f"#{name}-error [data-why={each}]").is_visible() for each in ("number", "large", "days")] == [
        why == each for each in ("number", "large", "days")
    ]
    page.fill(f"#{name}", "")
    assert not page.locator(f"#{name}-error").is_visible()


def test_a_private_loan_is_set_against_the_lpr_that_the_reader_types(page: Page, served: str) -> None:
    page.goto(f"{served}zh/interest.html")
    ask(page, lender="private", principal="10000", rate="18", days="365", unit="year-percent")
    assert not page.locator("#cap").is_visible()
    page.fill("#lpr", "3")
    assert page.locator("#cap-amount").inner_text() == "1,200.00 元"
    assert page.locator("#above").inner_text() == "600.00 元"
    page.fill("#lpr", "4.5")
    assert page.locator("#cap-below").is_visible()
    assert not page.locator("#cap-above").is_visible()
    assert page.locator("#case-rules li").count() == 5
    page.locator("#case-rules sup a").first.click()
    assert re.search(r"#b\d+$", page.url)


def test_no_licensed_lender_is_set_against_the_lpr(page: Page, served: str) -> None:
    for lang in LANGS:
        page.goto(f"{served}{lang}/interest.html")
        ask(page, lender="private", principal="10000", rate="36", days="30", unit="year-percent", lpr="3")
        for case in interest_of(dict(load(ROOT / "data")[0].helpers)).cases:
            page.select_option("#lender", case.id)
            licensed = case.id != "private"
            assert page.locator("#cap").is_visible() is not licensed, case.id
            assert page.locator("#lpr").is_visible() is not licensed, case.id
            assert page.locator("#no-cap").is_visible() is licensed, case.id
            assert page.locator("#case-rules li").count() >= len(case.rules), case.id
            assert page.locator("#case-rules sup a").count() >= 1, case.id


def test_interest_for_delay_after_a_judgment(page: Page, served: str) -> None:
    page.goto(f"{served}zh/interest.html")
    page.check("input[value=delay]")
    ask(page, principal="5万", days="100")
    assert page.locator("#amount").inner_text() == "875.00 元"
    assert page.locator("#formula").inner_text() == "50,000 × 0.0175% × 100 = 875.00"
    for name in ("rate", "unit", "lender", "lpr", "times", "year-days"):
        assert not page.locator(f"#{name}").is_visible(), name
    assert not page.locator("#cap").is_visible()
    assert page.locator("#case-rules li").count() == len(interest_of(dict(load(ROOT / "data")[0].helpers)).delay.rules)


def test_the_page_sums_as_the_core_does(page: Page, served: str) -> None:
    chance = random.Random(7)
    sums: list[list[Any]] = []
    for _ in range(2000):
        unit = chance.choice(["day-percent", "day-permyriad", "year-percent", "year-times"])
        rate = str(Decimal(chance.randint(1, 400000)) / 10000)
        times = chance.choice(["1.3", "1.5", "2"]) if unit == "year-times" else "1"
        sums.append([chance.randint(1, 5_000_000), unit, rate, times, chance.randint(1, 3650)])
    page.goto(f"{served}zh/interest.html")
    found = page.evaluate(
        """sums => sums.map(([p, unit, r, t, d]) => money(interestCents({principal: parseAmount(String(p)).value, unit,
        rate: parseAmount(r).value, times: parseAmount(t).value, days: BigInt(d), yearDays: 365n})))""",
        sums,
    )
    for (principal, unit, rate, times, days), text in zip(sums, found, strict=True):
        wording = Wording(unit=unit, rate=Decimal(rate), times=Decimal(times) if unit == "year-times" else None)
        assert text == f"{interest(principal, wording, days):,.2f}", (principal, unit, rate, times, days)


def test_the_result_is_readable_on_a_desk_too(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    page.goto(f"{served}en/interest.html")
    ask(page, principal="10000", rate="0.05", days="30")
    assert page.locator("#amount").inner_text() == "150.00 yuan"
    assert page.locator("#yearly").inner_text() == "18.25%"
    page.close()

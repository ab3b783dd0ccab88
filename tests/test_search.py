"""The search: its index as data, its word lists, and what people type, in the page's own engine in real Chromium."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from conftest import ROOT
from helpers import Html, until
from overdue.model.load import load
from overdue.model.vocabulary import LANGS
from overdue.published.search import BUDGET, compressed
from test_axe import AXE, RUN, TAGS
from test_browser import DESK, PHONE, Watch
from test_search_index import plain, rows

SETS = ("queries", "fresh", "more", "third")
"""Written one after the other, each before the ranking was looked at again."""
QUERIES: dict[str, list[dict[str, Any]]] = {"zh": [], "en": []}
HELD_OUT: dict[str, list[bool]] = {"zh": [], "en": []}
"""Whether a query was kept aside while the words and weights were tuned, until their last look: see HONEST."""
HONEST = "fresh 78.2/88.7, then 83.5/93.2; more 76.4/87.5, then 83.3/88.9; third 68.1/85.6, then 78.1/91.9"
"""hit@1/hit@3 of the queries kept aside, before tuning and at the end of it. What they missed was mended afterwards, so
they are spent: a new figure for queries nobody has seen needs new queries."""
SEED = 20261122


def kept_aside(name: str, size: int) -> set[int]:
    """Return which queries of a set were kept aside: a third of the first, half of the next two, all of the last."""
    if name == "third":
        return set(range(size))
    order = list(range(size))
    random.Random(SEED).shuffle(order)
    return set(range(0, size, 3)) if name == "queries" else set(order[: size // 2])


for _name in SETS:
    _text = (Path(__file__).parent / "search" / f"{_name}.yml").read_text(encoding="utf-8")
    for _lang, _queries in yaml.safe_load(_text).items():
        QUERIES[_lang] += _queries
        HELD_OUT[_lang] += [number in kept_aside(_name, len(_queries)) for number in range(len(_queries))]
UNSEEN: dict[str, dict[str, list[dict[str, Any]]]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "search" / "unseen").glob("*.yml"))
}
"""Sets that nothing was tuned to, but `gaps`: what it missed became words. Each says at its top who looked at it."""
FIND = "queries => queries.map(query => overdueFind(query).hits.map(hit => hit.doc.path.replace('.html', '')))"


def index(site: Path, lang: str) -> dict[str, Any]:
    return plain((site / "assets" / f"search.{lang}.js").read_text(encoding="utf-8"))


def paths(data: dict[str, Any]) -> list[str]:
    return [f"{data['kinds'][int(kind, 36)][0]}/{name}" if kind else name for kind, name, *_ in rows(data)]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    yield opened
    opened.close()


def ask(page: Page, query: str) -> None:
    """Open the search of the page that is shown and type a query."""
    page.locator("a.oe-search").click()
    page.locator("dialog[open] input").fill(query)
    until(page, "Boolean(window.overdueFind)")


# --- The index as data ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_index_is_small(site: Path, lang: str) -> None:
    size = compressed((site / "assets" / f"search.{lang}.js").read_text(encoding="utf-8"))
    assert size <= BUDGET <= 59_500, "60 kB are promised"


@pytest.mark.parametrize("lang", LANGS)
def test_the_index_holds_every_record_in_its_language(site: Path, lang: str) -> None:
    library, _ = load(ROOT / "data")
    data = index(site, lang)
    assert data["lang"] == lang
    assert set(library.records) <= set(paths(data))
    assert len(paths(data)) == len(set(paths(data)))
    for path in paths(data):
        assert (site / lang / f"{path}.html").is_file(), path
    titles = {row[4] for row in rows(data)}
    assert {" ".join(record.body.title[lang].split()) for record in library.records.values()} <= titles  # type: ignore[index]


@pytest.mark.parametrize("lang", LANGS)
def test_every_section_it_leads_to_exists(site: Path, lang: str) -> None:
    data = index(site, lang)
    for path, (_, _, sections, *_) in zip(paths(data), rows(data), strict=True):
        if sections:
            ids = Html(site / lang / f"{path}.html").ids
            assert {data["sections"][int(digit, 36)][0] for digit in sections} <= set(ids), path


@pytest.mark.parametrize("lang", LANGS)
def test_help_in_a_crisis_is_never_cut_short(site: Path, lang: str) -> None:
    data = index(site, lang)
    answers = {row[1]: row[6] for row in rows(data)}
    record = load(ROOT / "data")[0].records["answers/want-to-die"]
    assert answers["want-to-die"] == " ".join(record.body.answer[lang].split())  # type: ignore[index]


# --- What people type -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def places(browser: Browser, served: str) -> dict[str, list[int]]:
    """For each query the place of the first page that answers it, from 0, or -1. One page load a language."""
    return placed(browser, served, QUERIES)


def placed(browser: Browser, served: str, asked: dict[str, list[dict[str, Any]]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for lang, queries in asked.items():
        page = browser.new_page()
        page.goto(f"{served}{lang}/index.html")
        ask(page, "x")
        hits = page.evaluate(FIND, [query["q"] for query in queries])
        found[lang] = [
            next((place for place, path in enumerate(got) if path in query["want"]), -1)
            for query, got in zip(queries, hits, strict=True)
        ]
        page.close()
    return found


def rates(places: list[int]) -> tuple[float, float]:
    """Return hit@1 and hit@3 in per cent."""
    size = len(places)
    return 100 * sum(p == 0 for p in places) / size, 100 * sum(0 <= p < 3 for p in places) / size


BARS = {"a": (85.0, 93.0), "b": (77.0, 91.0), "c": (85.0, 91.0), "gaps": (82.0, 93.0)}
"""The least hit@1 and hit@3 of each set of UNSEEN in per cent, both languages together: of 80, a query is 1.25. When
they were written and after the work: a 73.8/87.5, 88.8/96.2; b 72.5/86.2, 80.0/93.8; c 86.2/93.8, 87.5/93.8."""


def report(places: dict[str, list[int]]) -> str:
    """Return hit@1 and hit@3 by language, by kind, and for the queries held out."""
    lines = []
    for lang, found in places.items():
        kinds = [query["kind"] for query in QUERIES[lang]]
        held = [place for place, aside in zip(found, HELD_OUT[lang], strict=True) if aside]
        groups = {"all": found, "held out": held}
        groups |= {kind: [p for p, k in zip(found, kinds, strict=True) if k == kind] for kind in dict.fromkeys(kinds)}
        for name, group in groups.items():
            first, third = rates(group)
            lines.append(f"{lang} {name:<12} {len(group):>4} queries  hit@1 {first:5.1f}  hit@3 {third:5.1f}")
        missed = [query["q"] for query, p in zip(QUERIES[lang], found, strict=True) if not 0 <= p < 3]
        lines.append(f"{lang} not among the first three: {missed}")
    lines.append(f"kept aside, when they still were: {HONEST}")
    return "\n".join(lines)


@pytest.mark.parametrize(("name", "at_least"), BARS.items())
def test_people_find_their_page_whatever_they_say(
    browser: Browser, served: str, name: str, at_least: tuple[float, float], record_property: Any
) -> None:
    found = placed(browser, served, UNSEEN[name])
    lines = [f"{name} {lang} {len(got)} queries  hit@1 %.1f  hit@3 %.1f" % rates(got) for lang, got in found.items()]
    print("\n" + "\n".join(lines))
    record_property("search", "\n".join(lines))
    first, third = rates([place for got in found.values() for place in got])
    assert (first >= at_least[0], third >= at_least[1]) == (True, True), lines


def test_the_queries_are_enough_and_name_pages_that_exist() -> None:
    library, _ = load(ROOT / "data")
    assert sum(map(len, QUERIES.values())) >= 760
    helpers = {"dates", "interest"}
    for lang in QUERIES:
        queries = QUERIES[lang] + [query for each in UNSEEN.values() for query in each[lang]]
        texts = [query["q"] for query in queries]
        assert len(texts) == len(set(texts))
        assert [
            ref for query in queries for ref in query["want"] if ref not in library.records and ref not in helpers
        ] == []


def test_the_queries_are_nobodys_title() -> None:
    library, _ = load(ROOT / "data")
    for lang in QUERIES:
        queries = QUERIES[lang] + [query for each in UNSEEN.values() for query in each[lang]]
        titles = {record.body.title[lang] for record in library.records.values() if record.kind != "term"}  # type: ignore[index]
        assert titles.isdisjoint(query["q"] for query in queries)


def test_people_find_their_page(places: dict[str, list[int]], record_property: Any) -> None:
    text = report(places)
    print("\n" + text)
    record_property("search", text)
    first, third = rates([place for found in places.values() for place in found])
    assert third >= 98, text
    assert first >= 93, text


SAID: list[tuple[str, str, set[str]]] = [
    # In the evening is no delay: the number is a number of calls' days, no days past due.
    ("zh", "连着三天晚上给我打电话", {"answers/calls-at-night", "practices/call-hours"}),
    # After years it is a matter of limitation, no longer of a stage.
    ("zh", "四年前的信用卡还能告我吗", {"answers/limitation-3-years", "remedies/plead-limitation"}),
    ("zh", "手头没钱 停十天催行吗", {"answers/pause-calls", "remedies/pause-collection", "terms/pause-collection"}),
    ("en", "they call me at 10:30 p.m.", {"answers/calls-at-night", "practices/call-hours"}),
    # Words that no page holds, many in a story, are no reason to find nothing.
    (
        "en",
        "I teach English in Shenzhen, I have 40,000 yuan on my card, can they stop me at the airport when I fly home?",
        {"answers/exit-ban", "consequences/exit-limits"},
    ),
]
"""What people say, and the pages of which one is the first."""


def test_it_understands_how_things_are_said(page: Page, served: str) -> None:
    for lang in LANGS:
        page.goto(f"{served}{lang}/index.html")
        ask(page, "x")
        asked = [(query, wanted) for each, query, wanted in SAID if each == lang]
        found = page.evaluate(FIND, [query for query, _ in asked])
        assert [
            (query, got[:3]) for (query, wanted), got in zip(asked, found, strict=True) if not {*got[:1]} & wanted
        ] == []


def test_a_character_alone_brings_no_page(page: Page, served: str) -> None:
    page.goto(f"{served}zh/index.html")
    ask(page, "x")
    strange = ["世界杯", "红烧肉怎么做"]
    assert page.evaluate(FIND, strange) == [[], []]


DESPAIR = [
    "我真的不想活了", "活着没意思", "想死", "我好 想死", "不像活了", "不想或了", "活着没意识了", "活的没意思", "想自殺",
    "撐不下去了", "欠二十万利息太高不想活了", "催收天天打电话我想跳楼", "我死了网贷还要还吗", "bu xiang huo le",
    "zisha", "一死了之", "i want to die", "I WANT TO DIE!!", "i wnat to die", "end it all", "kil myself",
    "debt collectors call all day i want to kill myself", "better off dead", "suicidel", "if i die who pays my debt",
    "thinking of sucide because of loans", "feel like jumping off a bridge", "don’t want to live anymore",
    "i cant go on",
]  # fmt: skip
"""Voices of despair, in either language, with slips, and beside words about debt."""
CALM = [
    "死账", "烂死了", "烦死了", "贷款审核慢死了", "系统崩溃还不了款", "app崩溃", "逾期三天", "爸爸死了债怎么办",
    "借款人死亡", "呆账 死账 坏账", "没货不想要了", "活期存款被冻结", "生活费", "活动优惠", "不如是分期", "卡快封了",
    "跳楼价的手机分期", "deadline", "dead line", "die zinsen", "want to diet", "died with debt", "skill", "overdue",
    "can they take my life savings", "can't go on a train", "can they take my wife's salary", "end my line of credit",
    "催收天天打电话我妈睡不着觉",
    "lost my job", "i want to lie about my income", "kill the loan early", "no way out of the contract",
]  # fmt: skip
"""Words that look like it and are none."""


@pytest.mark.parametrize("lang", LANGS)
def test_despair_is_heard_and_nothing_else(page: Page, served: str, lang: str) -> None:
    page.goto(f"{served}{lang}/index.html")
    ask(page, "x")
    heard = page.evaluate("queries => queries.filter(query => overdueFind(query).crisis)", DESPAIR + CALM)
    slips = {
        "不像活了",
        "不想或了",
        "活着没意识了",
        "bu xiang huo le",
        "想自殺",
    }  # the English page has no Chinese sounds
    assert [query for query in DESPAIR if query not in heard and (lang == "zh" or query not in slips)] == []
    assert [query for query in CALM if query in heard] == []


def test_despair_shows_crisis_help_first(page: Page, served: str) -> None:
    for lang, query in (
        ("zh", "我真的不想活了"),
        ("en", "i want to die"),
        ("zh", "I want to kill myself"),
        ("en", "不想活了"),
        ("zh", "世界杯 想死"),
    ):
        page.goto(f"{served}{lang}/index.html")
        ask(page, query)
        first = page.locator(".oe-find__results > *").first
        assert "crisis" in (first.get_attribute("class") or ""), query
        assert first.locator("a[href='tel:12356']").count() == 1
    page.goto(f"{served}zh/index.html")
    ask(page, "我不想活了")
    assert str(page.locator(".oe-find__hit").first.get_attribute("href")).endswith("answers/want-to-die.html")


# --- The dialog -------------------------------------------------------------------------------------------------------


def test_nothing_is_loaded_before_it_is_needed(browser: Browser, served: str) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    watch = Watch(context, served)
    page = context.new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url.rpartition("/")[2]))
    page.goto(f"{served}zh/answers/one-day-late.html")
    assert [name for name in seen if name.startswith("search")] == []
    page.locator("a.oe-search").click()
    page.locator("dialog[open] input").wait_for()
    assert [name for name in seen if name.startswith("search")] == ["search.js"]
    page.keyboard.type("催收")
    page.locator(".oe-find__hit").first.wait_for()
    assert [name for name in seen if name.startswith("search")] == ["search.js", "search.zh.js"]
    assert (watch.foreign, watch.errors) == ([], [])
    context.close()


def test_an_address_can_carry_a_query(page: Page, served: str) -> None:
    page.goto(f"{served}zh/answers/one-day-late.html?q=爆通讯录")
    page.locator(".oe-find__hit").first.wait_for()
    assert page.locator("dialog[open] input").input_value() == "爆通讯录"
    page.goto(f"{served}en/index.html#q=home%20visit")
    page.reload()
    page.locator(".oe-find__hit").first.wait_for()
    assert page.locator("dialog[open] input").input_value() == "home visit"


def test_it_is_a_named_dialog_that_says_what_it_found(page: Page, served: str) -> None:
    page.goto(f"{served}en/index.html")
    ask(page, "home visit")
    assert page.get_by_role("dialog", name="Search: ask it any way you like").is_visible()
    status = page.get_by_role("dialog").get_by_role("status")
    count = page.locator(".oe-find__hit").count()
    assert status.inner_text() == f"{count} pages found"
    assert page.locator(".oe-find__hit mark").first.inner_text().lower() in ("home", "visit", "home visit")


def test_arrow_keys_enter_and_escape(page: Page, served: str) -> None:
    page.goto(f"{served}zh/index.html")
    ask(page, "律师函")
    focused = "document.activeElement === document.querySelectorAll('.oe-find__hit')[{}]"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused.format(0))
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused.format(1))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    page.keyboard.press("Home")
    page.keyboard.type("收到")
    assert page.locator("dialog input").input_value() == "收到律师函", "in the field, Home and End are the field's own"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    count = page.locator(".oe-find__hit").count()
    assert count > 2
    assert page.evaluate(focused.format(count - 1))
    page.keyboard.press("Home")
    assert page.evaluate(focused.format(0))
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.className") == "oe-search"
    ask(page, "律师函")
    href = page.locator(".oe-find__hit").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(str(href))


def test_nothing_is_searched_while_an_input_method_composes(page: Page, served: str) -> None:
    page.goto(f"{served}zh/index.html")
    ask(page, "律师函")
    before = page.locator(".oe-find__results").inner_html()
    client = page.context.new_cdp_session(page)
    page.locator("dialog input").fill("")
    client.send("Input.imeSetComposition", {"text": "cui'shou", "selectionStart": 8, "selectionEnd": 8})
    assert page.locator("dialog input").input_value() == "cui'shou"
    assert page.locator(".oe-find__results").inner_html() == ""
    client.send("Input.insertText", {"text": "催收"})
    page.locator(".oe-find__hit").first.wait_for()
    assert page.locator(".oe-find__results").inner_html() != before


def test_it_says_why_a_page_was_found(page: Page, served: str) -> None:
    page.goto(f"{served}zh/index.html")
    ask(page, "刷我的征信")
    also = page.locator(".oe-find__also").first
    assert also.inner_text().startswith("也有人这样问：")
    assert also.locator("mark").count() > 0


def test_a_page_that_fits_word_for_word_does_not_hide_the_next_ones(page: Page, served: str) -> None:
    page.goto(f"{served}zh/index.html")
    ask(page, "婚前他欠的网贷 结婚后我有责任吗")
    assert page.locator(".oe-find__hit").count() >= 3


STATES = {"zh": ("逾期三天会怎样", "世界杯", "我不想活了"), "en": ("3 days overdue", "xyzzy", "i want to die")}
"""Results, none, and despair."""


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_dialog(
    browser: Browser, served: str, lang: str, size: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    page.goto(f"{served}{lang}/answers/one-day-late.html")
    page.evaluate(AXE)
    for query in STATES[lang]:
        ask(page, query)
        if violations := page.evaluate(RUN, TAGS):
            found[query] = violations
        page.keyboard.press("Escape")
    context.close()
    assert found == {}


def test_a_result_leads_to_the_section_that_was_asked_for(page: Page, served: str) -> None:
    page.goto(f"{served}zh/index.html")
    ask(page, "催收上门合法吗")
    page.locator(".oe-find__kind a").first.click()
    page.wait_for_url("**/zh/*/home-visit.html#rule")
    assert page.locator(":target").count() == 1


def test_without_a_result_there_is_a_way_on(page: Page, served: str) -> None:
    for lang, query in (("zh", "世界杯"), ("en", "xyzzy")):
        page.goto(f"{served}{lang}/index.html")
        ask(page, query)
        links: list[str] = page.locator(".oe-find__results a").evaluate_all("links => links.map(link => link.href)")
        assert any("/path/soon.html" in link for link in links)
        assert any("/stages/index.html" in link for link in links)
        assert any("/all.html#topic-" in link for link in links)
        assert any("/channels/nfra-12378.html" in link for link in links)
        for link in links:
            assert page.request.get(link.partition("#")[0]).ok, link


def test_the_other_language_is_one_tap_away(page: Page, served: str) -> None:
    page.goto(f"{served}zh/index.html")
    ask(page, "LPR")
    page.locator(".oe-find__other a").click()
    page.wait_for_url(f"{served}en/index.html#q=LPR")
    page.locator(".oe-find__hit").first.wait_for()
    assert all("/en/" in str(hit.get_attribute("href")) for hit in page.locator(".oe-find__hit").all())


def test_it_works_below_a_path(browser: Browser, site: Path, tmp_path: Path) -> None:
    from helpers import serve

    (tmp_path / "below").symlink_to(site)
    with serve(tmp_path) as address:
        page = browser.new_page()
        page.goto(f"{address}below/en/index.html?q=home visit")
        href = str(page.locator(".oe-find__hit").first.get_attribute("href"))
        assert href.startswith(f"{address}below/en/")
        page.close()


def test_it_works_from_a_file(page: Page, site: Path) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.goto(f"{(site / 'zh' / 'index.html').as_uri()}?q=爆通讯录")
    page.locator(".oe-find__hit").first.click()
    page.wait_for_url("file:///**/zh/*/contact-list*.html")
    assert errors == []


def test_it_fits_a_small_phone(browser: Browser, served: str) -> None:
    for lang in LANGS:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.goto(f"{served}{lang}/index.html")
        ask(page, "LPR 4倍 12378 interest")
        assert page.evaluate("document.querySelector('dialog').scrollWidth <= 320")
        small = page.evaluate(
            "[...document.querySelectorAll('.oe-find__hit, dialog button, dialog input, .oe-search')]"
            ".filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)"
        )
        assert small == []
        page.close()


def test_without_script_the_link_leads_to_the_list_of_everything(browser: Browser, served: str, site: Path) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    for lang in LANGS:
        page.goto(f"{served}{lang}/answers/one-day-late.html")
        page.locator("a.oe-search").click()
        page.wait_for_url(f"{served}{lang}/all.html")
        listed = {link.partition("#")[0] for link in Html(site / lang / "all.html").links}
        assert {f"{ref}.html" for ref in load(ROOT / "data")[0].records} <= listed
    context.close()

"""Every kind of page at every size a reader may choose: it fits, can be tapped, shows its focus and keeps still."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pagetypes import in_language, page_types, shapes, stay
from test_browser import DESK, PHONE

OPEN = "document.querySelectorAll('details').forEach(each => { each.open = true })"


def test_few_pages_hold_what_any_page_holds(site: Path) -> None:
    """Elements, classes, roles and scripts: a page of a new kind joins the list by itself."""
    found, chosen = shapes(site), page_types(site)
    assert set().union(*(found[name] for name in chosen)) == set().union(*found.values())
    assert {Path(name).parent for name in chosen} == {Path(name).parent for name in found}
    assert {name for name in found if name.count("/") == 1} <= set(chosen)
    assert len(chosen) < 80


SIDEWAYS = "document.documentElement.scrollWidth > innerWidth ? [document.documentElement.scrollWidth] : []"
TWICE = """() => { const root = document.documentElement;
  root.style.fontSize = parseFloat(getComputedStyle(root).fontSize) * 2 + 'px';
  document.querySelectorAll('table').forEach(each => { each.hidden = true; each.style.display = 'none' }); }"""
"""A table of figures is the one thing that may be wider than a phone when letters are twice as large (WCAG 1.4.10)."""
CONTROLS = "a[href], button, summary, input:not([type=hidden]), select, textarea"
SMALL = """selector => [...document.querySelectorAll(selector)].filter(each => each.checkVisibility()).filter(each => {
  const choice = each.type === 'radio' || each.type === 'checkbox';
  const target = choice && each.labels.length ? each.labels[0] : each;
  const { width, height } = target.getBoundingClientRect();
  const around = each.parentElement.closest('p,li,dd,dt,td,th,h1,h2,h3,h4,pre,div,section,nav,header,footer,main,body');
  const others = around.cloneNode(true);
  others.querySelectorAll(selector).forEach(other => other.remove());
  const inSentence = getComputedStyle(each).display === 'inline' && /[\\p{L}\\p{N}]/u.test(others.textContent);
  return !inSentence && !each.closest('sup') && (width < 43.5 || height < 43.5);
}).map(each => each.outerHTML.slice(0, 120))"""
"""Targets under 44 px. A link in a sentence is as high as its line, and a mark of a basis is a part of its sentence."""


RINGS = """selector => [...document.querySelectorAll(selector)].filter(each => each.checkVisibility()).filter(each => {
  each.focus({ focusVisible: true, preventScroll: true });
  const { outlineStyle, outlineWidth, outlineColor, opacity } = getComputedStyle(each);
  const back = getComputedStyle(document.body).backgroundColor;
  return document.activeElement !== each || outlineStyle === 'none' || parseFloat(outlineWidth) < 2
    || outlineColor === back || opacity === '0' || each.tabIndex !== 0;
}).map(each => each.outerHTML.slice(0, 120))"""
"""Controls that the keyboard does not reach in the order of the page, or that show no ring of 2 px when it does."""


MOVING = """[...document.querySelectorAll('*')].flatMap(each => [null, '::before', '::after'].map(part => {
  const { transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(each, part);
  const slow = transitionDuration.split(',').some(time => parseFloat(time) > 0)
    || (animationName !== 'none' && animationDuration.split(',').some(time => parseFloat(time) > 0));
  return slow || scrollBehavior === 'smooth' ? each.tagName + '.' + each.className + (part ?? '') : '';
})).filter(Boolean)"""


UNSEEN = """[...document.querySelectorAll('*')].filter(each => getComputedStyle(each).forcedColorAdjust === 'none'
    || (each.matches('button, textarea, select') && parseFloat(getComputedStyle(each).borderTopWidth) === 0
      && !each.textContent.trim())).map(each => each.outerHTML.slice(0, 120))"""
"""What a page insists to colour itself, and controls that only a background shows."""

Faults = dict[str, dict[str, list[str]]]
"""By what was asked, for each page with a fault."""


def measure(page: Page, name: str, faults: Faults) -> None:
    """Ask everything of the page that is open."""

    def ask(what: str, expression: str, argument: str | None = None) -> None:
        if found := page.evaluate(expression, argument):
            faults[what][name] = found

    for width in (320, 640):
        page.set_viewport_size({"width": width, "height": 640})
        ask(f"wider than {width}", SIDEWAYS)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    ask("no ring on a desk", RINGS, CONTROLS)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    ask("moves", MOVING)
    ask("small", SMALL, CONTROLS)
    ask("no ring on a phone", RINGS, CONTROLS)
    page.emulate_media(forced_colors="active")
    ask("no ring in forced colours", RINGS, CONTROLS)
    ask("unseen in forced colours", UNSEEN)
    page.emulate_media(forced_colors="none")
    page.evaluate(TWICE)
    ask("wider than a phone with letters twice as large", SIDEWAYS)


QUESTIONS = [
    "wider than 320", "wider than 640", "wider than a phone with letters twice as large", "small", "no ring on a desk",
    "no ring on a phone", "no ring in forced colours", "unseen in forced colours", "moves",
]  # fmt: skip


@pytest.fixture(scope="module")
def faults(browser: Browser, served: str, site: Path) -> Faults:
    """One page of each kind in both languages, with folded parts open, for a reader who wants no motion."""
    found: Faults = {what: {} for what in QUESTIONS}
    page = browser.new_page(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    stay(page)
    for name in sorted({each for lang in ("zh", "en") for each in in_language(page_types(site), lang)}):
        page.goto(served + name)
        page.evaluate(OPEN)
        measure(page, name, found)
    page.close()
    return found


@pytest.mark.parametrize("what", QUESTIONS)
def test_no_page_is(faults: Faults, what: str) -> None:
    assert faults[what] == {}


BAD = """<!doctype html><style>a:focus { outline: none } p { transition: color 1s; width: 700px }
b { forced-color-adjust: none } </style><p><a href=x>x</a></p><b>b</b>"""


def test_each_fault_is_seen(browser: Browser) -> None:
    found: Faults = {what: {} for what in QUESTIONS}
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.set_content(BAD)
    measure(page, "bad", found)
    page.close()
    assert [what for what, pages in found.items() if not pages] == []

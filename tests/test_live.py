"""While somebody edits, only what changed is made again; the result is that of making everything anew."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT
from overdue.model.memory import Memory
from overdue.site import Faulty, Site

Values = dict[str, Any]


def _texts(value: Any) -> list[Values]:
    """Return every text in both languages below a value."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, dict) and isinstance(value.get("zh"), str) and "en" in value else []
    return own + [text for item in inside for text in _texts(item)]


def _lists(value: Any) -> list[list[Any]]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, list) and value else []
    return own + [found for item in inside for found in _lists(item)]


def _say_more(values: Values, chance: random.Random) -> None:
    text = chance.choice(_texts(values))
    text["zh"], text["en"] = text["zh"] + "改", text["en"] + " changed"


def _say_more_in_the_title(values: Values, chance: random.Random) -> None:
    values["title"] = {"zh": values["title"]["zh"] + "改", "en": values["title"]["en"] + " changed"}


def _say_less(values: Values, chance: random.Random) -> None:
    found = chance.choice(_lists(values))
    found.pop(chance.randrange(len(found)))


def _shuffle(values: Values, chance: random.Random) -> None:
    chance.shuffle(chance.choice(_lists(values)))


def _review(values: Values, chance: random.Random) -> None:
    values["reviewed"] = f"2026-12-{chance.randint(10, 28)}"


EDITS: list[Callable[[Values, random.Random], None]] = [_say_more, _say_more_in_the_title, _say_less, _shuffle, _review]


def _edit(data: Path, chance: random.Random) -> str:
    """Change something in a record, or take a record away or bring it back; return what."""
    path = chance.choice(sorted(data.glob("*/*.yml")))
    if chance.random() < 0.05:
        path.unlink()
        return f"unlink {path}"
    values = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    edit = chance.choice(EDITS)
    edit(values, chance)
    path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return f"{edit.__name__} {path}"


def _shown(data: Path, live: Memory | None) -> object:
    """Return text and frame of each page, or the findings. What one language says alone is shown to whoever edits."""
    try:
        site = Site.load(data, "https://x.example/", live or Memory())
    except Faulty as error:
        return error.findings
    return {path: (text, site.frame(path)) for path, text in site.texts.items()}


AUDIT = "OVERDUE_AUDIT" in os.environ


@pytest.mark.parametrize("seed", range(40 if AUDIT else 2))
def test_random_edits_of_the_example(project: Path, seed: int) -> None:
    _follow(project / "data", random.Random(seed), 8)


def test_a_new_title_shows_wherever_the_record_is_named(project: Path) -> None:
    data, live = project / "data", Memory()
    for path in sorted(data.glob("*/*.yml")):
        values = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        _say_more_in_the_title(values, random.Random())
        path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
        shown = _shown(data, live)
        assert isinstance(shown, dict)
        assert shown == _shown(data, None), path


def test_a_list_is_in_order_when_a_link_is_gone(project: Path) -> None:
    data, live = project / "data", Memory()
    text = (data / "remedies" / "negotiate.yml").read_text(encoding="utf-8")
    for name in ("a", "b"):
        (data / "remedies" / f"{name}.yml").write_text(text, encoding="utf-8")
    visit, term = data / "practices" / "home-visit.yml", data / "terms" / "overdue.yml"
    visit.write_text(visit.read_text(encoding="utf-8") + "see: [remedies/a, remedies/b]\n", encoding="utf-8")
    before = term.read_text(encoding="utf-8")
    for named in ("a", "b"):  # the one that more records name stands first
        term.write_text(f"{before}see: [remedies/{named}]\n", encoding="utf-8")
        shown = _shown(data, live)
        assert isinstance(shown, dict), shown
        assert shown == _shown(data, None)


def test_random_edits_of_the_real_records(tmp_path: Path) -> None:
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    _follow(tmp_path / "data", random.Random(7), 20 if AUDIT else 1)


def _follow(data: Path, chance: random.Random, steps: int) -> None:
    live, good = Memory(), 0
    for _ in range(steps):
        before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
        what = _edit(data, chance)
        shown = _shown(data, live)
        assert shown == _shown(data, None), what
        if isinstance(shown, list):  # a mistake: take it back, as people do
            for path, content in before.items():
                path.write_bytes(content)
        else:
            good += 1
    assert good, "no edit was a good one"


def test_what_did_not_change_is_not_rendered_again(example: Path, tmp_path: Path) -> None:
    live = Memory()
    first = Site.load(example, None, live)
    assert all(first.is_new(path) for path in first.texts)
    assert all(Site.load(example, None, live).is_new(path) for path in first.texts), "no build has ended yet"
    first.begin_beside(tmp_path / "site", None)()
    path = example / "practices" / "home-visit.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("录像。", "录一段像。"), encoding="utf-8")
    second = Site.load(example, None, live)
    assert {path for path in second.texts if second.is_new(path)} == {"zh/practices/home-visit.md"}
    assert second.pages["zh/terms/overdue.md"] is first.pages["zh/terms/overdue.md"]
    assert second.library.records["terms/overdue"] is first.library.records["terms/overdue"]


def test_a_build_makes_everything(example: Path) -> None:
    site = Site.load(example)
    assert all(site.is_new(path) for path in [*site.texts, *site.texts])

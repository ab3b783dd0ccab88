"""The theme's style sheet, cut to what our pages have."""

from __future__ import annotations

import re
from pathlib import Path

from overdue.published.sheet import OTHERS, USED, cut, tidy


def test_it_keeps_what_is_used_and_cuts_what_is_not() -> None:
    sheet = (
        '@charset "utf-8";html{a:b}.md-search{c:d}.md-typeset .md-search,.md-tabs{e:f}.md-typeset p,.md-tabs{g:h}'
        "@media print{.md-nav{i:j}.md-grid{k:l}}@media screen{.md-nav{m:n}}"
        '.md-typeset a::before{content:"}"}/* } */@keyframes spin{to{o:p}}.md-nav:not(.x,.y){q:r}'
    )
    assert cut(sheet) == (
        '@charset "utf-8";html{a:b}.md-typeset p,.md-tabs{g:h}@media print{.md-grid{k:l}}'
        '.md-typeset a::before{content:"}"}/* } */@keyframes spin{to{o:p}}.md-nav:not(.x,.y){q:r}'
    )


def test_our_pages_use_no_class_of_the_theme_that_was_cut(pages: list[Path]) -> None:
    used = {
        name
        for page in pages
        for names in re.findall(r'class="([^"]*)"', page.read_text(encoding="utf-8"))
        for name in names.split()
        if name.startswith("md-")
    }
    assert used <= USED


def test_it_drops_comments_and_what_nothing_asks_for() -> None:
    sheet = (
        '/* whose */:root{--md-a:url("data:x;/* y */");--md-b:var(--md-c);--md-c:red;--own:1}'
        "\n  /* two\n lines */\n  p{color:var(--md-d, blue);--md-d:'}'}q{--md-e:1}"
    )
    assert tidy(sheet) == ":root{--own:1}\np{color:var(--md-d, blue);--md-d:'}'}\n"


def test_no_page_has_a_box_whose_look_was_cut(pages: list[Path]) -> None:
    """A class of ours may share a name with one of Material's boxes; only such a box would lose its look."""
    for page in pages:
        for names in re.findall(r'<details[^>]*class="([^"]*)"', page.read_text(encoding="utf-8")):
            assert not any(OTHERS.match(name) for name in names.split()), (page, names)
        assert "admonition" not in page.read_text(encoding="utf-8"), page

"""Whatever a text holds, the page shows exactly that text and nothing more."""

from __future__ import annotations

import html
import re

import markdown as python_markdown
import pytest

from overdue.model.markdown import block, plain

NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "**bold** _em_ `code` ~~x~~",
    "{.class #id onclick=x}",
    "{{ 7*7 }} {% raw %}",
    "# heading",
    "1. item",
    "12) item",
    "- item",
    "+ item",
    "> quote",
    "a | b",
    "=====",
    "&lt;script&gt; &amp; &#60;",
    "\\*escaped\\*",
    "[ref]: http://example.org",
    "*[abbr]: x",
    "line one\nline two",
    "普通的话，没有标记。",
]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("frame", ["{}", "- {}", "1. {}", "## {} {{#id}}", '<div markdown="1">\n\n{}\n\n</div>'])
def test_text_stays_text(text: str, frame: str) -> None:
    page = python_markdown.markdown(frame.format(plain(text)), extensions=["attr_list", "md_in_html", "toc"])
    tags = set(re.findall(r"<([a-z0-9]+)", page))
    assert tags <= {"p", "ul", "ol", "li", "h2", "div"}
    shown = html.unescape(re.sub(r"<[^>]*>", "", page)).strip()
    assert " ".join(shown.split()) == " ".join(text.split())


@pytest.mark.parametrize("text", NASTY)
def test_a_block_keeps_its_lines_and_no_markup(text: str) -> None:
    page = python_markdown.markdown(f"<pre>{block(text)}</pre>", extensions=["attr_list", "md_in_html"])
    assert html.unescape(re.sub(r"</?pre>", "", page)).strip() == text.strip()

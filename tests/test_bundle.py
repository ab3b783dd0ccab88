"""One style sheet and one script for every page, named after their content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from overdue.published.bundle import FOLDER, bundle
from overdue.published.headers import headers_file


@dataclass
class Text:
    """A file of a site."""

    content_string: str


FILES = {
    "assets/overdue.js": Text("one();"),
    "assets/overdue.css": Text(".oe{a:b}"),
    "assets/share.js": Text("two();"),
    "assets/stylesheets/main.1234.min.css": Text("html{a:b}.md-search{c:d}"),
    "assets/helpers/helpers.css": Text(".helper{a:b}"),
    **{f"assets/helpers/{name}.js": Text(f"{name}();") for name in ("common", "letter", "calendar", "dates")},
    **{f"assets/helpers/{name}.js": Text(f"{name}();") for name in ("amounts", "interest")},
    "assets/search.js": Text("not for every page"),
}


def test_it_joins_them_in_order_and_cuts_the_themes() -> None:
    joined = bundle(FILES)
    assert joined.files[joined.sheet] == "html{a:b}\n.oe{a:b}\n.helper{a:b}\n"
    assert {name: joined.files[path] for name, path in joined.scripts.items()} == {
        "overdue": "one();\ntwo();",
        "letter": "common();\nletter();",
        "dates": "common();\ncalendar();\ndates();",
        "interest": "common();\namounts();\ninterest();",
    }
    assert set(FILES) - set(joined.replaced) == {"assets/overdue.css", "assets/search.js"}


def test_a_name_changes_with_what_is_in_it_and_only_then() -> None:
    first, second = bundle(FILES), bundle(FILES | {"assets/share.js": Text("three();")})
    assert first == bundle(dict(reversed(FILES.items())))
    assert first.sheet == second.sheet
    assert [name for name in first.scripts if first.scripts[name] != second.scripts[name]] == ["overdue"]
    assert re.fullmatch(r"assets/hashed/overdue\.[0-9a-f]{8}\.js", first.scripts["overdue"])


def test_a_missing_file_is_named() -> None:
    with pytest.raises(LookupError, match=r"main\.\*\.css: found 0 files"):
        bundle({name: text for name, text in FILES.items() if "main" not in name})


def test_hosts_keep_what_never_changes(site: Path) -> None:
    assert f"/{FOLDER}/*\n  Cache-Control: public, max-age=31536000, immutable" in headers_file()
    assert sorted(path.suffix for path in (site / FOLDER).iterdir()) == [".css", *[".js"] * 4]
    assert not list(site.rglob("main.*.css"))

"""Asks every outward link of a built site whether it still answers: `python tools/links.py site`.

Once a week, never in a pull request: what other people's servers do is no fault of a change.
"""

from __future__ import annotations

import re
import sys
import urllib.error
import urllib.request
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

LINK = re.compile(r'<a\b[^>]*\bhref="(https?://[^"#]+)')
EDIT = re.compile(r"/(edit|blob)/main/")
"""Links to the files of the repository itself: there is one on every page, and tests check the paths."""
TRIES = 2
SECONDS = 20


def outward(site: Path) -> dict[str, list[str]]:
    """Return the outward links of a site, each with the pages that have it."""
    found: dict[str, list[str]] = defaultdict(list)
    for page in sorted(site.rglob("*.html")):
        for link in sorted(set(LINK.findall(page.read_text(encoding="utf-8")))):
            if not EDIT.search(link):
                found[unescape(link)].append(page.relative_to(site).as_posix())
    return dict(found)


def answer(link: str) -> str:
    """Return what is wrong with a link, or nothing. A server that refuses robots is no fault."""
    problem = ""
    for _ in range(TRIES):
        request = urllib.request.Request(link, headers={"User-Agent": "overdue-explained link check"})
        try:
            with urllib.request.urlopen(request, timeout=SECONDS):
                return ""
        except urllib.error.HTTPError as error:
            if error.code in (403, 429):
                return ""
            problem = f"status {error.code}"
        except (OSError, ValueError) as error:
            problem = f"no answer ({error})"
    return problem


def main(arguments: list[str]) -> int:
    """Ask all links and print the ones that do not answer, with their pages."""
    links = outward(Path(arguments[0]))
    with ThreadPoolExecutor(4) as pool:
        answers = dict(zip(links, pool.map(answer, links), strict=True))
    wrong = {link: problem for link, problem in answers.items() if problem}
    for link, problem in wrong.items():
        print(f"{link}: {problem}; on {', '.join(links[link][:3])}")
    print(f"{len(links)} outward links, {len(wrong)} without an answer")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

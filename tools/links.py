"""Asks every outward link of a built site whether it still answers: `python tools/links.py site`.

Once a week, never in a pull request: what other people's servers do is no fault of a change. Each answer has a type:
gone and moved are for us to mend; a server that refuses robots, is slow or has a bad certificate, for a person to see.
"""

from __future__ import annotations

import re
import socket
import ssl
import sys
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from html import unescape
from pathlib import Path

LINK = re.compile(r'<a\b[^>]*\bhref="(https?://[^"#]+)')
EDIT = re.compile(r"/(edit|blob)/main/")
"""Links to the files of the repository itself: there is one on every page, and tests check the paths."""
TRIES = 2
SECONDS = 20.0


class Kind(Enum):
    """What became of a link."""

    WELL = "answers"
    GONE = "gone"
    MOVED = "moved"
    BLOCKS = "blocks robots"
    SLOW = "slow"
    TLS = "TLS"
    BROKEN = "no answer"


TO_MEND = (Kind.GONE, Kind.MOVED, Kind.BROKEN)


@dataclass(frozen=True)
class Answer:
    """What a server said of a link."""

    kind: Kind
    detail: str = ""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


OPENER = urllib.request.build_opener(_Stay)


def outward(site: Path) -> dict[str, list[str]]:
    """Return the outward links of a site, each with the pages that have it."""
    found: dict[str, list[str]] = defaultdict(list)
    for page in sorted(site.rglob("*.html")):
        for link in sorted(set(LINK.findall(page.read_text(encoding="utf-8")))):
            if not EDIT.search(link):
                found[unescape(link)].append(page.relative_to(site).as_posix())
    return dict(found)


def answer(link: str, seconds: float = SECONDS) -> Answer:
    """Ask for a link; what may pass is tried again."""
    for _ in range(TRIES):
        found = _ask(link, seconds)
        if found.kind not in (Kind.SLOW, Kind.BROKEN):
            return found
    return found


def _ask(link: str, seconds: float) -> Answer:
    request = urllib.request.Request(link, headers={"User-Agent": "overdue-explained link check"})
    try:
        with OPENER.open(request, timeout=seconds):
            return Answer(Kind.WELL)
    except urllib.error.HTTPError as error:
        return _of_status(error.code, error.headers.get("Location", ""))
    except TimeoutError:
        return Answer(Kind.SLOW, f"nothing within {seconds:g} s")
    except (OSError, ValueError) as error:
        return _of_error(getattr(error, "reason", error), seconds)


def _of_status(status: int, to: str) -> Answer:
    if status in (301, 308):
        return Answer(Kind.MOVED, f"to {to}")
    if 300 <= status < 400:  # for now only: the link stays right
        return Answer(Kind.WELL)
    if status in (401, 403, 405, 406, 412, 418, 429, 451, 503):
        return Answer(Kind.BLOCKS, f"status {status}")
    return Answer(Kind.GONE if status in (404, 410) else Kind.BROKEN, f"status {status}")


def _of_error(reason: object, seconds: float) -> Answer:
    if isinstance(reason, ssl.SSLError):
        return Answer(Kind.TLS, str(reason))
    if isinstance(reason, TimeoutError):
        return Answer(Kind.SLOW, f"nothing within {seconds:g} s")
    if isinstance(reason, socket.gaierror):
        return Answer(Kind.GONE, "no such host")
    return Answer(Kind.BROKEN, str(reason))


def main(arguments: list[str]) -> int:
    """Ask all links; print what did not answer, by type, with its pages. Exit status 1 if there is one to mend."""
    links = outward(Path(arguments[0]))
    with ThreadPoolExecutor(4) as pool:
        answers = dict(zip(links, pool.map(answer, links), strict=True))
    for kind in Kind:
        for link in sorted(link for link, found in answers.items() if found.kind is kind is not Kind.WELL):
            print(f"{kind.value}: {link}: {answers[link].detail}; on {', '.join(links[link][:3])}")
    counts = Counter(found.kind for found in answers.values())
    print(f"{len(links)} outward links: " + ", ".join(f"{counts[kind]} {kind.value}" for kind in Kind))
    return 1 if any(counts[kind] for kind in TO_MEND) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

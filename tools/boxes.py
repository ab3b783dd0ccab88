"""Reads the boxes of a pull request: `PR_BODY=… python tools/boxes.py`; exit status 1 if one is left open.

The body is somebody else's text: it comes by the environment, is compared and never run.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

TEMPLATE = Path(__file__).parent.parent / ".github" / "PULL_REQUEST_TEMPLATE.md"
BOX = re.compile(r"^\s*[-*] \[(?P<tick>[ xX])\] (?P<text>.*?)\s*$", re.MULTILINE)
NOT_APPLICABLE = re.compile(r"(?i)\bn/a\b[\s:：,，—–-]*\S{2,}")
COMMENT = re.compile(r"<!--.*?(-->|\Z)", re.DOTALL)


def boxes(text: str) -> dict[str, tuple[bool, str]]:
    """Return for the key of each box whether it is ticked, and its text. The key is its English half, without marks."""
    found = COMMENT.sub("", text)
    return {_key(match["text"]): (match["tick"] != " ", match["text"]) for match in BOX.finditer(found)}


def _key(text: str) -> str:
    words = NOT_APPLICABLE.split(text)[0]
    return re.sub(r"[^a-z]+", " ", words.rpartition(" · ")[2].lower()).strip()


def problems(template: str, body: str) -> list[str]:
    """Return a line for each box of the template that a body leaves open or lacks."""
    given = boxes(body)
    missing = []
    for key, (_, text) in boxes(template).items():
        ticked, words = given.get(key, (False, ""))
        if key not in given:
            missing.append(f"missing: {text}")
        elif not ticked and not NOT_APPLICABLE.search(words):
            missing.append(f"open: {text}")
    return missing


def main() -> int:
    """Check the body in `PR_BODY`."""
    found = problems(TEMPLATE.read_text(encoding="utf-8"), os.environ.get("PR_BODY", ""))
    for line in found:
        print(line)
    if found:
        print('Tick each box with [x], or write "n/a" and why behind it. 逐个打勾，用不上的写 n/a 和原因。')
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

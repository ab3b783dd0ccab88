"""Which words of a sentence changed: by the word in English, by the character in Chinese, a figure as a whole."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_\u2e80-\u9fff]+|\s+|.", re.DOTALL)
ALIKE = 0.4
"""Below this, nothing is gained by telling which words of two sentences are the same."""

Part = tuple[str, bool]
"""Some words, and whether they changed."""


def changed_words(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Return both texts in parts that changed and parts that did not; texts that have little in common are one part."""
    before, after = WORD.findall(old), WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return [(old, False)], [(new, False)]
    left: list[Part] = []
    right: list[Part] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        _add(left, "".join(before[i:j]), changed=tag != "equal")
        _add(right, "".join(after[k:m]), changed=tag != "equal")
    return _joined(left), _joined(right)


def _add(parts: list[Part], text: str, *, changed: bool) -> None:
    if text:
        parts.append((text, changed))


def _joined(parts: list[Part]) -> list[Part]:
    """Join changed parts that only a space keeps apart, as the eye does."""
    result: list[Part] = []
    for text, changed in parts:
        if changed and len(result) > 1 and result[-1][0].isspace() and result[-2][1]:
            space, _ = result.pop()
            text = result.pop()[0] + space + text
        result.append((text, changed))
    return result

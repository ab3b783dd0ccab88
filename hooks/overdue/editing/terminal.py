"""Text on a terminal: wrapped by what the eye sees, coloured only where somebody is looking."""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}
_ON, _OFF = "\x0e", "\x0f"
"""Where marked words begin and end until lines are broken; YAML takes no such character, so no text has one."""
_NO_START = "，。；：！？、）》”’％%)]},.;:!?"
"""What must not stand at the beginning of a line."""


@dataclass(frozen=True)
class Style:
    """Whether colours are used, and how wide a line may be."""

    colour: bool
    width: int

    @classmethod
    def of(cls, stream: TextIO | None = None) -> Style:
        """Return the style for a stream: plain unless it is a terminal that has not been told otherwise."""
        stream = stream or sys.stdout
        colour = stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        return cls(colour, min(shutil.get_terminal_size((100, 24)).columns, 100))

    def __call__(self, text: str, *names: str) -> str:
        """Return the text in a style such as `bold`."""
        if not self.colour or not names:
            return text
        text = text.replace(_ON, "\033[7m").replace(_OFF, "\033[27m")
        return f"\033[{';'.join(_CODES[name] for name in names)}m{text}\033[0m"

    def mark(self, text: str) -> str:
        """Return a text that stands out inside a coloured one, once that is wrapped."""
        return f"{_ON}{text}{_OFF}" if self.colour else text

    def wrap(self, text: str, first: str = "", later: str | None = None) -> str:
        """Return a text in lines; `first` leads the first of them and `later` (spaces by default) the others."""
        later = " " * columns(first) if later is None else later
        lines: list[str] = []
        for paragraph in text.split("\n"):
            lead = later if lines else first
            lines += _wrapped(paragraph, self.width, lead, later)
        return "\n".join(lines)


def columns(text: str) -> int:
    """Return how many columns a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else char not in (_ON, _OFF) for char in text)


def _wrapped(text: str, width: int, first: str, later: str) -> Iterator[str]:
    line, lead = "", first
    used = columns(lead)
    for piece in _pieces(text):
        full = used + columns(piece.rstrip()) > width
        if full and line.strip() and piece[0] not in _NO_START:
            yield (lead + line).rstrip()
            line, lead = piece.lstrip(), later
            used = columns(lead + line)
        else:
            line += piece
            used += columns(piece)
    yield (lead + line).rstrip()


def _pieces(text: str) -> list[str]:
    """Return what may not be broken: a word with the spaces behind it, or one Chinese character."""
    return re.findall(
        r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f] *|[^\s\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]+ *| +", text
    )


PATIENCE = 2.0
"""Seconds after which somebody wants to know that something still happens."""


@contextmanager
def waiting(what: str, stream: TextIO | None = None, patience: float = PATIENCE) -> Iterator[None]:
    """Show on a terminal, after a while, what is done and for how long; the line is gone at the end."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield
        return
    done = threading.Event()
    watcher = threading.Thread(target=_tick, args=(what, stream, patience, done), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _tick(what: str, stream: TextIO, patience: float, done: threading.Event) -> None:
    start = time.monotonic()
    shown = False
    while not done.wait(1.0 if shown else patience):
        shown = True
        stream.write(f"\r{what}: {time.monotonic() - start:.0f} s ")
        stream.flush()
    if shown:
        stream.write("\r" + " " * (columns(what) + 10) + "\r")
        stream.flush()

"""Nothing half-written: a site is built beside the old one and takes its place only when it is whole."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def build_and_swap(target: Path, build: Callable[[Path], int]) -> int:
    """Let `build` fill a new folder and return its status; only after 0 does the folder become `target`."""
    fresh, old = _beside(target, "new"), _beside(target, "old")
    _recover(target, old)
    shutil.rmtree(fresh, ignore_errors=True)  # what a killed build left
    fresh.parent.mkdir(parents=True, exist_ok=True)
    try:
        status = build(fresh)
        if status == 0:
            swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return status


def swap(fresh: Path, target: Path) -> None:
    """Put `fresh` in the place of `target`: in one step where the system can, so that no moment is without a site."""
    old = _beside(target, "old")
    if not target.exists():
        fresh.rename(target)
    elif not _exchange(fresh, target):
        target.rename(old)  # killed here, the next build brings it back
        fresh.rename(target)
        shutil.rmtree(old)


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.{what}")


def _recover(target: Path, old: Path) -> None:
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; say whether this system can."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    paths = os.fsencode(first), os.fsencode(second)
    return bool(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)

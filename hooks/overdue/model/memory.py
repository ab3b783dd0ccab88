"""What was made last time, and from what: so that making everything again costs only what changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")


class Memory:
    """Remembers one thing for each key; it is made anew when what it rests on is no longer equal.

    Things must be pure functions of what they rest on, and are never changed once made.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[object, object]] = {}

    def recall(self, key: Hashable, rests_on: object, make: Callable[[], T]) -> T:
        """Return what `make` returned when `rests_on` was last equal to this, or call it."""
        if (seen := self._known.get(key)) is not None and seen[0] == rests_on:
            return cast("T", seen[1])
        made = make()
        self._known[key] = rests_on, made
        return made

    def keep(self, key: Hashable, value: object) -> None:
        """Remember a value."""
        self._known[key] = value, None

    def kept(self, key: Hashable) -> object:
        """Return the value that was kept for `key`, or None."""
        return self._known[key][0] if key in self._known else None

    def forget_unless(self, key: Hashable, value: object) -> None:
        """Forget everything unless this is the value that was kept for `key`; keep it."""
        if self.kept(key) != value:
            self._known.clear()
        self.keep(key, value)

"""Work that another process does at the same time."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")


def _processes(wish: str) -> int:
    """Return how many processes to use; where nobody wishes for a number, one for each processor, four at most."""
    if wish and not (wish.isascii() and wish.isdigit() and int(wish)):
        sys.exit(f"OVERDUE_PROCESSES: '{wish}'; expected a number from 1 on")
    return (int(wish) if wish else min(os.cpu_count() or 1, 4)) if hasattr(os, "fork") else 1


PROCESSES = _processes(os.environ.get("OVERDUE_PROCESSES", ""))
"""How many processes work at the same time, where that is worth it."""


def in_child(make: Callable[[], T]) -> Callable[[], T]:
    """Let a copy of this process call `make`, and return what waits for the result.

    The copy has everything that this process has read, so that nothing but the result is handed over. `make` must not
    write to the standard streams, nor take a lock that another thread may hold. Where there is but one process, it is
    called when the result is asked for.

    What waits raises ChildProcessError if the copy ended without a result; it has then said why on standard error.
    """
    if PROCESSES == 1:
        return make
    forking = multiprocessing.get_context("fork")
    ours, theirs = forking.Pipe(duplex=False)
    child = forking.Process(target=_send, args=(make, theirs), daemon=True)
    child.start()
    theirs.close()  # so that waiting ends when the child does

    def result() -> T:
        try:
            made: T = ours.recv()
        except EOFError:
            raise ChildProcessError("another process ended without a result") from None
        finally:
            child.join()
        return made

    return result


def _send(make: Callable[[], T], into: Connection) -> None:
    into.send(make())
    os._exit(0)  # a thread of the parent may have held the lock of standard error, which a proper end would wait for

"""Runs a command and measures it: seconds on the clock, and the most memory its processes held together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LOOK = 0.02
"""Seconds between two looks at the memory."""


class Failed(Exception):
    """A command that did not do what it should."""


@dataclass(frozen=True)
class Run:
    """What one run took."""

    seconds: float
    peak: int
    """Bytes."""


def run(
    command: Sequence[object],
    cwd: Path,
    environment: Mapping[str, str] | None = None,
    limit: float = 1800,
) -> Run:
    """Run a command to its end.

    Raises:
        Failed: it ended badly or took longer than `limit` seconds.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    peak = 0
    while True:
        try:
            # Reads what it says meanwhile, so that a full pipe does not stop it.
            _, said = process.communicate(timeout=LOOK)
            break
        except subprocess.TimeoutExpired:
            peak = max(peak, sum(map(_resident, _tree(process.pid))))
            if time.perf_counter() - begun > limit:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                raise Failed(f"{command[0]} took longer than {limit:.0f} s") from None
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise Failed(f"{' '.join(map(str, command))}: status {process.returncode}\n{said[-2000:]}")
    return Run(seconds, peak)


def _tree(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text().split():
                yield from _tree(int(child))


def _resident(pid: int) -> int:
    """Return the bytes of memory that a process holds; 0 when it has gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0

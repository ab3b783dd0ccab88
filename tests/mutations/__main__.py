"""Breaks every file in every way, on all cores, and lists what no check saw: `python -m mutations [folder of data]`."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mutations.beside import Beside
from mutations.engine import TABLE, Engine

DATA = Path(__file__).parent.parent.parent / "data"


@dataclass
class Result:
    """What became of the mutants of one file."""

    name: str
    tried: Counter[str] = field(default_factory=Counter)
    survivors: list[str] = field(default_factory=list)


@dataclass
class Worker:
    """The library as one process holds it."""

    engine: Engine
    beside: Beside

    def attempt(self, name: str) -> Result:
        """Try every mutant of one file."""
        result = Result(name)
        for mutator, title, caught in self._of_beside(name) if "." in name else self._of_record(name):
            result.tried[mutator] += 1
            if not caught:
                result.survivors.append(title)
        return result

    def _of_record(self, ref: str) -> Iterator[tuple[str, str, bool]]:
        for mutant in self.engine.mutants(ref):
            yield mutant.mutator["name"], mutant.title, self.engine.caught(mutant)

    def _of_beside(self, file: str) -> Iterator[tuple[str, str, bool]]:
        for fault in self.beside.faults(file):
            yield fault.name, fault.title, self.beside.caught(fault)


worker: Worker


def start(data: Path) -> None:
    """Load the library in a process of its own."""
    global worker
    engine = Engine(data)
    worker = Worker(engine, Beside(engine))


def attempt(name: str) -> Result:
    """Try every mutant of one file in a process that is ready."""
    return worker.attempt(name)


def main(arguments: list[str]) -> int:
    """Print how many were tried and caught by mutator; exit status 1 if one survived."""
    started = time.monotonic()
    data = Path(arguments[0]) if arguments else DATA
    names = [*TABLE["beside"], *TABLE["lines"], *Engine(data).refs]
    results: list[Result] = []
    with multiprocessing.Pool(initializer=start, initargs=(data,)) as pool:
        for result in pool.imap(attempt, names):
            results.append(result)
            progress(results, len(names), started)
    tried: Counter[str] = sum((result.tried for result in results), Counter())
    survivors = sorted(title for result in results for title in result.survivors)
    for name, count in tried.items():
        print(f"{count:>7}  {name}")
    for title in survivors:
        print(f"survived  {title}")
    total, seconds = tried.total(), time.monotonic() - started
    print(
        f"{len(names)} files, {len(tried)} mutators: {total} mutants tried, {total - len(survivors)} caught, ", end=""
    )
    print(f"{len(survivors)} survived; {seconds:.0f} s")
    return bool(survivors)


def progress(results: list[Result], files: int, started: float) -> None:
    """Say on a terminal how far it is."""
    if sys.stderr.isatty():
        tried = sum(result.tried.total() for result in results)
        lost = sum(len(result.survivors) for result in results)
        seconds = time.monotonic() - started
        left = seconds / len(results) * (files - len(results))
        line = f"{len(results)} of {files} files, {tried} mutants, {lost} survived, {left / 60:.0f} min left"
        print(f"\r{line:<78}", end="" if len(results) < files else "\n", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

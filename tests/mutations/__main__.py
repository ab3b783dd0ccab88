"""Tries every mutant of every file on all cores, and lists those that no check saw."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import Counter
from pathlib import Path

from mutations.engine import Engine

DATA = Path(__file__).parent.parent.parent / "data"
Result = tuple[Counter[str], Counter[str], list[str]]


def attempt(part: tuple[int, int]) -> Result:
    """Try every mutant of every n-th file; return what was tried and caught by mutator, and the survivors."""
    start, step = part
    engine = Engine(DATA)
    tried: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    survivors: list[str] = []
    for ref in engine.refs[start::step]:
        for mutant in engine.mutants(ref):
            tried[mutant.mutator["name"]] += 1
            if engine.caught(mutant):
                caught[mutant.mutator["name"]] += 1
            else:
                survivors.append(mutant.title)
    return tried, caught, survivors


def main() -> int:
    """Print how many were tried and caught by mutator; exit status 1 if one survived."""
    started = time.monotonic()
    cores = multiprocessing.cpu_count()
    with multiprocessing.Pool(cores) as pool:
        results = pool.map(attempt, [(start, cores * 4) for start in range(cores * 4)], chunksize=1)
    tried: Counter[str] = sum((result[0] for result in results), Counter())
    caught: Counter[str] = sum((result[1] for result in results), Counter())
    survivors = sorted(title for result in results for title in result[2])
    for name, count in tried.items():
        print(f"{caught[name]:>7} of {count:<7} {name}")
    for title in survivors:
        print(f"survived  {title}")
    seconds = time.monotonic() - started
    print(f"{tried.total()} mutants tried, {caught.total()} caught, {len(survivors)} survived; {seconds:.0f} s")
    return bool(survivors)


if __name__ == "__main__":
    sys.exit(main())

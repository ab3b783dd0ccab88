"""`make bench`: builds the same content five ways, looks at it in a browser, and prints what that took."""

from __future__ import annotations

import argparse
import dataclasses
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench import browser, builders, curve, hosts, needs, rebuild, report, scaling, search
from bench.process import run
from overdue.model.load import load

STEPS = ("builds", "views", "pages", "links", "search", "editing", "growth")


@dataclasses.dataclass
class Bench:
    """One run of everything."""

    root: Path
    work: Path
    runs: int
    counts: tuple[int, ...]
    steps: tuple[str, ...]
    quick: bool
    chromium: Browser
    found: report.Measured
    ways: list[builders.Builder] = dataclasses.field(default_factory=list)

    def all(self) -> None:
        """Take every step; one that fails is reported and stops no other."""
        self.ways = builders.builders(self.root, self.work)
        for step in STEPS:
            if step in self.steps:
                self._try(step, getattr(self, f"_{step}"))

    def _try(self, what: str, step: Callable[[], None]) -> None:
        print(f"… {what}", file=sys.stderr, flush=True)
        try:
            step()
        except Exception as error:
            self.found.failed.append(f"{what}: {type(error).__name__}: {error}")
        text = json.dumps(dataclasses.asdict(self.found), ensure_ascii=False, indent=1)
        (self.work / "results.json").write_text(text, encoding="utf-8")

    def _builds(self) -> None:
        if self.quick:
            self.found.left_out.append(builders.SLOWEST)
        for way in self.ways:
            if way.name in self.found.left_out:
                continue
            self._try(way.name, lambda way=way: self._build(way))  # type: ignore[misc]

    def _build(self, way: builders.Builder) -> None:
        runs = way.runs(self.runs)
        self.found.rows.append(report.Row(way.name, builders.version(way), runs, builders.size(way.site)))

    def _built(self) -> list[tuple[report.Row, builders.Builder]]:
        ways = {way.name: way for way in self.ways}
        return [(row, ways[row.name]) for row in self.found.rows]

    def _site(self, way: builders.Builder) -> Path:
        """Return a built site; it is built now where the builds were not asked for."""
        if not way.site.is_dir():
            way.cold()
        return way.site

    def _views(self) -> None:
        self.found.answer = browser.an_answer(self.ways[0].site)
        for row, way in self._built():
            row.view = browser.views(way.site, self.found.answer, self.runs, ours=way.ours)

    def _pages(self) -> None:
        site = self._site(self.ways[0])
        for page in browser.five(site)[:: 3 if self.quick else 1]:
            self.found.five[page] = browser.views(site, page, 1 if self.quick else min(self.runs, 3), ours=True)
            first = f"{page[:2]}/about.html"
            self.found.second[page] = browser.second_page(self.chromium, site, first, page)

    def _links(self) -> None:
        for row, way in self._built():
            times = 1 if self.quick or not way.ours else self.runs
            row.links = browser.over_slow_links(self.chromium, way.site, self.found.answer, times, ours=way.ours)

    def _search(self) -> None:
        stock = next(way for way in self.ways if "prune" in way.name)
        self.found.search = search.compare(self.chromium, self._site(self.ways[0]), self._site(stock))

    def _editing(self) -> None:
        command = [sys.executable, "-m", "overdue.cli", "check"]
        self.found.check = report.middle([run(command, self.root, builders.PATH).seconds for _ in range(self.runs)])
        record = browser.an_answer(self._site(self.ways[0])).removeprefix("zh/").removesuffix(".html")
        self.found.shown = rebuild.measure(self.chromium, self.root, self.work / "serve", record, self.runs)

    def _growth(self) -> None:
        for count in sorted({*self.counts, self.found.records}):
            self.found.points.append(scaling.measure(self.root, self.work / "growth", count))


def options(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each build and view (5)")
    parser.add_argument("--records", default=",".join(map(str, scaling.COUNTS)), help="sizes to grow to")
    parser.add_argument("--quick", action="store_true", help="one run of each, and small sizes only")
    parser.add_argument("--steps", default=",".join(STEPS), help=f"which of {', '.join(STEPS)}")
    parser.add_argument("--root", type=Path, default=needs.ROOT, help="another project than this one")
    parser.add_argument("--docs", action="store_true", help="write the figures into the pages for hosts")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; exit status 1 if a part failed."""
    chosen = options(arguments)
    needs.require()
    work = needs.BUILD / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    root = chosen.root.resolve()
    counts = () if chosen.quick else tuple(int(count) for count in chosen.records.split(",") if count)
    found = report.Measured(report.machine(), report.today(), len(load(root / "data")[0].records))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser.chromium(), args=browser.FLAGS)
        runs = 1 if chosen.quick else chosen.runs
        Bench(root, work, runs, counts, tuple(chosen.steps.split(",")), chosen.quick, opened, found).all()
        opened.close()
    text = report.whole(found)
    (needs.BUILD / "report.md").write_text(text, encoding="utf-8")
    print(text)
    if chosen.docs:
        hosts.write(found, root / "docs")
    elif len(found.points) > 1:
        curve.write(found.points, needs.BUILD)
    return 1 if found.failed else 0


if __name__ == "__main__":
    sys.exit(main())

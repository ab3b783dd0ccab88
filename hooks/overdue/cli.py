"""The `overdue` command."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from overdue.checks import check_in_parts
from overdue.editing import changes, confirm, formatting, freshness, guide, reading, skeleton
from overdue.editing.annotations import annotation
from overdue.editing.schema import write_schemas
from overdue.editing.terminal import waiting
from overdue.model.findings import Finding
from overdue.model.forked import PROCESSES
from overdue.model.library import Library
from overdue.model.load import Unreadable, load
from overdue.published import feed
from overdue.published.ledger import LEDGER, extended
from overdue.published.offline import write_offline
from overdue.published.swap import build_and_swap
from overdue.site import Faulty, Site

DATA = Path("data")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 all is well, 1 there are findings, 2 it was called wrongly."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except Unreadable as error:
        _print(error.findings)
        return 1
    except BrokenPipeError:  # somebody looked at the beginning only, with `head` or `less`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="overdue", description="Check the knowledge in data/ and turn it into pages.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the records (default: data)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="report every fault in the data; exit status 1 if there is one")
    checking.add_argument("only", nargs="*", help="report only faults in these files or folders")
    checking.add_argument("--format", choices=["text", "github"], default="text", help="github: annotations as well")
    later = "do not ask for lines of data/ledger.txt that overdue ledger would add: make tidy adds them later"
    checking.add_argument("--tidy-later", action="store_true", help=later)
    _as_of(checking)
    checking.set_defaults(run=_check)
    rendering = commands.add_parser("render", help="write every page as Markdown below a folder")
    rendering.add_argument("folder", type=Path)
    rendering.set_defaults(run=_render)
    writing = commands.add_parser("schema", help="write a JSON Schema for each folder of data/, for editors")
    writing.add_argument("folder", type=Path)
    writing.set_defaults(run=_schema)
    _add_publishing(commands)
    for module in (changes, formatting, guide, reading, skeleton, confirm):
        module.register(commands)
    for command in (parser, *commands.choices.values()):
        command.epilog = command.epilog or EXIT
    return parser


EXIT = "exit status: 0 done, nothing is wrong; 1 there are findings, each with file, line and column; 2 called wrongly"
"""What every command returns; those that tell more say so themselves."""


def _add_publishing(commands: Commands) -> None:
    promising = commands.add_parser("ledger", help="write new pages, anchors and numbers into data/ledger.txt")
    promising.set_defaults(run=_ledger)
    telling = commands.add_parser("publish", help="add to data/feed.yml what changed since an earlier state of data/")
    telling.add_argument("old", type=Path, help="the data folder of that state, such as one that git archive wrote")
    telling.add_argument("--as-of", type=dt.date.fromisoformat, required=True, help="the day of the changes")
    telling.set_defaults(run=_publish)
    ageing = commands.add_parser("stale", help="list what time has overtaken or soon will; no fault, exit status 0")
    ageing.add_argument("--as-of", type=dt.date.fromisoformat, required=True, help="judge as of this day")
    ageing.add_argument("--days", type=int, default=freshness.REVIEW_DAYS, help="how old a review may be (180)")
    ageing.add_argument("--within", type=int, default=freshness.ENDING_DAYS, help="how soon an end is listed (60)")
    ageing.add_argument("--fail", action="store_true", help="exit status 1 if anything is listed")
    ageing.set_defaults(run=_stale)
    building = commands.add_parser("site", help="build the site beside the old one, and swap when it is whole")
    building.add_argument("folder", type=Path, nargs="?", default=Path("site"))
    building.set_defaults(run=_site)
    packing = commands.add_parser("offline", help="write a built site as a zip that opens from a file manager")
    packing.add_argument("site", type=Path)
    packing.add_argument("folder", type=Path)
    packing.set_defaults(run=_offline)


def _as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", type=dt.date.fromisoformat, help="judge as of this day (default: the newest review in the data)"
    )


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Spare a short run the search for garbage, a fifth of its time: a library has none, at its end neither."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@_no_garbage_collection()
def _check(options: argparse.Namespace) -> int:
    with waiting("checking"):
        library, findings = _found(options)
    if options.only:
        wanted = tuple(str(Path(name)) for name in options.only)
        findings = [finding for finding in findings if finding.path.startswith(wanted)]
    if options.format == "github":
        print("".join(f"{annotation(finding)}\n" for finding in findings), end="")
    _print(findings)
    print(counts(library))
    return 1 if findings else 0


def _found(options: argparse.Namespace) -> tuple[Library, list[Finding]]:
    library, findings = load(options.data)
    findings = sorted({*findings, *check_in_parts(library, options.as_of or library.as_of, PROCESSES)})
    if not findings:
        site, findings = Site.of(library, options.data)
        findings += [] if options.tidy_later else site.unwritten()
    return library, findings


def _render(options: argparse.Namespace) -> int:
    try:
        site = Site.load(options.data)
    except Faulty as error:
        _print(error.findings)
        return 1
    for path, page in site.pages.items():
        target = options.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page.markdown, encoding="utf-8")
    print(f"{len(site.pages)} pages in {options.folder}")
    return 0


def _schema(options: argparse.Namespace) -> int:
    for path in write_schemas(load(options.data)[0], options.folder):
        print(path)
    return 0


def _ledger(options: argparse.Namespace) -> int:
    library, findings = load(options.data)
    if findings:
        _print(findings)
        return 1
    site, _ = Site.of(library, options.data)
    text = extended(site.publication.ledger, site.promises, site.numbered)
    (options.data / LEDGER).write_text(text, encoding="utf-8")
    print(f"{text.count(chr(10)) - 3} pages in {options.data / LEDGER}")
    return 0


def _publish(options: argparse.Namespace) -> int:
    (old, _), (library, findings) = load(options.old), load(options.data)
    if findings:
        _print(findings)
        return 1
    site, _ = Site.of(library, options.data)
    more = feed.publish(options.data / feed.FEED, site.publication.feed, old, library, options.as_of)
    print(f"{more} changes added to {options.data / feed.FEED}")
    return 0


def _stale(options: argparse.Namespace) -> int:
    library, _ = load(options.data)
    found = sorted(freshness.stale(library, options.as_of, options.days, options.within))
    for finding in found:
        print(finding)
    print(f"{len(found)} to look at as of {options.as_of}")
    return 1 if found and options.fail else 0


def _site(options: argparse.Namespace) -> int:
    def build(folder: Path) -> int:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder.resolve())]
        with waiting("building the site"):
            return subprocess.run(command, check=False).returncode

    return build_and_swap(options.folder, build)


def _offline(options: argparse.Namespace) -> int:
    if not (options.site / "index.html").is_file():
        print(f"{options.site} has no index.html: build the site first", file=sys.stderr)
        return 2
    for path in write_offline(options.site, options.folder):
        print(path)
    return 0


def _print(findings: list[Finding]) -> None:
    for finding in findings:
        print(finding)
    if findings:
        print(f"{len(findings)} findings", file=sys.stderr)


def counts(library: Library) -> str:
    """Return how much the library holds: records by kind, statements, cited statements, points."""
    kinds = Counter(record.kind for record in library.records.values())
    by_kind = ", ".join(f"{kinds[kind]} {kind}" for kind in library.vocabulary.kinds)
    statements = [statement for record in library.records.values() for _, statement in record.cited()]
    cited = sum(bool(statement.basis) for statement in statements)
    points = sum(len(getattr(record.body, "points", ())) for record in library.records.values())
    return f"{sum(kinds.values())} records ({by_kind}); {len(statements)} statements, {cited} cited; {points} points"


if __name__ == "__main__":
    sys.exit(main())

"""The `overdue` command."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from overdue import changes, formatting, guide, reading, skeleton, translations
from overdue.annotations import annotation
from overdue.checks import check
from overdue.findings import Finding
from overdue.library import Library
from overdue.load import Unreadable, load
from overdue.schema import write_schemas
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="overdue", description="Check the knowledge in data/ and turn it into pages.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the records (default: data)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="report every fault in the data; exit status 1 if there is one")
    checking.add_argument("only", nargs="*", help="report only faults in these files or folders")
    checking.add_argument("--format", choices=["text", "github"], default="text", help="github: annotations as well")
    _as_of(checking)
    checking.set_defaults(run=_check)
    rendering = commands.add_parser("render", help="write every page as Markdown below a folder")
    rendering.add_argument("folder", type=Path)
    rendering.set_defaults(run=_render)
    writing = commands.add_parser("schema", help="write a JSON Schema for each folder of data/, for editors")
    writing.add_argument("folder", type=Path)
    writing.set_defaults(run=_schema)
    for module in (changes, formatting, guide, reading, skeleton, translations):
        module.register(commands)
    return parser


def _as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", type=dt.date.fromisoformat, help="judge as of this day (default: the newest review in the data)"
    )


def _check(options: argparse.Namespace) -> int:
    library, findings = load(options.data)
    findings = sorted({*findings, *check(library, options.as_of or library.as_of)})
    if options.only:
        wanted = tuple(str(Path(name)) for name in options.only)
        findings = [finding for finding in findings if finding.path.startswith(wanted)]
    if options.format == "github":
        print("".join(f"{annotation(finding)}\n" for finding in findings), end="")
    _print(findings)
    print(counts(library))
    return 1 if findings else 0


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

"""`overdue fmt`: puts records into canonical form, whole or not at all."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from overdue.editing.canonical import CommentLost, canonical, key_order
from overdue.model.findings import Finding
from overdue.model.load import load_vocabulary
from overdue.model.vocabulary import Vocabulary
from overdue.model.yamlfile import YamlFile, read_yaml

EXAMPLES = """examples:
  overdue fmt                              every record in data/
  overdue fmt data/answers/one-day-late.yml
  overdue fmt --check                      change nothing, name the files that would change

exit status: 0 all is (now) canonical; 1 a file cannot be read, or with --check would change; 2 called wrongly"""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "fmt",
        help="put records into canonical form; comments are kept",
        description="Put records into canonical form: order of keys, quotes, width, final newline. Comments stay.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="*", type=Path, help="files or folders (default: every record)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 if a file would change")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    vocabulary = load_vocabulary(options.data)
    findings: list[Finding] = []
    changed = 0
    for path in _records(options.data, options.files, vocabulary):
        faults, new = formatted(options.data, path, vocabulary)
        findings += faults
        if new is not None:
            changed += 1
            print(f"{'would change' if options.check else 'changed'} {path}")
            if not options.check:
                write(path, new)
    for finding in findings:
        print(finding)
    print(f"{changed} files {'would change' if options.check else 'changed'}", file=sys.stderr)
    return 1 if findings or (changed and options.check) else 0


def _records(data: Path, wanted: list[Path], vocabulary: Vocabulary) -> list[Path]:
    """Return the records among the files and folders asked for."""
    every = [path for kind in vocabulary.kinds.values() for path in sorted((data / kind.folder).glob("*.yml"))]
    if not wanted:
        return every
    asked = [path.resolve() for path in wanted]
    found = [path for path in every if any(path.resolve() == one or one in path.resolve().parents for one in asked)]
    for one in asked:
        if not any(path.resolve() == one or one in path.resolve().parents for path in found):
            raise SystemExit(f"overdue fmt: {one}: no record of {data}")
    return found


def formatted(data: Path, path: Path, vocabulary: Vocabulary) -> tuple[list[Finding], str | None]:
    """Return what hinders the formatting of a record, and its canonical text if that differs from what is there."""
    kind = vocabulary.kind_of_folder(path.parent.name)
    file, findings = read_yaml(data.parent, path)
    if findings or kind is None:
        return findings, None
    text = path.read_text(encoding="utf-8-sig")
    try:
        new = canonical(file, text, key_order(kind, vocabulary))
    except CommentLost as lost:
        where = "a comment where a key or an item begins"
        return [Finding(file.path, 1, 1, path.stem, f"the comment '{lost}', which has no place", where)], None
    if new.encode() == path.read_bytes():
        return [], None
    _assert_same(file, new, path)
    return [], new


def _assert_same(file: YamlFile, text: str, path: Path) -> None:
    """Read the new text back: it has to say what the old one said, and be canonical itself."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, path.name)
        copy.write_text(text, encoding="utf-8")
        again, findings = read_yaml(copy.parent, copy)
    if findings or again.values != file.values:
        raise AssertionError(f"{path}: the canonical form would say something else; the file was left as it is")


def write(path: Path, text: str) -> None:
    """Replace a file in one step, so that it is never half-written."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        if path.exists():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

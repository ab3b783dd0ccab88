"""The part of CONTRIBUTING.md that is made from vocabulary, models and checks, so that it cannot go stale."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from overdue.checks import ALL
from overdue.editing.formatting import write
from overdue.editing.skeleton import skeleton
from overdue.model.load import load_vocabulary
from overdue.model.vocabulary import Kind, Vocabulary

BEGIN = "<!-- made by `make guide` from data/vocabulary.yml and the models; edit those, not this part -->"
END = "<!-- end of the made part -->"

EXAMPLES = """examples:
  overdue guide                    print the made part
  overdue guide CONTRIBUTING.md    write it into the file, between its two marks

exit status: 0 printed or written; 1 the vocabulary cannot be read; 2 the file lacks the marks"""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "guide", help="write the part of CONTRIBUTING.md that is made from the data's own rules", epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Write a commented record of each kind and the list of checks into the contributor guide.",
    )  # fmt: skip
    parser.add_argument("file", type=Path, nargs="?", help="the guide; without it, print")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    made = "\n".join(guide(load_vocabulary(options.data)))
    if options.file is None:
        print(made)
        return 0
    text = options.file.read_text(encoding="utf-8") if options.file.is_file() else ""
    if BEGIN not in text or END not in text:
        print(f"overdue guide: {options.file} lacks the line '{BEGIN}' or '{END}'", file=sys.stderr)
        return 2
    write(options.file, merged(text, made))
    return 0


def merged(text: str, made: str) -> str:
    """Return a guide with its made part made anew."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{made}\n{END}{rest.partition(END)[2]}"


def guide(vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the lines of the made part."""
    yield "### 每一种记录 · Every kind of record\n"
    yield "| 种类 kind | 文件夹 folder | 必有的部分 required | 可以有的部分 optional |\n|---|---|---|---|"
    for name, kind in vocabulary.kinds.items():
        must = _names(kind, vocabulary, starred=True)
        may = _names(kind, vocabulary, starred=False)
        yield f"| `{name}` {kind.zh} | `data/{kind.folder}/` | {must} | {may} |"
    yield "\n打开看一份带注释的空白记录，也就是 `overdue new KIND ID` 写出的那一份："
    yield "Open a commented blank record, which is what `overdue new KIND ID` writes:\n"
    for name, kind in vocabulary.kinds.items():
        yield f"<details><summary><code>{name}</code> {kind.zh} · {kind.en}</summary>\n"
        yield f"```yaml\n{skeleton(name, vocabulary)}```\n"
        yield "</details>\n"
    yield "### 检查 · The checks\n"
    yield "`overdue check` 逐句执行下面每一条。`overdue check` runs each of these over every sentence.\n"
    yield "| 检查 check | 说的是什么 what it says |\n|---|---|"
    yield from (
        f"| [`{rule.name}`](hooks/overdue/checks/{rule.name.replace('-', '_')}.py) | {rule.sentence} |" for rule in ALL
    )
    yield ""


def _names(kind: Kind, vocabulary: Vocabulary, *, starred: bool) -> str:
    names = [name.rstrip("*") for name in (*kind.sections, *kind.relations) if name.endswith("*") == starred]
    words = [
        f"`{name}` {vocabulary.sections[name].zh}" if name in vocabulary.sections else f"`{name}`" for name in names
    ]
    return ", ".join(words)

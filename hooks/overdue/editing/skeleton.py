# ruff: noqa: E501 (one line for each field, in both languages)
"""`overdue new`: a commented skeleton of a record, made from the vocabulary and the models, so that it cannot go stale."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from overdue.editing.canonical import key_order
from overdue.editing.formatting import write
from overdue.model.load import load_vocabulary
from overdue.model.records import BASES, ID
from overdue.model.vocabulary import Vocabulary, Word

EXAMPLES = """examples:
  overdue new answer paid-twice      writes data/answers/paid-twice.yml
  overdue new source some-measures-2026

The file is valid YAML; overdue check then names every place where something has still to be written.
exit status: 0 written; 1 the vocabulary cannot be read; 2 no such kind, not an id, or the file is there already"""

HELP: dict[str, tuple[str, str]] = {
    "title": ("像人们会问、会说的那样；有数字就写在标题里", "as people ask or say it; with the number where there is one"),
    "answer": ("两句话以内的简短回答，先说最要紧的", "the short answer in at most two sentences, what matters most first"),
    "days": ("逾期天数的范围；留空表示没有头或没有尾。由事件开启的阶段改写 opens", "the span of days past due; empty means open. A stage that an event opens has opens instead"),
    "opens": ("由哪件事开启（和 days 二选一）", "which event opens it (instead of days)"),
    "starts": ("最早可能出现在哪个阶段（data/stages 里的 id）", "the stage at which it can begin (an id in data/stages)"),
    "severity": ("有多严重", "how serious it is"),
    "verdict": ("能不能这样做；各类机构不同时写成 {bank: …, other: …}", "may they do this? Where lenders differ: {bank: …, other: …}"),
    "holders": ("谁有这项权利", "who has this right"),
    "deadlines": ("规则定下的期限；没有就删掉", "periods that a rule fixes; delete it if there is none"),
    "blanks": ("要填的空；正文里写成 {id}", "what the writer fills in; the text has it as {id}"),
    "text": ("信的正文，两种语言都要有每一个空", "the letter itself; both languages have every blank"),
    "contact": ("怎么联系：phone、where，或者都有", "how it is reached: phone, where, or both"),
    "renders": ("一个中文词只有一种英文译法；never 列出不能用的译法。不需要就删掉", "the one English rendering of a Chinese term; never lists what must not stand for it. Delete it if not needed"),
    "group": ("kind 是机构类型，company 是文章点名的机构", "kind: a kind of lender; company: one that the articles name"),
    "article": ("被核查的文章的标题", "the title of the article that is checked"),
    "claims": ("逐条核查：文章说什么，我们查到什么", "claim by claim: what it says, and what we found"),
    "issuer": ("发布机关", "who issued it"),
    "number": ("文号；没有就删掉", "its number; delete it if there is none"),
    "force": ("效力", "how binding it is"),
    "effective": ("施行日期；没有见到写 null", "in force from; null if that was not seen"),
    "ended": ("失效日期；还有效写 null", "when it ended; null while it is in force"),
    "articles": ("一共多少条；没有见到写 null", "how many articles it has; null if that was not seen"),
    "points": ("用到的条文的大意：键是条号，没有见过条号就用几个英文词", "the gist of what we use: the key is the article number, or a few words where no number was seen"),
    "topics": ("一到三个", "one to three"),
    "audience": ("给谁看；只给借款人本人看就删掉", "for whom; delete it if only for the borrower"),
    "lenders": ("只管哪几类放贷机构；各类都管就删掉", "which kinds of lender it is about; delete it if all"),
    "crisis": ("有人可能想伤害自己的页写 true，其他页删掉", "true where somebody may be in danger of self-harm; otherwise delete it"),
    "also": ("人们真会打的词；没有就删掉", "words that people really type; delete it if there are none"),
    "reviewed": ("逐句核对的日期，如 2026-11-21", "the day on which every sentence was checked, such as 2026-11-21"),
}  # fmt: skip
"""What a contributor has to know of each field, in both languages. A test fails when a field has none."""

OPTIONAL = {"deadlines", "renders", "number", "audience", "lenders", "crisis", "also", "opens"}
"""Fields that a skeleton shows as comments only."""

BASIS = {
    "required": ("每句都要有依据", "every statement has a basis"),
    "optional": ("说到规则、数字、期限的要有依据", "a rule, a figure or a period has a basis"),
    "none": ("我们自己的话，不写规则定的数字", "our own words, without a figure that a rule would fix"),
}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "new", help="write a commented skeleton of a record", epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Write a commented skeleton of a record, with every section it must have in both languages.",
    )  # fmt: skip
    parser.add_argument("kind", metavar="KIND", help="such as answer, remedy, source")
    parser.add_argument("id", metavar="ID", help="lower-case words joined by hyphens; it is the address, for ever")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    vocabulary = load_vocabulary(options.data)
    kind = vocabulary.kind_of_folder(options.kind) or options.kind
    problem = _problem(options.data, kind, options.id, vocabulary)
    if problem:
        print(f"overdue new: {problem}", file=sys.stderr)
        return 2
    path = options.data / vocabulary.kinds[kind].folder / f"{options.id}.yml"
    path.parent.mkdir(exist_ok=True)
    write(path, skeleton(kind, vocabulary))
    print(f"{path}\nNow fill it in; see what is missing: overdue check {path}")
    return 0


def _problem(data: Path, kind: str, name: str, vocabulary: Vocabulary) -> str:
    """Return why the record cannot be begun, or nothing."""
    if kind not in vocabulary.kinds:
        return f"there is no kind '{kind}'; expected one of {', '.join(vocabulary.kinds)}"
    if not re.fullmatch(ID, name):
        return f"'{name}' is no id; expected lower-case words joined by hyphens, such as 'home-visit'"
    path = data / vocabulary.kinds[kind].folder / f"{name}.yml"
    return f"{path} is there already; nothing was written" if path.exists() else ""


def skeleton(kind: str, vocabulary: Vocabulary) -> str:
    """Return the skeleton of a record of a kind, in the canonical order of keys."""
    lines = [f"# yaml-language-server: $schema=../../schema/{vocabulary.kinds[kind].folder}.schema.json"]
    for key in key_order(kind, vocabulary):
        lines += _comment(key, kind, vocabulary)
        lines += _value(key, kind, vocabulary)
    return "\n".join(lines) + "\n"


def _comment(key: str, kind: str, vocabulary: Vocabulary) -> Iterator[str]:
    declared = vocabulary.kinds[kind]
    if key in HELP:
        zh, en = HELP[key]
        yield f"# {zh}"
        yield f"# {en}"
    if key in declared.section_ids and key not in HELP:
        section = vocabulary.sections[key]
        basis = BASIS[section.basis]
        must = key in _starred(declared.sections)
        yield f"# 【{section.zh}】{'必有' if must else '没有就删掉'}；{basis[0]}"
        yield f"# {section.en}: {'required' if must else 'delete it if there is none'}; {basis[1]}"
    if key in declared.relation_ids:
        yield from _relation(key, kind, vocabulary)
    if words := _choices(key, vocabulary):
        yield f"# {words}"


def _relation(key: str, kind: str, vocabulary: Vocabulary) -> Iterator[str]:
    must = key in _starred(vocabulary.kinds[kind].relations)
    zh = {"see": "还可以看的任何一页", "about": "这个问题讲的是哪几页"}.get(key, f"相关的{key}")
    en = {"see": "any other page worth reading", "about": "the pages that this question is about"}.get(
        key, f"related {key}"
    )
    form = "folder/id" if key in ("see", "about") else "id"
    yield f"# {zh}，前三个最先显示{'；必有' if must else '；没有就删掉'}"
    yield f"# {en}, by {form}; the first three are shown at once{'; required' if must else '; delete it if there is none'}"


def _starred(names: tuple[str, ...]) -> set[str]:
    return {name.rstrip("*") for name in names if name.endswith("*")}


def _choices(key: str, vocabulary: Vocabulary) -> str:
    """Return the words that a field may have, with what they mean."""
    tables: dict[str, Mapping[str, Word]] = {
        "verdict": vocabulary.verdicts, "severity": vocabulary.severities, "force": vocabulary.forces,
        "topics": vocabulary.topics, "audience": vocabulary.audiences, "holders": vocabulary.audiences,
        "lenders": vocabulary.lenders, "opens": vocabulary.events,
    }  # fmt: skip
    return ", ".join(f"{name} {word.zh}" for name, word in tables.get(key, {}).items())


TEXT = ["  zh:", "  en:"]
SPECIAL: dict[str, list[str]] = {
    "days": ["days:", "  from:", "  to:"],
    "blanks": ["blanks:", "  - id:", "    zh:", "    en:"],
    "contact": ["contact:", "  phone:", "  # where: {zh: …, en: …}"],
    "claims": ["claims:", "  - id:", "    zh:", "    en:", "    verdict:", "    why:", "      zh:", "      en:",
               "    basis: []", "    see: []"],
    "points": ["points:", '  "1":', "    zh:", "    en:", "    seen: text  # 没有读到原文、只见于报道的写 reported，并写 by",
               "    # seen: reported  # where only a report was seen; then say whose:",
               "    # by: {zh: 谁报道的, en: who reported it}"],
    "deadlines": ["# deadlines:", "#   - id: object", "#     zh: …", "#     en: …", "#     length: 15",
                  "#     unit: day  # day, working-day, month, year", "#     from: {zh: 收到之日, en: the day you receive it}",
                  "#     basis: [source#point]"],
    "renders": ["# renders: {zh: …, en: …, never: [ ]}"],
    "also": ["# also: {zh: [ ], en: [ ]}"],
}  # fmt: skip
"""Fields that are more than one word, one text or one list."""


def _value(key: str, kind: str, vocabulary: Vocabulary) -> list[str]:
    declared = vocabulary.kinds[kind]
    if key in SPECIAL:
        return SPECIAL[key]
    if key in OPTIONAL:
        return [f"# {key}:"]
    if key in declared.section_ids:
        basis = ["    basis: []"] if vocabulary.sections[key].basis == "required" else []
        lines = [f"{key}:", "  - zh:", "    en:", *basis]
        return lines if key in _starred(declared.sections) else [f"# {line}" for line in lines]
    if key in declared.relation_ids:
        return [f"{key}:", "  -"] if key in _starred(declared.relations) else [f"# {key}: []"]
    if key in ("topics", "holders"):
        return [f"{key}:", "  -"]
    if key in ("ended", "effective", "articles"):
        return [f"{key}: null"]
    return [f"{key}:", *TEXT] if key in _texts(kind) else [f"{key}:"]


def _texts(kind: str) -> set[str]:
    """Return the fields of a kind that hold a text in both languages."""
    fields = BASES[kind].model_fields
    return {name for name, info in fields.items() if getattr(info.annotation, "__name__", "") == "Text"}

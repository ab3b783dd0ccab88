"""How a place is broken. Each action returns the new text of the file, or None where it does not fit the place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from mutations.tree import Place
from overdue.model.library import Library, Record
from overdue.model.numbers import numbers


@dataclass(frozen=True)
class Around:
    """What an action may look at."""

    library: Library
    record: Record
    required: Callable[[Place], bool]
    """Whether the model needs this key."""


Action = Callable[[Place, dict[str, Any], Around], str | None]
ACTIONS: dict[str, Action] = {}


def action(function: Action) -> Action:
    ACTIONS[function.__name__.strip("_").replace("_", "-")] = function
    return function


# --- how text is put in place ---------------------------------------------------------------------------------------


def replace(place: Place, start: int, end: int, new: str) -> str:
    text = place.source.text
    return text[:start] + new + text[end:]


def quoted(value: str) -> str:
    """Return a value as YAML in double quotes; what JSON cannot say is left as it is."""
    return json.dumps(value, ensure_ascii=False).replace("\x07", "\\a")


def set_value(place: Place, value: str) -> str:
    start, end = place.source.span(place.node)
    return replace(place, start, end, value)


def set_text(place: Place, value: str) -> str | None:
    return None if value == place.value else set_value(place, quoted(value))


# --- values -----------------------------------------------------------------------------------------------------------


def simple(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    """Write a new value that the mutator states itself."""
    value = place.value
    if "set" in mutator:
        return set_text(place, mutator["set"])
    if "sub" in mutator:
        pattern, new = mutator["sub"]
        return set_text(place, re.sub(pattern, new, value, count=1))
    return set_text(place, mutator.get("prepend", "") + value + mutator.get("append", ""))


@action
def raw_value(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return set_value(place, mutator["text"])


@action
def replace_value(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return set_value(place, mutator["text"])


@action
def before_value(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    start, _ = place.source.span(place.node)
    return replace(place, start, start, mutator["text"]) if place.node.value else None


@action
def alias(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return set_value(place, "*a ")


@action
def null(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return set_value(place, "null")


@action
def word_for_structure(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return None if isinstance(place.node, yaml.ScalarNode) else set_value(place, "word")


@action
def empty_list(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    if not isinstance(place.node, yaml.SequenceNode) or not place.node.value or not around.required(place):
        return None
    return set_value(place, "[]")


@action
def list_for_word(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return set_value(place, f"[{quoted(place.value)}]")


@action
def mapping_for_word(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return set_value(place, f"{{x: {quoted(place.value)}}}")


# --- keys and lines ---------------------------------------------------------------------------------------------------


@action
def drop(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    after, before = place.sibling(1), place.sibling(-1)
    if after:
        return replace(place, place.start, after.start, "")
    if before:
        return replace(place, before.end, place.end, "")
    return None


@action
def drop_required(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return drop(place, mutator, around) if around.required(place) else None


@action
def drop_basis(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    section = around.library.vocabulary.sections.get(str(place.location[0]))
    needed = place.location[0] == "deadlines" or (section and section.basis == "required")
    return drop(place, mutator, around) if needed and around.record.kind != "source" else None


@action
def misspell_key(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    start, end = place.source.span(place.key)
    if place.location[0] == "verdict" and len(place.location) == 2 and place.location[1] == "other":
        return None
    return replace(place, start, end, place.key.value + "x")


def _is_point(place: Place, around: Around) -> bool:
    return len(place.location) == 2 and around.record.kind == "source"


@action
def rename_point(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return misspell_key(place, mutator, around) if _is_point(place, around) else None


@action
def drop_point(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return drop(place, mutator, around) if _is_point(place, around) else None


@action
def add_key(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    if place.location[0] == "points" and len(place.location) == 2:
        return None
    return _before(place, "unknown: x")


@action
def duplicate(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    if not place.is_pair and isinstance(place.node, yaml.MappingNode) and not place.flow:
        return _before(place, place.source.text[place.start : place.end], item=True)
    return _before(place, place.source.text[place.start : place.end], item=not place.is_pair)


def _before(place: Place, text: str, *, item: bool = False) -> str:
    """Put a pair or an item before the one that is there."""
    if place.flow:
        return replace(place, place.start, place.start, f"{text}, ")
    column = place.start - (place.source.text.rfind("\n", 0, place.start) + 1)
    if not item:
        return replace(place, place.start, place.start, f"{text}\n{' ' * column}")
    dash = place.source.text.rindex("-", 0, place.start)
    indent = dash - (place.source.text.rfind("\n", 0, dash) + 1)
    return replace(place, place.start, place.start, f"{text}\n{' ' * indent}-{' ' * (place.start - dash - 1)}")


@action
def indent(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    if place.flow or len(place.parent.value) < 2 or place.index == 0:
        return None
    return replace(place, place.start, place.start, " ")


@action
def tab(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    line = place.source.text.rfind("\n", 0, place.start) + 1
    if place.flow or place.index == 0 or line == place.start:
        return None
    return replace(place, line, place.start, "\t")


@action
def lose_colon(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    end = place.source.span(place.key)[1]
    colon = place.source.text.index(":", end)
    return replace(place, colon, colon + 1, "")


# --- text -------------------------------------------------------------------------------------------------------------


@action
def copy_other_language(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    if (around.record.kind, place.location[0]) == ("term", "title"):
        return None  # LPR is LPR in both
    other = next((place.sibling(step) for step in (-1, 1) if place.sibling(step)), None)
    if other is None or other.location[-1] not in ("zh", "en") or not re.search("[a-z一-龥]", place.value, re.I):
        return None
    return set_text(place, str(other.node.value))


@action
def wide_digit(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return set_text(place, re.sub(r"\d", lambda match: chr(ord(match[0]) + 0xFEE0), place.value, count=1))


@action
def traditional(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    if "zh" not in place.location:
        return None
    pairs = {"还": "還", "会": "會", "机": "機", "构": "構", "债": "債", "电": "電", "话": "話", "诉": "訴", "贷": "貸"}
    found = next((character for character in place.value if character in pairs), None)
    return set_text(place, place.value.replace(found, pairs[found], 1)) if found else None


@action
def over_long(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    if around.record.kind == "source" and place.location[0] == "title":
        return None
    more = "再说一句" * 25 if place.location[-1] == "zh" else " and so on" * 20
    return set_text(place, place.value + more)


# --- numbers ----------------------------------------------------------------------------------------------------------

DIGIT_RUN = re.compile(r"(?<![\d:.,/-])[1-9]\d*(?![\d:.,/-])")
NUMBER_WORDS = {
    "zh": re.compile("([一两二三四五六七八九])(?=个?(?:工作日|小时|月|年|日|天))"),
    "en": re.compile(r"\b(two|three|four|five|six|seven|nine|ten)(?= (?:working |calendar )?(?:days?|months?|years?))"),
}
OTHER_WORD = dict(zip("一两二三四五六七八九", "七八七八八九九三三四", strict=True)) | {
    "two": "eight", "three": "eight", "four": "seven", "five": "nine", "six": "nine", "seven": "two", "nine": "four",
    "ten": "four",
}  # fmt: skip


def _language(place: Place) -> str | None:
    return place.location[-1] if place.location[-1] in ("zh", "en") else None  # type: ignore[return-value]


def _plus(match: re.Match[str]) -> str:
    return str(int(match[0]) + 1)


@action
def change_digit(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return set_text(place, DIGIT_RUN.sub(_plus, place.value, count=1))


@action
def change_number_word(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    lang = _language(place)
    if lang is None:
        return None
    return set_text(place, NUMBER_WORDS[lang].sub(lambda match: OTHER_WORD[match[1]], place.value, count=1))


@action
def change_both(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    """Change a figure of a cited statement in both languages, so that only the cited points can tell."""
    other = place.sibling(1)
    if _language(place) != "zh" or other is None or not any(key.value == "basis" for key, _ in place.parent.value):
        return None
    seen = DIGIT_RUN.search(place.value)
    if place.value.count("“") or re.search("例如|举例|比如|假如", place.value):
        return None  # what others say, and worked examples, have figures of their own
    if seen is None or not re.match(r"个?(?:工作日|小时|月|年|日|天|%|次|元|万元|倍)", place.value[seen.end() :]):
        return None
    english = str(other.node.value)
    again = next((match for match in DIGIT_RUN.finditer(english) if match[0] == seen[0]), None)
    stated = numbers(place.value, "zh").stated
    if again is None or len(DIGIT_RUN.findall(place.value)) != len(stated):
        return None
    broken = english[: again.start()] + "777" + english[again.end() :]
    text = set_value(other, quoted(broken))
    start, end = place.source.span(place.node)
    value = place.value[: seen.start()] + "777" + place.value[seen.end() :]
    return text[:start] + quoted(value) + text[end:]


def _add(place: Place, step: int) -> str | None:
    return set_value(place, str(int(place.value) + step)) if re.fullmatch(r"-?\d+", place.value) else None


@action
def add_one(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return _add(place, 1)


@action
def take_one(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return _add(place, -1)


@action
def ended_early(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    """End an instrument before it began, where it is known when that was."""
    return set_text(place, "1900-01-01") if getattr(around.record.body, "effective", None) else None


@action
def one_article(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    cited = [key for key in getattr(around.record.body, "points", {}) if re.fullmatch(r"\d+", key) and key != "1"]
    return set_value(place, "1") if cited and place.value.isdigit() else None


# --- references -------------------------------------------------------------------------------------------------------


def _ref(place: Place, folder_of: Library) -> str:
    if "/" in place.value:
        return place.value
    folder = "stages" if place.location[0] == "starts" else str(place.location[0])
    return f"{folder}/{place.value}"


@action
def slip(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    """Swap two letters."""
    value = place.value
    broken = value[:-2] + value[-1] + value[-2]
    known = around.library.knows(_ref(place, around.library).replace(value, broken))
    return None if known else set_text(place, broken)


@action
def capitals(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return set_text(place, place.value.upper())


@action
def itself(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    if "/" in place.value:
        return set_text(place, around.record.ref)
    return set_text(place, around.record.id) if place.location[0] == around.record.folder else None


@action
def swap_folder(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    folder, slash, name = place.value.partition("/")
    if not slash:
        return None
    folders = [kind.folder for kind in around.library.vocabulary.kinds.values() if kind.folder != folder]
    other = next(each for each in folders if not around.library.knows(f"{each}/{name}"))
    return set_text(place, f"{other}/{name}")


@action
def lose_folder(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return set_text(place, place.value.partition("/")[2]) if "/" in place.value else None


@action
def ended_instrument(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    if any(key.value == "valid" for key, _ in _statement_node(place).value):
        return None
    for record in around.library.of_kind("source"):
        if getattr(record.body, "ended", None) and record.ref != around.record.ref:
            return set_text(place, f"{record.id}#{next(iter(record.body.points))}")  # type: ignore[attr-defined]
    return None


@action
def other_instrument(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    """Name a point under a source that lacks it."""
    source, _, key = place.value.partition("#")
    sources = around.library.of_kind("source")
    other = next(each for each in sources if each.id != source and key not in each.body.points)  # type: ignore[attr-defined]
    return set_text(place, f"{other.id}#{key}")


@action
def soft_basis(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    """Rest a statement that says 违法 on a recommended standard alone."""
    node = _statement_node(place)
    fields = {key.value: value for key, value in node.value}
    text = str(fields["zh"].value) if "zh" in fields else ""
    plain = re.search("(?<!不)(?:是|属于|构成|都)(?:违法|犯罪)", text)
    if plain is None or len(fields["basis"].value) != 1 or "不等于" in text or "why" in fields:
        return None
    soft = next(each for each in around.library.of_kind("source") if each.body.force == "standard")  # type: ignore[attr-defined]
    return set_text(place, f"{soft.id}#{next(iter(soft.body.points))}")  # type: ignore[attr-defined]


def _statement_node(place: Place) -> yaml.Node:
    """Return the innermost mapping around a place that has a basis."""
    node = found = place.source.root
    for part in place.location:
        if isinstance(node, yaml.MappingNode):
            found = node if any(key.value == "basis" for key, _ in node.value) else found
            node = next(value for key, value in node.value if key.value == part)
        else:
            node = node.value[part]
    return found


# --- words, ids, letters ----------------------------------------------------------------------------------------------


@action
def harder_verdict(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    words = around.library.vocabulary
    cited = {basis.partition("#")[0] for _, statement in around.record.cited() for basis in statement.basis}
    sources = [around.library.source(each) for each in cited]
    carried = max((words.verdicts[words.forces[each.force].may_forbid].rank for each in sources if each), default=0)
    harder = next((word for word, each in words.verdicts.items() if each.rank > max(carried, 2)), None)
    return set_text(place, harder) if harder else None


@action
def neighbour(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    """Give an id the id of the item before."""
    items = _list_of(place)
    index = place.location[1]
    if not isinstance(index, int) or index == 0:
        return None
    ids = {key.value: value for key, value in items.value[index - 1].value}
    return set_text(place, str(ids["id"].value))


def _list_of(place: Place) -> yaml.Node:
    found: yaml.Node = next(value for key, value in place.source.root.value if key.value == place.location[0])
    return found


@action
def other_event(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    opened = {getattr(record.body, "opens", None) for record in around.library.of_kind("stage")} - {None, place.value}
    return set_text(place, sorted(str(each) for each in opened)[0])


@action
def misspell_blank(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    return set_text(place, re.sub(r"\{([a-z0-9-]+)\}", r"{\1x}", place.value, count=1))


@action
def extra_blank(place: Place, mutator: dict[str, Any], around: Around) -> str | None:
    first = Place(place.source, ("blanks", 0), place.node.value[0], place.node, 0)
    return _before(first, "{id: never-used, zh: 没有用到, en: not used}", item=True)

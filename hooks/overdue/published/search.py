"""The search index: one small file per language, data only. `docs/assets/search.js` reads it and ranks.

The file is a script that hands over its data, not JSON: a page opened from `file://` may load a script, not fetch.
Nothing is normalised here. The reader's query and the records go through the same code in the browser, so the two
cannot drift apart; what the browser cannot know (which Traditional characters matter) is worked out here.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from overdue.model.library import Library, Record
from overdue.model.records import Stage
from overdue.model.searchwords import SearchWords, WordList
from overdue.model.vocabulary import Lang
from overdue.pages.interface import Interface

BUDGET = 59_300
"""Bytes of one index, compressed: a little below the 60 kB promised. Past it short answers are cut shorter: being found
matters more than being read."""
SNIPPETS: Mapping[Lang, range] = {"zh": range(20, 91), "en": range(70, 261)}
"""Lengths of a short answer to try, in characters."""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""A character for the number of a kind, a section or a topic."""
WHERE = 4
"""How many fields of a row say where the page is and what it has; its words follow."""
LABELS = ("also", "count", "none", "none_text", "where", "topics", "call", "other", "section")
"""Words of the interface that are needed only once someone searches: `search_…`."""
HELPLINE = "12356"
CODES = range(0x100, 0x800)
"""What common Chinese characters are written as: UTF-8 needs two bytes for these, and three for a Chinese character."""
FREE = [chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\\\']
"""Signs of one byte that may stand in a string as they are."""
COMMON = bytes(byte for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF) for byte in (high, low))[:7510].decode(
    "gb2312"
)
"""The common characters of GB 2312, in its order."""
_SENTENCE = re.compile(r"[。；！？]|[.;!?](?= )")


@dataclass(frozen=True)
class Index:
    """What the search knows in one language."""

    library: Library
    interface: Interface
    lang: Lang
    docs: tuple[str, ...] = ()
    """Names of hand-written pages; their titles are the words `page_…` of the interface, what people type for them
    stands under `pages` in `data/search.yml`."""

    @property
    def words(self) -> SearchWords:
        """The word lists of `data/search.yml`."""
        return self.library.words

    def script(self) -> str:
        """Return the file: a call that hands over the data, with short answers as long as the budget allows."""
        lengths = SNIPPETS[self.lang]
        fitting = bisect_right(lengths, BUDGET, key=lambda length: compressed(self._script(length)))
        return self._script(lengths[max(fitting - 1, 0)])

    def _script(self, snippet: int) -> str:
        coded, table = encoded(json.dumps(self.data(snippet), ensure_ascii=False, separators=(",", ":")))
        return f'overdueIndex({coded[:-1]},"codes":"{table}"}});\n'

    def data(self, snippet: int) -> dict[str, object]:
        """Return the data, with short answers of about `snippet` characters."""
        table = list(self.rows(snippet))
        rows = "\n".join("\t".join(row[WHERE:]) for row in table)
        lists = self._lists()
        vocabulary = self.library.vocabulary
        return {
            "lang": self.lang,
            # Codes and words compress better apart.
            "places": ["\n".join(column) for column in list(zip(*table, strict=True))[:WHERE]],
            "rows": rows,
            "kinds": [
                [kind.folder, kind.name[self.lang], self._cues(self.words.kinds, name)]
                for name, kind in vocabulary.kinds.items()
            ],
            "sections": [
                [name, section[self.lang], self._cues(self.words.sections, name)]
                for name, section in vocabulary.sections.items()
            ],
            "topics": [[name, topic[self.lang]] for name, topic in vocabulary.topics.items()],
            "stages": list(self._stages()),
            "doors": [f"path/{name}" for name in self.library.guide.paths.doors] if self.library.guide else [],
            "words": {name: self.interface[f"search_{name}"][self.lang] for name in LABELS}
            | {name: self.interface[name][self.lang] for name in ("crisis", "crisis_text")},
            "han": han({*rows, *"".join(lists.values())}) if self.lang == "zh" else han({*lists["despair"]}),
            **lists,
        }

    def rows(self, snippet: int) -> Iterator[tuple[str, ...]]:
        """Yield for each page: kind, id, sections, topic, title, borrower words, short answer.

        Pages about one topic stand together: they share words, and gzip sees only 32 KB back.
        """
        vocabulary = self.library.vocabulary
        kinds, topics = list(vocabulary.kinds), list(vocabulary.topics)
        yield from self._other_rows(snippet)
        for number, kind in enumerate(vocabulary.kinds.values()):
            yield DIGITS[number], "index", "", "", kind.plural[self.lang], "", ""
        for topic, number, ref in sorted(
            (topics.index(record.body.topics[0]), kinds.index(record.kind), ref)
            for ref, record in self.library.records.items()
        ):
            yield self._row(self.library.records[ref], DIGITS[number], DIGITS[topic], snippet)

    def _other_rows(self, snippet: int) -> Iterator[tuple[str, ...]]:
        """Yield hand-written pages, the questions of the path, and the helpers that count."""
        for name in self.docs:
            words = self.words.pages[name][self.lang] if name in self.words.pages else ()
            yield "", name, "", "", self.interface[f"page_{name}"][self.lang], "|".join(words), ""
        nodes = self.library.guide.paths.nodes if self.library.guide else {}
        for name, node in nodes.items():
            yield "", f"path/{name}", "", "", _flat(node.ask[self.lang]), _flat(node[self.lang]), ""
        for record in self.library.helpers.values():
            topic = list(self.library.vocabulary.topics).index(record.body.topics[0])
            yield self._row(record, "", DIGITS[topic], snippet)

    def _row(self, record: Record, kind: str, topic: str, snippet: int) -> tuple[str, ...]:
        body = record.body
        title = body.title[self.lang]
        also = list(body.also[self.lang]) if body.also else []
        # How many voices of despair a page for a crisis holds says how near it stands: it keeps them all.
        also = also if body.crisis else self._telling(title, also)
        # Nobody looks for a statute by its summary; the room is better spent on the pages that cite it.
        answer = "" if record.kind == "source" else body.answer[self.lang]
        # Help in a crisis is never cut short.
        answer = answer if body.crisis and HELPLINE in answer else cut(answer, snippet)
        known = list(self.library.vocabulary.sections)
        sections = "".join(DIGITS[known.index(name)] for name in record.sections)
        return kind, record.id, sections, topic, _flat(title), _flat("|".join(also)), _flat(answer)

    def _telling(self, title: str, also: Iterable[str]) -> list[str]:
        """Return what people type for a page, without what says nothing that its title and the others do not say.

        The shortest go first: a long one shows better, under a result, how it was asked.
        """
        kept = [word for word in dict.fromkeys(also) if word not in title]
        told = Counter(unit for word in kept for unit in self._units(word))
        own = self._units(title)
        for word in sorted(kept, key=len):
            units = self._units(word)
            if all(unit in own or told[unit] > 1 for unit in units):
                kept.remove(word)
                told.subtract(units)
        return kept

    def _units(self, text: str) -> set[str]:
        """Return what the search finds a text by: its pairs of Chinese characters, or its words."""
        if self.lang == "en":
            return {word.rstrip("s") for word in re.findall(r"[a-z0-9]+", text.lower())} - {*self.words.stop.en}
        parts = self._empty.sub(" ", text.lower()).split()
        pairs = {part[at : at + 2] for part in parts for at in range(max(len(part) - 1, 1))}
        return pairs | set(re.findall(r"[a-z0-9]+", text.lower()))

    @cached_property
    def _empty(self) -> re.Pattern[str]:
        """Whatever says nothing about which page is wanted, the longest first."""
        words = sorted(self.words.stop[self.lang], key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)) or "(?!)")

    def _lists(self) -> dict[str, str]:
        products = {name: word for word, names in self.words.products[self.lang].items() for name in names}
        return {
            "reads": _mapped(self.words.reads(self.lang)),
            "products": _mapped(products),
            "pinyin": _mapped(dict(self.words.pinyin)) if self.lang == "zh" else "",
            "stop": "|".join(self.words.stop[self.lang]),
            # Someone may cry for help in either language on either page.
            "despair": "|".join(dict.fromkeys([*self.words.despair.zh, *self.words.despair.en])),
            "calm": "|".join([*self.words.calm.zh, *self.words.calm.en]),
            "late": "|".join(self.words.late[self.lang]),
        }

    def _cues(self, lists: Mapping[str, WordList], name: str) -> str:
        return "|".join(lists[name][self.lang]) if name in lists else ""

    def _stages(self) -> Iterator[tuple[str, int | None, int | None]]:
        """Yield id, first and last day of each stage in the order of time; one that an event opens has no day."""
        for record in self.library.of_kind("stage"):
            days = record.body.days if isinstance(record.body, Stage) else None
            yield (record.id, days.first, days.last) if days else (record.id, 1, 0)


def compressed(script: str) -> int:
    """Return how many bytes a reader downloads."""
    return len(gzip.compress(script.encode(), 9, mtime=0))


def encoded(data: str) -> tuple[str, str]:
    """Return a text with its Chinese characters in one or two bytes each, and the table to read it by.

    The common characters of GB 2312 have an order that browsers know too (they decode it), so a bit for each says
    which are used: the first of those is written as the first of the codes, and so on. It saves a tenth. The most
    frequent take the place of signs that the text has no use for: those follow in the table, after a space, and then
    what they stand for.
    """
    free = [sign for sign in FREE if sign not in data]
    often = [c for c, _ in Counter(data).most_common() if c in _common()][: len(free)]
    seen = set(data) - set(often)
    used = [character in seen for character in COMMON]
    codes: dict[int, int | str]
    codes = {ord(c): code for c, code in zip((c for c in COMMON if c in seen), CODES, strict=False)}
    if not (codes or often) or any(ord(character) in CODES for character in seen):
        return data, ""
    bits = sum(1 << (8 * (place // 8) + 7 - place % 8) for place, here in enumerate(used) if here)
    table = base64.b64encode(bits.to_bytes(len(COMMON) // 8 + 1, "little")).decode()
    codes |= zip(map(ord, often), free, strict=False)
    return data.translate(codes), f"{table} {''.join(free[: len(often)])}{''.join(often)}"


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON)


def cut(text: str, length: int) -> str:
    """Return the first sentences of a text, at most `length` characters or else the first sentence cut short."""
    if len(text) <= length:
        return text
    ends = [match.end() for match in _SENTENCE.finditer(text) if match.end() <= length]
    return text[: ends[-1]] if ends and ends[-1] > length // 2 else text[: length - 1].rstrip(" 0123456789") + "…"


def han(seen: set[str]) -> list[str]:
    """Return Traditional characters and, in the same order, the Simplified ones they stand for, of those in `seen`."""
    pairs = sorted((old, new) for old, new in _traditional().items() if new in seen and old not in seen and _typed(old))
    return ["".join(old for old, _ in pairs), "".join(new for _, new in pairs)]


@cache
def _traditional() -> dict[str, str]:
    """Every Traditional character with its Simplified one, from the tables of OpenCC."""
    table = resources.files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in table.splitlines() if line)
    return {old: new for old, new, *_ in pairs if old != new and len(old) == len(new) == 1}


def _typed(character: str) -> bool:
    """Return whether it is one of the common characters of Big5: only scholars write the others."""
    code = character.encode("big5", errors="ignore")
    return len(code) == 2 and code[0] < 0xC9


def _mapped(words: Mapping[str, str]) -> str:
    """Return `word=variant|variant` a line."""
    groups: dict[str, list[str]] = {}
    for variant, word in words.items():
        groups.setdefault(word, []).append(variant)
    return "\n".join(f"{word}={'|'.join(variants)}" for word, variants in groups.items())


def _flat(text: str) -> str:
    return " ".join(text.split())

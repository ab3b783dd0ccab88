"""The search index: one small file per language, data only. `docs/assets/search.js` reads it and ranks.

The file is a script that hands over its data, not JSON: a page opened from `file://` may load a script, not fetch.
Nothing is normalised here. The reader's query and the records go through the same code in the browser, so the two
cannot drift apart; what the browser cannot know (which Traditional characters matter) is worked out here.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from overdue.model.library import Library, Record
from overdue.model.records import Stage
from overdue.model.searchwords import SearchWords, WordList
from overdue.model.vocabulary import Lang
from overdue.pages.interface import Interface

BUDGET = 59_900
"""Bytes of one index, compressed. Past it short answers are cut shorter: being found matters more than being read."""
SNIPPETS: Mapping[Lang, tuple[int, ...]] = {
    "zh": (90, 75, 60, 55, 50, 45, 40, 35, 30, 20),
    "en": (260, 220, 205, 190, 175, 160, 145, 130, 100, 70),
}
"""Lengths of a short answer to try, in characters."""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""A character for the number of a kind, a section or a topic."""
LABELS = ("count", "none", "none_text", "where", "topics", "call", "other", "section")
"""Words of the interface that are needed only once someone searches: `search_…`."""
HELPLINE = "12356"
RARE = 5
"""In how many records a word of the statements may stand and still tell something."""
_SENTENCE = re.compile(r"[。；！？]|[.;!?](?= )")


@dataclass(frozen=True)
class Index:
    """What the search knows in one language."""

    library: Library
    interface: Interface
    lang: Lang
    docs: tuple[str, ...] = ()
    """Names of hand-written pages; their titles are the words `page_…` of the interface."""

    @property
    def words(self) -> SearchWords:
        """The word lists of `data/search.yml`."""
        return self.library.words

    def script(self) -> str:
        """Return the file: a call that hands over the data, with short answers as long as the budget allows."""
        script = ""
        for length in SNIPPETS[self.lang]:
            data = json.dumps(self.data(length), ensure_ascii=False, separators=(",", ":"))
            script = f"overdueIndex({data});\n"
            if compressed(script) <= BUDGET:
                break
        return script

    def data(self, snippet: int) -> dict[str, object]:
        """Return the data, with short answers of about `snippet` characters."""
        rows = "\n".join("\t".join(row) for row in self.rows(snippet))
        lists = self._lists()
        vocabulary = self.library.vocabulary
        return {
            "lang": self.lang,
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
            "words": {name: self.interface[f"search_{name}"][self.lang] for name in LABELS}
            | {name: self.interface[name][self.lang] for name in ("crisis", "crisis_text")},
            "han": han({*rows, *"".join(lists.values())}) if self.lang == "zh" else ["", ""],
            **lists,
        }

    def rows(self, snippet: int) -> Iterator[tuple[str, ...]]:
        """Yield for each page: kind, id, title, borrower words, short answer, sections, topic, words of its statements.

        Pages about one topic stand together: they share words, and gzip sees only 32 KB back.
        """
        vocabulary = self.library.vocabulary
        kinds, topics = list(vocabulary.kinds), list(vocabulary.topics)
        for name in self.docs:
            yield "", name, self.interface[f"page_{name}"][self.lang], "", "", "", "", ""
        for number, kind in enumerate(vocabulary.kinds.values()):
            yield DIGITS[number], "index", kind.plural[self.lang], "", "", "", "", ""
        for topic, number, ref in sorted(
            (topics.index(record.body.topics[0]), kinds.index(record.kind), ref)
            for ref, record in self.library.records.items()
        ):
            yield self._row(self.library.records[ref], DIGITS[number], DIGITS[topic], snippet)

    def _row(self, record: Record, kind: str, topic: str, snippet: int) -> tuple[str, ...]:
        body = record.body
        title = body.title[self.lang]
        also = [word for word in body.also[self.lang] if word not in title] if body.also else []
        # Nobody looks for a statute by its summary; the room is better spent on the pages that cite it.
        answer = "" if record.kind == "source" else body.answer[self.lang]
        # Help in a crisis is never cut short.
        answer = answer if body.crisis and HELPLINE in answer else cut(answer, snippet)
        known = list(self.library.vocabulary.sections)
        sections = "".join(DIGITS[known.index(name)] for name in record.sections)
        said = " ".join(self._said.get(record.ref, ()))
        return kind, record.id, _flat(title), _flat("|".join(also)), _flat(answer), sections, topic, said

    @cached_property
    def _said(self) -> dict[str, list[str]]:
        """For each record the borrower words, of any record, that only its statements hold and few others do.

        All the statements would be three times the index, and whole texts drown a question in pages that merely
        mention its words.
        """
        records = [record for record in self.library.records.values() if record.kind != "source"]
        also = (word for record in records if record.body.also for word in record.body.also[self.lang])
        typed = {word.lower() for word in also if 2 <= len(word) <= 4} if self.lang == "zh" else _words(" ".join(also))
        own = {record.ref: self._own(record) for record in records}
        said = {record.ref: self._in_statements(record, typed) for record in records}
        count = Counter(word for words in said.values() for word in words)
        return {
            ref: sorted(word for word in words if count[word] <= RARE and word not in own[ref])
            for ref, words in said.items()
        }

    def _own(self, record: Record) -> str:
        also = record.body.also[self.lang] if record.body.also else ()
        return " ".join([record.body.title[self.lang], record.body.answer[self.lang], *also]).lower()

    def _in_statements(self, record: Record, typed: set[str]) -> set[str]:
        text = " ".join(item[self.lang] for items in record.sections.values() for item in items).lower()
        return {word for word in typed if word in text} if self.lang == "zh" else typed & _words(text)

    def _lists(self) -> dict[str, str]:
        products = {name: word for word, names in self.words.products[self.lang].items() for name in names}
        return {
            "reads": _mapped(self.words.reads(self.lang)),
            "products": _mapped(products),
            "pinyin": _mapped(dict(self.words.pinyin)) if self.lang == "zh" else "",
            "stop": "|".join(self.words.stop[self.lang]),
            "despair": "|".join(self.words.despair[self.lang]),
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


def cut(text: str, length: int) -> str:
    """Return the first sentences of a text, at most `length` characters or else the first sentence cut short."""
    if len(text) <= length:
        return text
    ends = [match.end() for match in _SENTENCE.finditer(text) if match.end() <= length]
    return text[: ends[-1]] if ends and ends[-1] > length // 2 else text[: length - 1].rstrip(" 0123456789") + "…"


def han(seen: set[str]) -> list[str]:
    """Return Traditional characters and, in the same order, the Simplified ones they stand for, of those in `seen`."""
    pairs = sorted((old, new) for old, new in _traditional().items() if new in seen and old not in seen)
    return ["".join(old for old, _ in pairs), "".join(new for _, new in pairs)]


@cache
def _traditional() -> dict[str, str]:
    """Every Traditional character with its Simplified one, from the tables of OpenCC."""
    table = resources.files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in table.splitlines() if line)
    return {old: new for old, new, *_ in pairs if old != new and len(old) == len(new) == 1}


def _mapped(words: Mapping[str, str]) -> str:
    """Return `word=variant|variant` a line."""
    groups: dict[str, list[str]] = {}
    for variant, word in words.items():
        groups.setdefault(word, []).append(variant)
    return "\n".join(f"{word}={'|'.join(variants)}" for word, variants in groups.items())


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}|\d{2,}", text.lower()))


def _flat(text: str) -> str:
    return " ".join(text.split())

"""The words of `data/search.yml`: what people type, and what the search takes it for. Editable without code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from overdue.model.findings import Finding, did_you_mean, short
from overdue.model.markdown import markup
from overdue.model.vocabulary import LANGS, Lang, Strict, Vocabulary
from overdue.model.yamlfile import Location, YamlFile


def _word(text: str) -> str:
    if markup(text) or "=" in text:  # the index separates words by | and =
        raise ValueError("plain words: no markup, link or script, no '='")
    return text


Entry = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_word)]


def _each_once(words: tuple[str, ...]) -> tuple[str, ...]:
    if twice := next((word for word in words if words.count(word) > 1), None):
        raise ValueError(f"each word once ({short(twice)})")
    return words


Entries = Annotated[tuple[Entry, ...], AfterValidator(_each_once)]
WRITTEN = ("staff", "cards", "verify", "contribute", "about")
"""Pages written by hand that the search knows."""


class Variants(Strict):
    """For each language, a word and the words that stand for it."""

    zh: dict[Entry, Entries] = Field(default_factory=dict)
    en: dict[Entry, Entries] = Field(default_factory=dict)

    def __getitem__(self, lang: Lang) -> dict[str, tuple[str, ...]]:
        """Return the words of one language."""
        return self.zh if lang == "zh" else self.en


class WordList(Strict):
    """A list of words in each language."""

    zh: Entries = ()
    en: Entries = ()

    def __getitem__(self, lang: Lang) -> tuple[str, ...]:
        """Return the words of one language."""
        return self.zh if lang == "zh" else self.en


class SearchWords(Strict):
    """All word lists of the search; a missing list is empty."""

    slips: Variants = Variants()
    """Slips of the keyboard: always read as the word they stand under."""
    same: Variants = Variants()
    """Words that mean the same to someone who searches: all are read as the first."""
    products: Variants = Variants()
    """Names of products, under the words of what they are: searched for as both."""
    pinyin: dict[str, Entry] = Field(default_factory=dict)
    stop: WordList = WordList()
    """Words that say nothing about the page wanted; they are skipped."""
    despair: WordList = WordList()
    """Words after which crisis help comes above everything."""
    calm: WordList = WordList()
    """Words that hold some of those of despair and voice none: they are passed over when it is looked for."""
    late: WordList = WordList()
    """Words that make a number of days a number of days past due."""
    sections: dict[str, WordList] = Field(default_factory=dict)
    """For a section of a page, the words that ask for it."""
    kinds: dict[str, WordList] = Field(default_factory=dict)
    """For a kind of page, the words that ask for it."""
    pages: dict[str, WordList] = Field(default_factory=dict)
    """For a hand-written page, what people type to find it: what `also` is for a record."""

    def reads(self, lang: Lang) -> dict[str, str]:
        """Return for each variant the word it is read as, in the end; words that say nothing are read as nothing."""
        direct = {
            variant: word
            for words in (self.same[lang], self.slips[lang])
            for word, variants in words.items()
            for variant in variants
        }
        found = {variant: _last(direct, variant) for variant in direct}
        return found | (dict.fromkeys(self.stop[lang], "") if lang == "zh" else {})


def faults(words: SearchWords, file: YamlFile, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield a finding for each word read in two ways, each key that is no pinyin, each undeclared section or kind."""
    for lang in LANGS:
        yield from _doubtful(words, lang, file)
    for pinyin in words.pinyin:
        if not (pinyin.isascii() and pinyin.isalpha() and pinyin.islower()):
            yield _finding(file, ("pinyin", pinyin), short(pinyin), "lower-case letters without spaces, such as 'yuqi'")
    yield from _undeclared("sections", words.sections, vocabulary.sections, file)
    yield from _undeclared("kinds", words.kinds, vocabulary.kinds, file)
    for page in words.pages:
        if page not in WRITTEN:
            expected = f"a page written by hand: {', '.join(WRITTEN)}{did_you_mean(page, WRITTEN)}"
            yield _finding(file, ("pages", page), short(page), expected)


def _doubtful(words: SearchWords, lang: Lang, file: YamlFile) -> Iterator[Finding]:
    """Yield a finding for a variant that stands for two words, for itself, or for a word that stands for it."""
    groups = [("slips", words.slips[lang]), ("same", words.same[lang])]
    places = [
        (name, word, index, variant)
        for name, group in groups
        for word, variants in group.items()
        for index, variant in enumerate(variants)
    ]
    seen: dict[str, str] = {}
    for name, word, index, variant in places:
        at = (name, lang, word, index)
        if seen.setdefault(variant, word) != word or variant == word:
            yield _finding(file, at, short(variant), "a variant that stands for one other word")
    for name, word, index, variant in places:
        if _last(seen, word) in (word, variant) and word in seen and seen[word] != word:
            expected = f"one of {short(variant)} and {short(word)} to stand for the other, not both"
            yield _finding(file, (name, lang, word, index), short(variant), expected)


def _last(direct: Mapping[str, str], word: str) -> str:
    """Return the word at the end of a chain: a slip of a word that is itself read as another."""
    passed: list[str] = []
    while word in direct and word not in passed:
        passed.append(word)
        word = direct[word]
    return word


def _undeclared(name: str, keys: Iterable[str], known: Collection[str], file: YamlFile) -> Iterator[Finding]:
    for key in keys:
        if key not in known:
            expected = f"one that vocabulary.yml declares{did_you_mean(key, known)}"
            yield _finding(file, (name, key), f"the undeclared {short(key)}", expected)


def _finding(file: YamlFile, at: Location, found: str, expected: str) -> Finding:
    dotted = "search" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in at)
    return Finding(file.path, *file.mark(at), dotted, found, expected)

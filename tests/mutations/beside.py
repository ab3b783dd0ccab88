"""Breaks the files of data/ that hold no record: the path, the helpers, the search words, the vocabulary, the promises.

Each file has its own way to be judged, the same as `overdue check` takes, without loading all the others again.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from mutations.actions import Around
from mutations.engine import TABLE, Engine, drawn, fits, required
from mutations.tree import Place, Source, places
from overdue.checks import calculators as helper_rules
from overdue.checks import check, guide_complete, path_ends, path_reachable, path_words
from overdue.model import calculators, paths, searchwords, translations
from overdue.model.entries import read_entries
from overdue.model.findings import Finding
from overdue.model.library import Record
from overdue.model.load import Unreadable, load, load_vocabulary, validate
from overdue.model.yamlfile import YamlFile, read_yaml
from overdue.published.feed import Change
from overdue.published.ledger import unwritten
from overdue.published.moved import Move
from overdue.published.publication import Publication

SAMPLES = Path(__file__).parent / "samples"
PATH_RULES = (path_ends, path_reachable, path_words, guide_complete)
OLD_PAGES = "answers/old-name - top\nanswers/older-name - top\n"
"""With an anchor, the lines of the ledger that the sample of moved.yml explains."""


@dataclass(frozen=True)
class Fault:
    """A broken file beside the records."""

    name: str
    """The mutator's."""
    file: str
    where: str
    line: int
    text: str
    lines: tuple[int, int] | None
    """Where the finding has to be; None where it may be in any file."""

    @property
    def title(self) -> str:
        """How a survivor is named."""
        return f"data/{self.file}:{self.line}: {self.name} {self.where}".rstrip()


class Beside:
    """The files beside the records, and how each is judged."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.library = engine.library
        self._folder = tempfile.TemporaryDirectory()
        self.root = Path(self._folder.name)
        (self.root / "data").mkdir()
        self.judges: dict[str, Callable[[Path], list[Finding]]] = {
            "paths.yml": self._of_paths,
            "calculators.yml": self._of_calculators,
            "search.yml": self._of_search,
            "vocabulary.yml": self._of_vocabulary,
            "moved.yml": self._of_promises,
            "feed.yml": self._of_promises,
            "ledger.txt": self._of_promises,
            "translations.txt": self._of_translations,
        }

    # --- making -----------------------------------------------------------------------------------------------------

    def text(self, file: str) -> str:
        """Return the text to break: that of the repository, or a sample where its file may be empty."""
        path = SAMPLES / file
        text = (path if path.is_file() else self.engine.data / file).read_text(encoding="utf-8")
        if file == "moved.yml":
            text += (self.engine.data / file).read_text(encoding="utf-8")  # what the site really lacks
        if file == "ledger.txt":
            text = re.sub("^(answers/one-day-late .*)$", r"\1 old-part", text, flags=re.MULTILINE) + OLD_PAGES
        return text

    def faults(self, file: str) -> Iterator[Fault]:
        """Yield a fault for each mutator and kind of field."""
        yield from self._of_lines(file) if file.endswith(".txt") else self._of_yaml(file)

    def _of_lines(self, file: str) -> Iterator[Fault]:
        lines = self.text(file).splitlines(keepends=True)
        for mutator in TABLE["lines"][file]:
            pattern = re.compile(mutator["find"], re.MULTILINE)
            fitting = [index for index, line in enumerate(lines) if pattern.search(line) and not line.startswith("#")]
            assert fitting, mutator
            for index in fitting[:: max(1, len(fitting) // mutator.get("times", 12))]:
                following = lines[index + 1] if index + 1 < len(lines) else ""
                new = mutator["put"].replace("NEXT", following) if "NEXT" in mutator["put"] else mutator["put"]
                broken = [*lines[:index], pattern.sub(new, lines[index], count=1), *lines[index + 1 :]]
                where = None if mutator.get("shows") == "anywhere" else (index + 1, index + 2)
                yield Fault(mutator["name"], file, lines[index].split()[0], index + 1, "".join(broken), where)

    def _of_yaml(self, file: str) -> Iterator[Fault]:
        declared = TABLE["beside"][file]
        source = Source(self.text(file))
        found = list(places(source))
        body = self._body(file)
        around = Around(
            self.library, Record(file, file, "", body, YamlFile(file), (), ()), lambda at: required(body, at)
        )
        for mutator in TABLE["mutators"]:
            left_out = declared.get("not", {}).get(mutator["name"], [])
            if "kinds" in mutator or left_out == ["*"] or mutator.get("do") in ("rename-file", "remove-file"):
                continue
            if mutator["at"] == "file":
                text = mutator.get("set", source.text) + mutator.get("append", "")
                anywhere = mutator["name"] in declared.get("anywhere", [])
                yield Fault(mutator["name"], file, "", 1, text, None if anywhere else (1, text.count("\n") + 1))
                continue
            if "where" in mutator and not mutator.get("beside"):
                mutator = mutator | {"where": [*mutator["where"], *(f"*.{glob}" for glob in mutator["where"])]}
            fitting = [at for at in found if fits(at, mutator, declared["fields"]) and not at.matches(left_out)]
            fitting = [replace(at, free=declared.get("names", {})) for at in fitting]
            for place, broken in drawn(file, fitting, mutator, around):
                fault = self._of_place(mutator["name"], file, place, broken, found)
                yield replace(fault, lines=None) if mutator["name"] in declared.get("anywhere", []) else fault

    @staticmethod
    def _of_place(name: str, file: str, place: Place, broken: str, found: list[Place]) -> Fault:
        """Say where the finding has to be: in the mapping or list around the place, if that is not the whole file."""
        around = [at for at in found if at.location and place.location[: len(at.location)] == at.location]
        top_is_gone = len(place.location) == 1 and not broken.startswith(place.source.text[: place.end])
        deepest = around[-2] if len(around) > 1 else around[-1]
        if (place.location[-1] in ("zh", "en") or "basis" in place.location) and len(around) > 2:
            deepest = around[-3]
        first, last = place.source.line(deepest.start), place.source.line(deepest.end)
        first = 1 if top_is_gone else first  # what the file lacks is told at its beginning
        last += max(0, broken.count("\n") - place.source.text.count("\n"))
        dotted = ".".join(map(str, place.location))
        return Fault(name, file, dotted, place.source.line(place.start), broken, (first, last))

    def _body(self, file: str) -> Any:
        guide = self.library.guide
        if file == "paths.yml":
            return guide.paths if guide else None
        models = {"calculators.yml": calculators.Calculators, "search.yml": searchwords.SearchWords}
        if file in models:
            return validate(models[file], file, read_yaml(self.engine.data.parent, self.engine.data / file)[0])[0]
        if file == "vocabulary.yml":
            return self.library.vocabulary
        return read_entries(SAMPLES / file, {"moved.yml": Move, "feed.yml": Change}[file])[0].values

    # --- judging ----------------------------------------------------------------------------------------------------

    def findings(self, fault: Fault) -> list[Finding]:
        """Return what is said of a broken file."""
        path = self.root / "data" / fault.file
        path.write_bytes(fault.text.encode("utf-8", "surrogateescape"))
        found = self.judges[fault.file](path)
        path.unlink()
        return found

    def caught(self, fault: Fault) -> bool:
        """Say whether a finding names the file and a line of what was broken."""
        found = self.findings(fault)
        if fault.lines is None:
            return bool(found)
        first, last = fault.lines
        return any(each.path == f"data/{fault.file}" and first <= each.line <= last for each in found)

    def _read(self, model: Any, path: Path) -> tuple[Any, YamlFile, list[Finding]]:
        file, findings = read_yaml(self.root, path)
        value, faults = (None, findings) if findings else validate(model, path.stem, file)
        return value, file, faults

    def _of_paths(self, path: Path) -> list[Finding]:
        value, file, faults = self._read(paths.Paths, path)
        if value is None:
            return faults
        library = replace(self.library, guide=paths.Guide(value, file))
        return [finding for rule in PATH_RULES for finding in rule.run(library, self.engine.as_of)]

    def _of_calculators(self, path: Path) -> list[Finding]:
        value, file, faults = self._read(calculators.Calculators, path)
        if value is None:
            return faults
        library = replace(self.library, helpers=calculators.helper_records(value, file))
        return list(helper_rules.run(library, self.engine.as_of))

    def _of_search(self, path: Path) -> list[Finding]:
        value, file, faults = self._read(searchwords.SearchWords, path)
        return faults if value is None else list(searchwords.faults(value, file, self.library.vocabulary))

    def _of_vocabulary(self, path: Path) -> list[Finding]:
        try:
            load_vocabulary(path.parent)
        except Unreadable as error:
            return error.findings
        return self._of_everything(path)

    def _of_everything(self, path: Path) -> list[Finding]:
        """Load all again with one file replaced, as what it says may show in any of the others."""
        with tempfile.TemporaryDirectory() as name:
            data = Path(name) / "data"
            data.mkdir()
            for each in self.engine.data.iterdir():
                (data / each.name).symlink_to(each.resolve())
            (data / path.name).unlink()
            shutil.copy(path, data / path.name)
            library, findings = load(data)
            return findings or check(library, self.engine.as_of)

    def _of_promises(self, path: Path) -> list[Finding]:
        for file in ("ledger.txt", "moved.yml", "feed.yml"):
            if file != path.name:
                (path.parent / file).write_text(self.text(file), encoding="utf-8")
        publication, findings = Publication.read(path.parent)
        pages = self.engine.pages
        missing = unwritten(publication.ledger, pages, self.engine.numbered)
        return [*findings, *publication.findings(pages), *missing]

    def _of_translations(self, path: Path) -> list[Finding]:
        confirmed, findings = translations.read(path.parent)
        findings += translations.strangers(path.parent, self.library.records)
        aged = {ref for ref, pairs in self._confirmed.items() if confirmed.get(ref) != pairs}
        library = replace(self.library, translations=confirmed, only=frozenset(aged))
        return findings or check(library, self.engine.as_of)

    @cached_property
    def _confirmed(self) -> dict[str, frozenset[translations.Pair]]:
        return translations.read(self.engine.data)[0]

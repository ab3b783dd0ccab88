"""`overdue show`, `why` and `diff`: what contributors and reviewers read in a terminal."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import EXAMPLE, ROOT
from overdue.cli import main
from overdue.editing.changes import Change, as_markdown, since
from overdue.editing.terminal import Style, columns
from overdue.model.load import load

PLAIN = Style(colour=False, width=100)


def run(data: Path, *arguments: str) -> int:
    return main(["--data", str(data), *arguments])


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def repository(example: Path) -> Path:
    git = ["git", "-C", str(example.parent), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True, timeout=60)
    return example


def test_show_prints_answer_sections_basis_and_links(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "show", "home-visit", "--lang", "en") == 0
    printed = capsys.readouterr().out
    library, _ = load(EXAMPLE)
    record = library.records["practices/home-visit"]
    assert printed.startswith(record.body.title.en + "\n")
    assert record.body.answer.en in " ".join(printed.split())
    for name, statements in record.sections.items():
        assert f"\n{library.vocabulary.sections[name].en}\n" in printed
        for statement in statements:
            assert statement.en in " ".join(printed.split())
    assert "[1] " in printed
    assert "data/practices/home-visit.yml" in printed
    assert "\033[" not in printed
    assert record.body.title.zh not in printed


def test_every_real_record_can_be_shown() -> None:
    from overdue.editing.reading import page

    library, _ = load(ROOT / "data")
    for record in library.records.values():
        for lang in ("zh", "en"):
            text = "\n".join(page(record, library, lang, PLAIN))  # type: ignore[arg-type]
            assert max(columns(line) for line in text.splitlines()) <= 106, record.ref  # closing marks may hang
            squeezed = "".join(text.split())
            assert all("".join(words[lang].split()) in squeezed for _, words in record.texts), record.ref  # type: ignore[index]


def test_show_knows_ids_refs_and_paths_and_what_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("home-visit", "practices/home-visit", "practice/home-visit", "data/practices/home-visit.yml"):
        assert run(EXAMPLE, "show", name) == 0
    capsys.readouterr()
    assert run(EXAMPLE, "show", "home-visti") == 2
    assert capsys.readouterr().err == ("overdue show: there is no record 'home-visti' (did you mean 'home-visit'?)\n")


def test_show_of_a_name_that_two_kinds_have(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example / "terms" / "negotiate.yml").write_bytes((example / "terms" / "overdue.yml").read_bytes())
    assert run(example, "show", "negotiate") == 2
    assert "several records: remedies/negotiate, terms/negotiate" in capsys.readouterr().err


def test_show_of_a_broken_record_leads_to_its_findings(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example / "terms" / "overdue.yml").write_text("title: 1\n", encoding="utf-8")
    assert run(example, "show", "overdue") == 2
    assert "see overdue check data/terms/overdue.yml" in capsys.readouterr().err


def test_colours_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert Style.of(Terminal())("a", "bold") == "\033[1ma\033[0m"
    assert Style.of(io.StringIO())("a", "bold") == "a"
    monkeypatch.setenv("NO_COLOR", "1")
    assert Style.of(Terminal())("a", "bold") == "a"


def test_lines_break_by_what_the_eye_sees() -> None:
    lines = Style(colour=False, width=20).wrap("你可以先打官方客服，问清楚这次收多少。", "· ").splitlines()
    assert lines == ["· 你可以先打官方客服，", "  问清楚这次收多少。"]
    assert Style(colour=False, width=10).wrap("四个汉字六，句").splitlines()[0] == "四个汉字六，"


def test_why_lists_what_rests_on_a_point(capsys: pytest.CaptureFixture[str]) -> None:
    library, _ = load(EXAMPLE)
    basis, citations = next(iter(library.citations.items()))
    assert run(EXAMPLE, "why", basis) == 0
    printed = capsys.readouterr().out
    assert f"{len(citations)} statements in " in printed
    for citation in citations:
        line, column = citation.record.mark(citation.location)
        assert f"{citation.record.file.path}:{line}:{column}: " in printed
        assert citation.statement.en in " ".join(printed.split())


def test_why_of_a_source_counts_and_of_nothing_says_what_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "why", "some-law") == 0
    assert "some-law#" in capsys.readouterr().out
    assert run(EXAMPLE, "why", "some-lwa#1") == 2
    assert "there is no source 'some-lwa' (did you mean 'some-law'?)" in capsys.readouterr().err
    assert run(EXAMPLE, "why", "some-law#999") == 2
    assert "'some-law' has no point '999'" in capsys.readouterr().err


def test_diff_shows_what_changed_and_not_what_moved(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(repository, "diff", "HEAD") == 0
    assert capsys.readouterr().out == "0 changes in 0 records: 0 changed, 0 new, 0 gone\n"
    path = repository / "practices" / "home-visit.yml"
    text = path.read_text(encoding="utf-8")
    title = text.splitlines()[0]
    path.write_text(text.replace(title + "\n", "", 1) + title + "\n", encoding="utf-8")
    assert since(repository, "HEAD") == []
    edit(path, "A collector visits", "A stranger visits")
    (change,) = since(repository, "HEAD")
    assert change.path == "data/practices/home-visit.yml"
    assert change.where == "title"
    assert "A collector visits" in "".join(change.old)
    assert "A stranger visits" in "".join(change.new)


def test_diff_of_a_statement_put_in_between_is_one_new_statement(repository: Path) -> None:
    path = repository / "terms" / "overdue.yml"
    edit(path, "meaning:\n", "meaning:\n  - zh: 新的一句。\n    en: A new sentence.\n")
    (change,) = since(repository, "HEAD")
    assert (change.where, change.old) == ("meaning", ())
    assert change.new == ("zh: 新的一句。", "en: A new sentence.")


def test_diff_of_new_gone_and_broken_records(repository: Path) -> None:
    path = repository / "terms" / "overdue.yml"
    (repository / "terms" / "late.yml").write_bytes(path.read_bytes())
    assert {(change.path, bool(change.old)) for change in since(repository, "HEAD")} == {("data/terms/late.yml", False)}
    (repository / "terms" / "late.yml").unlink()
    path.write_text("title: [", encoding="utf-8")
    assert ("(cannot be read)",) in {change.new for change in since(repository, "HEAD")}
    path.unlink()
    assert {(change.path, bool(change.new)) for change in since(repository, "HEAD")} == {(
        "data/terms/overdue.yml", False)}  # fmt: skip


@pytest.mark.parametrize("revision", ["nowhere", "--output=/tmp/x", "-h"])
def test_diff_of_an_unknown_revision_is_a_wrong_call(repository: Path, revision: str) -> None:
    from overdue.editing.changes import NoRevision

    with pytest.raises(NoRevision):
        since(repository, revision)
    assert run(repository, "diff", "nowhere") == 2


def test_the_comment_cannot_be_broken_out_of() -> None:
    change = Change("data/a`<b>.yml", "do", (), ("zh: ```\n</details><script>", "en: ````` @everyone"))
    lines = list(as_markdown([change]))
    fences = [line for line in lines if line.startswith("``")]
    assert fences == ["``````diff", "``````"]
    assert "<code>data/a&lt;b&gt;.yml</code>" in "\n".join(lines)
    inside = lines[lines.index("``````diff") + 1 : lines.index("``````")]
    assert all(line.startswith(("+ ", "@@ ")) for line in inside)


def test_a_comment_that_would_be_too_long_says_what_it_leaves_out() -> None:
    changes = [Change(f"data/terms/{name}.yml", "note", (), ("zh: " + "字" * 30_000,)) for name in "abc"]
    lines = list(as_markdown(changes))
    assert sum(len(line) + 1 for line in lines) < 65_536
    assert lines[-1] == "2 more records do not fit here: `overdue diff` shows them."


def test_looking_at_the_beginning_only_is_no_error() -> None:
    command = f"'{sys.executable}' -m overdue.cli show negotiate-plan | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""

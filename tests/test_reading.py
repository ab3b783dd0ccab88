"""`overdue show`, `why` and `diff`: what contributors and reviewers read in a terminal."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import EXAMPLE, ROOT
from overdue.cli import main
from overdue.editing.changes import Change, as_markdown, as_text, since
from overdue.editing.terminal import Style, columns, waiting
from overdue.editing.words import changed_words
from overdue.model.load import load

PLAIN = Style(colour=False, width=100)


def run(data: Path, *arguments: str) -> int:
    return main(["--data", str(data), *arguments])


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


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


def test_why_names_the_short_answers_that_hold_a_figure_of_the_point(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(example, "why", "some-law#12") == 0
    assert "short answer" not in capsys.readouterr().out
    edit(
        example / "consequences" / "penalty.yml",
        "看合同。, en: ",
        "3年内可以要求。, en: It can be claimed for 3 years. ",
    )
    assert run(example, "why", "some-law#12") == 0
    printed = capsys.readouterr().out
    assert "1 short answer above those statements holds one of its figures (3, 15):" in printed
    assert "data/consequences/penalty.yml:2:1: penalty.answer" in printed


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


def test_diff_marks_the_words_that_changed_in_both_languages() -> None:
    old, new = changed_words("zh: 保存15年，满15年删除。", "zh: 保存6年，满6年删除。")
    assert [text for text, changed in old if changed] == ["15", "15"]
    assert [text for text, changed in new if changed] == ["6", "6"]
    old, new = changed_words("en: It is kept five whole years.", "en: It is kept for 6 years.")
    assert [text for text, changed in old if changed] == ["five whole"]
    assert [text for text, changed in new if changed] == ["for 6"]
    assert changed_words("en: One thing.", "zh: 完全不同的话") == (
        [("en: One thing.", False)],
        [("zh: 完全不同的话", False)],
    )


CHANGE = Change("data/a.yml", "do", ("zh: 5年。", "en: 5 years.", "basis: [a#1]"), ("zh: 6年。", "en: 6 years."))


def test_a_comment_puts_new_words_below_the_old_ones_and_marks_them() -> None:
    assert [line for line in as_markdown([CHANGE]) if line.startswith("<br>")] == [
        "<br>➖ <code>zh: <del><b>5</b></del>年。</code>",
        "<br>➕ <code>zh: <ins><b>6</b></ins>年。</code>",
        "<br>➖ <code>en: <del><b>5</b></del> years.</code>",
        "<br>➕ <code>en: <ins><b>6</b></ins> years.</code>",
        "<br>➖ <code>basis: [a#1]</code>",
    ]


def test_a_terminal_shows_marked_words_reversed_and_a_file_nothing_of_it() -> None:
    seen = "\n".join(as_text([CHANGE], Style(colour=True, width=60)))
    assert "\033[31m    - zh: \033[7m5\033[27m年。\033[0m" in seen
    assert "\033[32m    + en: \033[7m6\033[27m years.\033[0m" in seen
    plain = "\n".join(as_text([CHANGE], Style(colour=False, width=60)))
    assert plain.isprintable() or set(plain) - {"\n"} == {char for char in plain if char.isprintable()}


def test_the_comment_cannot_be_broken_out_of() -> None:
    evil = "zh: ```\n\n</code></details><script>&#64;\u2028@everyone"
    change = Change("data/a`<b>.yml", "do</p>", (evil,), (evil + "!", "en: ````` @everyone"))
    text = "\n".join(as_markdown([change]))
    assert "<code>data/a`&lt;b&gt;.yml</code>" in text
    bare = re.sub(r"<code>.*?</code>", "", text)
    assert "everyone" not in bare
    assert "&amp;#64;" in text
    tags = set(re.findall(r"<[^>]*>?", text))
    names = ("details", "summary", "code", "p", "ins", "del", "b")
    assert tags <= {"<br>", *(f"<{name}>" for name in names), *(f"</{name}>" for name in names)}
    block = text[text.index("<p>") : text.index("</p>")]
    assert "\n\n" not in block
    assert not re.search(r"[\v\f\x85\u2028\u2029\r]", block)


def test_a_comment_that_would_be_too_long_says_what_it_leaves_out() -> None:
    changes = [Change(f"data/terms/{name}.yml", "note", (), ("zh: " + "字" * 30_000,)) for name in "abc"]
    lines = list(as_markdown(changes))
    assert sum(len(line) + 1 for line in lines) < 65_536
    assert lines[-1] == "2 more records do not fit here: `overdue diff` shows them."


def test_looking_at_the_beginning_only_is_no_error() -> None:
    command = f"'{sys.executable}' -m overdue.cli show negotiate-plan | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""


class Terminal(io.StringIO):
    """A file that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_what_takes_long_says_so_on_a_terminal_only() -> None:
    seen = Terminal()
    with waiting("checking", seen, patience=0.01):
        time.sleep(0.2)
    assert seen.getvalue().startswith("\rchecking: 0 s ")
    assert seen.getvalue().endswith(" \r")
    quick, piped = Terminal(), io.StringIO()
    with waiting("checking", quick), waiting("checking", piped, patience=0):
        time.sleep(0.01)
    assert quick.getvalue() == piped.getvalue() == ""


def test_every_command_tells_its_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    top = capsys.readouterr().out
    for command in re.findall(r"^    ([a-z]+) ", top, re.MULTILINE):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        assert "exit status: 0" in capsys.readouterr().out, command
    assert "exit status: 0" in top

"""The tools beside the core: outward links, and the picture of the README."""

from __future__ import annotations

import struct
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import links
import shots


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            time.sleep(1.5)
        status = {"/slow": 200}.get(self.path) or int(self.path.strip("/"))
        self.send_response(status)
        if status in (301, 302, 308):
            self.send_header("Location", "/200")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
        pass


@pytest.fixture
def elsewhere() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("200", "answers"), ("404", "gone"), ("410", "gone"), ("301", "moved"), ("308", "moved"), ("302", "answers"),
        ("403", "blocks robots"), ("429", "blocks robots"), ("503", "blocks robots"), ("500", "no answer"),
        ("slow", "slow"),
    ],
)  # fmt: skip
def test_an_answer_has_a_type(elsewhere: str, path: str, kind: str) -> None:
    assert links.answer(f"{elsewhere}/{path}", 0.3).kind.value == kind


def test_a_server_that_is_not_there_and_one_without_tls(elsewhere: str) -> None:
    assert links.answer("http://127.0.0.1:1/").kind is links.Kind.BROKEN
    assert links.answer(elsewhere.replace("http:", "https:") + "/200").kind is links.Kind.TLS
    assert links.answer("http://nowhere.invalid/").kind in (links.Kind.GONE, links.Kind.BROKEN)


def test_where_a_link_moved_is_told(elsewhere: str) -> None:
    assert links.answer(f"{elsewhere}/301").detail == "to /200"


def test_links_names_what_does_not_answer_and_where(
    elsewhere: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.html").write_text(
        f'<a href="{elsewhere}/200">a</a> <a class="x" href="{elsewhere}/404#part">b</a>'
        f'<a href="{elsewhere}/403">c</a> <a href="http://127.0.0.1:1/">d</a>'
        '<a href="https://x.invalid/edit/main/data/a.yml">e</a> <a href="b.html">f</a>',
        encoding="utf-8",
    )
    assert links.main([str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert f"gone: {elsewhere}/404: status 404; on a.html" in printed
    assert f"blocks robots: {elsewhere}/403: status 403; on a.html" in printed
    assert "no answer: http://127.0.0.1:1/: " in printed
    counts = "1 answers, 1 gone, 0 moved, 1 blocks robots, 0 slow, 0 TLS, 1 no answer"
    assert printed.endswith(f"4 outward links: {counts}\n")


def test_a_server_that_refuses_robots_is_no_fault(elsewhere: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f'<a href="{elsewhere}/403">c</a>', encoding="utf-8")
    assert links.main([str(tmp_path)]) == 0


def test_links_of_a_site_that_links_nowhere_is_well(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="b.html">f</a>', encoding="utf-8")
    assert links.main([str(tmp_path)]) == 0


def test_the_picture_of_the_readme_is_there_and_light() -> None:
    picture = (ROOT / ".github" / "pictures" / "site.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= shots.LIMIT
    assert struct.unpack(">II", picture[16:24]) == (1280, 712)
    assert "(.github/pictures/site.png)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_picture_can_be_made_again(tmp_path: Path) -> None:
    for path, *_ in shots.SHOTS:
        assert (ROOT / "data" / Path(path).relative_to(Path(path).parts[0]).with_suffix(".yml")).is_file()
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("<!doctype html><title>x</title><h1>x</h1>", encoding="utf-8")
    assert shots.main([str(tmp_path), str(tmp_path / "picture.png")]) == 0
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_of_a_site_that_is_not_built_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="build the site first"):
        shots.main([str(tmp_path), str(tmp_path / "picture.png")])
    assert not (tmp_path / "picture.png").exists()

"""deploy/nginx.conf in a real nginx on loopback: headers, compression, caching, languages, addresses, load."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from conftest import ROOT
from overdue.published.headers import HEADERS

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
WRK = shutil.which("wrk")
CONF = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")

pytestmark = pytest.mark.skipif(not NGINX, reason="nginx is not installed; .ci/run installs nginx-light")


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Message
    body: bytes


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *_: object) -> None:
        return None


OPENER = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))


def ask(address: str, method: str = "GET", **headers: str) -> Answer:
    request = urllib.request.Request(address, method=method, headers=headers)
    try:
        with OPENER.open(request, timeout=10) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def config(folder: Path, root: Path, port: int, below: str) -> Path:
    """Write a whole configuration around the file of the repository, which changes only what a test must."""
    server = CONF
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("root /srv/overdue;", f"root {root};"),
        ('default "";', f'default "{below}";'),
    ):
        assert server.count(old) == 1
        server = server.replace(old, new)
    temporary = "\n".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi"))
    path = folder / "nginx.conf"
    path.write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; worker_processes 2;\n"
        f"pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{ worker_connections 512; }}\n"
        f"http {{ include /etc/nginx/mime.types; sendfile on; tcp_nopush on;\n{temporary}\n"
        f"uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;\n{server}\n}}\n",
        encoding="utf-8",
    )
    return path


def run(folder: Path, root: Path, below: str = "") -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = config(folder, root, port, below)
    process = subprocess.Popen([str(NGINX), "-c", str(path), "-p", str(folder)], stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, process.stderr and process.stderr.read()
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}{below}/"
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="module")
def host(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from run(tmp_path_factory.mktemp("nginx"), site)


@pytest.fixture(scope="module")
def host_below(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site below a path: https://host/guide/."""
    root = tmp_path_factory.mktemp("root")
    (root / "guide").symlink_to(site)
    yield from run(tmp_path_factory.mktemp("below"), root, "/guide")


def assets(site: Path, pattern: str) -> list[str]:
    return [path.relative_to(site).as_posix() for path in sorted(site.glob(pattern))]


@pytest.mark.parametrize("path", ["zh/practices/home-visit.html", "assets/overdue.css", "en/none.html", "sitemap.xml"])
def test_every_answer_has_the_headers(host: str, path: str) -> None:
    answer = ask(host + path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers.get_all("Content-Security-Policy") == [HEADERS["Content-Security-Policy"]]
    assert answer.headers["Server"] == "nginx"
    assert "Set-Cookie" not in answer.headers


def test_text_is_compressed_and_says_its_charset(host: str, site: Path) -> None:
    for path in ("zh/practices/home-visit.html", "assets/overdue.css", "assets/search.js", "sitemap.xml"):
        answer = ask(host + path, **{"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip", path
        assert "utf-8" in answer.headers["Content-Type"], path
        assert len(answer.body) < (site / path).stat().st_size


def test_only_what_never_changes_is_kept(host: str, site: Path) -> None:
    hashed = assets(site, "assets/hashed/*.*.*")
    assert hashed
    assert ask(host + hashed[0]).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for path in ("zh/index.html", "assets/overdue.css"):
        answer = ask(host + path)
        assert answer.headers["Cache-Control"] == "no-cache"
        again = ask(host + path, **{"If-None-Match": answer.headers["ETag"]})
        assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        ("zh/none.html", "zh-Hans"), ("en/none.html", "en"), ("en/practices/none", "en"), ("zh/x/y/", "zh-Hans"),
        ("none", "zh-Hans"), ("en/.git/config", "en"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told_in_its_language(host: str, host_below: str, path: str, lang: str) -> None:
    for start in (host, host_below):
        answer = ask(start + path)
        assert answer.status == 404
        seen = re.search(r'<html lang="([^"]*)"', answer.body.decode())
        assert seen
        assert seen[1] == lang


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("zh/practices", "zh/practices/"),
        ("zh/practices/home-visit", "zh/practices/home-visit.html"),
        ("zh/practices/home-visit/", "zh/practices/home-visit.html"),
        ("en/about", "en/about.html"),
    ],
)
def test_addresses_without_slash_or_ending_arrive(host: str, host_below: str, path: str, target: str) -> None:
    for start in (host, host_below):
        answer = ask(start + path)
        assert answer.status == 301
        assert answer.headers["Location"] == "/" + (start + target).split("/", 3)[3]
        assert ask(start + target).status == 200


def test_the_site_works_below_a_path(host_below: str) -> None:
    page = ask(host_below + "en/practices/home-visit.html")
    assert page.status == 200
    for link in re.findall(r'(?:href|src)="(\.\./[^"#]*)', page.body.decode()):
        assert ask(f"{host_below}en/practices/{link}").status == 200, link
    assert ask(host_below).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE"])
def test_nothing_but_reading(host: str, method: str) -> None:
    assert ask(host + "zh/index.html", method).status == 405


def test_nothing_outside_the_site_is_read(host: str) -> None:
    for path in ("../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "zh/..%2f..%2fetc/passwd", "..%5c..%5cetc/passwd"):
        assert ask(host + path).status in (400, 404), path


@pytest.mark.skipif(not WRK, reason="wrk is not installed; .ci/run installs it")
def test_it_holds_a_load(host: str, site: Path, tmp_path: Path) -> None:
    paths = ["zh/index.html", "en/practices/home-visit.html", "assets/overdue.css", "zh/answers/one-day-late.html"]
    script = tmp_path / "paths.lua"
    listed = ", ".join(f'"/{path}"' for path in paths)
    script.write_text(
        f"local paths = {{{listed}}}\nlocal at = 0\n"
        "request = function()\n  at = at % #paths + 1\n"
        '  return wrk.format("GET", paths[at], {["Accept-Encoding"]="gzip"})\nend\n',
        encoding="utf-8",
    )
    command = [str(WRK), "-t2", "-c32", "-d10s", "--latency", "-s", str(script), host]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    print(printed)
    assert "Non-2xx" not in printed
    assert "Socket errors" not in printed
    requests = re.search(r"(\d+) requests in", printed)
    assert requests
    assert int(requests[1]) > 1000

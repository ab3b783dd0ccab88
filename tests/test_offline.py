"""The zip for phones: whole, the same bytes from any folder, and it opens from a file manager."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from conftest import ROOT
from helpers import Html
from overdue.cli import main
from overdue.published.offline import FOLDER, NAME, write_offline
from test_browser import PHONE


@pytest.fixture(scope="module")
def packed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offline")
    assert main(["offline", str(site), str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def unpacked(packed: Path) -> Path:
    with zipfile.ZipFile(packed / NAME) as archive:
        archive.extractall(packed / "phone")
    return packed / "phone" / FOLDER


def test_the_sum_is_that_of_the_zip(packed: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=packed, capture_output=True, text=True, check=False)
    assert done.stdout == f"{NAME}: OK\n"


def test_it_has_no_dead_link_and_nothing_that_only_a_server_uses(unpacked: Path) -> None:
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert not [name for name in names if name.endswith(".map") or name.startswith("assets/javascripts")]
    assert [path.name for path in unpacked.glob("*.html")] == ["index.html"]
    for page in unpacked.rglob("*.html"):
        seen = Html(page)
        for link in [*seen.links, *seen.loads]:
            parts = urlsplit(link)
            if not parts.scheme and parts.path:
                assert (page.parent / unquote(parts.path)).is_file(), (page, link)


def test_it_is_small_enough_to_send(packed: Path) -> None:
    assert (packed / NAME).stat().st_size < 12 * 1024 * 1024


def test_the_times_and_rights_of_files_do_not_matter(tmp_path: Path) -> None:
    sums = set()
    for name, time, rights in (("a", 1, 0o600), ("b", 2_000_000_000, 0o755)):
        site = tmp_path / name / "site"
        site.mkdir(parents=True)
        for file in ("index.html", "zh.html") if name == "a" else ("zh.html", "index.html"):
            (site / file).write_text(file)
            (site / file).chmod(rights)
            os.utime(site / file, (time, time))
        target, _ = write_offline(site, tmp_path / name / "build")
        sums.add(hashlib.sha256(target.read_bytes()).hexdigest())
    assert len(sums) == 1


LATER = """
import datetime, time
now = time.time
time.time = lambda: now() + 47_000_000
time.time_ns = lambda: int(time.time() * 1e9)
for name in ("localtime", "gmtime"):
    setattr(time, name, lambda at=None, real=getattr(time, name): real(time.time() if at is None else at))
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)
class LaterDay(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
datetime.datetime, datetime.date = Later, LaterDay
"""


def test_a_build_in_another_folder_with_another_clock_gives_the_same_zip(packed: Path, tmp_path: Path) -> None:
    project = tmp_path / "elsewhere"
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("data", "docs", "hooks"):
        shutil.copytree(ROOT / name, project / name, ignore=ignore, copy_function=shutil.copy)
    shutil.copy(ROOT / "mkdocs.yml", project / "mkdocs.yml")
    settings = {"NO_MKDOCS_2_WARNING": "1", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C.UTF-8"}
    # A year and a half later, in whatever asks Python for the time.
    clock = tmp_path / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(LATER, encoding="utf-8")
    path = os.pathsep.join([str(clock), str(project / "hooks")])
    environment = os.environ | settings | {"PYTHONPATH": path}
    for arguments in (["site", "site"], ["offline", "site", "build"]):
        command = [sys.executable, "-m", "overdue.cli", *arguments]
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
    assert (project / "build" / NAME).read_bytes() == (packed / NAME).read_bytes()


def test_there_has_to_be_a_site(tmp_path: Path) -> None:
    assert main(["offline", str(tmp_path), str(tmp_path / "build")]) == 2
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_it_opens_from_a_file_manager(browser: Browser, unpacked: Path, script: bool) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    faults: list[str] = []
    context.on("requestfailed", lambda request: faults.append(f"{request.url} {request.failure}"))
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page = context.new_page()
    page.goto((unpacked / "index.html").as_uri())
    page.wait_for_url("**/zh/index.html")
    page.locator(".oe-menu summary").click()
    page.locator(".oe-menu a[href$='practices/index.html']").click()
    page.locator("article a", has_text="上门").first.click()
    assert page.locator(".answer").is_visible()
    page.locator(".oe-language").click()
    page.wait_for_url("**/en/practices/*.html")
    assert [fault for fault in faults if "ERR_ABORTED" not in fault] == []  # left before its icon had come
    context.close()


def test_the_site_offers_the_zip(site: Path, packed: Path) -> None:
    assert (site / NAME).read_bytes() == (packed / NAME).read_bytes()
    assert (site / "SHA256SUMS").read_text() == (packed / "SHA256SUMS").read_text()
    assert f"https://overdue.example/{NAME}" in Html(site / "zh" / "cards.html").links

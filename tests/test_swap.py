"""Nothing half-written: whatever ends a build early, the last good site stays."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from overdue.published import swap
from overdue.published.swap import build_and_swap


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A site that was built before."""
    path = tmp_path / "site"
    path.mkdir()
    (path / "index.html").write_text("old")
    return path


def fill(folder: Path) -> int:
    folder.mkdir()
    (folder / "index.html").write_text("new")
    return 0


def left(target: Path) -> set[str]:
    return {path.name for path in target.parent.iterdir()}


def test_a_good_build_takes_the_place(target: Path) -> None:
    (target / "stale.html").write_text("")
    assert build_and_swap(target, fill) == 0
    assert [path.name for path in target.iterdir()] == ["index.html"]
    assert (target / "index.html").read_text() == "new"
    assert left(target) == {"site"}


def test_the_first_build_needs_no_old_site(tmp_path: Path) -> None:
    assert build_and_swap(tmp_path / "deep" / "site", fill) == 0
    assert (tmp_path / "deep" / "site" / "index.html").read_text() == "new"


def test_a_failed_build_leaves_the_old_site(target: Path) -> None:
    assert build_and_swap(target, lambda folder: fill(folder) or 3) == 3
    assert (target / "index.html").read_text() == "old"
    assert left(target) == {"site"}


def test_a_full_disk_leaves_the_old_site(target: Path) -> None:
    def full(folder: Path) -> int:
        fill(folder)
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        build_and_swap(target, full)
    assert (target / "index.html").read_text() == "old"
    assert left(target) == {"site"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is known to exchange folders in one step")
def test_no_moment_is_without_a_site(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "rename", lambda *_: pytest.fail("there was a moment without a site"))
    assert build_and_swap(target, fill) == 0
    assert (target / "index.html").read_text() == "new"


def test_a_system_without_exchange_swaps_in_two_steps(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    assert build_and_swap(target, fill) == 0
    assert (target / "index.html").read_text() == "new"
    assert left(target) == {"site"}


def test_killed_between_the_two_steps_the_old_site_comes_back(target: Path) -> None:
    target.rename(target.with_name(".site.old"))
    assert build_and_swap(target, lambda _: 1) == 1
    assert (target / "index.html").read_text() == "old"
    assert left(target) == {"site"}


COMMAND = [sys.executable, "-m", "overdue.cli", "site", "site"]
QUIET = os.environ | {"NO_MKDOCS_2_WARNING": "1"}


def built(project: Path) -> dict[str, bytes]:
    site = project / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_broken_data_and_a_killed_build_leave_the_real_site(project: Path) -> None:
    run = {"cwd": project, "env": QUIET, "capture_output": True, "timeout": 120}
    assert subprocess.run(COMMAND, check=False, **run).returncode == 0  # type: ignore[call-overload]
    before = built(project)
    assert "zh/terms/overdue.html" in before

    record = project / "data" / "terms" / "overdue.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("early", "erly"), encoding="utf-8")
    done = subprocess.run(COMMAND, check=False, **run)  # type: ignore[call-overload]
    assert done.returncode != 0
    assert b"data/terms/overdue.yml:" in done.stderr
    assert built(project) == before

    record.write_text(text.replace("过了还款日。", "过了还款日没还。"), encoding="utf-8")
    process = subprocess.Popen(COMMAND, cwd=project, env=QUIET, stderr=subprocess.DEVNULL, start_new_session=True)
    while not (project / ".site.new" / "assets").exists():
        assert process.poll() is None, "the build was over before it could be killed"
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)
    assert (project / ".site.new").exists()
    assert built(project) == before

    limited = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000));"
        "sys.argv = ['overdue', 'site', 'site']; runpy.run_module('overdue.cli', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", limited], check=False, **run)  # type: ignore[call-overload]
    assert done.returncode != 0
    assert b"File too large" in done.stderr
    assert built(project) == before

    assert subprocess.run(COMMAND, check=False, **run).returncode == 0  # type: ignore[call-overload]
    assert "过了还款日没还。" in built(project)["zh/terms/overdue.html"].decode()
    assert not (project / ".site.new").exists()


SMALL_DISK = ["unshare", "--user", "--map-root-user", "--mount"]
"""A space of its own in which anyone may mount, where the system allows that."""
FULL = """
import os, subprocess, sys
from pathlib import Path
disk = Path("disk")
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "none", str(disk)], check=True)

def build():
    return subprocess.run([sys.executable, "-m", "overdue.cli", "site", "disk/site"], capture_output=True, text=True)

def built():
    return {path: path.read_bytes() for path in (disk / "site").rglob("*") if path.is_file()}

assert build().returncode == 0
before = built()
assert Path("disk/site/index.html") in before
filler = disk / "filler"
with filler.open("wb", buffering=0) as stream:
    try:
        while True:
            stream.write(bytes(4096))
    except OSError as error:
        assert error.strerror == "No space left on device"
os.truncate(filler, filler.stat().st_size - int(sys.argv[1]))
done = build()
assert done.returncode != 0, "the disk was not full"
assert "No space left on device" in done.stderr, done.stderr
assert built() == before, "the old site was touched"
assert sorted(os.listdir(disk)) == ["filler", "site"], os.listdir(disk)
filler.unlink()
assert build().returncode == 0
"""


def may_mount() -> bool:
    """Say whether this system lets anyone mount within a space of their own."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    command = [*SMALL_DISK, "mount", "-t", "tmpfs", "-o", "size=1m", "none", "/mnt"]
    return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0


@pytest.mark.skipif(not may_mount(), reason="no small disk here; a limit on files stands in above")
@pytest.mark.parametrize("left_over", [0, 300_000])
def test_a_disk_that_is_really_full_leaves_the_real_site(project: Path, left_over: int) -> None:
    (project / "disk").mkdir()
    command = [*SMALL_DISK, sys.executable, "-c", FULL, str(left_over)]
    done = subprocess.run(command, cwd=project, env=QUIET, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr

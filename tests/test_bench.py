"""The measuring itself: what it multiplies is sound, what it draws can be read, what it prints is what it found."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from http.client import HTTPResponse
from pathlib import Path
from typing import cast

import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT))
from bench import curve, hosts, report
from bench.builders import Size
from bench.multiply import multiply, shrink
from bench.needs import DEBIAN
from bench.process import Failed, Run, run
from bench.scaling import Point
from bench.search import queries
from bench.server import serve

from overdue.checks import check
from overdue.model.load import load

POINTS = [Point(300, 700, 3.5, 120_000_000, 40_000, 0.5), Point(10_000, 20_000, 110.0, 2_000_000_000, 900_000, 9.0)]


def whole(project: Path) -> None:
    """Assert that a project has nothing that its own checks refuse."""
    library, findings = load(project / "data")
    assert [*findings, *check(library, library.as_of)] == []


def test_copies_refer_to_copies(project: Path, tmp_path: Path) -> None:
    before = len(load(project / "data")[0].records)
    assert multiply(project, tmp_path / "more", 3) > before
    library, _ = load(tmp_path / "more" / "data")
    assert library.links["remedies/negotiate-x3"] == ["letters/stop-x3", "channels/hotline", "sources/some-law-x3"]
    whole(tmp_path / "more")


def test_the_real_content_can_be_cut_down(tmp_path: Path) -> None:
    records = len(load(ROOT / "data")[0].records)
    assert shrink(ROOT, tmp_path / "less", 300) < records * 0.75
    whole(tmp_path / "less")


def test_memory_counts_every_process_of_a_command(tmp_path: Path) -> None:
    hold = "import time; held = b'x' * 60_000_000; time.sleep(.4)"
    both = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    took = run([sys.executable, "-c", both], tmp_path)
    assert 60_000_000 < took.peak < 200_000_000
    assert 0.4 < took.seconds < 10


def test_a_command_that_fails_or_hangs_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="gone wrong"):
        run([sys.executable, "-c", "raise SystemExit('gone wrong')"], tmp_path)
    with pytest.raises(Failed, match="longer than 0 s"):
        run(["sleep", "5"], tmp_path, limit=0.2)


def _ask(address: str, **headers: str) -> HTTPResponse:
    answer = urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=5)
    return cast("HTTPResponse", answer)


def test_the_server_compresses_and_says_what_may_be_kept(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.0a1b2c3d.css").write_text("b {}", encoding="utf-8")
    (tmp_path / "index.html").write_text("x" * 1000, encoding="utf-8")
    with serve(tmp_path) as address:
        page = _ask(address)
        assert gzip.decompress(page.read()) == b"x" * 1000
        assert page.headers["Cache-Control"] == "no-cache"
        assert "script-src 'self'" in page.headers["Content-Security-Policy"]
        with pytest.raises(urllib.error.HTTPError, match="304"):
            _ask(address, **{"If-None-Match": page.headers["ETag"]})
        assert "immutable" in _ask(f"{address}assets/a.0a1b2c3d.css").headers["Cache-Control"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_curve_is_a_picture_with_its_figures_in_words(lang: str, scheme: str) -> None:
    picture = ET.fromstring(curve.picture(POINTS, lang, scheme))
    texts = [element.text or "" for element in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"5.0", "5.5", "120", "2,000", "40", "900", "10,000"} <= set(texts)
    assert "10000 → 900" in (picture.findtext("{http://www.w3.org/2000/svg}desc") or "")
    for element in picture.iter("{http://www.w3.org/2000/svg}circle"):
        assert 0 < float(element.get("cx", "0")) < curve.WIDTH
        assert 0 < float(element.get("cy", "0")) < curve.HEIGHT


def test_the_pages_for_hosts_take_the_figures(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        (tmp_path / lang).mkdir()
        shutil.copy(ROOT / "docs" / lang / "hosting.md", tmp_path / lang / "hosting.md")
    (tmp_path / "assets").mkdir()
    hosts.write(report.Measured("a machine; load 1", "2026-11-22", 563, points=POINTS), tmp_path)
    for lang in ("zh", "en"):
        text = (tmp_path / lang / "hosting.md").read_text(encoding="utf-8")
        assert "| 10,000 | 20,000 | 110 | 5.5 |" in text
        assert "2026-11-22" in text
        assert (tmp_path / "assets" / f"curve.{lang}.dark.svg").is_file()
    with pytest.raises(LookupError, match="found 0 times"):
        hosts.fill("no marks", "growth", "")


def test_a_row_that_ran_fewer_times_says_so() -> None:
    rows = [
        report.Row("ours", "1", [Run(2.0, 10), Run(4.0, 30), Run(3.0, 20)], Size(1, 10, 5)),
        report.Row("slow", "2", [Run(30.0, 200)], Size(1, 10, 5)),
    ]
    text = report.whole(report.Measured("a machine", "2026-11-22", 1, rows, failed=["links: no browser"]))
    assert "| ours 1 | 3 | 3.0 | 1× |" in text
    assert "| slow 2 | 1 | 30.0 | 10× |" in text
    assert "measured fewer times: slow (1)" in text
    assert "FAILED: links: no browser" in text


def test_every_query_of_the_tests_is_measured() -> None:
    assert all(len(found) >= 40 for found in queries().values())


@pytest.mark.skipif(not os.environ.get("OVERDUE_AUDIT"), reason="installs what it measures against: for make audit")
def test_it_runs_on_a_small_project(project: Path) -> None:
    if missing := [program for program in DEBIAN if not shutil.which(program)]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    command = [sys.executable, "-m", "bench", "--quick", "--root", str(project), "--steps", "builds,views,growth"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| this project" in done.stdout
    assert "| Hugo, plain theme" in done.stdout

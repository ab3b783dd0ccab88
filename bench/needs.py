"""What the measuring needs beside the project: its own environment, Lighthouse, and programs from Debian."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
BUILD = ROOT / "build" / "bench"
PYTHON = BUILD / ".venv" / "bin" / "python"
LIGHTHOUSE = BUILD / "node_modules" / "lighthouse" / "cli" / "index.js"
DEBIAN = {"hugo": "hugo", "node": "nodejs", "npm": "npm", "chromium": "chromium"}
"""The Debian package of each program."""


def require() -> None:
    """Make what a lock describes; leave with a message when a program is missing."""
    missing = sorted(package for program, package in DEBIAN.items() if not shutil.which(program))
    if missing:
        sys.exit(f"make bench also needs: apt-get install {' '.join(missing)}")
    BUILD.mkdir(parents=True, exist_ok=True)
    _when_changed(HERE / "requirements.lock", BUILD / ".venv" / ".installed", _environment)
    _when_changed(HERE / "package-lock.json", BUILD / "node_modules" / ".installed", _lighthouse)


def _when_changed(lock: Path, stamp: Path, install: object) -> None:
    text = lock.read_text(encoding="utf-8")
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != text:
        print(f"installing what {lock.relative_to(ROOT)} names …", file=sys.stderr, flush=True)
        assert callable(install)
        install(lock)
        stamp.write_text(text, encoding="utf-8")


def _environment(lock: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(BUILD / ".venv")], check=True)
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([str(PYTHON), "-m", "pip", "install", *options, "-r", str(lock)], check=True)


def _lighthouse(lock: Path) -> None:
    for name in ("package.json", lock.name):
        shutil.copy(HERE / name, BUILD / name)
    command = ["npm", "ci", "--prefix", str(BUILD), "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, check=True)

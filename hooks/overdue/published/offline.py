"""The site as one zip that opens from a phone's file manager, the same bytes for the same site."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

NAME = "overdue-explained-offline.zip"
SUMS = "SHA256SUMS"
FOLDER = "overdue-explained"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEFT_OUT = re.compile(
    r"assets/javascripts/|.*\.map$|(?:zh/|en/)?404\.html$|SHA256SUMS$|[^/]*\.zip$|sitemap\.xml$|robots\.txt$|\d+\.html$"
)
"""What was packed before, or serves only a server or a program; no page uses the script bundle of the theme."""


def write_offline(site: Path, folder: Path) -> list[Path]:
    """Write the zip of a built site and its check sum into a folder; return both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / NAME
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(site.rglob("*"), key=lambda path: path.relative_to(site).as_posix()):
            name = path.relative_to(site).as_posix()
            if path.is_file() and not _LEFT_OUT.match(name):
                _add(archive, f"{FOLDER}/{name}", path.read_bytes())
    sums = folder / SUMS
    sums.write_text(f"{hashlib.sha256(target.read_bytes()).hexdigest()}  {NAME}\n", encoding="utf-8")
    return [target, sums]


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a file without what differs from machine to machine: its time, its rights, the system it came from."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data, compresslevel=9)

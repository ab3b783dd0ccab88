"""What a contributor reads for each kind of mistake, word for word."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from conftest import EXAMPLE
from overdue.checks import check
from overdue.model.load import load

HERE = Path(__file__).parent / "messages"


def test_messages(tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    report = []
    for number, case in enumerate(yaml.safe_load((HERE / "cases.yml").read_text(encoding="utf-8"))):
        data = Path(shutil.copytree(EXAMPLE, tmp_path / str(number) / "data"))
        _break(data, case)
        library, findings = load(data)
        findings = sorted({*findings, *check(library, dt.date(2026, 11, 21))})
        assert findings, f"nothing was found for: {case['name']}"
        report += [f"# {case['name']}", *map(str, findings), ""]
    golden(HERE / "messages.txt", "\n".join(report))


def _break(data: Path, case: dict[str, Any]) -> None:
    path = data / case["path"]
    path.parent.mkdir(exist_ok=True)
    if "bytes" in case:
        path.write_bytes(bytes.fromhex(case["bytes"]))
    elif "text" in case:
        path.write_text(case["text"], encoding="utf-8")
    else:
        old, new = case["replace"]
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

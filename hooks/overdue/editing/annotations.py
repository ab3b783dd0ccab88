"""Findings as annotations of a pull request: GitHub shows each beside the line it is about."""

from __future__ import annotations

from overdue.model.findings import Finding


def annotation(finding: Finding) -> str:
    """Return the workflow command for a finding; nothing in it can end the command or begin another."""
    message = _escaped(f"{finding.where}: {finding.found}; expected {finding.expected}")
    place = f"file={_property(finding.path)},line={finding.line},col={finding.column}"
    return f"::error {place},title=overdue check::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")

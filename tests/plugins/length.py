"""A note at the end of a run, never a failure: the files that may have become two things."""

from collections.abc import Iterator
from pathlib import Path

import pytest

LONG = 300
ROOT = Path(__file__).resolve().parents[2]
# Tests may be long, and migrations are written by Django.
ELSEWHERE = {"tests", "static", "var", "migrations"}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for file in _sources(ROOT):
        lines = len(file.read_text().splitlines())
        if lines > LONG:
            name = file.relative_to(ROOT)
            terminalreporter.write_line(f"Note: {name} has {lines} lines; is it two things?")


def _sources(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.name in ELSEWHERE:
            continue
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.suffix in {".py", ".html"}:
            yield entry

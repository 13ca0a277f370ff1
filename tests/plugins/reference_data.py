"""Data sets with published results that may not be copied into the project, where this machine has them."""

import os
from pathlib import Path

import pytest

NOT_FOUND = "REFERENCE_DATA names no folder of reference data"


@pytest.fixture
def reference_data() -> Path:
    """The folder of ratings with reference results that REFERENCE_DATA names; skips the test without one."""
    named = os.environ.get("REFERENCE_DATA")
    if not named or not Path(named).is_dir():
        pytest.skip(NOT_FOUND)
    return Path(named)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    tests = {
        report.nodeid.split("::")[-1].split("[")[0] for report in skipped if NOT_FOUND in str(report.longrepr)
    }
    if tests:
        names = ", ".join(sorted(tests))
        terminalreporter.write_line(f"These comparisons did not run, since {NOT_FOUND}: {names}")

"""The table: each measurement, what it was compared to, and the limit we set ourselves beside it."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import django
from django.db import connection
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Limits:
    """The most that is allowed; of the rate, scorecards a second, the least."""

    ratio: float
    statements: int
    kilobytes: float | None = None
    rate: float | None = None


@dataclass(frozen=True)
class Line:
    """One measurement: seconds of each request, ours and the bare one's in turns."""

    what: str
    size: str
    ours: Sequence[float]
    bare: Sequence[float]
    statements: int
    rows: int
    limits: Limits
    kilobytes: float | None = None
    rate: float | None = None
    bare_rate: float | None = None


COLUMNS = (
    "",
    "active",
    "ours ms",
    "95th",
    "bare ms",
    "95th",
    "x bare",
    "statements",
    "rows",
    "kB",
    "a second",
)


def report(lines: Sequence[Line], seconds: float) -> None:
    """Prints the table on standard output; a figure past its limit is marked."""
    table = Table(
        title="Beside a bare Django page and form", caption=_machine(seconds), caption_justify="left"
    )
    for name in COLUMNS:
        table.add_column(name, justify="left" if name == "" else "right", no_wrap=True)
    before = lines[0].what if lines else ""
    for line in sorted(lines, key=lambda line: [one.what for one in lines].index(line.what)):
        if line.what != before:
            table.add_section()
        table.add_row(*_cells(line, named=line.what != before or line is lines[0]))
        before = line.what
    # As wide as it needs to be where nobody looks: a file keeps all of it.
    Console(width=None if os.isatty(1) else 160).print(table)


def _cells(line: Line, *, named: bool) -> list[str]:
    limits, ratio = line.limits, statistics.median(line.ours) / statistics.median(line.bare)
    return [
        line.what if named else "",
        line.size,
        _milliseconds(statistics.median(line.ours)),
        _milliseconds(_late(line.ours)),
        _milliseconds(statistics.median(line.bare)),
        _milliseconds(_late(line.bare)),
        _beside(f"{ratio:.1f}", f"{limits.ratio:g}", missed=ratio > limits.ratio),
        _beside(str(line.statements), str(limits.statements), missed=line.statements > limits.statements),
        str(line.rows),
        _kilobytes(line),
        *_rates(line),
    ]


def _kilobytes(line: Line) -> str:
    if line.kilobytes is None:
        return ""
    most = line.limits.kilobytes
    if most is None:
        return f"{line.kilobytes:.0f}"
    return _beside(f"{line.kilobytes:.0f}", f"{most:g}", missed=line.kilobytes > most)


def _rates(line: Line) -> tuple[str, str]:
    """Scorecards a second, ours and the bare form's."""
    if line.rate is None or line.bare_rate is None or line.limits.rate is None:
        return "", ""
    missed = line.rate < line.limits.rate
    return _beside(f"{line.rate:.0f}", f"{line.limits.rate:g}", missed=missed), f"{line.bare_rate:.0f}"


def _beside(found: str, limit: str, *, missed: bool) -> str:
    return f"[bold red]{found}[/] ({limit})" if missed else f"{found} ({limit})"


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.1f}"


def _late(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def _machine(seconds: float) -> str:
    version = connection.cursor().connection.info.server_version
    return (
        "In brackets the limits we set ourselves. Median and 95th percentile, ours and bare in turns.\n"
        f"{os.cpu_count()} cores, Python {platform.python_version()}, Django {django.__version__}, "
        f"PostgreSQL {version // 10000}.{version % 10000}, load {os.getloadavg()[0]:.1f}; "
        f"the run took {seconds:.0f} s."
    )

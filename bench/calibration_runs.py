"""One run of bench_calibration.py on one database: whole runs, a process each, then the pages."""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone
from rich.console import Console
from rich.table import Table

import calibration.services.run_scores as run_scores
from bench.calibration_world import Company, build_company, fill
from bench.measuring import say
from bench.pages import measure_page
from bench.report import Limits, Line
from bench.servers import fresh_database, running_servers
from calibration.models import CalibrationRun, Scope
from calibration.periods import Period
from calibration.services.progress import RunProgress
from calibration.services.runs import run_ask, run_compute
from calibration.urls import urlpatterns
from hiring.celery import app
from interviewers.models import Score

ALL = Period("reference", "", None)
NO_LIMITS = Limits(ratio=3, statements=14)
BARE = """
SELECT s.value, s.competency_id, r.number, c.id, c.latest
FROM interviewers_score s
JOIN interviewers_scorecardrevision r ON r.id = s.revision_id
JOIN interviewers_scorecard c ON c.id = r.scorecard_id
WHERE s.value IS NOT NULL
"""


@dataclass(frozen=True)
class Run:
    """A process's seconds in all and by what was done, and its peak memory; the statements it sent."""

    scores: int
    seconds: dict[str, float]
    mebibytes: float

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


def measure(options: argparse.Namespace) -> None:
    """Runs everything and prints the tables."""
    app.conf.task_always_eager = True  # in this process; the worker's is another
    postgres = connection.vendor == "postgresql"
    with fresh_database(os.environ["DATABASE_URL"]) if postgres else nullcontext():
        try:
            call_command("migrate", verbosity=0)
            company = build_company()
            runs, lines = [], []
            for scores in options.scores:
                say(f"{connection.vendor}: {scores:,} scores")
                fill(company, scores)
                runs.append({kind: _in_a_process(kind) for kind in ("nothing", "bare", "run", "groups")})
                lines += _pages(company, options.rounds) if options.rounds else []
            _print_runs(runs)
            if lines:
                _print_pages(lines)
        finally:
            connections.close_all()


def one_run(kind: str) -> None:
    """What a process of its own does: the whole run, a bare reading of the same scores, or nothing."""
    seconds = {"nothing": dict, "bare": _bare, "run": _whole, "groups": _groups}[kind]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"scores": Score.objects.count(), "seconds": seconds, "mebibytes": peak}))


def _bare() -> dict[str, float]:
    """The least that Python can do: every score fetched, and put into an array."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(BARE)
        np.array(cursor.fetchall(), np.int64)
    return {"Reading scores": time.perf_counter() - began}


def _whole() -> dict[str, float]:
    """A run as a worker computes it, from taking it up to its results being kept."""
    marks: list[tuple[str, float]] = []

    class Timed(RunProgress):
        def begin(self, doing: str) -> None:
            marks.append((doing, time.perf_counter()))
            super().begin(doing)

    setattr(run_scores, "RunProgress", Timed)  # noqa: B010 - not a part that others import
    marks.append(("Counting scores", time.perf_counter()))
    _computed(Scope.FINAL)
    marks.append(("", time.perf_counter()))
    return {doing: end - began for (doing, began), (_, end) in pairwise(marks)}


def _groups() -> dict[str, float]:
    """The run of how groups of candidates fare, which is by itself; no counts are kept from earlier ones."""
    began = time.perf_counter()
    _computed(Scope.SETTLED)
    return {"Counting groups": time.perf_counter() - began}


def _computed(scope: Scope) -> None:
    at = timezone.now()
    run = run_ask(actor=None, at=at, period=ALL, scope=scope, hidden=())
    run_compute(run_id=run.pk, at=at)
    if CalibrationRun.objects.get(pk=run.pk).state != "done":
        raise RuntimeError(f"the run of {scope} failed")


def _in_a_process(kind: str) -> Run:
    """Linux counts what a parent held before `exec` as its child's peak, so a small one is between."""
    command = [sys.executable, "bench/bench_calibration.py", "--database", os.environ["DATABASE_URL"]]
    code = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", code, *command, "--one-run", kind],
        check=True,
        stdout=subprocess.PIPE,
        env=os.environ,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return Run(**found)


def _pages(company: Company, rounds: int) -> list[Line]:
    broker = redis.Redis.from_url(settings.REDIS_URL)
    broker.flushdb()
    call_command("collectstatic", verbosity=0, interactive=False)
    _computed(Scope.DECIDED)  # what "Your scoring" reads; the others are there
    size = f"{Score.objects.count():,}"
    with running_servers() as servers:
        readers = {"fairness": company.auditor, "mine": company.people[0]}
        lines = [
            measure_page(
                name,
                size,
                readers.get(name, company.chair),
                reverse(f"calibration:{name}"),
                servers,
                rounds,
                NO_LIMITS,
            )
            for name in _names()
        ]
    broker.flushdb()
    return lines


def _names() -> list[str]:
    """The pages of calibration that are about everybody."""
    return [
        str(pattern.name)
        for pattern in urlpatterns
        if "<" not in str(pattern.pattern) and pattern.name not in {"compute", "progress", "styleguide"}
    ]


def _print_runs(runs: Sequence[dict[str, Run]]) -> None:
    table = Table(
        title=f"A whole run on {connection.vendor}, seconds", caption=_machine(), caption_justify="left"
    )
    table.add_column("scores", no_wrap=True)
    for measured in runs:
        table.add_column(f"{measured['run'].scores:,}", justify="right")
    for doing in runs[-1]["run"].seconds:
        table.add_row(doing, *(f"{measured['run'].seconds[doing]:.2f}" for measured in runs))
    table.add_section()
    table.add_row("In all", *(f"{measured['run'].total:.2f}" for measured in runs))
    table.add_row("Scores fetched by raw SQL into an array", *(f"{m['bare'].total:.2f}" for m in runs))
    table.add_row("x bare", *(f"{m['run'].total / m['bare'].total:.1f}" for m in runs))
    table.add_section()
    table.add_row("Groups of candidates, a run by itself", *(f"{m['groups'].total:.2f}" for m in runs))
    table.add_section()
    table.add_row("Peak MiB", *(f"{m['run'].mebibytes:.0f}" for m in runs))
    table.add_row("of the bare fetch", *(f"{m['bare'].mebibytes:.0f}" for m in runs))
    table.add_row("of a process that does nothing", *(f"{m['nothing'].mebibytes:.0f}" for m in runs))
    _console().print(table)


def _print_pages(lines: Sequence[Line]) -> None:
    table = Table(
        title=f"Pages on {connection.vendor} beside a bare Django page",
        caption=_machine(),
        caption_justify="left",
    )
    for name in ("page", "scores", "ours ms", "bare ms", "x bare", "statements", "kB"):
        table.add_column(name, justify="left" if name == "page" else "right", no_wrap=True)
    for line in sorted(lines, key=lambda line: [one.what for one in lines].index(line.what)):
        ours, bare = statistics.median(line.ours), statistics.median(line.bare)
        milliseconds = (f"{1000 * ours:.1f}", f"{1000 * bare:.1f}", f"{ours / bare:.1f}")
        counts = (str(line.statements), f"{line.kilobytes or 0:.0f}")
        table.add_row(line.what, line.size, *milliseconds, *counts)
    _console().print(table)


def _console() -> Console:
    return Console(width=None if os.isatty(1) else 120)


def _machine() -> str:
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, NumPy {np.__version__}; "
        f"load {os.getloadavg()[0]:.1f}. Each run is in a process of its own."
    )

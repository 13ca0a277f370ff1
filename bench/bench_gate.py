"""How long `manage.py gate` takes over a large sheet, and how much memory, beside a bare pass over the rows.

    .venv/bin/python bench/bench_gate.py [--candidates 100000] [--folder /tmp]

Writes a made-up sheet (four stages, two or three interviewers each, four competencies), once in order and
once with its rows shuffled, and runs each format on both. The least that Python can do with such a file is to
let `csv.reader` pass over it and keep nothing; that is what the ratio compares with. The exit code is 1 when
a run takes more than a minute or 500 MiB.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("recruiter-screen", "product-sense", "leadership", "bar-raiser")
COMPETENCIES = ("judgment", "communication", "impact", "curiosity")
BARE = "import csv, sys\nfor row in csv.reader(open(sys.argv[1], newline='', encoding='utf-8')): pass"
MOST_SECONDS, MOST_MEBIBYTES = 60, 500


@dataclass(frozen=True)
class Run:
    """One command's wall time and peak resident memory."""

    seconds: float
    mebibytes: float


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--candidates", type=int, default=100_000)
    parser.add_argument("--folder", help="where the sheets are written and removed again")
    parser.add_argument("--write", help=argparse.SUPPRESS)
    parser.add_argument("--shuffled", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        return write(Path(options.write), options.candidates, shuffled=options.shuffled)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        return compare(Path(folder), options.candidates)


def compare(folder: Path, candidates: int) -> int:
    """Print the table; 1 when any run of ours is over the limits."""
    failed = 0
    print(f"{'sheet':<10} {'command':<12} {'seconds':>8} {'MiB':>6} {'x bare':>7}")
    for order in ("in order", "shuffled"):
        sheet = folder / "sheet.csv"
        # In a process of its own: Linux counts what its parent held before `exec` as a child's peak.
        shuffled = ["--shuffled"] if order == "shuffled" else []
        measured([__file__, "--write", str(sheet), "--candidates", str(candidates), *shuffled])
        bare = measured(["-c", BARE, str(sheet)])
        show(order, "csv.reader", bare, bare)
        for style in ("table", "csv", "json"):
            run = measured(["manage.py", "gate", str(sheet), "--format", style])
            show(order, f"gate {style}", run, bare)
            failed |= run.seconds > MOST_SECONDS or run.mebibytes > MOST_MEBIBYTES
        with sheet.open(encoding="utf-8") as lines:
            print(f"{'':<10} {sum(1 for _ in lines) - 1:,} rows, {sheet.stat().st_size / 2**20:,.0f} MiB\n")
    return int(failed)


def measured(arguments: list[str]) -> Run:
    """Run Python on the arguments from the root of the project, its output thrown away."""
    started = time.perf_counter()
    child = subprocess.Popen(  # noqa: S603 - nothing but our own commands
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed with {child.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


def show(order: str, command: str, run: Run, bare: Run) -> None:
    ratio = run.seconds / bare.seconds
    print(f"{order:<10} {command:<12} {run.seconds:>8.1f} {run.mebibytes:>6.0f} {ratio:>7.1f}", flush=True)


def write(path: Path, candidates: int, *, shuffled: bool) -> int:
    chance = random.Random(20)
    rows = scorecard_rows(candidates, chance)
    if shuffled:
        listed = list(rows)
        chance.shuffle(listed)
        rows = iter(listed)
    with path.open("w", encoding="utf-8") as sheet:
        sheet.write("candidate,stage,interviewer,competency,score\n")
        sheet.writelines(rows)
    return 0


def scorecard_rows(candidates: int, chance: random.Random) -> Iterator[str]:
    """Scores high enough that many candidates reach the last stage and all of it has to be decided."""
    for number in range(candidates):
        for stage in STAGES:
            for interviewer in chance.sample(range(400), chance.choice((2, 3))):
                card = f"Candidate {number:06d},{stage},interviewer-{interviewer:03d}@example.com"
                for competency in COMPETENCIES:
                    yield f"{card},{competency},{chance.choice('3444555')}\n"


if __name__ == "__main__":
    raise SystemExit(main())

"""How long a calibration takes and how much memory, and whether its intervals hold what they promise.

    .venv/bin/python bench/bench_rasch.py
    .venv/bin/python bench/bench_rasch.py --coverage [--cycles 200]

Fits made-up loops (16 scores a candidate on a 5-point scale) of 32,000, 320,000 and 1,000,000 scores, each
in a process of its own; memory is the peak of that process, with Python, NumPy and SciPy in it. Below stands
what R's TAM took on such a loop. The exit code is 1 when 32,000 scores take more than 0.3 s by marginal
likelihood, or 1,000,000 more than a minute or 2 GiB.

With --coverage: cycles in which candidates stop at the gate and interviewers' severities are known. Prints
how the severities found go with the true ones (correlation), and how often a 95 % interval holds the true
one. The exit code is 1 when marginal likelihood does not hold 93 to 97 % of them, or the correlation of some
cycle is below 0.95.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

# As the application does, before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from bench.ratings import ITEMS, Loop, gated_cycle, whole_loop  # noqa: E402
from calibration.rasch.calibration import Method  # noqa: E402
from calibration.rasch.fit import calibrate  # noqa: E402

METHODS: tuple[Method, ...] = ("mml", "jml")
SIZES = ((2_000, 60), (20_000, 60), (20_000, 600), (62_500, 60), (62_500, 1_800))  # candidates, interviewers
MOST_SECONDS = {2_000: 0.3, 62_500: 60.0}
MOST_MEBIBYTES = 2048
TAM = "TAM 4.4-2 on 31,052 scores: 4.7 to 6.2 s (21 nodes), 13.5 s (65 nodes), its WLE 2.5 s more; two cores"
CANDIDATES, INTERVIEWERS = 1_000, 60
TIMES_SE = 1.96
LEAST_CORRELATION, LEAST_HELD, MOST_HELD = 0.95, 0.93, 0.97
QUICK = 10_000  # candidates, below which a fit is repeated


@dataclass(frozen=True)
class Run:
    """A fit: elapsed and CPU seconds, steps of the climb, and the peak of its process's memory."""

    seconds: float
    cpu_seconds: float
    steps: int
    mebibytes: float


@dataclass(frozen=True)
class Recovery:
    """Severities found in a cycle: how they go with the true ones, the share of intervals that hold."""

    correlation: float
    held: float
    mean_square: float


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        candidates, interviewers, method = options.one
        return one(int(candidates), int(interviewers), method)
    return coverage(options.cycles) if options.coverage else speed()


def speed() -> int:
    """Print the table; 1 when a fit is over the limits."""
    failed = False
    print(
        f"{'scores':>10} {'interviewers':>12} {'method':<6} {'seconds':>8} {'CPU':>6} {'steps':>5} {'MiB':>6}"
    )
    for candidates, interviewers in SIZES:
        for method in METHODS:
            run = measured(candidates, interviewers, method)
            failed |= method == "mml" and run.seconds > MOST_SECONDS.get(candidates, float("inf"))
            failed |= run.mebibytes > MOST_MEBIBYTES
            print(
                f"{candidates * ITEMS:>10,} {interviewers:>12,} {method:<6} {run.seconds:>8.2f} "
                f"{run.cpu_seconds:>6.2f} {run.steps:>5} {run.mebibytes:>6.0f}",
                flush=True,
            )
    print(TAM)
    return int(failed)


def measured(candidates: int, interviewers: int, method: Method) -> Run:
    """A fit in a process of its own, so that the peak of its memory is its own."""
    arguments = [sys.executable, __file__, "--one", str(candidates), str(interviewers), method]
    written = subprocess.run(arguments, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True)  # noqa: S603
    return Run(**json.loads(written.stdout))


def one(candidates: int, interviewers: int, method: Method) -> int:
    """Write the quickest of a few fits as JSON."""
    ratings, runs = whole_loop(candidates, interviewers, seed=1).ratings, []
    for _ in range(5 if candidates < QUICK else 1):
        wall, cpu = time.perf_counter(), time.process_time()
        fit = calibrate(ratings, method)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        if not fit.converged:
            raise SystemExit("the fit did not converge")
        mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        runs.append(Run(wall, cpu, fit.iterations, mebibytes))
    print(json.dumps(asdict(min(runs, key=lambda run: run.seconds))))
    return 0


def coverage(cycles: int) -> int:
    """Print how severities found compare with the true ones; 1 when mml misses its promise."""
    found: dict[Method, list[Recovery]] = {method: [] for method in METHODS}
    scores = 0
    for seed in range(cycles):
        loop = gated_cycle(CANDIDATES, INTERVIEWERS, seed)
        scores += len(loop.ratings)
        for method in METHODS:
            found[method].append(recovery(loop, method))
    print(f"{cycles} gated cycles, {scores // cycles:,} scores each on average, {INTERVIEWERS} interviewers")
    print("method  correlation, mean  lowest  intervals that hold   rmse")
    for method, each in found.items():
        together = np.array([(one.correlation, one.held, one.mean_square) for one in each])
        correlation, held, mean_square = together.mean(axis=0)
        lowest = together[:, 0].min()
        print(f"{method:<6} {correlation:>18.4f} {lowest:>7.4f} {held:>20.2%} {mean_square**0.5:>6.3f}")
    lowest = min(one.correlation for one in found["mml"])
    held = np.mean([one.held for one in found["mml"]])
    return int(not (lowest > LEAST_CORRELATION and LEAST_HELD <= held <= MOST_HELD))


def recovery(loop: Loop, method: Method) -> Recovery:
    severity = calibrate(loop.ratings, method).severity.values()
    off = np.array([each.measure for each in severity]) - loop.severity
    se = np.array([each.se for each in severity])
    return Recovery(
        correlation=float(np.corrcoef(off + loop.severity, loop.severity)[0, 1]),
        held=float(np.mean(np.abs(off) <= TIMES_SE * se)),
        mean_square=float(np.mean(off**2)),
    )


if __name__ == "__main__":
    raise SystemExit(main())

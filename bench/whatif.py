"""What bench_whatif.py measures."""

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus

import numpy as np
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from bench.bench_replay import made_up_history
from calibration.models import CalibrationRun, ReplayPart, RunState, Scope
from calibration.periods import Period, run_key
from calibration.queries.evidence import evidence_read
from calibration.queries.what_if import history_of
from calibration.replay_arrays import packed_piece, replay_parts
from calibration.replay_columns import PIECE, Piece
from candidates.models import Application
from rubrics.files import shipped_rubric
from rubrics.gate import GatePolicy
from rubrics.replay import StageColumns, replay, stage_columns
from rubrics.services import rubric_publish, rubric_store
from tests.factories import ApplicationFactory, JobFactory, UserFactory

PERIOD = Period("reference", "Reference", None)
NAMED = 100  # applications that there really are; the arrays name them over and over
FEWEST = 10


@dataclass(frozen=True)
class Line:
    """Milliseconds of one person's first request, and of each move of the slider after it."""

    first: float
    later: list[float]


def measure(sizes: Sequence[int], moves: int) -> None:
    call_command("migrate", verbosity=0)
    draft = rubric_store(actor=None, at=timezone.now(), plan=shipped_rubric("reference"))
    job = JobFactory(rubric=rubric_publish(actor=None, at=timezone.now(), rubric=draft))
    for _ in range(NAMED):
        ApplicationFactory(job=job)
    people = {"chair": UserFactory(is_chair=True), "auditor": UserFactory(is_auditor=True)}
    print(
        f"{'applications':>12} {'':<8} {'first ms':>9} {'median ms':>10} {'slowest':>8} {'replay alone':>13}"
    )
    for size in (FEWEST, *sizes):
        run = stored_run(size)
        for who, user in people.items():
            line = requests_of(user, moves)
            # The process's own first request is no measure, nor is the second person's, when arrays are kept.
            first = f"{line.first:.0f}" if who == "chair" and size > FEWEST else ""
            print(
                f"{size:>12,} {who:<8} {first:>9} {statistics.median(line.later):>10.1f} "
                f"{max(line.later):>8.1f} {statistics.median(replay_alone(run, moves)):>13.1f}"
            )
        run.delete()


def stored_run(size: int) -> CalibrationRun:
    """A run of the period with a made-up history of that many applications."""
    now = timezone.now()
    run = CalibrationRun.objects.create(
        key=run_key(PERIOD, Scope.FINAL, ()),
        rubric_slug=PERIOD.rubric_slug,
        scope=Scope.FINAL,
        state=RunState.DONE,
        asked_at=now,
        computed_at=now,
        applications=size,
    )
    shape = next(replay_parts(evidence_read(PERIOD, Scope.DECIDED, ())))
    for number, part in enumerate([shape, *parts(size)], 1):
        ReplayPart.objects.create(run=run, number=number, content=part)
    return run


def parts(size: int) -> Iterator[bytes]:
    chance = np.random.default_rng(7)
    stages = made_up_history(chance, size)
    keys = np.resize(np.array(Application.objects.values_list("pk", flat=True)), size)
    decided = chance.integers(0, 3, size).astype(np.uint8)
    for start in range(0, size, PIECE):
        some = slice(start, start + PIECE)
        yield packed_piece(Piece(0, keys[some], decided[some], tuple(cut(stage, some) for stage in stages)))


def cut(stage: StageColumns, some: slice) -> StageColumns:
    return stage_columns(
        stage.counts[:, some],
        stage.totals[:, some],
        stage.lowest[:, some],
        stage.outstanding[some],
        stage.present[some],
        highest=stage.highest,
    )


def requests_of(user: User, moves: int) -> Line:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(user)
    first = asked(client, 400)
    return Line(first, [asked(client, 350 + 5 * (move % 30)) for move in range(moves)])


def asked(client: Client, threshold: int) -> float:
    address = f"/calibration/what-if/?rubric=reference&cycle=all&floor=3&threshold={threshold / 100}"
    started = time.perf_counter()
    answer = client.get(address)
    taken = (time.perf_counter() - started) * 1000
    if answer.status_code != HTTPStatus.OK or b"what-if-answer" not in answer.content:
        raise RuntimeError(f"{answer.status_code} for {address}")
    return taken


def replay_alone(run: CalibrationRun, moves: int) -> Iterator[float]:
    (block,) = history_of(run).blocks
    for move in range(moves):
        started = time.perf_counter()
        replay(GatePolicy(350 + 5 * move, 300, "mean", 100, 500, 100), block.stages)
        yield (time.perf_counter() - started) * 1000

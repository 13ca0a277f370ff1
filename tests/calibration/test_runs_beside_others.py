"""A run while others write to the same database: both go on."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import User
from calibration.models import CalibrationRun, Scope
from calibration.queries.evidence import evidence_read
from calibration.services.runs import run_ask
from candidates.models import Job
from tests.calibration.periods import ALL, Cycle
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(write: object) -> None:
    """Writes and commits as another request would."""

    def do() -> None:
        try:
            Job.objects.update(title=f"Renamed {write}")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(do).result()


def test_the_progress_is_written_between_pieces_while_others_write(
    job: Job, recruiter: User, people: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = Cycle(job, recruiter, people)
    for _ in range(3):
        cycle.candidate([4])
    monkeypatch.setattr("calibration.queries.evidence.PIECE", 1)
    run = run_ask(actor=None, at=MONDAY, period=ALL, scope=Scope.FINAL, hidden=())

    def read(scores: int) -> None:
        elsewhere(scores)
        run.steps_done += scores
        CalibrationRun.objects.filter(pk=run.pk).update(steps_done=run.steps_done)

    evidence = evidence_read(ALL, Scope.FINAL, (), read)
    run.refresh_from_db()
    assert run.steps_done == len(evidence.scores.value) == 12

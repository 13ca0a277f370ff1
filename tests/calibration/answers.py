"""Settled applications of a cycle that is over, with what their candidates said."""

from collections.abc import Sequence
from datetime import date, timedelta

from calibration.models.demographics import DemographicAnswer
from candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    HiringCycle,
    Job,
    Origin,
    StageVisit,
    VisitResult,
)
from rubrics.queries import stored_rubric
from tests.factories import MONDAY, CandidateFactory, HiringCycleFactory

TODAY = date(2026, 3, 2)


def past_cycle(name: str = "Autumn") -> HiringCycle:
    cycle: HiringCycle = HiringCycleFactory(
        name=name, starts_on=TODAY - timedelta(days=90), ends_on=TODAY - timedelta(days=1)
    )
    return cycle


def settled(
    job: Job,
    cycle: HiringCycle | None,
    sex: str,
    race: str,
    *,
    stopped: Sequence[int] = (),
    cleared: int = 0,
    offers: int = 0,
) -> list[Application]:
    """People of a group: how many were stopped at each stage, cleared the last, and got an offer."""
    stages = len(stored_rubric(job.rubric_id).stage_ids)
    found = [
        application
        for at, number in enumerate(stopped)
        for application in _of(job, cycle, number, at, ApplicationState.NO_OFFER)
    ]
    found += _of(job, cycle, cleared, stages, ApplicationState.NO_OFFER)
    found += _of(job, cycle, offers, stages, ApplicationState.OFFER)
    DemographicAnswer.objects.bulk_create(
        [
            DemographicAnswer(
                application=application, sex=sex, race_ethnicity=race, answered_at=MONDAY, how="form"
            )
            for application in found
            if sex
        ]
    )
    return found


def uneven(job: Job, cycle: HiringCycle) -> list[Application]:
    """Men do better than women at the offer; nobody is of another sex, and everybody is white."""
    return [
        *settled(job, cycle, "male", "white", stopped=[10, 10, 10, 10], cleared=10, offers=30),
        *settled(job, cycle, "female", "white", stopped=[10, 10, 10, 10], cleared=20, offers=10),
    ]


def _of(job: Job, cycle: HiringCycle | None, number: int, passed: int, state: str) -> list[Application]:
    """Applications that came as far as the stage after those `passed`, in few statements."""
    candidates = Candidate.objects.bulk_create(CandidateFactory.build_batch(number))
    applications = Application.objects.bulk_create(
        [
            Application(
                candidate=candidate,
                job=job,
                rubric=job.rubric,
                cycle=cycle,
                origin=Origin.IMPORTED,
                state=state,
                applied_at=MONDAY,
                state_since=MONDAY,
            )
            for candidate in candidates
        ]
    )
    keys = list(stored_rubric(job.rubric_id).stage_ids.values())
    StageVisit.objects.bulk_create(
        [
            _visit(application, stage, VisitResult.ADVANCE if at < passed else VisitResult.STOP)
            for application in applications
            for at, stage in enumerate(keys[: passed + 1])
        ]
    )
    return applications


def _visit(application: Application, stage: int, result: str) -> StageVisit:
    return StageVisit(
        application=application,
        job_id=application.job_id,
        rubric_id=application.rubric_id,
        stage_id=stage,
        entered_at=MONDAY,
        left_at=MONDAY,
        expected=1,
        result=result,
        final=True,
        waiting_since=MONDAY,
        due_at=MONDAY,
    )

"""A cycle with applications whose stages were held by services, as tests of calibration read it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from calibration.evidence import Evidence
from calibration.models import CalibrationRun, Scope
from calibration.periods import Period
from calibration.queries.evidence import evidence_read
from calibration.services.runs import run_ask, run_compute
from candidates.models import Application, HiringCycle, Job
from candidates.services.visits import visit_open
from rubrics.queries import stored_rubric
from tests.committee.loops import Values, hold_stage
from tests.factories import MONDAY, ApplicationFactory, HiringCycleFactory

ALL = Period("reference", "Reference", None)


@dataclass
class Cycle:
    """Holds stages with the same people, one candidate after the other."""

    job: Job
    recruiter: User
    people: Sequence[User]
    cycle: HiringCycle = field(default_factory=HiringCycleFactory)

    @property
    def period(self) -> Period:
        return Period("reference", "Reference", self.cycle)

    def candidate(self, *stages: Sequence[Values], state: str = "active", **fields: object) -> Application:
        """An application whose first stages were scored so: a value a scorecard, or values by competency."""
        application: Application = ApplicationFactory(
            **{"job": self.job, "applied_at": MONDAY, "cycle": self.cycle, **fields}
        )
        first = next(iter(stored_rubric(application.rubric_id).stage_ids.values()))
        visit_open(application=application, stage_id=first, at=MONDAY)
        for values in stages:
            hold_stage(application, self.recruiter, self.people[: len(values)], *values)
        if state != "active":
            Application.objects.filter(pk=application.pk).update(state=state)
        return application


def read(period: Period = ALL, scope: Scope = Scope.FINAL, hidden: Sequence[str] = ()) -> Evidence:
    return evidence_read(period, scope, hidden)


def computed(
    period: Period = ALL,
    scope: Scope = Scope.FINAL,
    hidden: Sequence[str] = (),
    *,
    at: datetime = MONDAY,
    actor: User | None = None,
) -> CalibrationRun:
    """The run that answers this, computed now."""
    run = run_ask(actor=actor, at=at, period=period, scope=scope, hidden=hidden)
    run_compute(run_id=run.pk, at=at)
    run.refresh_from_db()
    return run

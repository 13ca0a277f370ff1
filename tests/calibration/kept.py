"""Results that a run keeps, computed from made-up evidence of people and applications that exist."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from django.utils import timezone

from accounts.models import User
from calibration.evidence import Evidence
from calibration.models import CalibrationRun, RunSection, RunState, Scope
from calibration.periods import Period, run_key
from calibration.results.sections import SECTIONS
from candidates.models import Application
from tests.calibration.periods import ALL


def of_people(
    evidence: Evidence, people: Sequence[User], applications: Sequence[Application] = ()
) -> Evidence:
    """The evidence with these interviewers, and its first applications being these."""
    keys = evidence.applications.keys.copy()
    keys[: len(applications)] = [application.pk for application in applications]
    return replace(
        evidence,
        interviewers=tuple(str(person.uuid) for person in people),
        applications=replace(evidence.applications, keys=np.asarray(keys)),
    )


def kept(
    evidence: Evidence, period: Period = ALL, scope: Scope = Scope.FINAL, hidden: Sequence[str] = ()
) -> CalibrationRun:
    """The run that has all subjects of the evidence."""
    now = timezone.now()
    run = CalibrationRun.objects.create(
        key=run_key(period, scope, hidden),
        rubric_slug=period.rubric_slug,
        cycle=period.cycle,
        scope=scope,
        state=RunState.DONE,
        asked_at=now,
        computed_at=now,
        applications=len(evidence.applications.uuids),
        scorecards=len(evidence.cards.visit),
    )
    RunSection.objects.bulk_create(
        RunSection(run=run, name=section.name, content=section.compute(evidence)) for section in SECTIONS
    )
    return run

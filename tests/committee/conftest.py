"""Loops at the bar raiser's stage, for whatever comes after it."""

import pytest

from accounts.models import User
from candidates.models import Application, StageVisit
from interviewers.models import Assignment
from tests.committee.loops import compute, hold_stage, plan_panel, standing, submit
from tests.factories import UserFactory


@pytest.fixture
def at_the_bar(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, bar_raiser: User
) -> StageVisit:
    """The bar-raiser stage, its bar raiser assigned, their scorecard due."""
    hold_stage(application, recruiter, [interviewer], 4)
    for _ in range(2):
        hold_stage(application, recruiter, [UserFactory(is_interviewer=True) for _ in range(3)], 4, 4, 4)
    last = standing(application)
    plan_panel(last, recruiter, [bar_raiser])
    return last


@pytest.fixture
def cleared(at_the_bar: StageVisit) -> StageVisit:
    """The same, advanced by the bar raiser's scorecard; the verdict is missing."""
    submit(Assignment.objects.get(visit=at_the_bar), 4)
    compute(at_the_bar)
    at_the_bar.refresh_from_db()
    return at_the_bar

"""Whose scorecard it is, and what may still be done with it."""

import pytest

from accounts.models import User
from candidates.models import Recusal, StageVisit
from interviewers.models import Assignment, AssignmentState, Scorecard
from interviewers.permissions import can_correct, can_fill, visible_scorecards
from tests.factories import MONDAY
from tests.interviewers.scorecards import assign


@pytest.fixture
def assignment(visit: StageVisit, interviewer: User) -> Assignment:
    return assign(visit, interviewer)


@pytest.fixture
def scorecard(assignment: Assignment) -> Scorecard:
    return Scorecard.objects.create(
        assignment=assignment,
        visit=assignment.visit,
        application=assignment.application,
        interviewer=assignment.interviewer,
        submitted_at=MONDAY,
    )


@pytest.mark.parametrize("state", AssignmentState)
def test_a_person_sees_their_own_scorecard_in_every_state_and_fills_it_while_open(
    assignment: Assignment, state: AssignmentState
) -> None:
    assignment.state = state
    assignment.save()
    assert list(visible_scorecards(assignment.interviewer)) == [assignment]
    assert can_fill(assignment.interviewer, assignment).allowed is (state == AssignmentState.OPEN)


@pytest.mark.parametrize(
    "persona",
    ["other_interviewer", "bar_raiser", "recruiter", "hiring_manager", "chair", "auditor", "administrator"],
)
def test_nobody_else_sees_fills_or_corrects_it(
    request: pytest.FixtureRequest, scorecard: Scorecard, persona: str
) -> None:
    user: User = request.getfixturevalue(persona)
    assert list(visible_scorecards(user)) == []
    assert not can_fill(user, scorecard.assignment)
    assert not can_correct(user, scorecard)


def test_a_conflict_hides_ones_own_scorecard_until_it_ends(scorecard: Scorecard) -> None:
    author = scorecard.interviewer
    recusal = Recusal.objects.create(
        application=scorecard.application, user=author, declared_at=MONDAY, declared_by=author
    )
    assert list(visible_scorecards(author)) == []
    assert not can_correct(author, scorecard)
    recusal.ended_at = MONDAY
    recusal.save()
    assert list(visible_scorecards(author)) == [scorecard.assignment]
    assert can_correct(author, scorecard)

"""Who may see, decline and change assignments and interviews; the two ways to ask agree."""

from datetime import timedelta

import pytest

from accounts.models import User
from candidates.models import Recusal, StageVisit
from hiring.access import Access
from interviewers.models import Assignment, AssignmentState
from interviewers.permissions import (
    OWN_CARD_FIRST,
    can_change_assignment,
    can_change_interview,
    can_decline,
    can_manage_panel,
    can_see_progress,
    can_view_assignment,
    visible_assignments,
)
from tests.factories import MONDAY, UserFactory
from tests.interviewers.interviews import TUESDAY, assignment_of, hand_in, plan

AFTER = TUESDAY + timedelta(hours=1)


@pytest.fixture
def assignment(visit: StageVisit, interviewer: User) -> Assignment:
    plan(visit, interviewer)
    return assignment_of(visit, interviewer)


@pytest.fixture
def everybody(
    interviewer: User,
    other_interviewer: User,
    recruiter: User,
    chair: User,
    hiring_manager: User,
    administrator: User,
    auditor: User,
) -> list[User]:
    return [interviewer, other_interviewer, recruiter, chair, hiring_manager, administrator, auditor]


@pytest.mark.parametrize("state", AssignmentState.values)
@pytest.mark.parametrize("recused", [False, True])
def test_what_is_visible_is_what_may_be_viewed(
    assignment: Assignment, everybody: list[User], state: str, recused: bool
) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(state=state)
    assignment.refresh_from_db()
    if recused:
        Recusal.objects.create(
            application=assignment.application,
            user=assignment.interviewer,
            declared_at=MONDAY,
            declared_by=assignment.interviewer,
        )
    for person in everybody:
        visible = visible_assignments(person).filter(pk=assignment.pk).exists()
        assert visible == can_view_assignment(person, assignment).allowed


def test_an_assignment_is_visible_to_its_interviewer_alone(
    assignment: Assignment, everybody: list[User]
) -> None:
    assert [person for person in everybody if visible_assignments(person).exists()] == [
        assignment.interviewer
    ]


def test_an_open_assignment_can_be_declined_by_its_interviewer(
    assignment: Assignment, everybody: list[User]
) -> None:
    assert [person for person in everybody if can_decline(person, assignment)] == [assignment.interviewer]


def test_a_submitted_one_cannot_be_declined(assignment: Assignment) -> None:
    hand_in(assignment, AFTER)
    assignment.refresh_from_db()
    assert can_decline(assignment.interviewer, assignment) == Access(
        False, "You have submitted your scorecard, so there is nothing to decline."
    )


def test_a_recruiter_of_the_job_manages_its_panels(assignment: Assignment, everybody: list[User]) -> None:
    managers = [person for person in everybody if can_manage_panel(person, assignment.application)]
    assert [person.email for person in managers] == ["recruiter@example.com"]


def test_a_recruiter_of_another_job_does_not(assignment: Assignment) -> None:
    access = can_manage_panel(UserFactory(is_recruiter=True), assignment.application)
    assert access.reason == (
        "You are not a recruiter of this job; ask one who is, or an administrator to add you."
    )


def test_a_recruiter_who_interviews_too_does_not_know_who_has_submitted(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    recruiter.is_interviewer = True
    recruiter.save(update_fields=["is_interviewer"])
    plan(visit, interviewer)
    alone = plan(visit, recruiter, starts_at=TUESDAY + timedelta(hours=2))
    assert can_see_progress(recruiter, visit.application) == Access(False, OWN_CARD_FIRST)
    assert can_change_assignment(recruiter, assignment_of(visit, recruiter)).allowed
    assert can_change_assignment(recruiter, assignment_of(visit, interviewer)).reason == OWN_CARD_FIRST
    assert can_change_interview(recruiter, alone).allowed
    shared = assignment_of(visit, interviewer).interview
    assert can_change_interview(recruiter, shared).reason == OWN_CARD_FIRST


def test_their_own_scorecard_opens_the_rest(visit: StageVisit, interviewer: User, recruiter: User) -> None:
    recruiter.is_interviewer = True
    recruiter.save(update_fields=["is_interviewer"])
    plan(visit, interviewer, recruiter)
    hand_in(assignment_of(visit, recruiter), AFTER)
    assert can_see_progress(recruiter, visit.application).allowed
    assert can_change_assignment(recruiter, assignment_of(visit, interviewer)).allowed

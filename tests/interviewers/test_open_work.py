"""Open assignments of a person who leaves are listed and handed over."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from accounts.open_work import OpenWork, open_work_providers
from accounts.services.leaving import OpenWorkLeft, person_deactivate
from candidates.models import StageVisit
from interviewers.models import AssignmentState
from interviewers.open_work import OpenAssignments, WorkGone
from tests.factories import MONDAY
from tests.interviewers.interviews import TUESDAY, assignment_of, hand_in, plan


def test_open_assignments_are_a_kind_of_open_work() -> None:
    assert "assignments" in [provider.kind for provider in open_work_providers()]


def test_the_list_says_what_and_when_but_names_no_candidate(visit: StageVisit, interviewer: User) -> None:
    plan(visit, interviewer)
    assert OpenAssignments().list_open(interviewer) == [
        OpenWork(assignment_of(visit, interviewer).uuid, f"Recruiter screen, {visit.job}, due 2026-03-04", "")
    ]


def test_what_is_submitted_is_not_open(visit: StageVisit, interviewer: User) -> None:
    plan(visit, interviewer)
    hand_in(assignment_of(visit, interviewer), TUESDAY + timedelta(hours=1))
    assert OpenAssignments().list_open(interviewer) == []


def test_a_person_leaves_once_their_interviews_are_handed_over(
    visit: StageVisit, interviewer: User, other_interviewer: User, administrator: User
) -> None:
    plan(visit, interviewer)
    with pytest.raises(OpenWorkLeft):
        person_deactivate(actor=administrator, at=MONDAY, user=interviewer)
    OpenAssignments().reassign(
        actor=administrator,
        at=MONDAY,
        work=assignment_of(visit, interviewer).uuid,
        to=other_interviewer,
        reason="Left",
    )
    assert assignment_of(visit, other_interviewer).state == AssignmentState.OPEN
    assert person_deactivate(actor=administrator, at=MONDAY, user=interviewer).is_active is False


def test_work_that_is_gone_is_said(administrator: User, interviewer: User) -> None:
    with pytest.raises(WorkGone) as refusal:
        OpenAssignments().reassign(actor=administrator, at=MONDAY, work=uuid4(), to=interviewer, reason="")
    assert refusal.value.words == "This is not open any more. Look at the list again."

"""Two people change a panel at the same instant: one of them is told, and nothing is there twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from accounts.models import User
from candidates.models import Participation, StageVisit
from hiring.access import Refusal
from interviewers.models import Assignment, AssignmentState, Interview
from interviewers.services.assignments import (
    AssignmentClosed,
    NotEligible,
    assignment_add,
    assignment_decline,
    assignment_release,
)
from interviewers.services.interviews import InterviewPlannedAlready
from tests.factories import MONDAY
from tests.interviewers.interviews import assignment_of, plan

pytestmark = pytest.mark.django_db(transaction=True)

Race = Callable[[Callable[[], object], Callable[[], object]], list[type[Refusal]]]


@pytest.fixture
def race() -> Iterator[Race]:
    """Makes two calls at the same instant, each on a connection of its own; returns what was refused."""
    with ThreadPoolExecutor(2) as pool:

        def run(*calls: Callable[[], object]) -> list[type[Refusal]]:
            together = Barrier(len(calls))

            def wait_and(call: Callable[[], object]) -> type[Refusal] | None:
                together.wait(timeout=10)
                try:
                    call()
                except Refusal as refusal:
                    return type(refusal)
                finally:
                    connections.close_all()
                return None

            answers = [done.result(timeout=60) for done in [pool.submit(wait_and, call) for call in calls]]
            return [answer for answer in answers if answer is not None]

        yield run


def test_the_same_interview_planned_twice_is_there_once(
    visit: StageVisit, interviewer: User, race: Race
) -> None:
    def planning() -> Interview:
        return plan(visit, interviewer)

    assert race(planning, planning) == [InterviewPlannedAlready]
    assert (Interview.objects.count(), Assignment.objects.count()) == (1, 1)


def test_the_same_person_asked_twice_is_asked_once(
    visit: StageVisit, interviewer: User, recruiter: User, race: Race
) -> None:
    interview = plan(visit)

    def asking() -> Assignment:
        return assignment_add(actor=recruiter, at=MONDAY, interview=interview, interviewer=interviewer)

    assert race(asking, asking) == [NotEligible]
    assert Participation.objects.get(user=interviewer).open_cards == 1


def test_two_people_asked_at_once_are_both_counted(
    visit: StageVisit, interviewer: User, other_interviewer: User, recruiter: User, race: Race
) -> None:
    interview = plan(visit)

    def asking(person: User) -> Callable[[], Assignment]:
        return lambda: assignment_add(actor=recruiter, at=MONDAY, interview=interview, interviewer=person)

    assert race(asking(interviewer), asking(other_interviewer)) == []
    visit.refresh_from_db()
    assert (visit.assigned, visit.expected) == (2, 2)


def test_a_person_is_either_released_or_has_declined(
    visit: StageVisit, interviewer: User, recruiter: User, race: Race
) -> None:
    plan(visit, interviewer)
    assignment = assignment_of(visit, interviewer)
    refused = race(
        lambda: assignment_release(actor=recruiter, at=MONDAY, assignment=assignment),
        lambda: assignment_decline(actor=interviewer, at=MONDAY, assignment=assignment, reason="Away"),
    )
    assert refused == [AssignmentClosed]
    assert assignment_of(visit, interviewer).state in {AssignmentState.RELEASED, AssignmentState.DECLINED}
    visit.refresh_from_db()
    assert (visit.assigned, visit.waiting_people.count()) == (0, 0)

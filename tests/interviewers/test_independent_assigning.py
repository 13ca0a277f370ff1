"""A leader with a line to the hiring manager becomes a bar raiser by no service, and it says why."""

from collections.abc import Callable

import pytest

from accounts.models import AuditEntry, User
from candidates.models import Application, StageVisit
from interviewers.models import Assignment
from interviewers.open_work import OpenAssignments, OwedVerdicts
from interviewers.services.assignments import (
    NotEligible,
    assignment_add,
    assignment_hand_over,
    assignment_reassign,
    assignment_stand_in,
)
from tests.factories import MONDAY
from tests.interviewers.bars import AFTER, another_bar_raiser, bar_stage, scored
from tests.interviewers.interviews import assignment_of, hand_in, plan
from tests.interviewers.scorecards import open_stage

Put = Callable[[StageVisit, User], object]


@pytest.fixture
def bar(application: Application) -> StageVisit:
    return bar_stage(application)


def by_planning(visit: StageVisit, person: User) -> object:
    return plan(visit, person)


def by_adding(visit: StageVisit, person: User) -> object:
    recruiter = visit.job.recruiters.get()
    return assignment_add(actor=recruiter, at=MONDAY, interview=plan(visit), interviewer=person)


def by_reassigning(visit: StageVisit, person: User) -> object:
    other = another_bar_raiser()
    plan(visit, other)
    held, recruiter = assignment_of(visit, other), visit.job.recruiters.get()
    return assignment_reassign(actor=recruiter, at=MONDAY, assignment=held, to=person, reason="Away.")


def by_handing_over(visit: StageVisit, person: User) -> object:
    other = another_bar_raiser()
    plan(visit, other)
    held, recruiter = assignment_of(visit, other), visit.job.recruiters.get()
    return assignment_hand_over(actor=recruiter, at=MONDAY, assignment=held, to=person, reason="Leaves.")


def by_standing_in(visit: StageVisit, person: User) -> object:
    held = scored(visit, another_bar_raiser())
    return assignment_stand_in(actor=visit.job.recruiters.get(), at=AFTER, assignment=held, to=person)


def by_taking_open_work(visit: StageVisit, person: User) -> None:
    other = another_bar_raiser()
    plan(visit, other)
    [work] = OpenAssignments().list_open(other)
    OpenAssignments().reassign(
        actor=visit.job.recruiters.get(), at=MONDAY, work=work.uuid, to=person, reason="Leaves."
    )


def by_taking_an_owed_verdict(visit: StageVisit, person: User) -> None:
    other = another_bar_raiser()
    scored(visit, other)
    [work] = OwedVerdicts().list_open(other)
    OwedVerdicts().reassign(
        actor=visit.job.recruiters.get(), at=AFTER, work=work.uuid, to=person, reason="Leaves."
    )


EVERY_WAY = [
    by_planning,
    by_adding,
    by_reassigning,
    by_handing_over,
    by_standing_in,
    by_taking_open_work,
    by_taking_an_owed_verdict,
]


def below_the_hiring_manager(bar: StageVisit) -> tuple[User, str]:
    between = another_bar_raiser("Mo Between", manager=bar.job.hiring_manager)
    person = another_bar_raiser("Lia Below", manager=between)
    return person, "Lia Below reports to Mo Between, who reports to Hugo Manager, the hiring manager."


def above_the_lead(bar: StageVisit) -> tuple[User, str]:
    person = another_bar_raiser("Tia Above")
    lead = another_bar_raiser("Leo Lead", manager=person)
    type(bar.job.team).objects.filter(pk=bar.job.team_id).update(lead=lead)
    return person, "Tia Above is above the lead of the team: Leo Lead reports to them."


@pytest.mark.parametrize("tied", [below_the_hiring_manager, above_the_lead])
@pytest.mark.parametrize("put", EVERY_WAY)
def test_no_service_assigns_a_dependent_leader(
    bar: StageVisit, put: Put, tied: Callable[[StageVisit], tuple[User, str]]
) -> None:
    person, said = tied(bar)
    with pytest.raises(NotEligible) as refusal:
        put(bar, person)
    assert refusal.value.words == said
    assert not Assignment.objects.filter(interviewer=person).exists()


@pytest.mark.parametrize("put", EVERY_WAY)
def test_every_service_assigns_an_independent_leader(bar: StageVisit, put: Put) -> None:
    aside = another_bar_raiser("Una Aside", manager=another_bar_raiser("Top Floor"))
    put(bar, aside)
    assert assignment_of(bar, aside).capacity == "bar_raiser"


def test_who_referred_the_candidate_is_no_bar_raiser_of_theirs(bar: StageVisit, bar_raiser: User) -> None:
    Application.objects.update(referred_by=bar_raiser)
    with pytest.raises(NotEligible, match=r"^Bao Barraiser referred this candidate\.$"):
        plan(bar, bar_raiser)


def test_who_interviewed_in_an_earlier_stage_is_no_bar_raiser(
    application: Application, bar_raiser: User
) -> None:
    early = open_stage(application, "product-sense")
    plan(early, bar_raiser)
    hand_in(assignment_of(early, bar_raiser), AFTER)
    StageVisit.objects.update(left_at=AFTER)
    with pytest.raises(NotEligible, match="has interviewed this candidate in an earlier stage"):
        plan(bar_stage(application), bar_raiser)


def test_the_bar_raiser_interviews_in_no_earlier_stage(bar: StageVisit, bar_raiser: User) -> None:
    plan(bar, bar_raiser)
    StageVisit.objects.update(left_at=AFTER)
    with pytest.raises(NotEligible, match="is the bar raiser of this application"):
        plan(open_stage(bar.application, "product-sense"), bar_raiser)


def test_a_line_to_the_hiring_manager_keeps_nobody_from_other_stages(
    application: Application, interviewer: User, hiring_manager: User
) -> None:
    User.objects.filter(pk=interviewer.pk).update(manager=hiring_manager)
    early = open_stage(application, "product-sense")
    plan(early, interviewer)
    assert assignment_of(early, interviewer).state == "open"


def test_the_trail_says_of_whom_the_bar_raiser_was_independent(
    bar: StageVisit, bar_raiser: User, interviewer: User, hiring_manager: User
) -> None:
    plan(bar, bar_raiser)
    changes = AuditEntry.objects.get(action="assignment.add").changes
    assert changes["independent_of_hiring_manager"] == str(hiring_manager.uuid)
    assert changes["independent_of_team_lead"] is None

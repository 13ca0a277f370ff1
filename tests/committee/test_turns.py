"""An earlier stage that turns while a later one is under way: panels, facts and people on both sides."""

import pytest

from accounts.models import User
from candidates.models import Application, ApplicationState, Job, Participation, StageVisit
from candidates.permissions import sight_of
from candidates.services.applications import application_create, application_hold
from candidates.sight import Reach
from committee.models import GateOutcome
from interviewers.models import Assignment, AssignmentState, Scorecard
from tests.committee.loops import HOUR, compute, correct, hold_stage, plan_panel, stage_slug, standing, submit
from tests.factories import MONDAY, CandidateFactory, UserFactory


@pytest.fixture
def live(recruiter: User, job: Job) -> Application:
    """An application at the first stage."""
    return application_create(
        actor=recruiter,
        at=MONDAY,
        candidate=CandidateFactory(),
        job=job,
        cycle=None,
        referred_by=None,
        source="",
    )


@pytest.fixture
def people(db: None) -> list[User]:
    return [UserFactory(is_interviewer=True) for _ in range(5)]


@pytest.fixture
def screen(live: Application, recruiter: User, people: list[User]) -> StageVisit:
    """The first stage, advanced."""
    return hold_stage(live, recruiter, people[:1], 4)


@pytest.fixture
def exercise(screen: StageVisit, live: Application, recruiter: User, people: list[User]) -> StageVisit:
    """The second stage with four people asked where three are planned, on the next day."""
    visit = standing(live)
    plan_panel(visit, recruiter, people[1:5], at=MONDAY + 24 * HOUR)
    compute(visit)
    visit.refresh_from_db()
    return visit


def turn(screen: StageVisit, value: int, hours: int = 6) -> None:
    """The first stage's scorecard corrected to this value everywhere, and the outcome computed."""
    correct(Scorecard.objects.get(visit=screen), value, at=MONDAY + hours * HOUR)
    compute(screen, at=MONDAY + (hours + 1) * HOUR)


def test_the_panel_of_the_later_stage_is_released_and_its_visit_says_so(
    screen: StageVisit, exercise: StageVisit, live: Application
) -> None:
    assert (exercise.assigned, exercise.expected) == (4, 4)
    turn(screen, 2)
    exercise.refresh_from_db()
    live.refresh_from_db()
    assert live.state == ApplicationState.STOPPED
    assert standing(live) == screen
    states = Assignment.objects.filter(visit=exercise).values_list("state", flat=True)
    assert set(states) == {AssignmentState.RELEASED}
    assert (exercise.assigned, exercise.expected) == (0, 3)
    assert exercise.left_at is not None


def test_the_later_stage_counts_again_with_the_panel_it_has(
    screen: StageVisit, exercise: StageVisit, live: Application
) -> None:
    turn(screen, 2)
    compute(exercise, at=MONDAY + 8 * HOUR)
    turn(screen, 4, hours=9)
    exercise.refresh_from_db()
    assert standing(live) == exercise
    assert (exercise.waiting_for, exercise.waiting_on) == ("panel", "recruiter")
    assert GateOutcome.objects.filter(visit=exercise).latest("number").inputs["expected"] == 3


def test_a_stop_on_hold_leaves_the_facts_of_the_panel_that_is_left(
    live: Application, recruiter: User, people: list[User], screen: StageVisit
) -> None:
    visit = standing(live)
    early = plan_panel(visit, recruiter, people[1:4], at=MONDAY)
    plan_panel(visit, recruiter, people[4:5], at=MONDAY + 24 * HOUR)
    application_hold(
        actor=recruiter, at=MONDAY + 3 * HOUR, application=live, reason="The candidate is travelling."
    )
    for assignment in early:
        submit(assignment, 1, at=MONDAY + 4 * HOUR)
    compute(visit, at=MONDAY + 5 * HOUR)
    visit.refresh_from_db()
    live.refresh_from_db()
    assert live.state == ApplicationState.STOPPED
    assert (visit.assigned, visit.submitted, visit.expected) == (3, 3, 3)
    assert visit.computing_since == MONDAY + 5 * HOUR  # fewer are expected, and the gate looks again


def test_the_score_so_far_follows_a_correction_that_turns_nothing(
    live: Application, recruiter: User, people: list[User]
) -> None:
    screen = hold_stage(live, recruiter, people[:1], 5)
    assert (standing(live).earlier_numerator, standing(live).earlier_denominator) == (500, 1)
    turn(screen, 4)
    assert (standing(live).earlier_numerator, standing(live).earlier_denominator) == (400, 1)


def test_who_was_released_sees_nothing_and_who_submitted_sees_all(
    screen: StageVisit, exercise: StageVisit, live: Application, people: list[User]
) -> None:
    turn(screen, 2)
    live.refresh_from_db()
    assert not sight_of(people[1], live).row
    assert sight_of(people[0], live).cards is Reach.ALL
    assert not Participation.objects.filter(application=live, open_cards__gt=0).exists()
    assert stage_slug(standing(live)) == "recruiter-screen"

"""A line changes while a bar raiser is assigned: whichever comes first, no dependent one is left."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import TypeVar

import pytest
from django.db import connections, transaction

from accounts.models import User
from candidates.models import Application, StageVisit
from hiring.access import Refusal
from interviewers.models import Assignment
from interviewers.services.assignments import NotEligible, assignment_add
from interviewers.services.panel import panel_lock
from tests.factories import MONDAY
from tests.interviewers.bars import AFTER, bar_stage, hire_for, lead, report
from tests.interviewers.interviews import assignment_of, hand_in, plan

pytestmark = pytest.mark.django_db(transaction=True)

Answer = TypeVar("Answer")
Change = Callable[[StageVisit, User, User], None]
WHILE = 0.4  # seconds that the first one takes before it commits


def in_turn(first: Callable[[], object], second: Callable[[], object]) -> list[type[Refusal]]:
    """Begins `second` once `first` is done but for its commit; returns what was refused."""
    begun = Event()

    def leading() -> type[Refusal] | None:
        with transaction.atomic():
            first()
            begun.set()
            sleep(WHILE)
        return None

    def following() -> type[Refusal] | None:
        begun.wait(timeout=10)
        try:
            second()
        except Refusal as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(_closing, leading), pool.submit(_closing, following)]
        answers = [done.result(timeout=60) for done in both]
    return [answer for answer in answers if answer is not None]


@pytest.fixture
def bar(application: Application) -> StageVisit:
    return bar_stage(application)


def of_the_line(bar: StageVisit, person: User, administrator: User) -> None:
    report(person, bar.job.hiring_manager, by=administrator)


def of_the_hiring_manager(bar: StageVisit, person: User, administrator: User) -> None:
    hire_for(bar, person, by=administrator)


def of_the_lead(bar: StageVisit, person: User, administrator: User) -> None:
    lead(bar, person, by=administrator)


CHANGES = [of_the_line, of_the_hiring_manager, of_the_lead]


@pytest.mark.parametrize("change", CHANGES)
def test_who_is_assigned_during_a_change_is_judged_by_what_it_leaves(
    bar: StageVisit, bar_raiser: User, administrator: User, recruiter: User, change: Change
) -> None:
    interview = plan(bar)
    refused = in_turn(
        lambda: change(bar, bar_raiser, administrator),
        lambda: assignment_add(actor=recruiter, at=MONDAY, interview=interview, interviewer=bar_raiser),
    )
    assert refused == [NotEligible]
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_during_an_assignment_finds_it(
    bar: StageVisit, bar_raiser: User, administrator: User, recruiter: User, change: Change
) -> None:
    interview = plan(bar)
    refused = in_turn(
        lambda: assignment_add(actor=recruiter, at=MONDAY, interview=interview, interviewer=bar_raiser),
        lambda: change(bar, bar_raiser, administrator),
    )
    assert refused == []
    assert assignment_of(bar, bar_raiser).state == "released"


def test_a_change_waits_for_a_scorecard_that_is_being_submitted(
    bar: StageVisit, bar_raiser: User, administrator: User
) -> None:
    plan(bar, bar_raiser)
    assignment = assignment_of(bar, bar_raiser)
    locked = Event()

    def submitting() -> None:
        with transaction.atomic():
            panel_lock(bar)
            locked.set()
            sleep(WHILE)
            # By now the line is being changed; rows written from here on name the person whose line it is.
            hand_in(assignment, AFTER)

    def changing() -> None:
        locked.wait(timeout=10)
        of_the_line(bar, bar_raiser, administrator)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(_closing, submitting), pool.submit(_closing, changing)]:
            done.result(timeout=60)
    assignment.refresh_from_db()
    assert (assignment.state, assignment.dependent_since is not None) == ("submitted", True)


def _closing(call: Callable[[], Answer]) -> Answer:
    try:
        return call()
    finally:
        connections.close_all()

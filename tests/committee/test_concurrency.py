"""Two scorecards of one stage at the same instant: one final outcome, an intact ledger, nothing lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, connections

from accounts.models import User
from candidates.models import Job, StageVisit
from candidates.services.visits import visit_open
from committee.models import GateOutcome
from committee.tasks import compute_outcome
from interviewers.models import Assignment, Scorecard
from interviewers.services.scorecards import scorecard_submit
from rubrics.queries import stored_rubric
from tests.committee.loops import card, plan_panel
from tests.factories import MONDAY, ApplicationFactory

pytestmark = pytest.mark.django_db(transaction=True)

# SQLite lets one writer in at a time; there the threads still contend, for the lock of the whole database.
TIMES = 200 if connection.vendor == "postgresql" else 20


@pytest.fixture
def two_threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool
        both(pool, [connections.close_all] * 2)


def both(pool: ThreadPoolExecutor, calls: list[Callable[[], object]]) -> None:
    """Makes the calls at the same instant, each in a thread and with a connection of its own."""
    together = Barrier(len(calls))

    def wait_and(call: Callable[[], object]) -> None:
        together.wait(timeout=10)
        call()

    for done in [pool.submit(wait_and, call) for call in calls]:
        done.result(timeout=60)


def panel_of_two(job: Job, recruiter: User, people: list[User]) -> list[Assignment]:
    """A new application at its first stage, with two people to be heard."""
    application = ApplicationFactory(job=job, applied_at=MONDAY)
    first = next(iter(stored_rubric(application.rubric_id).stage_ids.values()))
    visit = visit_open(application=application, stage_id=first, at=MONDAY)
    return plan_panel(visit, recruiter, people)


def submitting(assignment: Assignment, points: int) -> Callable[[], Scorecard]:
    content = card(assignment.visit, points)
    return lambda: scorecard_submit(
        actor=assignment.interviewer, at=MONDAY, assignment=assignment, content=content
    )


def test_two_scorecards_at_the_same_instant_give_one_final_outcome_every_time(
    job: Job,
    recruiter: User,
    interviewer: User,
    other_interviewer: User,
    two_threads: ThreadPoolExecutor,
) -> None:
    panels = [panel_of_two(job, recruiter, [interviewer, other_interviewer]) for _ in range(TIMES)]
    for first, second in panels:
        both(two_threads, [submitting(first, 4), submitting(second, 5)])
    assert Scorecard.objects.count() == 2 * TIMES
    for first, _ in panels:
        outcomes = list(GateOutcome.objects.filter(visit=first.visit_id))
        finals = [row for row in outcomes if row.result == "advance"]
        assert [len(row.inputs["scorecards"]) for row in finals] == [2]
        assert outcomes[-1] == finals[0]
        assert [row.number for row in outcomes] == list(range(1, len(outcomes) + 1))
    moved = StageVisit.objects.open().filter(application__in=[row[0].application_id for row in panels])
    assert set(moved.values_list("stage__slug", flat=True)) == {"product-sense"}
    assert moved.count() == TIMES
    assert not StageVisit.objects.exclude(computing_since=None).exists()
    call_command("verify_ledger", stdout=StringIO())


def test_the_same_task_twice_at_once_makes_one_outcome(
    job: Job,
    recruiter: User,
    interviewer: User,
    other_interviewer: User,
    two_threads: ThreadPoolExecutor,
) -> None:
    first, _ = panel_of_two(job, recruiter, [interviewer, other_interviewer])
    for expected in range(3, 13):
        # As if the panel had changed and its task had been lost, then run by two workers.
        StageVisit.objects.filter(pk=first.visit_id).update(expected=expected)
        both(two_threads, [lambda: compute_outcome(first.visit_id)] * 2)
    read = [row.inputs["expected"] for row in GateOutcome.objects.filter(visit=first.visit_id)]
    assert read == [2, *range(3, 13)]
    call_command("verify_ledger", stdout=StringIO())

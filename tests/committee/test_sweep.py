"""The sweep: every outcome that is due is computed, whatever became of its task."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from candidates.models import Application, StageVisit
from candidates.services.visits import visit_open
from committee.models import GateOutcome, Trigger
from committee.queries.sweep import LIMIT, stale_visits
from committee.tasks import compute_outcome, sweep
from hiring.celery import app
from interviewers.models import Assignment, Scorecard
from interviewers.services.scorecards import scorecard_submit
from rubrics.queries import stored_rubric
from tests.committee.loops import card, compute, correct, plan_panel, submit
from tests.factories import MONDAY, ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(visit: StageVisit, recruiter: User, interviewer: User) -> Scorecard:
    """A scorecard of which no outcome has been computed."""
    return submit(plan_panel(visit, recruiter, [interviewer])[0], 4)


def test_a_visit_whose_outcome_is_due_is_swept(submitted: Scorecard, visit: StageVisit) -> None:
    sweep()
    outcome = GateOutcome.objects.get()
    assert (outcome.visit, outcome.result, outcome.trigger) == (visit, "advance", Trigger.SWEEP)


def test_a_second_sweep_adds_nothing(submitted: Scorecard) -> None:
    sweep()
    sweep()
    assert GateOutcome.objects.count() == 1


def test_a_visit_just_opened_has_nothing_to_decide(visit: StageVisit) -> None:
    assert stale_visits(0) == []


def test_a_panel_being_put_together_has_nothing_to_decide(
    visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    plan_panel(visit, recruiter, [interviewer])
    assert stale_visits(0) == []


def test_a_panel_that_grew_is_swept(
    visit: StageVisit, recruiter: User, interviewer: User, other_interviewer: User
) -> None:
    plan_panel(visit, recruiter, [interviewer, other_interviewer])
    sweep()
    assert GateOutcome.objects.get().inputs["expected"] == 2


def test_evidence_whose_mark_was_lost_is_found_by_its_digest(submitted: Scorecard, visit: StageVisit) -> None:
    StageVisit.objects.update(computing_since=None)
    assert stale_visits(0) == [visit.pk]


def test_a_correction_of_a_visit_long_left_is_found_by_its_digest(
    submitted: Scorecard, visit: StageVisit
) -> None:
    compute(visit)
    correct(submitted, 5)
    StageVisit.objects.update(computing_since=None)
    assert stale_visits(0) == [visit.pk]


def test_marked_visits_come_first_the_longest_waiting_before_the_others(
    submitted: Scorecard, visit: StageVisit, recruiter: User, other_interviewer: User
) -> None:
    later = another_visit(visit.application)
    submit(plan_panel(later, recruiter, [other_interviewer])[0], 4)
    StageVisit.objects.filter(pk=later.pk).update(computing_since=MONDAY - timedelta(days=1))
    assert stale_visits(0) == [later.pk, visit.pk]


def another_visit(application: Application) -> StageVisit:
    other = ApplicationFactory(job=application.job)
    first = next(iter(stored_rubric(other.rubric_id).stage_ids.values()))
    return visit_open(application=other, stage_id=first, at=MONDAY)


def test_every_visit_has_its_turn(visit: StageVisit) -> None:
    """A panel changed past the services, in a slice that comes round after some sweeps."""
    far = another_visit(visit.application)
    # A sequence goes on from test to test: the key that a row gets here says nothing of how many there are.
    StageVisit.objects.filter(pk=visit.pk).update(id=7)
    StageVisit.objects.filter(pk=far.pk).update(id=3 * LIMIT + 7, expected=2)
    found = [stale_visits(turn) for turn in range(8)]
    assert found == [[], [], [], [3 * LIMIT + 7], [], [], [], [3 * LIMIT + 7]]


def test_a_visit_that_fails_is_logged_and_keeps_no_other_from_its_turn(
    submitted: Scorecard,
    visit: StageVisit,
    recruiter: User,
    other_interviewer: User,
    caplog: pytest.LogCaptureFixture,
) -> None:
    later = another_visit(visit.application)
    submit(plan_panel(later, recruiter, [other_interviewer])[0], 4)
    compute(visit)
    break_chain(visit)
    sweep()
    assert GateOutcome.objects.filter(visit=later).count() == 1
    assert f"outcome of visit {visit.pk} could not be computed" in caplog.text


def break_chain(visit: StageVisit) -> None:
    """Marks the visit due with a latest outcome whose inputs nobody can read."""
    torn = GateOutcome(
        application=visit.application,
        visit=visit,
        number=2,
        competencies={},
        inputs={"rubric": "torn"},
        computed_at=MONDAY,
    )
    torn.save(force_insert=True)
    StageVisit.objects.filter(pk=visit.pk).update(computing_since=MONDAY)


def test_three_visits_are_looked_at_in_as_many_statements_as_one(
    submitted: Scorecard, visit: StageVisit
) -> None:
    compute(visit)
    with CaptureQueriesContext(connection) as one:
        stale_visits(0)
    for _ in range(3):
        another_visit(visit.application)
    with CaptureQueriesContext(connection) as more:
        stale_visits(0)
    assert len(more) == len(one)


def test_evidence_enqueues_its_outcome_once_committed(
    visit: StageVisit, recruiter: User, interviewer: User, django_capture_on_commit_callbacks: Any
) -> None:
    assignment, *_ = plan_panel(visit, recruiter, [interviewer])
    with django_capture_on_commit_callbacks(execute=True):
        submit(assignment, 4)
        assert not GateOutcome.objects.exists()
    outcome = GateOutcome.objects.get()
    assert (outcome.result, outcome.trigger) == ("advance", Trigger.SUBMIT)


def test_the_task_may_run_twice(submitted: Scorecard, visit: StageVisit) -> None:
    compute_outcome(visit.pk)
    compute_outcome(visit.pk)
    assert GateOutcome.objects.count() == 1


@pytest.fixture
def unreachable_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tasks go to an address where nobody listens, as when Redis is down."""
    before = app.conf.broker_url
    app.conf.update(broker_url="redis://127.0.0.1:1/0", task_always_eager=False)
    # Celery keeps the connections it has made; these two make it connect anew.
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
    yield
    app.conf.update(broker_url=before, task_always_eager=True)


def enter_scorecard(assignment: Assignment) -> Scorecard:
    assignment.refresh_from_db()
    return scorecard_submit(
        actor=assignment.interviewer,
        at=MONDAY,
        assignment=assignment,
        content=card(assignment.visit, 4),
    )


@pytest.mark.django_db(transaction=True)
def test_with_the_broker_down_a_scorecard_is_stored_at_once_and_swept_later(
    unreachable_broker: None,
    visit: StageVisit,
    recruiter: User,
    interviewer: User,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assignment, *_ = plan_panel(visit, recruiter, [interviewer])
    started = time.monotonic()
    enter_scorecard(assignment)
    assert time.monotonic() - started < 1
    assert "left to the sweep" in caplog.text
    visit.refresh_from_db()
    assert visit.waiting_for == "outcome"
    assert not GateOutcome.objects.exists()
    sweep()
    visit.refresh_from_db()
    assert GateOutcome.objects.get().result == "advance"
    assert visit.computing_since is None

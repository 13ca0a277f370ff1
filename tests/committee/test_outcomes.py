"""Outcomes: what the gate decides of a visit, appended once, and where the application then stands."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notification, User
from candidates.lifecycle import Move
from candidates.models import (
    Application,
    ApplicationState,
    Origin,
    Recusal,
    StageVisit,
    VisitResult,
    WaitingFor,
)
from candidates.services.applications import application_hold, application_reopen, application_withdraw
from candidates.services.moves import application_move
from committee.models import GateOutcome, Trigger
from committee.services.outcomes import outcome_compute
from interviewers.models import Scorecard
from interviewers.services.assignments import assignment_decline
from tests.committee.loops import (
    HOUR,
    compute,
    correct,
    hold_stage,
    plan_panel,
    stage_slug,
    standing,
    submit,
)
from tests.factories import MONDAY, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def screened(application: Application, visit: StageVisit, recruiter: User, interviewer: User) -> Application:
    """Advanced from the recruiter screen; stands at the product sense exercise, whose panel is three."""
    hold_stage(application, recruiter, [interviewer], 4)
    return application


def test_a_scorecard_that_clears_the_threshold_opens_the_next_stage(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    first = hold_stage(application, recruiter, [interviewer], 4)
    assert (first.result, first.reason, first.score, first.final) == ("advance", "cleared", (400, 1), True)
    assert first.explanation == "Advanced: 4.00 meets the threshold of 4.00; one scorecard"
    assert first.left_at == MONDAY + 5 * HOUR
    assert stage_slug(standing(application)) == "product-sense"
    assert application.state == ApplicationState.ACTIVE


def test_a_score_below_the_threshold_stops_the_application_and_waits_for_confirmation(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    stopped = hold_stage(application, recruiter, [interviewer], {"judgment": 3})
    assert (stopped.result, stopped.reason, stopped.score) == ("stop", "threshold", (375, 1))
    assert application.state == ApplicationState.STOPPED
    assert stopped.waiting_for == WaitingFor.CONFIRMATION
    assert stopped.left_at is None


def test_a_floor_that_nothing_can_lift_stops_before_the_panel_is_done(
    screened: Application, recruiter: User, people: list[User]
) -> None:
    visit = standing(screened)
    first, second, _ = plan_panel(visit, recruiter, people)
    submit(first, {"judgment": 1})
    submit(second, {"judgment": 1})
    outcome = compute(visit)
    visit.refresh_from_db()
    assert outcome is not None
    assert outcome.floor_breaches == ["judgment"]
    assert (visit.result, visit.reason, visit.final) == ("stop", "floor", True)
    assert visit.explanation == (
        "Stopped: judgment can reach 2.33 at most, below the floor of 3.00; two of three scorecards in"
    )


def test_while_scorecards_are_outstanding_the_outcome_is_pending_and_not_final(
    screened: Application, recruiter: User, people: list[User]
) -> None:
    visit = standing(screened)
    first, *_ = plan_panel(visit, recruiter, people)
    submit(first, 4)
    compute(visit)
    visit.refresh_from_db()
    assert (visit.result, visit.reason, visit.final) == ("pending", "awaiting_scorecards", False)
    assert visit.explanation == "Waiting for two of three scorecards"
    assert visit.waiting_for == WaitingFor.SCORECARDS


def test_a_competency_nobody_assessed_waits_for_one_more_scorecard(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    waiting = hold_stage(application, recruiter, [interviewer], {"curiosity": None})
    assert (waiting.result, waiting.reason, waiting.score) == ("pending", "unassessed", None)
    assert waiting.waiting_for == WaitingFor.ONE_MORE_SCORECARD
    outcome = GateOutcome.objects.get()
    assert outcome.competencies["curiosity"] is None
    assert "curiosity" not in outcome.inputs["scorecards"][0]["values"]


def test_the_outcome_keeps_everything_the_gate_read(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    assignment, *_ = plan_panel(visit, recruiter, [interviewer])
    scorecard = submit(assignment, {"impact": 5})
    outcome = compute(visit)
    assert outcome is not None
    assert outcome.inputs == {
        "rubric": "reference:1",
        "stage": "recruiter-screen",
        "policy": {
            "threshold": 400,
            "floor": 300,
            "aggregation": "mean",
            "lowest": 100,
            "highest": 500,
            "step": 100,
        },
        "competencies": ["judgment", "communication", "impact", "curiosity"],
        "expected": 1,
        "scorecards": [
            {
                "id": str(scorecard.uuid),
                "revision": 1,
                "values": {"judgment": 400, "communication": 400, "impact": 500, "curiosity": 400},
            }
        ],
    }
    assert outcome.competencies == {
        "judgment": [400, 1],
        "communication": [400, 1],
        "impact": [500, 1],
        "curiosity": [400, 1],
    }
    assert (outcome.number, outcome.score, outcome.previous_hash) == (1, (425, 1), "")


def test_the_same_evidence_makes_no_second_row(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    hold_stage(application, recruiter, [interviewer], 4)
    assert compute(visit) is None
    assert compute(visit) is None
    assert GateOutcome.objects.count() == 1
    assert StageVisit.objects.filter(application=application).count() == 2


def test_the_same_evidence_still_ends_the_wait_for_an_outcome(
    screened: Application, recruiter: User, people: list[User]
) -> None:
    visit = standing(screened)
    first, *_ = plan_panel(visit, recruiter, people)
    submit(first, 4)
    compute(visit)
    StageVisit.objects.filter(pk=visit.pk).update(computing_since=MONDAY)
    assert compute(visit) is None
    visit.refresh_from_db()
    assert visit.computing_since is None
    assert visit.waiting_for == WaitingFor.SCORECARDS


def test_outcomes_are_numbered_and_chained_across_the_stages_of_an_application(
    screened: Application, recruiter: User, people: list[User]
) -> None:
    hold_stage(screened, recruiter, people, 4, 4, 4)
    outcomes = list(GateOutcome.objects.filter(application=screened))
    assert [outcome.number for outcome in outcomes] == [1, 2]
    assert outcomes[1].previous_hash == outcomes[0].hash
    assert len({outcome.visit_id for outcome in outcomes}) == 2


def test_the_trigger_is_read_from_what_changed(
    screened: Application, recruiter: User, people: list[User]
) -> None:
    visit = standing(screened)
    first, *_ = plan_panel(visit, recruiter, people)
    extra, *_ = plan_panel(visit, recruiter, [UserFactory(is_interviewer=True)], at=MONDAY + HOUR)
    compute(visit)
    scorecard = submit(first, 4)
    compute(visit)
    correct(scorecard, 5)
    compute(visit)
    assignment_decline(actor=extra.interviewer, at=MONDAY, assignment=extra, reason="Ill.")
    compute(visit)
    triggers = list(GateOutcome.objects.filter(visit=visit).values_list("trigger", flat=True))
    assert triggers == [Trigger.PANEL, Trigger.SUBMIT, Trigger.REVISION, Trigger.PANEL]


def test_a_smaller_panel_can_complete_a_stage(
    screened: Application, recruiter: User, people: list[User]
) -> None:
    visit = standing(screened)
    fourth, *_ = plan_panel(visit, recruiter, [UserFactory(is_interviewer=True)], at=MONDAY + HOUR)
    for assignment in plan_panel(visit, recruiter, people):
        submit(assignment, 4)
    compute(visit)
    assert stage_slug(standing(screened)) == "product-sense"
    assignment_decline(actor=fourth.interviewer, at=MONDAY, assignment=fourth, reason="Ill.")
    compute(visit)
    assert stage_slug(standing(screened)) == "leadership"


def test_tasks_that_run_late_and_out_of_order_leave_one_outcome_of_what_is_there(
    screened: Application, recruiter: User, people: list[User]
) -> None:
    visit = standing(screened)
    cards = [submit(assignment, 4) for assignment in plan_panel(visit, recruiter, people)]
    correct(cards[0], 5)
    for _ in range(4):
        compute(visit)
    outcome = GateOutcome.objects.get(visit=visit)
    assert outcome.result == VisitResult.ADVANCE
    assert sorted(read["revision"] for read in outcome.inputs["scorecards"]) == [1, 1, 2]


def test_a_correction_that_turns_an_earlier_stage_stops_the_application_there(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, people: list[User]
) -> None:
    assignment, *_ = plan_panel(visit, recruiter, [interviewer])
    scorecard = submit(assignment, 4)
    compute(visit)
    hold_stage(application, recruiter, people, 4, 4, 4)
    correct(scorecard, {"judgment": 2})
    compute(visit)
    application.refresh_from_db()
    assert application.state == ApplicationState.STOPPED
    assert standing(application).pk == visit.pk
    later = StageVisit.objects.get(application=application, stage__slug="product-sense")
    assert later.result == VisitResult.ADVANCE


def test_an_earlier_stage_corrected_back_makes_the_later_outcomes_count_again(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, people: list[User]
) -> None:
    assignment, *_ = plan_panel(visit, recruiter, [interviewer])
    scorecard = submit(assignment, 4)
    compute(visit)
    hold_stage(application, recruiter, people, 4, 4, 4)
    correct(scorecard, {"judgment": 2})
    compute(visit)
    correct(scorecard, 4)
    compute(visit)
    application.refresh_from_db()
    assert application.state == ApplicationState.ACTIVE
    assert stage_slug(standing(application)) == "leadership"
    assert GateOutcome.objects.filter(application=application).count() == 4


def test_an_old_attempt_that_is_corrected_gets_its_outcome_and_moves_nothing(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    assignment, *_ = plan_panel(visit, recruiter, [interviewer])
    scorecard = submit(assignment, 2)
    compute(visit)
    application.refresh_from_db()
    application_reopen(actor=recruiter, at=MONDAY + 5 * HOUR, application=application, reason="A mix-up.")
    second = standing(application)
    correct(scorecard, 4)
    outcome = compute(visit)
    assert outcome is not None
    assert outcome.result == VisitResult.ADVANCE
    assert standing(application).pk == second.pk
    assert second.attempt == 2


def test_clearing_every_stage_leaves_the_loop_to_the_verdict(
    screened: Application, recruiter: User, people: list[User], bar_raiser: User
) -> None:
    hold_stage(screened, recruiter, people, 4, 4, 4)
    others = [UserFactory(is_interviewer=True) for _ in range(3)]
    hold_stage(screened, recruiter, others, 4, 4, 4)
    last = hold_stage(screened, recruiter, [bar_raiser], 4)
    assert last.is_complete is False
    assert last.left_at is None
    assert last.waiting_for == WaitingFor.VERDICT
    assert screened.state == ApplicationState.ACTIVE


def test_an_application_on_hold_advances_and_stays_on_hold(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    assignment, *_ = plan_panel(visit, recruiter, [interviewer])
    submit(assignment, 4)
    application_hold(actor=recruiter, at=MONDAY, application=application, reason="Their wish.")
    compute(visit)
    application.refresh_from_db()
    assert application.state == ApplicationState.ON_HOLD
    assert standing(application).waiting_for == WaitingFor.RESUMPTION


def test_a_withdrawn_application_gets_its_outcome_and_stays_withdrawn(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    assignment, *_ = plan_panel(visit, recruiter, [interviewer])
    submit(assignment, 4)
    application_withdraw(actor=recruiter, at=MONDAY, application=application, reason="Another offer.")
    outcome = compute(visit)
    application.refresh_from_db()
    assert outcome is not None
    assert application.state == ApplicationState.WITHDRAWN
    assert not StageVisit.objects.open().filter(application=application).exists()


def test_an_imported_application_gets_advisory_outcomes_that_move_nothing(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    assignment, *_ = plan_panel(visit, recruiter, [interviewer])
    submit(assignment, 2)
    Application.objects.filter(pk=application.pk).update(origin=Origin.IMPORTED)
    outcome = compute(visit)
    application.refresh_from_db()
    assert outcome is not None
    assert (outcome.advisory, outcome.result) == (True, "stop")
    assert application.state == ApplicationState.ACTIVE
    assert StageVisit.objects.filter(application=application).count() == 1


@pytest.fixture
def decided(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, chair: User
) -> Application:
    hold_stage(application, recruiter, [interviewer], 2)
    application_move(
        actor=chair, at=MONDAY, application=application, move=Move.DECIDE_NO_OFFER, reason="Stopped."
    )
    Application.objects.filter(pk=application.pk).update(decided_at=MONDAY)
    application.refresh_from_db()
    return application


def correct_after_decision(visit: StageVisit) -> None:
    correct(Scorecard.objects.get(visit=visit), 5)


def test_after_a_decision_the_outcome_is_recorded_and_the_decision_stands(
    decided: Application, visit: StageVisit
) -> None:
    correct_after_decision(visit)
    outcome = compute(visit)
    decided.refresh_from_db()
    assert outcome is not None
    assert (outcome.number, outcome.result) == (2, "advance")
    assert decided.state == ApplicationState.NO_OFFER
    assert StageVisit.objects.filter(application=decided).count() == 1


def test_after_a_decision_the_chairs_are_told_without_the_result(
    decided: Application, visit: StageVisit, chair: User
) -> None:
    away = UserFactory(is_chair=True)
    Recusal.objects.create(application=decided, user=away, declared_at=MONDAY, declared_by=away)
    correct_after_decision(visit)
    Notification.objects.all().delete()
    compute(visit)
    told = Notification.objects.get()
    assert told.recipient == chair
    assert told.subject == f"Evidence changed after the decision on {decided.candidate}"
    assert told.url == f"/applications/{decided.uuid}/"
    assert told.scope == decided.uuid
    assert {"4.", "advance", "stop"} & set(told.body.lower().split()) == set()


def test_before_a_decision_no_chair_is_told(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, chair: User
) -> None:
    hold_stage(application, recruiter, [interviewer], 2)
    assert not Notification.objects.filter(recipient=chair).exists()


def test_a_visit_that_does_not_exist_is_an_error_and_not_silence() -> None:
    with pytest.raises(Application.DoesNotExist):
        outcome_compute(visit_id=1, at=MONDAY)


def statements_of(call: Callable[[], object]) -> int:
    """Statements of the transaction, savepoints apart; after its commit comes one more, of the board."""
    with CaptureQueriesContext(connection) as queries:
        call()
    return len([query for query in queries if "SAVEPOINT" not in query["sql"]])


def test_a_pending_outcome_takes_seven_statements(
    screened: Application, recruiter: User, people: list[User]
) -> None:
    visit = standing(screened)
    first, *_ = plan_panel(visit, recruiter, people)
    submit(first, 4)
    assert statements_of(lambda: compute(visit)) == 7


def test_an_advance_takes_ten_statements(screened: Application, recruiter: User, people: list[User]) -> None:
    visit = standing(screened)
    for assignment in plan_panel(visit, recruiter, people):
        submit(assignment, 4)
    assert statements_of(lambda: compute(visit)) == 10


def test_a_stop_takes_thirteen_statements_and_those_of_the_release(
    screened: Application, recruiter: User, people: list[User]
) -> None:
    visit = standing(screened)
    for assignment in plan_panel(visit, recruiter, people):
        submit(assignment, 2)
    assert statements_of(lambda: compute(visit)) == 13 + 1


def test_the_same_evidence_takes_four_statements(
    screened: Application, recruiter: User, people: list[User]
) -> None:
    visit = standing(screened)
    plan_panel(visit, recruiter, people)
    compute(visit)
    assert statements_of(lambda: compute(visit)) == 4


def test_an_outcome_touches_the_board_once(
    screened: Application,
    recruiter: User,
    people: list[User],
    django_capture_on_commit_callbacks: Any,
) -> None:
    visit = standing(screened)
    for assignment in plan_panel(visit, recruiter, people):
        submit(assignment, 4)
    with django_capture_on_commit_callbacks() as callbacks:
        compute(visit)
    assert len(callbacks) == 1

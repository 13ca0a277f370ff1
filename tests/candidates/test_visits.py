"""Stage visits: opened, kept current, and an application placed where its outcomes say it stands."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from candidates.models import (
    Application,
    ApplicationMove,
    ApplicationState,
    BoardVersion,
    StageVisit,
    VisitWaiting,
    WaitingFor,
    WaitingOn,
)
from candidates.services.visits import (
    OutcomeFacts,
    PanelFacts,
    application_place,
    visit_leave,
    visit_note_outcome,
    visit_note_panel,
    visit_note_verdict,
    visit_open,
)
from candidates.signals import application_moved, visit_opened
from rubrics.files import shipped_rubric
from rubrics.queries import stored_rubric
from rubrics.services import rubric_publish, rubric_store
from tests.factories import MONDAY, ApplicationFactory, JobFactory

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
TUESDAY = MONDAY + DAY
CLEARED = OutcomeFacts("advance", "cleared", (425, 1), "Advances: 4.25.", final=True)
STOPPED = OutcomeFacts("stop", "floor", None, "Stopped: judgment 2.00.", final=True)
PENDING = OutcomeFacts("pending", "awaiting_scorecards", None, "Waits for one scorecard.", final=False)


def note(
    application: Application, visit: StageVisit, facts: OutcomeFacts, at: datetime.datetime = TUESDAY
) -> None:
    """What `committee` does in its transaction."""
    visit_note_outcome(application=application, visit=visit, facts=facts, at=at)
    application_place(application=application, at=at)


def here(application: Application) -> StageVisit:
    return StageVisit.objects.open().get(application=application)


def panel(people: set[int], submitted: int = 0, *, ends: datetime.datetime | None = None) -> PanelFacts:
    """A panel of two more people than have submitted, at one interview."""
    return PanelFacts(
        assigned=len(people) + submitted,
        submitted=submitted,
        interview_starts_at=ends and ends - HOUR,
        interview_ends_at=ends,
        scorecards_due_at=ends and ends + DAY,
        outstanding=frozenset(people),
    )


def through(application: Application, stages: int) -> StageVisit:
    """Advances the application through that many stages; returns the visit where it then stands."""
    for _ in range(stages):
        note(application, here(application), CLEARED)
    return here(application)


def test_a_first_visit_expects_the_panel_of_its_stage_and_waits_for_it(visit: StageVisit) -> None:
    assert (visit.attempt, visit.expected, visit.entered_at, visit.left_at) == (1, 1, MONDAY, None)
    assert (visit.waiting_for, visit.waiting_on, visit.waiting_since) == (
        WaitingFor.PANEL,
        WaitingOn.RECRUITER,
        MONDAY,
    )
    assert visit.due_at == MONDAY + 48 * HOUR


def test_opening_a_visit_is_announced(application: Application) -> None:
    told: list[StageVisit] = []

    def listen(sender: object, visit: StageVisit, **kwargs: Any) -> None:
        told.append(visit)

    visit_opened.connect(listen)
    try:
        stage_id = next(iter(stored_rubric(application.rubric_id).stage_ids.values()))
        visit = visit_open(application=application, stage_id=stage_id, at=MONDAY)
    finally:
        visit_opened.disconnect(listen)
    assert told == [visit]


def test_the_bar_raisers_stage_notes_since_when_it_is_open(
    application: Application, visit: StageVisit
) -> None:
    through(application, 2)
    assert application.bar_raiser_opened_at is None
    last = through(application, 1)
    application.refresh_from_db()
    assert last.stage.kind == "bar_raiser"
    assert application.bar_raiser_opened_at == TUESDAY
    assert (last.waiting_for, last.waiting_on) == (WaitingFor.BAR_RAISER, WaitingOn.RECRUITER)


def test_the_next_visit_remembers_the_score_of_the_stage_before(
    application: Application, visit: StageVisit
) -> None:
    following = through(application, 1)
    assert (following.earlier_numerator, following.earlier_denominator) == (425, 1)


def test_a_larger_panel_than_planned_is_expected_whole(
    application: Application, visit: StageVisit, interviewer: User, other_interviewer: User
) -> None:
    facts = panel({interviewer.pk, other_interviewer.pk}, ends=TUESDAY)
    visit_note_panel(application=application, visit=visit, facts=facts, evidence_changed=False, at=MONDAY)
    visit.refresh_from_db()
    assert (visit.expected, visit.assigned) == (2, 2)
    assert (visit.waiting_for, visit.waiting_on, visit.waiting_since, visit.due_at) == (
        WaitingFor.SCORECARDS,
        WaitingOn.INTERVIEWERS,
        TUESDAY,
        TUESDAY + DAY,
    )
    waited_on = VisitWaiting.objects.filter(visit=visit).values_list("user_id", flat=True)
    assert set(waited_on) == {interviewer.pk, other_interviewer.pk}


def test_who_is_waited_on_follows_the_panel(
    application: Application, visit: StageVisit, interviewer: User, other_interviewer: User
) -> None:
    for people in ({interviewer.pk}, {interviewer.pk, other_interviewer.pk}, {other_interviewer.pk}, set()):
        facts = panel(people, ends=TUESDAY)
        visit_note_panel(application=application, visit=visit, facts=facts, evidence_changed=False, at=MONDAY)
        assert set(VisitWaiting.objects.values_list("user_id", flat=True)) == people


def test_changed_evidence_waits_for_the_outcome_since_it_first_changed(
    application: Application, visit: StageVisit
) -> None:
    facts = panel(set(), submitted=1, ends=MONDAY)
    for at in (TUESDAY, TUESDAY + HOUR):
        visit_note_panel(application=application, visit=visit, facts=facts, evidence_changed=True, at=at)
    assert (visit.waiting_for, visit.waiting_on, visit.waiting_since) == (
        WaitingFor.OUTCOME,
        WaitingOn.NOBODY,
        TUESDAY,
    )
    note(application, visit, PENDING, TUESDAY + 2 * HOUR)
    assert visit.computing_since is None


def test_a_pending_outcome_stays_where_it_is(application: Application, visit: StageVisit) -> None:
    note(application, visit, PENDING)
    assert here(application) == visit
    assert application.state == ApplicationState.ACTIVE


def test_an_advance_leaves_the_stage_and_opens_the_next(application: Application, visit: StageVisit) -> None:
    note(application, visit, CLEARED)
    visit.refresh_from_db()
    following = here(application)
    assert (visit.left_at, visit.score, visit.waiting_for) == (TUESDAY, (425, 1), WaitingFor.NOTHING)
    assert (following.stage.slug, following.entered_at) == ("product-sense", TUESDAY)


def test_the_same_outcome_again_changes_nothing(application: Application, visit: StageVisit) -> None:
    note(application, visit, CLEARED)
    before = list(StageVisit.objects.order_by("pk").values())
    application_place(application=application, at=TUESDAY + DAY)
    assert list(StageVisit.objects.order_by("pk").values()) == before


def test_after_a_bar_raisers_stage_the_loop_is_not_complete_until_the_verdict(
    application: Application, visit: StageVisit
) -> None:
    last = through(application, 4)
    assert (last.stage.kind, last.is_complete, last.left_at) == ("bar_raiser", False, None)
    assert (last.waiting_for, last.waiting_on) == (WaitingFor.VERDICT, WaitingOn.BAR_RAISER)


def test_without_a_bar_raisers_stage_the_last_advance_completes_the_loop(
    recruiter: User, hiring_manager: User
) -> None:
    plan = shipped_rubric("small")
    plan = replace(plan, stages=(plan.stages[0],))
    rubric = rubric_publish(actor=None, at=MONDAY, rubric=rubric_store(actor=None, at=MONDAY, plan=plan))
    job = JobFactory(rubric=rubric, recruiter=recruiter, hiring_manager=hiring_manager)
    application = ApplicationFactory(job=job, applied_at=MONDAY)
    (only,) = stored_rubric(rubric.pk).stage_ids.values()
    visit_open(application=application, stage_id=only, at=MONDAY)
    last = through(application, 1)
    assert (last.stage.kind, last.is_complete, last.left_at) == ("screen", True, None)
    assert (last.waiting_for, last.waiting_on) == (WaitingFor.DECISION, WaitingOn.CHAIR)


def test_a_correction_after_the_verdict_opens_the_loop_and_completes_it_again(
    application: Application, visit: StageVisit
) -> None:
    last = through(application, 4)
    visit_note_verdict(application=application, visit=last, at=TUESDAY)
    completes = []
    for facts in (PENDING, CLEARED):
        note(application, here(application), facts, TUESDAY + HOUR)
        completes.append(here(application).is_complete)
    assert completes == [False, True]
    assert here(application).waiting_for == WaitingFor.DECISION


def test_a_verdict_completes_the_loop_and_hands_the_wait_to_the_chair(
    application: Application, visit: StageVisit, bar_raiser: User
) -> None:
    last = through(application, 4)
    VisitWaiting.objects.create(visit=last, user=bar_raiser)
    visit_note_verdict(application=application, visit=last, at=TUESDAY + HOUR)
    last.refresh_from_db()
    assert last.is_complete is True
    assert (last.waiting_for, last.waiting_on, last.waiting_since) == (
        WaitingFor.DECISION,
        WaitingOn.CHAIR,
        TUESDAY + HOUR,
    )
    assert list(VisitWaiting.objects.filter(visit=last)) == []


def test_a_stop_stays_at_its_stage_until_it_is_confirmed(application: Application, visit: StageVisit) -> None:
    note(application, visit, STOPPED)
    assert application.state == ApplicationState.STOPPED
    assert (here(application).pk, visit.waiting_for, visit.waiting_on) == (
        visit.pk,
        WaitingFor.CONFIRMATION,
        WaitingOn.RECRUITER,
    )


def test_the_gates_own_move_has_no_actor_and_the_trail_does_not_tell_the_result(
    application: Application, visit: StageVisit
) -> None:
    note(application, visit, STOPPED)
    move = ApplicationMove.objects.get()
    assert (move.move, move.actor, move.before, move.after) == ("stop", None, "active", "stopped")
    assert AuditEntry.objects.get(scope=application.uuid).changes == {}


def test_a_move_is_announced_with_both_states(application: Application, visit: StageVisit) -> None:
    told: list[tuple[str, str, str]] = []

    def listen(sender: object, move: str, before: str, after: str, **kwargs: Any) -> None:
        told.append((move, before, after))

    application_moved.connect(listen)
    try:
        note(application, visit, STOPPED)
        note(application, visit, PENDING)
    finally:
        application_moved.disconnect(listen)
    assert told == [("stop", "active", "stopped"), ("lift_stop", "stopped", "active")]


def test_a_correction_that_lifts_a_stop_goes_on_from_there(
    application: Application, visit: StageVisit
) -> None:
    note(application, visit, STOPPED)
    note(application, visit, CLEARED)
    assert application.state == ApplicationState.ACTIVE
    assert here(application).stage.slug == "product-sense"


def test_a_correction_that_turns_an_earlier_stage_stops_it_there(
    application: Application, visit: StageVisit
) -> None:
    second = through(application, 1)
    visit.refresh_from_db()
    note(application, visit, STOPPED, TUESDAY + HOUR)
    second.refresh_from_db()
    assert application.state == ApplicationState.STOPPED
    assert here(application) == visit
    assert (second.left_at, second.waiting_for) == (TUESDAY + HOUR, WaitingFor.NOTHING)


def test_later_outcomes_count_again_when_an_earlier_stage_advances_once_more(
    application: Application, visit: StageVisit
) -> None:
    third = through(application, 2)
    visit.refresh_from_db()
    note(application, visit, STOPPED)
    visit.refresh_from_db()
    note(application, visit, CLEARED)
    assert here(application) == third
    assert here(application).attempt == 1


@pytest.mark.parametrize(
    "state", [ApplicationState.WITHDRAWN, ApplicationState.OFFER, ApplicationState.NO_OFFER]
)
def test_an_outcome_after_the_end_is_noted_and_moves_nothing(
    state: ApplicationState, application: Application, visit: StageVisit
) -> None:
    visit_leave(application=application, visit=visit, at=MONDAY)
    application.state = state
    application.save()
    note(application, visit, STOPPED)
    visit.refresh_from_db()
    assert (visit.result, visit.left_at, visit.waiting_for) == ("stop", MONDAY, WaitingFor.NOTHING)
    assert Application.objects.get().state == state
    assert list(StageVisit.objects.open()) == []


@pytest.mark.django_db(transaction=True)
def test_the_boards_number_grows_with_every_change(application: Application, visit: StageVisit) -> None:
    before = BoardVersion.objects.get(rubric=application.rubric_id).version
    note(application, visit, PENDING)
    assert BoardVersion.objects.get(rubric=application.rubric_id).version > before

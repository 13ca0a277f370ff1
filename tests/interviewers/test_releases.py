"""What happens to an application, or to a person in it, releases assignments by itself."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry, Notification, User
from candidates.lifecycle import Move
from candidates.models import Application, Participation, StageVisit
from candidates.services.moves import application_move
from candidates.services.recusal import recusal_declare
from interviewers.models import AssignmentState, Interview
from tests.interviewers.interviews import TUESDAY, assignment_of, hand_in, plan, told
from tests.interviewers.scorecards import open_stage

AFTER = TUESDAY + timedelta(hours=1)
RESULT_WORDS = ("stop", "withdr", "decid", "offer", "score", "gate", "hold")


@pytest.fixture
def panel_visit(application: Application) -> StageVisit:
    """A visit at a stage with a panel of three."""
    return open_stage(application, "product-sense")


def happen(application: Application, move: Move, actor: User | None = None) -> None:
    """The move, after the interviews of Tuesday at nine and before those of Wednesday."""
    application_move(actor=actor, at=AFTER, application=application, move=move, reason="So it is.")


def states(visit: StageVisit, *people: User) -> list[str]:
    return [assignment_of(visit, person).state for person in people]


def test_a_stop_releases_only_those_whose_interview_has_not_begun(
    panel_visit: StageVisit, interviewer: User, other_interviewer: User
) -> None:
    plan(panel_visit, interviewer)
    plan(panel_visit, other_interviewer, starts_at=TUESDAY + timedelta(days=1))
    happen(panel_visit.application, Move.STOP)
    assert states(panel_visit, interviewer, other_interviewer) == ["open", "released"]
    assert told(interviewer, "let-go:") == []
    assert told(other_interviewer, "let-go:") == [
        f"You no longer interview {panel_visit.application.candidate}"
    ]


@pytest.mark.parametrize("move", [Move.WITHDRAW, Move.DECIDE_OFFER, Move.DECIDE_NO_OFFER])
def test_an_ending_releases_everybody_who_has_not_submitted(
    panel_visit: StageVisit,
    interviewer: User,
    other_interviewer: User,
    third_interviewer: User,
    recruiter: User,
    move: Move,
) -> None:
    plan(panel_visit, interviewer, other_interviewer)
    plan(panel_visit, third_interviewer, starts_at=TUESDAY + timedelta(days=1))
    hand_in(assignment_of(panel_visit, interviewer), AFTER)
    happen(panel_visit.application, move, recruiter)
    assert states(panel_visit, interviewer, other_interviewer, third_interviewer) == [
        "submitted",
        "released",
        "released",
    ]


def test_a_hold_releases_nobody(panel_visit: StageVisit, interviewer: User, recruiter: User) -> None:
    plan(panel_visit, interviewer)
    happen(panel_visit.application, Move.HOLD, recruiter)
    assert states(panel_visit, interviewer) == [AssignmentState.OPEN]


@pytest.mark.parametrize("move", [Move.WITHDRAW, Move.STOP, Move.DECIDE_NO_OFFER])
def test_the_released_are_not_told_why(panel_visit: StageVisit, interviewer: User, move: Move) -> None:
    plan(panel_visit, interviewer, starts_at=TUESDAY + timedelta(days=1))
    happen(panel_visit.application, move)
    notice = Notification.objects.get(recipient=interviewer, key__startswith="let-go:")
    said = f"{notice.subject} {notice.body}".lower()
    assert [word for word in RESULT_WORDS if word in said] == []


def test_interviews_ahead_are_called_off_and_those_held_are_not(
    panel_visit: StageVisit, interviewer: User, other_interviewer: User
) -> None:
    held = plan(panel_visit, interviewer)
    ahead = plan(panel_visit, other_interviewer, starts_at=TUESDAY + timedelta(days=1))
    happen(panel_visit.application, Move.STOP)
    cancelled = Interview.objects.exclude(cancelled_at=None).values_list("pk", flat=True)
    assert (list(cancelled), held.cancelled_at) == ([ahead.pk], None)


def test_what_the_machine_released_is_in_the_trail_without_an_actor(
    panel_visit: StageVisit, interviewer: User
) -> None:
    plan(panel_visit, interviewer, starts_at=TUESDAY + timedelta(days=1))
    happen(panel_visit.application, Move.STOP)
    entry = AuditEntry.objects.get(action="assignment.released")
    assert (entry.actor, entry.scope) == (None, panel_visit.application.uuid)


def test_the_released_take_no_part_any_more(panel_visit: StageVisit, interviewer: User) -> None:
    plan(panel_visit, interviewer)
    happen(panel_visit.application, Move.WITHDRAW)
    assert Participation.objects.get(user=interviewer).ended_at == AFTER
    panel_visit.refresh_from_db()
    assert (panel_visit.assigned, panel_visit.waiting_people.count()) == (0, 0)


def declare(person: User, application: Application) -> None:
    recusal_declare(actor=person, at=AFTER, application=application, reason="")


def test_a_conflict_releases_the_person_and_nobody_else(
    panel_visit: StageVisit, interviewer: User, other_interviewer: User
) -> None:
    plan(panel_visit, interviewer, other_interviewer)
    declare(interviewer, panel_visit.application)
    assert states(panel_visit, interviewer, other_interviewer) == ["released", "open"]


def test_a_scorecard_submitted_before_the_conflict_stays(panel_visit: StageVisit, interviewer: User) -> None:
    plan(panel_visit, interviewer)
    hand_in(assignment_of(panel_visit, interviewer), AFTER)
    declare(interviewer, panel_visit.application)
    assert states(panel_visit, interviewer) == [AssignmentState.SUBMITTED]


def test_the_recruiters_are_told_of_a_conflict_and_the_person_of_nothing(
    panel_visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    plan(panel_visit, interviewer)
    declare(interviewer, panel_visit.application)
    assert told(interviewer, "let-go:") == []
    notice = Notification.objects.get(recipient=recruiter)
    assert notice.subject == f"Ines Interviewer cannot interview {panel_visit.application.candidate}"
    assert notice.body == (
        f"Product sense exercise, {panel_visit.job}\n"
        "They declared a conflict. Find somebody else for the panel."
    )

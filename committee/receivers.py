"""What committee does when it, candidates or interviewers announces something."""

from datetime import datetime
from typing import Any

from accounts.models import User
from candidates.lifecycle import Move
from candidates.models import Application, StageVisit
from committee.services.clarifications import clarifications_end, clarifications_refresh
from committee.services.packets import packet_due_note
from committee.tasks import build_packet, compute_outcome
from hiring.queue import enqueue_on_commit
from rubrics.queries import stored_rubric


def enqueue_outcome(sender: object, visit: StageVisit, **kwargs: Any) -> None:
    """Has the outcome of a visit computed once its new evidence is committed."""
    enqueue_on_commit(compute_outcome, visit.pk)


def note_packet_of_stage(sender: object, visit: StageVisit, at: datetime, **kwargs: Any) -> None:
    """Makes the packet due once the bar raiser's stage opens."""
    if stored_rubric(visit.rubric_id).stage_plan(visit.stage_id).is_bar_raiser:
        packet_due_note(application=visit.application, at=at)


def enqueue_packet(sender: object, application: Application, **kwargs: Any) -> None:
    """Has a packet that is due built once its cause is committed."""
    enqueue_on_commit(build_packet, application.pk)


ENDS_QUESTIONS = {Move.STOP, Move.WITHDRAW, Move.DECIDE_OFFER, Move.DECIDE_NO_OFFER}


def end_questions(
    sender: object, application: Application, move: Move, actor: User | None, at: datetime, **kwargs: Any
) -> None:
    """Nobody need answer a question about an application that has ended or is stopped.

    There are none before the bar raiser's stage opens, and looking for them would cost every stop a query.
    """
    if move in ENDS_QUESTIONS and application.bar_raiser_opened_at is not None:
        clarifications_end(actor=actor, at=at, application=application)


def refresh_questions(sender: object, application: Application, at: datetime, **kwargs: Any) -> None:
    """Questions wait on nobody with a conflict, and on them again once it is over."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    clarifications_refresh(at=at, application=locked)

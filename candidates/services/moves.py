"""The moves in the life of an application (candidates.lifecycle): one function makes them all."""

from datetime import datetime

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from candidates.lifecycle import MOVES, Move, State, destination
from candidates.models import Application, ApplicationMove, ApplicationState
from candidates.signals import application_moved
from hiring.access import Refusal


class MoveNotPossible(Refusal):
    """The application is in a state from which that move does not start."""


class ReasonMissing(Refusal):
    """The move needs a reason."""


def refuse_impossible(state: State, move: Move) -> State:
    """Where the move leads. Raises MoveNotPossible when it does not start in that state."""
    after = destination(state, move)
    if after is None:
        raise MoveNotPossible(
            f"This application is {ApplicationState(state).label.lower()}, so this step is not possible. "
            "Somebody may have changed it just now; look at it again."
        )
    return after


@transaction.atomic
def application_move(
    *, actor: User | None, at: datetime, application: Application, move: Move, reason: str
) -> Application:
    """Makes the move, with its row, audit entry and announcement; returns the application, changed.

    Locks the application's row. Raises MoveNotPossible or ReasonMissing.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    before = State(locked.state)
    after = refuse_impossible(before, move)
    if MOVES[move].needs_reason and not reason.strip():
        raise ReasonMissing("Give a reason; it is kept with the application.")
    application.state = locked.state = ApplicationState(after)
    application.state_since = locked.state_since = at
    locked.save(update_fields=["state", "state_since"])
    ApplicationMove.objects.create(
        application=locked, move=move, before=before, after=after, reason=reason.strip(), actor=actor, at=at
    )
    audit_record(
        actor=actor,
        at=at,
        action=f"application.{move}",
        on=locked,
        # A stop is a result, which the trail does not tell; the ledger has it.
        changes={} if actor is None else {"state": [before, after]},
        scope=locked.uuid,
    )
    application_moved.send(
        Application, application=application, move=move, before=before, after=after, actor=actor, at=at
    )
    return application

"""Conflicts of interest: declared by the person, ended by a recruiter of the job."""

from datetime import datetime

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from candidates.models import Application, Recusal
from candidates.permissions import can_declare_conflict, can_end_recusal
from candidates.services.moves import ReasonMissing
from candidates.signals import person_recused, recusal_ended
from hiring.access import AccessRefused, Refusal


class RecusalOver(Refusal):
    """The recusal has been ended already."""


@transaction.atomic
def recusal_declare(*, actor: User, at: datetime, application: Application, reason: str) -> Recusal:
    """Recuses `actor`, who from now on sees nothing of the application. The reason may stay unsaid.

    Apps to the right take their open work there away. Raises AccessRefused, also the second time.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    AccessRefused.unless(can_declare_conflict(actor, locked))
    recusal = Recusal.objects.create(
        application=locked, user=actor, reason=reason.strip(), declared_at=at, declared_by=actor
    )
    audit_record(
        actor=actor, at=at, action="recusal.declare", on=recusal, personal=["reason"], scope=locked.uuid
    )
    person_recused.send(Recusal, application=locked, user=actor, at=at)
    return recusal


@transaction.atomic
def recusal_end(*, actor: User, at: datetime, recusal: Recusal, reason: str) -> Recusal:
    """Lets the person see the application again as their roles say; they get no work back.

    Raises AccessRefused, ReasonMissing or RecusalOver.
    """
    AccessRefused.unless(can_end_recusal(actor, recusal))
    if not reason.strip():
        raise ReasonMissing("Give a reason; it is kept with the recusal.")
    ended = (
        Recusal.objects.standing()
        .filter(pk=recusal.pk)
        .update(ended_at=at, ended_by=actor, end_reason=reason.strip())
    )
    if not ended:
        raise RecusalOver("This recusal has been ended already; there is nothing more to do.")
    recusal.refresh_from_db()
    audit_record(
        actor=actor,
        at=at,
        action="recusal.end",
        on=recusal,
        changes={"user": str(recusal.user.uuid)},
        personal=["end_reason"],
        scope=recusal.application.uuid,
    )
    recusal_ended.send(Recusal, application=recusal.application, user=recusal.user, at=at)
    return recusal

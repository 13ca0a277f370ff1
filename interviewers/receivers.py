"""What interviewers does when candidates announces something; inside the transaction of the cause."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import reporting_line_changed
from candidates.lifecycle import Move
from candidates.models import Application
from candidates.signals import application_moved, leaders_changed, person_recused, recusal_ended
from interviewers.services.independence import independence_recheck
from interviewers.services.releases import application_release, person_release, person_return

# Nobody interviews any more, whether or not they have begun; what is submitted stays.
ENDINGS = {Move.WITHDRAW, Move.DECIDE_OFFER, Move.DECIDE_NO_OFFER}


@receiver(application_moved, dispatch_uid="interviewers.release_on_move")
def release_on_move(
    *, application: Application, move: Move, actor: User | None, at: datetime, **kwargs: Any
) -> None:
    """A withdrawal or a decision releases every open assignment, a stop those of interviews ahead."""
    if move in ENDINGS or move == Move.STOP:
        application_release(actor=actor, at=at, application=application, ahead_only=move == Move.STOP)


@receiver(person_recused, dispatch_uid="interviewers.release_recused")
def release_recused(*, application: Application, user: User, at: datetime, **kwargs: Any) -> None:
    """A person with a conflict holds no open assignment of the application."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    person_release(actor=user, at=at, application=locked, user=user)


@receiver(recusal_ended, dispatch_uid="interviewers.return_recused")
def return_recused(*, application: Application, user: User, at: datetime, **kwargs: Any) -> None:
    """A bar raiser whose conflict is over, and whom nothing else ties, owes again the verdict nobody gave."""
    independence_recheck(actor=None, at=at, applications=[application.pk])
    locked = Application.objects.select_for_update().get(pk=application.pk)
    person_return(at=at, application=locked, user=user)


@receiver(reporting_line_changed, dispatch_uid="interviewers.recheck_line")
def recheck_line(*, actor: User | None, at: datetime, **kwargs: Any) -> None:
    """Whoever is above or below the person may be tied to a job now, or free of one."""
    independence_recheck(actor=actor, at=at)


@receiver(leaders_changed, dispatch_uid="interviewers.recheck_leaders")
def recheck_leaders(*, jobs: Collection[int], actor: User, at: datetime, **kwargs: Any) -> None:
    """The bar raisers of these jobs are to be independent of other people now."""
    independence_recheck(actor=actor, at=at, applications=Application.objects.filter(job__in=jobs))

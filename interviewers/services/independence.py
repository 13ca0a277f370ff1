"""Bar raisers who stop being independent: found when a line changes and once a day, released or set aside."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from accounts.audit import audit_record
from accounts.models import Lock, Role, User
from accounts.services.locks import REPORTING_LINE
from candidates.models import Application, Participation, Recusal
from candidates.permissions import WITHHOLDING
from interviewers.independence import Remedy, Tie
from interviewers.models import Assignment, AssignmentState
from interviewers.queries.independence import BarRaiserFound, bar_raisers_found, managers_now
from interviewers.queries.people import judges
from interviewers.services.assignments import assignment_close, recruiters_of
from interviewers.services.notices import (
    tell_bar_raiser_missing,
    tell_found_dependent,
    tell_recused,
    tell_returned,
    tell_set_aside,
)
from interviewers.services.releases import interviews_call_off, panels_refresh

logger = logging.getLogger(__name__)

LONGEST = 500  # characters of a reason that an assignment keeps
CUT = " … "


@transaction.atomic
def independence_recheck(
    *,
    actor: User | None,
    at: datetime,
    applications: QuerySet[Application] | Collection[int] | None = None,
) -> list[BarRaiserFound]:
    """Releases the bar raisers who are not independent any more, or sets them aside once they have scored,
    and takes back those who are again; of all applications that are not decided, or of these. What it did.

    They and the job's recruiters are told. Nothing is done after a verdict: it was independent when given.
    The caller holds no application's row lock, unless it took the lock on the reporting line before it.
    """
    Lock.hold(REPORTING_LINE)
    managers = managers_now()
    wanted = {row.assignment.application_id for row in _to_mend(bar_raisers_found(managers, applications))}
    if not wanted:
        return []
    locked = Application.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    keys = [row.pk for row in locked]
    # Until now they could submit, decline or answer.
    found = _to_mend(bar_raisers_found(managers, keys))
    for key in keys:
        _mend(actor, at, [row for row in found if row.assignment.application_id == key])
    return found


def independence_check(*, at: datetime, dry_run: bool = False) -> list[BarRaiserFound]:
    """Looks for bar raisers who are not independent, however their rows came about, and mends what it finds,
    one application after the other. Returns what it found; with `dry_run` it does nothing else.

    Recruiters of the job, chairs and administrators are told; of a verdict that is in, the chairs, once.
    """
    found = bar_raisers_found(managers_now())
    for row in found:
        logger.warning(
            "bar raiser %s of application %s: %s (%s)",
            row.assignment.interviewer.uuid,
            row.assignment.application.uuid,
            row.remedy.value,
            row.tie.tie.value if row.tie else "independent",
        )
    if not dry_run:
        for key in sorted({row.assignment.application_id for row in found}):
            _settle(at, key, [row for row in found if row.assignment.application_id == key])
    return found


def _to_mend(found: list[BarRaiserFound]) -> list[BarRaiserFound]:
    return [row for row in found if row.remedy in _MENDED]


def _settle(at: datetime, application_id: int, found: list[BarRaiserFound]) -> None:
    """Mends one application and tells who watches over the process; one that fails keeps no other from it."""
    try:
        with transaction.atomic():
            independence_recheck(actor=None, at=at, applications=[application_id])
            for row in found:
                if row.tie:
                    _tell_watchers(row, at)
    except DatabaseError:
        logger.exception("the bar raisers of application %s could not be settled", application_id)


def _tell_watchers(found: BarRaiserFound, at: datetime) -> None:
    """Tells chairs and administrators, those with a conflict apart; of a verdict only who may know of it."""
    application = found.assignment.application
    recused = Recusal.objects.standing().filter(application=application)
    people = User.objects.active().exclude(pk__in=recused.values("user"))
    answered = found.remedy is Remedy.REPORT
    chairs = people.with_role(Role.CHAIR)
    administrators = people.with_role(Role.ADMINISTRATOR).filter(is_chair=False)
    if answered:
        withheld = Participation.objects.filter(WITHHOLDING, application=application)
        chairs = chairs.exclude(pk__in=withheld.values("user"))
    tell_found_dependent(
        found.assignment,
        found.words,
        chairs=chairs,
        administrators=() if answered else administrators,
        answered=answered,
        at=at,
    )


def _mend(actor: User | None, at: datetime, found: list[BarRaiserFound]) -> None:
    """Does what is to be done about these bar raisers of one application, whose row is locked."""
    if not found:
        return
    application = found[0].assignment.application
    for row in found:
        _MENDED[row.remedy](actor, at, row)
    gone = [row.assignment for row in found if row.remedy is Remedy.RELEASE]
    interviews_call_off(actor=actor, at=at, application=application, only=[row.interview_id for row in gone])
    panels_refresh(application=application, changed=[row.assignment for row in found], at=at)
    for row in found:
        _tell(row, at)


def _release(actor: User | None, at: datetime, found: BarRaiserFound) -> None:
    assignment_close(
        actor=actor,
        at=at,
        assignment=found.assignment,
        state=AssignmentState.RELEASED,
        reason=_fitting(found.words),
    )


def _set_aside(actor: User | None, at: datetime, found: BarRaiserFound) -> None:
    _note(actor, at, found.assignment, since=at, words=_fitting(found.words))


def _return(actor: User | None, at: datetime, found: BarRaiserFound) -> None:
    _note(actor, at, found.assignment, since=None, words="")


_MENDED: dict[Remedy, Callable[[User | None, datetime, BarRaiserFound], None]] = {
    Remedy.RELEASE: _release,
    Remedy.SET_ASIDE: _set_aside,
    Remedy.RETURN: _return,
}


def _note(
    actor: User | None, at: datetime, assignment: Assignment, *, since: datetime | None, words: str
) -> None:
    before = assignment.dependent_since
    assignment.dependent_since, assignment.dependence = since, words
    assignment.save(update_fields=["dependent_since", "dependence"])
    audit_record(
        actor=actor,
        at=at,
        action="assignment.set_aside" if since else "assignment.return",
        on=assignment,
        changes={
            "dependent_since": [moment.isoformat() if moment else None for moment in (before, since)],
            "interviewer": str(assignment.interviewer.uuid),
        },
        personal=["dependence"],
        scope=assignment.application.uuid,
    )


def _tell(found: BarRaiserFound, at: datetime) -> None:
    assignment = found.assignment
    recruiters = recruiters_of(assignment.application)
    if found.tie and found.tie.tie is Tie.CONFLICT:
        # The person sees nothing of the application, this included.
        tell_recused(assignment, recruiters=recruiters, at=at)
    elif found.remedy is Remedy.RELEASE or _owes_verdict(assignment):
        if found.remedy is Remedy.RETURN:
            tell_returned(assignment, recruiters=recruiters, at=at)
            return
        tell_set_aside(assignment, found.words, at=at)
        others = judges(assignment.visit).exists()
        tell_bar_raiser_missing(assignment, found.words, recruiters=recruiters, others=others, at=at)


def _owes_verdict(assignment: Assignment) -> bool:
    """Whether a verdict is due at all: the application is in the pipeline, and stands here."""
    return assignment.application.is_open and assignment.visit.left_at is None


def _fitting(words: str) -> str:
    """The words cut in their middle to what the columns hold: a line may be very long."""
    if len(words) <= LONGEST:
        return words
    half = (LONGEST - len(CUT)) // 2
    return f"{words[:half]}{CUT}{words[-half:]}"

"""Reminding the people whom a stage visit waits for."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction
from django.urls import reverse

from accounts.audit import audit_record
from accounts.models import NotificationKind, User
from accounts.notify import notification_add
from candidates.models import Application, Nudge, Participation, Recusal, StageVisit, WaitingFor, WaitingOn
from candidates.permissions import WITHHOLDING, can_move_application
from candidates.services.board import board_touch
from hiring.access import AccessRefused, Refusal

AWAITED = {
    WaitingFor.SCORECARDS: "your scorecard",
    WaitingFor.ANSWER: "your answer",
    WaitingFor.VERDICT: "your verdict",
    WaitingFor.DECISION: "the committee's decision",
}


class NobodyToNudge(Refusal):
    """The visit waits for nobody who could be reminded."""


class NudgedToday(Refusal):
    """Everybody it waits for has been reminded today."""


@transaction.atomic
def nudge_send(*, actor: User, at: datetime, visit: StageVisit) -> Sequence[Nudge]:
    """Reminds each person the visit waits for, once a day (in UTC) at most; returns today's new nudges.

    Recruiters are not reminded: they would be reminding themselves. Raises AccessRefused, NobodyToNudge or
    NudgedToday.
    """
    rows = Application.objects.select_for_update(of=("self",)).select_related("job", "candidate")
    application = rows.get(pk=visit.application_id)
    AccessRefused.unless(can_move_application(actor, application))
    held = StageVisit.objects.select_related("stage").get(pk=visit.pk)
    people = _untold(held, actor, at)
    day = at.astimezone(UTC).date()
    nudges = Nudge.objects.bulk_create(
        [Nudge(visit=held, person=person, by=actor, at=at, day=day) for person in people]
    )
    held.nudged_at, held.nudged_by = at, actor
    held.save(update_fields=["nudged_at", "nudged_by"])
    _tell(actor, at, application, held, people)
    audit_record(
        actor=actor,
        at=at,
        action="application.nudge",
        on=application,
        changes={"people": sorted(str(person.uuid) for person in people)},
        scope=application.uuid,
    )
    board_touch(held.rubric_id)
    return nudges


def _untold(visit: StageVisit, actor: User, at: datetime) -> list[User]:
    people = [person for person in _waited_for(visit, at) if person != actor]
    if not people:
        raise NobodyToNudge("This waits for nobody you could nudge. Look at it again: it may have moved on.")
    today = Nudge.objects.filter(visit=visit, day=at.astimezone(UTC).date())
    told = set(today.values_list("person_id", flat=True))
    untold = [person for person in people if person.pk not in told]
    if not untold:
        last = today.select_related("by").latest("at")
        raise NudgedToday(f"{last.by} has nudged them today. You can nudge again tomorrow.")
    return untold


def _waited_for(visit: StageVisit, at: datetime) -> list[User]:
    """The people, by name, without those who have a conflict; nobody while the interview is ahead.

    A chair who has yet to score is not reminded either: that a decision is awaited tells a result.
    """
    recused = Recusal.objects.filter(application=visit.application_id, ended_at=None)
    able = User.objects.active().exclude(pk__in=recused.values("user")).order_by("name", "pk")
    if visit.left_at is not None or visit.waiting_since > at:
        return []
    if visit.waiting_on == WaitingOn.CHAIR:
        blind = Participation.objects.filter(WITHHOLDING, application=visit.application_id)
        return list(able.filter(is_chair=True).exclude(pk__in=blind.values("user")))
    if visit.waiting_on in (WaitingOn.INTERVIEWERS, WaitingOn.BAR_RAISER):
        return list(able.filter(pk__in=visit.waiting_people.awaited_now().values("user")))
    return []


def _tell(
    actor: User, at: datetime, application: Application, visit: StageVisit, people: Sequence[User]
) -> None:
    """One notification each a day, without a score, a result or what others have handed in."""
    awaited = AWAITED[WaitingFor(visit.waiting_for)]
    since = visit.waiting_since.astimezone(UTC)
    notification_add(
        recipients=people,
        kind=NotificationKind.NUDGE,
        key=f"nudge:{visit.uuid}:{at.astimezone(UTC):%Y-%m-%d}",
        subject=f"{actor} is waiting for {awaited}",
        body=(
            f"{application.candidate} for {application.job}, {visit.stage}: "
            f"{awaited} has been awaited since {since.day} {since:%B %Y}."
        ),
        at=at,
        url=reverse("home"),
        scope=application.uuid,
    )

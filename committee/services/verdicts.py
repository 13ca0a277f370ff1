"""The bar raiser's verdict: does this candidate raise the bar of the team."""

from datetime import datetime

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from candidates.models import Application, StageVisit
from candidates.permissions import can_view_application
from candidates.services.visits import visit_note_verdict
from committee.models import Verdict
from committee.permissions.verdicts import can_give_verdict
from hiring.access import AccessRefused, Refusal


class VerdictNotPossible(Refusal):
    """The application has left the stage, or a reason is missing."""


@transaction.atomic
def verdict_give(
    *,
    actor: User,
    at: datetime,
    visit: StageVisit,
    raises_judgment: bool,
    raises_impact: bool,
    judgment_because: str,
    impact_because: str,
    critique: str,
) -> Verdict:
    """Records the answer; the application then waits for the committee's decision.

    Raises AccessRefused or VerdictNotPossible. The answer stands: there is one for an attempt at the stage.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=visit.application_id)
    locked = StageVisit.objects.get(pk=visit.pk)
    AccessRefused.unless(can_give_verdict(actor, locked))
    AccessRefused.unless(can_view_application(actor, application))
    if not application.is_open or locked.left_at is not None:
        raise VerdictNotPossible(
            "This application is not at the bar-raiser stage any more; look at it again."
        )
    if not (judgment_because.strip() and impact_because.strip()):
        raise VerdictNotPossible("Say why, for judgment and for impact; the committee decides by it.")
    verdict = Verdict.objects.create(
        application=application,
        visit=locked,
        bar_raiser=actor,
        raises_judgment=raises_judgment,
        raises_impact=raises_impact,
        judgment_because=judgment_because.strip(),
        impact_because=impact_because.strip(),
        critique_taken=critique.strip(),
        given_at=at,
    )
    audit_record(actor=actor, at=at, action="verdict.give", on=verdict, scope=application.uuid)
    visit_note_verdict(application=application, visit=locked, at=at)
    return verdict

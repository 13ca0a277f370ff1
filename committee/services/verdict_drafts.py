"""What a bar raiser has typed of a verdict so far, kept until it is given."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from candidates.models import Application, StageVisit
from candidates.permissions import can_view_application
from committee.models import VerdictDraft
from committee.permissions.verdicts import can_give_verdict
from hiring.access import AccessRefused


@transaction.atomic
def verdict_draft_save(
    *, actor: User, at: datetime, visit: StageVisit, fields: Mapping[str, str]
) -> VerdictDraft:
    """Keeps the whole form as typed, over what was kept before. Raises AccessRefused.

    The row lock keeps a late save from bringing back the draft of a verdict that has just been given.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=visit.application_id)
    AccessRefused.unless(can_give_verdict(actor, StageVisit.objects.get(pk=visit.pk)))
    AccessRefused.unless(can_view_application(actor, application))
    draft, _ = VerdictDraft.objects.update_or_create(
        visit=visit, bar_raiser=actor, defaults={"fields": dict(fields), "saved_at": at}
    )
    return draft

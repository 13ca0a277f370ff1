"""Gate outcomes: computed from the evidence as it stands, appended to the ledger, and acted on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Subquery
from django.urls import reverse

from accounts.models import NotificationKind, Role, User
from accounts.notify import notification_add
from candidates.models import Application, Recusal, StageVisit
from candidates.services.visits import application_place, visit_note_outcome
from committee.inputs import GateInputs, inputs_digest, inputs_from_json, inputs_outcome, what_changed
from committee.models import GateOutcome, Trigger
from committee.queries.evidence import current_inputs
from committee.services.chaining import ChainEnd, outcome_chained, outcome_facts
from committee.services.packets import packet_due_note
from hiring.built import Built


@dataclass(frozen=True)
class _End:
    """Where the application's chain ends, and what the latest outcome of the visit had read."""

    chain: ChainEnd
    read: GateInputs | None


@transaction.atomic
def outcome_compute(*, visit_id: int, at: datetime, trigger: Trigger | None = None) -> GateOutcome | None:
    """Looks again at the visit's evidence; the new outcome, or None when nothing differs from the latest.

    Locks the application's row, so it may run twice, late, or out of order. `trigger` is read from what
    changed unless given. Appends to the ledger, makes a packet that there is due again, then moves a live
    application to where it now stands; after a decision the outcome is recorded, the chairs are told, and
    the decision stands.
    Raises StageVisit.DoesNotExist or Application.DoesNotExist.
    """
    application = _LOCKED_APPLICATION.get(visit_id)
    visit = _VISIT.get(visit_id)
    visit.application = application
    inputs = current_inputs([visit])[visit_id]
    decided = inputs_outcome(inputs)
    facts = outcome_facts(visit, inputs, decided)
    end = _end_of_chain(application, visit)
    if end.read is not None and inputs_digest(end.read) == inputs_digest(inputs):
        if visit.computing_since is not None:
            visit_note_outcome(application=application, visit=visit, facts=facts, at=at)
            packet_due_note(application=application, at=at)
        return None
    why = trigger or Trigger(what_changed(end.read, inputs))
    outcome = outcome_chained(visit, inputs, decided, end.chain, why, at)
    outcome.save(force_insert=True)
    visit_note_outcome(application=application, visit=visit, facts=facts, at=at)
    # Noted before it is placed: the opening of the bar raiser's stage makes the first packet due by itself.
    packet_due_note(application=application, at=at)
    if application.decided_at is not None:
        if why != Trigger.PANEL:  # the decision itself released who was outstanding
            _tell_chairs(application, outcome, at)
    elif not outcome.advisory:
        application_place(application=application, at=at)
    return outcome


def _last_outcome(application_id: int, visit_id: int) -> QuerySet[GateOutcome, Any]:
    """The application's latest, with what the latest of the visit had read."""
    of_visit = GateOutcome.objects.filter(visit=visit_id).order_by("-number").values("inputs")[:1]
    return (
        GateOutcome.objects.filter(application=application_id)
        .annotate(read=Subquery(of_visit))
        .order_by("-number")
        .values_list("number", "hash", "read")[:1]
    )


_LOCKED_APPLICATION = Built(
    lambda visit_id: Application.objects.select_for_update(of=("self",)).filter(visits=visit_id)
)
_VISIT = Built(lambda visit_id: StageVisit.objects.filter(pk=visit_id))
_LAST_OUTCOME = Built(_last_outcome)


def _end_of_chain(application: Application, visit: StageVisit) -> _End:
    last = _LAST_OUTCOME(application.pk, visit.pk)
    if not last:
        return _End(ChainEnd(), None)
    [(number, last_hash, read)] = last
    return _End(ChainEnd(number, last_hash), inputs_from_json(read) if read else None)


def _tell_chairs(application: Application, outcome: GateOutcome, at: datetime) -> None:
    """Tells every chair but the recused ones; without the result, for one of them may interview here."""
    recused = Recusal.objects.standing().filter(application=application).values("user")
    chairs = User.objects.active().with_role(Role.CHAIR).exclude(pk__in=recused)
    notification_add(
        recipients=chairs.values_list("pk", flat=True),
        kind=NotificationKind.DECISION,
        key=f"outcome-after-decision:{outcome.uuid}",
        subject=f"Evidence changed after the decision on {application.candidate}",
        body=(
            "A scorecard came in or was corrected after the committee decided, and the gate has looked "
            "again. The decision stands; the application page shows what changed."
        ),
        at=at,
        url=reverse("committee:application", args=[application.uuid]),
        scope=application.uuid,
    )

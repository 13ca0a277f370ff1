"""Gate outcomes: computed from the evidence as it stands, appended to the ledger, and acted on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Subquery
from django.urls import reverse

from accounts.models import NotificationKind, User
from accounts.notify import notification_add
from candidates.models import Application, Origin, Recusal, StageVisit
from candidates.services.visits import OutcomeFacts, application_place, visit_note_outcome
from committee.inputs import (
    GateInputs,
    inputs_are_final,
    inputs_as_json,
    inputs_digest,
    inputs_from_json,
    inputs_outcome,
    what_changed,
)
from committee.ledger import GENESIS, link_hash, outcome_as_row
from committee.models import GateOutcome, Trigger
from committee.queries.evidence import current_inputs
from rubrics.gate import Outcome
from rubrics.queries import stored_rubric
from rubrics.wording import explain

LONGEST_EXPLANATION = 300  # the column of the stage visit


@dataclass(frozen=True)
class _End:
    """Where the application's chain ends, and what the latest outcome of the visit had read."""

    number: int
    hash: str
    read: GateInputs | None


@transaction.atomic
def outcome_compute(*, visit_id: int, at: datetime, trigger: Trigger | None = None) -> GateOutcome | None:
    """Looks again at the visit's evidence; the new outcome, or None when nothing differs from the latest.

    Locks the application's row, so it may run twice, late, or out of order. `trigger` is read from what
    changed unless given. Appends to the ledger, then moves a live application to where it now stands; after
    a decision the outcome is recorded, the chairs are told, and the decision stands.
    Raises StageVisit.DoesNotExist or Application.DoesNotExist.
    """
    application = Application.objects.select_for_update(of=("self",)).get(visits=visit_id)
    visit = StageVisit.objects.get(pk=visit_id)
    visit.application = application
    inputs = current_inputs([visit])[visit_id]
    decided = inputs_outcome(inputs)
    end = _end_of_chain(application, visit)
    if end.read is not None and inputs_digest(end.read) == inputs_digest(inputs):
        if visit.computing_since is not None:
            _note(application, visit, inputs, decided, at)
        return None
    outcome = _append(
        application, visit, inputs, decided, end, trigger or Trigger(what_changed(end.read, inputs)), at
    )
    _note(application, visit, inputs, decided, at)
    if application.decided_at is not None:
        _tell_chairs(application, outcome, at)
    elif not outcome.advisory:
        application_place(application=application, at=at)
    return outcome


def _end_of_chain(application: Application, visit: StageVisit) -> _End:
    of_visit = GateOutcome.objects.filter(visit=visit).order_by("-number").values("inputs")[:1]
    last = (
        GateOutcome.objects.filter(application=application)
        .annotate(read=Subquery(of_visit))
        .order_by("-number")
        .values_list("number", "hash", "read")
        .first()
    )
    if last is None:
        return _End(0, GENESIS, None)
    number, last_hash, read = last
    return _End(number, last_hash, inputs_from_json(read) if read else None)


def _append(
    application: Application,
    visit: StageVisit,
    inputs: GateInputs,
    decided: Outcome,
    end: _End,
    trigger: Trigger,
    at: datetime,
) -> GateOutcome:
    said = outcome_as_row(decided)
    numerator, denominator = said.pop("score") or (None, None)
    outcome = GateOutcome(
        application=application,
        visit=visit,
        number=end.number + 1,
        score_numerator=numerator,
        score_denominator=denominator,
        inputs=inputs_as_json(inputs),
        inputs_digest=inputs_digest(inputs),
        trigger=trigger,
        advisory=application.origin == Origin.IMPORTED,
        computed_at=at,
        previous_hash=end.hash,
        **said,
    )
    row = outcome.ledger_row(application=application.uuid, visit=visit.uuid)
    outcome.hash = link_hash(end.hash, row)
    outcome.save(force_insert=True)
    return outcome


def _note(
    application: Application, visit: StageVisit, inputs: GateInputs, decided: Outcome, at: datetime
) -> None:
    names = stored_rubric(application.rubric_id).plan.competency_names
    sentence = explain(decided, inputs.policy, names)
    if len(sentence) > LONGEST_EXPLANATION:
        sentence = f"{sentence[: LONGEST_EXPLANATION - 1]}…"
    facts = OutcomeFacts(
        result=decided.result,
        reason=decided.reason,
        score=decided.score,
        explanation=sentence,
        final=inputs_are_final(inputs, decided.result),
    )
    visit_note_outcome(application=application, visit=visit, facts=facts, at=at)


def _tell_chairs(application: Application, outcome: GateOutcome, at: datetime) -> None:
    """Tells every chair but the recused ones; without the result, for one of them may interview here."""
    recused = Recusal.objects.filter(application=application, ended_at=None).values("user")
    chairs = User.objects.active().filter(is_chair=True).exclude(pk__in=recused)
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

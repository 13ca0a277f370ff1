"""Outcomes and decisions of imported applications: computed by the same gate, chained in the same ledger,
advisory, and written in bulk.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from candidates.models import StageVisit
from candidates.services.history import past_visits_update
from committee.inputs import GateInputs, inputs_are_final, inputs_as_json, inputs_digest, inputs_outcome
from committee.ledger import GENESIS, link_hash, outcome_as_row
from committee.models import Decision, GateOutcome, Trigger
from committee.queries.evidence import current_inputs
from rubrics.gate import Outcome
from rubrics.queries import stored_rubric
from rubrics.wording import explain


def past_outcomes_add(*, at: datetime, visits: Sequence[StageVisit]) -> list[GateOutcome]:
    """An advisory outcome for each visit, appended to the chain of its application in the order given.

    The visits have new evidence, and `application` loaded. Writes what the gate said to them too.
    """
    ends = _chain_ends({visit.application_id for visit in visits})
    inputs = current_inputs(visits)
    outcomes = []
    for visit in visits:
        number, previous = ends.get(visit.application_id, (0, GENESIS))
        decided = inputs_outcome(inputs[visit.pk])
        outcome = _outcome(visit, inputs[visit.pk], decided, number + 1, previous, at)
        ends[visit.application_id] = (outcome.number, outcome.hash)
        outcomes.append(outcome)
        _note(visit, inputs[visit.pk], decided)
    GateOutcome.objects.bulk_create(outcomes)
    past_visits_update(visits=visits)
    return outcomes


def past_decisions_add(*, decided: Mapping[int, tuple[str, datetime]]) -> None:
    """The decisions (result and time, by the application's key) that a company took before it came here."""
    Decision.objects.bulk_create(
        Decision(application_id=application, result=result, decided_at=at)
        for application, (result, at) in decided.items()
    )


def _chain_ends(applications: set[int]) -> dict[int, tuple[int, str]]:
    rows = GateOutcome.objects.filter(application__in=applications).order_by("number")
    return {row[0]: (row[1], row[2]) for row in rows.values_list("application_id", "number", "hash")}


def _outcome(
    visit: StageVisit, inputs: GateInputs, decided: Outcome, number: int, previous: str, at: datetime
) -> GateOutcome:
    said = outcome_as_row(decided)
    numerator, denominator = said.pop("score") or (None, None)
    outcome = GateOutcome(
        application=visit.application,
        visit=visit,
        number=number,
        score_numerator=numerator,
        score_denominator=denominator,
        inputs=inputs_as_json(inputs),
        inputs_digest=inputs_digest(inputs),
        trigger=Trigger.IMPORT,
        advisory=True,
        computed_at=at,
        previous_hash=previous,
        **said,
    )
    row = outcome.ledger_row(application=visit.application.uuid, visit=visit.uuid)
    outcome.hash = link_hash(previous, row)
    return outcome


def _note(visit: StageVisit, inputs: GateInputs, decided: Outcome) -> None:
    names = stored_rubric(visit.rubric_id).plan.competency_names
    visit.result, visit.reason = decided.result, decided.reason
    visit.score_numerator, visit.score_denominator = decided.score or (None, None)
    visit.explanation = explain(decided, inputs.policy, names)[:300]
    visit.final = inputs_are_final(inputs, decided.result)

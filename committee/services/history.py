"""Outcomes and decisions of imported applications: computed by the same gate, chained in the same ledger,
advisory, and written in bulk.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from candidates.models import StageVisit
from candidates.services.history import past_visits_update
from committee.inputs import inputs_outcome
from committee.models import Decision, GateOutcome, Trigger
from committee.queries.evidence import current_inputs
from committee.services.chaining import ChainEnd, outcome_chained, outcome_facts


def past_outcomes_add(*, at: datetime, visits: Sequence[StageVisit]) -> list[GateOutcome]:
    """An advisory outcome for each visit, appended to the chain of its application in the order given.

    The visits have new evidence, and `application` loaded. Writes what the gate said to them too.
    """
    ends = _chain_ends({visit.application_id for visit in visits})
    inputs = current_inputs(visits)
    outcomes = []
    for visit in visits:
        read = inputs[visit.pk]
        decided = inputs_outcome(read)
        end = ends.get(visit.application_id, ChainEnd())
        outcome = outcome_chained(visit, read, decided, end, Trigger.IMPORT, at)
        ends[visit.application_id] = ChainEnd(outcome.number, outcome.hash)
        outcomes.append(outcome)
        outcome_facts(visit, read, decided).put_on(visit)
    GateOutcome.objects.bulk_create(outcomes)
    past_visits_update(visits=visits)
    return outcomes


def past_decisions_add(*, decided: Mapping[int, tuple[str, datetime]]) -> None:
    """The decisions (result and time, by the application's key) that a company took before it came here."""
    Decision.objects.bulk_create(
        Decision(application_id=application, result=result, decided_at=at)
        for application, (result, at) in decided.items()
    )


def _chain_ends(applications: set[int]) -> dict[int, ChainEnd]:
    rows = GateOutcome.objects.filter(application__in=applications).order_by("number")
    return {row[0]: ChainEnd(*row[1:]) for row in rows.values_list("application_id", "number", "hash")}

"""What a computed outcome leaves behind, live or imported: the next row of a chain, and the visit's facts."""

from dataclasses import dataclass
from datetime import datetime

from candidates.models import Origin, StageVisit
from candidates.services.visits import OutcomeFacts
from committee.inputs import GateInputs, inputs_are_final, inputs_as_json, inputs_digest
from committee.ledger import GENESIS, link_hash, outcome_as_row
from committee.models import GateOutcome, Trigger
from rubrics.gate import Outcome
from rubrics.queries import stored_rubric
from rubrics.wording import explain

LONGEST_EXPLANATION = 300  # the column of the stage visit


@dataclass(frozen=True)
class ChainEnd:
    """The number and hash of an application's last outcome."""

    number: int = 0
    hash: str = GENESIS


def outcome_chained(
    visit: StageVisit, inputs: GateInputs, decided: Outcome, end: ChainEnd, trigger: Trigger, at: datetime
) -> GateOutcome:
    """The row that follows `end` in the chain of the visit's application, not saved yet.

    Of an imported application it is advisory. `application` is loaded on the visit.
    """
    said = outcome_as_row(decided)
    numerator, denominator = said.pop("score") or (None, None)
    outcome = GateOutcome(
        application=visit.application,
        visit=visit,
        number=end.number + 1,
        score_numerator=numerator,
        score_denominator=denominator,
        inputs=inputs_as_json(inputs),
        inputs_digest=inputs_digest(inputs),
        trigger=trigger,
        advisory=visit.application.origin == Origin.IMPORTED,
        computed_at=at,
        previous_hash=end.hash,
        **said,
    )
    row = outcome.ledger_row(application=visit.application.uuid, visit=visit.uuid)
    outcome.hash = link_hash(end.hash, row)
    return outcome


def outcome_facts(visit: StageVisit, inputs: GateInputs, decided: Outcome) -> OutcomeFacts:
    """What the visit keeps of an outcome, the gate's sentence cut to what its column holds."""
    sentence = explain(decided, inputs.policy, stored_rubric(visit.rubric_id).plan.competency_names)
    if len(sentence) > LONGEST_EXPLANATION:
        sentence = f"{sentence[: LONGEST_EXPLANATION - 1]}…"
    return OutcomeFacts(
        result=decided.result,
        reason=decided.reason,
        score=decided.score,
        explanation=sentence,
        final=inputs_are_final(inputs, decided.result),
    )

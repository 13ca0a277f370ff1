"""Outcomes read back from what they keep. One never changes, so each process works it out once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from committee.inputs import (
    GateInputs,
    inputs_are_final,
    inputs_from_json,
    inputs_outcome,
    inputs_stability,
)
from committee.models import GateOutcome
from rubrics.gate import Outcome, Result
from rubrics.queries import StoredRubric
from rubrics.wording import explain, explain_stability

KEPT = 2_000  # outcomes; a few kilobytes each


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What the gate was given and what it said, in words too; `firmness` is "" while it is pending."""

    inputs: GateInputs
    outcome: Outcome
    final: bool
    sentence: str
    firmness: str


def read_back(outcome: GateOutcome, stored: StoredRubric) -> ReadBack:
    """The outcome, with the names that the rubric gives its competencies."""
    return _read_back(_Kept(outcome.hash, stored.id, outcome.inputs, stored.plan.competency_names))


@dataclass(frozen=True, slots=True)
class _Kept:
    """Known by its hash, which covers everything that is read; and by the rubric that has the names."""

    hash: str
    rubric_id: int
    inputs: Mapping[str, Any] = field(compare=False)
    names: Mapping[str, str] = field(compare=False)


@lru_cache(maxsize=KEPT)
def _read_back(kept: _Kept) -> ReadBack:
    inputs = inputs_from_json(kept.inputs)
    outcome = inputs_outcome(inputs)
    firm = outcome.result is not Result.PENDING
    return ReadBack(
        inputs=inputs,
        outcome=outcome,
        final=inputs_are_final(inputs, outcome.result),
        sentence=explain(outcome, inputs.policy, kept.names),
        firmness=(explain_stability(inputs_stability(inputs), inputs.policy, kept.names) if firm else ""),
    )

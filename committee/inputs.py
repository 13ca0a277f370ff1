"""What the gate is given for one stage visit, as plain data with a digest: pure, and the same everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hiring.canonical import digest
from rubrics.gate import Card, GatePolicy, Outcome, decide
from rubrics.stability import Stability, stability


@dataclass(frozen=True, slots=True)
class CardRead:
    """The revision of a scorecard that counts; a competency it did not assess is absent from `values`."""

    id: str
    revision: int
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class GateInputs:
    """Everything the gate reads, and nothing else: no names, no text, no time. `rubric` is "slug:version"."""

    rubric: str
    stage: str
    policy: GatePolicy
    competencies: tuple[str, ...]
    expected: int
    scorecards: tuple[CardRead, ...]


class InputsUnreadable(ValueError):
    """Stored inputs do not have the shape that `inputs_as_json` writes."""


def gate_inputs(
    *,
    rubric: str,
    stage: str,
    policy: GatePolicy,
    competencies: Sequence[str],
    expected: int,
    scorecards: Sequence[CardRead],
) -> GateInputs:
    """The inputs, scorecards in order of their ids, so that the order they were read in never shows."""
    ordered = tuple(sorted(scorecards, key=lambda card: card.id))
    return GateInputs(rubric, stage, policy, tuple(competencies), expected, ordered)


def inputs_as_json(inputs: GateInputs) -> dict[str, Any]:
    """The inputs as the ledger keeps them (docs/ledger.md)."""
    policy = inputs.policy
    return {
        "rubric": inputs.rubric,
        "stage": inputs.stage,
        "policy": {
            "threshold": policy.threshold,
            "floor": policy.floor,
            "aggregation": policy.aggregation,
            "lowest": policy.lowest,
            "highest": policy.highest,
            "step": policy.step,
        },
        "competencies": list(inputs.competencies),
        "expected": inputs.expected,
        "scorecards": [
            {"id": card.id, "revision": card.revision, "values": dict(card.values)}
            for card in inputs.scorecards
        ],
    }


def inputs_from_json(stored: Mapping[str, Any]) -> GateInputs:
    """The inputs that `inputs_as_json` wrote. Raises InputsUnreadable for anything else."""
    try:
        return gate_inputs(
            rubric=stored["rubric"],
            stage=stored["stage"],
            policy=GatePolicy(**stored["policy"]),
            competencies=stored["competencies"],
            expected=stored["expected"],
            scorecards=[
                CardRead(card["id"], card["revision"], dict(card["values"])) for card in stored["scorecards"]
            ],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputsUnreadable(str(error)) from error


def inputs_digest(inputs: GateInputs) -> str:
    """SHA-256 of the canonical JSON of the inputs: two visits' worth of evidence are the same when it is."""
    return digest(inputs_as_json(inputs))


def inputs_outcome(inputs: GateInputs) -> Outcome:
    """What the gate says of these inputs."""
    return decide(inputs.policy, inputs.competencies, _cards(inputs), inputs.expected)


def inputs_stability(inputs: GateInputs) -> Stability:
    """How firmly that stands."""
    return stability(inputs.policy, inputs.competencies, _cards(inputs), inputs.expected)


def inputs_are_final(inputs: GateInputs, result: str) -> bool:
    """Whether nothing is outstanding: every expected scorecard is in, or the gate has stopped."""
    return result == "stop" or len(inputs.scorecards) >= inputs.expected


def what_changed(before: GateInputs | None, now: GateInputs) -> str:
    """What made the gate look again: "submit", "revision" or "panel", the weightiest first.

    Read from the evidence itself, so that it holds when tasks are merged, repeated or out of order.
    """
    earlier = {card.id: card.revision for card in before.scorecards} if before else {}
    if any(card.id not in earlier for card in now.scorecards):
        return "submit"
    if any(card.revision != earlier[card.id] for card in now.scorecards):
        return "revision"
    return "panel"


def _cards(inputs: GateInputs) -> list[Card]:
    return [Card(card.id, card.values) for card in inputs.scorecards]

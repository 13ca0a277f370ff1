"""The gate line (templates/components/gate_line.html) from what the gate decided. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from committee.scale import RESULT_WORDS, position
from rubrics.gate import ExactScore, GatePolicy, Outcome, below, shown
from rubrics.points import written_points


@dataclass(frozen=True, slots=True)
class Lane:
    """A competency; `score` and `position` are None when nobody assessed it."""

    name: str
    score: str | None
    position: str | None
    breach: bool


@dataclass(frozen=True, slots=True)
class GateLine:
    caption: str
    lowest: str
    highest: str
    floor: str
    floor_position: str
    threshold: str
    threshold_position: str
    lanes: tuple[Lane, ...]
    score: str | None
    position: str | None
    result: str
    word: str
    sentence: str


def gate_line(
    *, stage: str, policy: GatePolicy, outcome: Outcome, sentence: str, names: Mapping[str, str]
) -> GateLine:
    """One glance: which rule spoke at the stage, and how near it was. `names` are competencies by slug."""
    return GateLine(
        caption=f"Gate of {stage}",
        lowest=written_points(policy.lowest),
        highest=written_points(policy.highest),
        floor=shown((policy.floor, 1)),
        floor_position=position((policy.floor, 1), policy),
        threshold=shown((policy.threshold, 1)),
        threshold_position=position((policy.threshold, 1), policy),
        lanes=tuple(_lane(names[slug], score, policy) for slug, score in outcome.competencies.items()),
        score=shown(outcome.score) if outcome.score else None,
        position=position(outcome.score, policy) if outcome.score else None,
        result=outcome.result,
        word=RESULT_WORDS[outcome.result],
        sentence=sentence,
    )


def _lane(name: str, score: ExactScore | None, policy: GatePolicy) -> Lane:
    if score is None:
        return Lane(name, None, None, breach=False)
    return Lane(name, shown(score), position(score, policy), below(score, policy.floor))

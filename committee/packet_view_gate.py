"""What the gate decided, from a packet's snapshot: the same shapes that it was decided in. Pure."""

from typing import cast

from committee.inputs import CardRead, GateInputs
from committee.snapshot import Exact, PolicyPart, Snapshot, StagePart
from rubrics.gate import Aggregation, ExactScore, GatePolicy, Outcome, Reason, Result


def policy_of(part: PolicyPart) -> GatePolicy:
    return GatePolicy(
        threshold=part["threshold"],
        floor=part["floor"],
        aggregation=cast("Aggregation", part["aggregation"]),
        lowest=part["lowest"],
        highest=part["highest"],
        step=part["step"],
    )


def outcome_of(snapshot: Snapshot, stage: StagePart) -> Outcome:
    """The final outcome of the stage; nothing can be lifted any more, so it has no ceilings."""
    return Outcome(
        result=Result(stage["result"]),
        reason=Reason(stage["reason"]),
        score=exact_score(stage["score"]),
        competencies={slug: exact_score(stage["competencies"][slug]) for slug in scored(snapshot, stage)},
        floor_breaches=tuple(stage["floor_breaches"]),
        submitted=len(stage["cards"]),
        expected=len(stage["cards"]),
        ceilings={},
    )


def inputs_of(snapshot: Snapshot, stage: StagePart) -> GateInputs:
    """What the gate read there; scorecards go by their keys, in the order of the snapshot."""
    rubric = snapshot["rubric"]
    return GateInputs(
        rubric=f"{rubric['slug']}:{rubric['version']}",
        stage=stage["slug"],
        policy=policy_of(snapshot["policy"]),
        competencies=scored(snapshot, stage),
        expected=len(stage["cards"]),
        scorecards=tuple(
            CardRead(
                card["key"],
                card["revision"],
                {slug: value for slug, value in card["values"].items() if value is not None},
            )
            for card in stage["cards"]
        ),
    )


def scored(snapshot: Snapshot, stage: StagePart) -> tuple[str, ...]:
    """The competencies that the stage scores, in the rubric's order, which canonical JSON does not keep."""
    return tuple(row["slug"] for row in snapshot["competencies"] if row["slug"] in stage["competencies"])


def exact_score(score: Exact | None) -> ExactScore | None:
    return None if score is None else (score[0], score[1])

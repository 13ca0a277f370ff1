"""A candidate's way through the stages of a rubric: how far the gate lets them, and where it ends."""

from collections.abc import Mapping
from dataclasses import dataclass

from rubrics.gate import Outcome, Result, decide_tallies
from rubrics.plan import RubricPlan
from rubrics.tallies import StageTallies


@dataclass(frozen=True, slots=True)
class CandidateLoop:
    """`stages` in rubric order up to the first that does not advance or the last before a stage without
    scorecards; `ignored_stages` have scorecards but come after; `result` is that of the last stage listed.
    """

    candidate: str
    result: Result
    stages: Mapping[str, Outcome]
    ignored_stages: tuple[str, ...]


def candidate_loop(rubric: RubricPlan, candidate: str, tallies: Mapping[str, StageTallies]) -> CandidateLoop:
    """The loop of a candidate of whom nothing is outstanding: expected are the scorecards there are."""
    stages: dict[str, Outcome] = {}
    result = Result.PENDING
    for stage in rubric.stages:
        there = tallies.get(stage.slug)
        if there is None:
            break
        outcome = decide_tallies(
            rubric.policy, there.competencies, submitted=there.submitted, expected=there.submitted
        )
        stages[stage.slug] = outcome
        result = outcome.result
        if result is not Result.ADVANCE:
            break
    ignored = tuple(
        stage.slug for stage in rubric.stages if stage.slug in tallies and stage.slug not in stages
    )
    return CandidateLoop(candidate, result, stages, ignored)

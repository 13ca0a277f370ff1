"""What is ambiguous in a loop's evidence, and whom to ask: what a bar raiser clears up first. Pure."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain

from committee.ambiguity_between import apart, flips, moves
from committee.ambiguity_found import Found, attempts_that_count, stage_places
from committee.ambiguity_within import contradicts, flat, late, not_assessed, not_blind, saw_others, thin
from committee.snapshot import AmbiguityPart, StagePart
from rubrics.plan import RubricPlan

# The kinds that one stage can show, beside `moves`, which takes two.
_OF_A_STAGE = (apart, flips, thin, contradicts, not_assessed, late, saw_others, not_blind, flat)

KINDS = (
    "apart",
    "moves",
    "flips",
    "thin",
    "contradicts",
    "not_assessed",
    "late",
    "saw_others",
    "not_blind",
    "flat",
)


def ambiguities(stages: Sequence[StagePart], plan: RubricPlan) -> list[AmbiguityPart]:
    """Everything ambiguous, what matters most first: by kind in the order of KINDS, within a kind the
    farthest first, then in the order of stages, competencies and scorecards. Never by the order of `stages`.

    Superseded attempts are left out: they no longer count, and their authors were replaced on purpose.
    """
    attempts = attempts_that_count(stages, plan)
    of_stages = chain.from_iterable(kind(attempt, plan) for kind in _OF_A_STAGE for attempt in attempts)
    found = sorted(chain(of_stages, moves(attempts, plan)), key=lambda one: _rank(one, plan))
    return [
        AmbiguityPart(
            kind=one.kind,
            stage=one.stage,
            competency=one.competency,
            reason=one.reason,
            cards=list(one.cards),
            ask=list(one.ask),
        )
        for one in found
    ]


def _rank(found: Found, plan: RubricPlan) -> tuple[int, Fraction, int, int]:
    """What is found arrives by stage and scorecard within its kind, and sorting keeps what ties in order."""
    competencies = {competency.slug: place for place, competency in enumerate(plan.competencies)}
    return (
        KINDS.index(found.kind),
        -found.distance,
        stage_places(plan).get(found.stage, -1),
        competencies.get(found.competency, -1),
    )

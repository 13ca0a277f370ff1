"""Talent density: what a team's profiles come to, in exact fractions. Pure.

Levels are hundredths of a point by competency slug; None, or no entry, is not set. Nothing here decides
anything: the averages are shown and argued.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from rubrics.gate import ExactScore, GatePolicy
from rubrics.plan import RubricPlan
from rubrics.points import written_points

Levels: TypeAlias = Mapping[str, Fraction | None]
# As rows and snapshots hold levels: [numerator, denominator], reduced.
StoredLevels: TypeAlias = Mapping[str, Sequence[int] | None]


@dataclass(frozen=True, slots=True)
class TeamAverage:
    """The mean of a team's profiles in hundredths; `headcount` is how many profiles it rests on.

    `overall` is None while any competency has no level, as a stage has no score then.
    """

    by_competency: dict[str, Fraction | None]
    overall: Fraction | None
    headcount: int


def density(profiles: Sequence[Levels], competencies: Sequence[str]) -> TeamAverage:
    """The talent density of `profiles` in `competencies`, kept in their order.

    A member without a level in a competency is in neither numerator nor denominator of its mean, and one
    without any is not in the headcount either. `overall` is the mean of the competencies' means.
    """
    by_competency = {slug: _mean([levels.get(slug) for levels in profiles]) for slug in competencies}
    means = list(by_competency.values())
    headcount = sum(any(levels.get(slug) is not None for slug in competencies) for levels in profiles)
    return TeamAverage(by_competency, None if None in means else _mean(means), headcount)


def off_scale(levels: Levels, before: Levels, plan: RubricPlan) -> list[str]:
    """The competencies of `levels` that cannot be set so: not of the rubric, or not on a step of its scale.

    A level as it stood `before` can stay, such as a mean that a hire brought from their packet.
    """
    policy = plan.policy
    steps = range(policy.lowest, policy.highest + 1, policy.step)
    return [
        slug
        for slug, level in levels.items()
        if slug not in plan.competency_names
        or not (level is None or level in steps or level == before.get(slug))
    ]


def scale_words(policy: GatePolicy) -> str:
    """The levels that can be set: "1 to 5 in steps of 1"."""
    return (
        f"{written_points(policy.lowest)} to {written_points(policy.highest)} "
        f"in steps of {written_points(policy.step)}"
    )


def read_levels(stored: StoredLevels) -> dict[str, Fraction | None]:
    """Levels as fractions, from how a row or a snapshot holds them."""
    return {slug: None if pair is None else Fraction(*pair) for slug, pair in stored.items()}


def stored_levels(levels: Levels) -> dict[str, list[int] | None]:
    """Levels as a row or a snapshot holds them."""
    return {slug: None if (pair := exact(level)) is None else [*pair] for slug, level in levels.items()}


def exact(level: Fraction | None) -> ExactScore | None:
    """A level, or a mean of some, as the gate writes scores; None is none."""
    return None if level is None else (level.numerator, level.denominator)


def _mean(levels: Sequence[Fraction | None]) -> Fraction | None:
    there = [level for level in levels if level is not None]
    return sum(there, Fraction(0)) / len(there) if there else None

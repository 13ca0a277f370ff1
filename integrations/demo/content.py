"""The scorecards that the made-up interviewers of the running cycle hand in. Pure."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeAlias

from integrations.demo.words import demo_evidence, demo_summary
from interviewers.content import ScorecardContent
from rubrics.plan import StagePlan

# Cards of a panel: values in points for the stage's competencies in order. The first card alone, and all of
# them together, do what the kind says.
Panel: TypeAlias = Sequence[Sequence[int]]
Kind: TypeAlias = Sequence[Panel]

STRONG: Kind = (
    ((5, 4, 4, 5), (4, 4, 5, 4), (4, 5, 4, 4)),
    ((5, 5, 4, 5), (5, 4, 5, 5), (4, 5, 4, 5)),
    ((4, 5, 4, 4), (5, 4, 4, 4), (4, 4, 4, 5)),
    ((5, 4, 5, 5), (4, 4, 4, 5), (5, 5, 4, 4)),
)
# Strong, and below 4.5 as a whole: who is decided on in the running cycle leaves the rates of the finished
# ones (integrations.demo.rates) as they are.
DECIDED: Kind = (
    STRONG[0],
    ((4, 5, 5, 4), (5, 4, 4, 5), (4, 4, 4, 4)),
    STRONG[2],
    ((5, 4, 4, 5), (4, 4, 5, 4), (4, 4, 4, 5)),
)
NARROW: Kind = (
    ((4, 4, 4, 4), (4, 5, 4, 3), (4, 4, 5, 4)),
    ((4, 5, 4, 3), (4, 4, 4, 4), (5, 4, 4, 4)),
)
BELOW_THRESHOLD: Kind = (
    ((4, 3, 4, 4), (3, 4, 4, 3), (4, 3, 3, 4)),
    ((3, 4, 3, 4), (4, 4, 4, 3), (4, 4, 3, 4)),
)
BELOW_FLOOR: Kind = (
    ((2, 5, 4, 5), (3, 4, 5, 4), (2, 5, 5, 4)),
    ((5, 4, 2, 5), (4, 4, 2, 4), (5, 5, 3, 4)),
)
SPLIT: Kind = (((5, 4, 5, 5), (3, 4, 4, 4), (5, 5, 4, 4)),)


def demo_content(
    random: Random, stage: StagePlan, points: Sequence[int], skipped: Mapping[str, str] | None = None
) -> ScorecardContent:
    """A complete scorecard with these values; `skipped` says why a competency was not assessed."""
    why_not = dict(skipped or {})
    values: dict[str, int | None] = {
        slug: None if slug in why_not else 100 * value
        for slug, value in zip(stage.competencies, points, strict=False)
    }
    evidence = {
        slug: demo_evidence(random, slug, value) for slug, value in values.items() if value is not None
    }
    positive = [signal.slug for signal in stage.signals if signal.tone == "positive"]
    return ScorecardContent(
        values=values,
        evidence=evidence,
        why_not=why_not,
        why_high={},
        signals=frozenset(random.sample(positive, min(2, len(positive)))),
        measures={measure.slug: 10 * random.randrange(3, 7) for measure in stage.measures},
        summary=demo_summary(random),
    )

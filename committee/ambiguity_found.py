"""What an ambiguity is before it is ranked, and what its kinds share. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from committee.snapshot import CardPart, StagePart
from rubrics.plan import RubricPlan, StagePlan
from rubrics.points import POINT
from rubrics.wording import inline_name

FAR = 2 * POINT  # so far apart, two scores do not describe the same person


@dataclass(frozen=True, slots=True)
class Found:
    """Something unclear. The greater its `distance`, the more it matters among those of its kind.

    `stage` and `competency` are slugs or ""; `cards` and `ask` keys of scorecards, `ask` the best first.
    """

    kind: str
    stage: str
    competency: str
    distance: Fraction
    reason: str
    cards: tuple[str, ...]
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that counts: its stage in the rubric, and its scorecards in the order of their numbers."""

    part: StagePart
    plan: StagePlan
    cards: tuple[CardPart, ...]

    def values(self, competency: str) -> dict[str, int]:
        """The values given to a competency, by the key of their scorecard."""
        given = {card["key"]: card["values"].get(competency) for card in self.cards}
        return {key: value for key, value in given.items() if value is not None}

    def people(self, keys: Iterable[str]) -> list[str]:
        """The authors of these scorecards, in order."""
        wanted = set(keys)
        return [card["interviewer"] for card in self.cards if card["key"] in wanted]


def attempts_that_count(stages: Iterable[StagePart], rubric: RubricPlan) -> list[Attempt]:
    """The latest attempt at each stage, in the order of the rubric, whatever order they come in."""
    places = stage_places(rubric)
    standing = [stage for stage in stages if not stage["superseded"]]
    return [
        Attempt(part, rubric.stage(part["slug"]), tuple(sorted(part["cards"], key=_number)))
        for part in sorted(standing, key=lambda part: (places[part["slug"]], part["attempt"]))
    ]


def stage_places(rubric: RubricPlan) -> dict[str, int]:
    return {stage.slug: place for place, stage in enumerate(rubric.stages)}


def far_apart(scores: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Those of the scores that are FAR or more from some other one."""
    return {
        name: score
        for name, score in scores.items()
        if any(abs(score - other) >= FAR for other in scores.values())
    }


def spread(scores: Mapping[str, Fraction]) -> Fraction:
    """From the lowest to the highest."""
    return max(scores.values()) - min(scores.values())


def named(competency: str, rubric: RubricPlan) -> str:
    """A competency's name as a sentence has it."""
    return inline_name(rubric.competency_names, competency)


def _number(card: CardPart) -> int:
    """The last part of its key: scorecard 10 comes after scorecard 9."""
    return int(card["key"].rpartition(".")[2])

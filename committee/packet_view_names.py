"""What the keys and slugs of a packet's snapshot are called on its page. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from committee.matrix import attempt_words
from committee.packet_view_gate import policy_of
from committee.scale import shade
from committee.snapshot import CardPart, Snapshot, StagePart
from rubrics.gate import ExactScore, GatePolicy, shown
from rubrics.points import written_points

NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True)
class CardName:
    """A scorecard as others refer to it; `id` is where it stands on the page."""

    key: str
    interviewer: str
    stage: str
    id: str


@dataclass(frozen=True, slots=True)
class Shaded:
    """A score in a shaded cell; `score` is "" where there is none."""

    score: str
    level: str


@dataclass(frozen=True, slots=True)
class Names:
    """By slug and by key; `stages` have those of the packet and, made from their slugs, all others."""

    policy: GatePolicy
    competencies: Mapping[str, str]
    cards: Mapping[str, CardName]
    stages: Mapping[str, str]

    def stage(self, slug: str) -> str:
        return self.stages.get(slug) or slug.replace("-", " ").capitalize()

    def listed(self, keys: Iterable[str]) -> tuple[CardName, ...]:
        """The scorecards with these keys that the packet has."""
        return tuple(self.cards[key] for key in keys if key in self.cards)

    def value(self, hundredths: int | None) -> Shaded:
        """What one person gave: "4", or that they did not assess it."""
        if hundredths is None:
            return Shaded(NOT_ASSESSED, shade(None, self.policy))
        return Shaded(written_points(hundredths), shade((hundredths, 1), self.policy))

    def score(self, score: ExactScore | None) -> Shaded:
        """A mean, cut to two decimals."""
        return Shaded(shown(score) if score else "", shade(score, self.policy))


def names_of(snapshot: Snapshot) -> Names:
    return Names(
        policy=policy_of(snapshot["policy"]),
        competencies={row["slug"]: row["name"] for row in snapshot["competencies"]},
        cards={
            card["key"]: CardName(card["key"], card["interviewer"], stage_title(stage), card_id(card))
            for stage in snapshot["stages"]
            for card in stage["cards"]
        },
        stages={stage["slug"]: stage["name"] for stage in snapshot["stages"]},
    )


def stage_title(stage: StagePart) -> str:
    """ "Product sense exercise", and of a later attempt "Product sense exercise, second attempt"."""
    attempt = attempt_words(stage["attempt"])
    return f"{stage['name']}, {attempt.lower()}" if attempt else stage["name"]


def stage_id(stage: StagePart) -> str:
    return f"stage-{stage['slug']}-{stage['attempt']}"


def card_id(card: CardPart) -> str:
    return f"card-{card['key'].replace('.', '-')}"

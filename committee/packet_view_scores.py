"""The scores of a packet's page: the matrix, everybody's values, what is strong and what is weak. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from committee.matrix import Matrix, attempt_words, scored_row
from committee.packet_view_gate import exact_score, inputs_of, outcome_of, scored
from committee.packet_view_names import Names, Shaded, stage_id, stage_title
from committee.snapshot import CardPart, Snapshot, StagePart

MOST_SHOWN = 4  # of each kind, at a glance


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to know of a scorecard at a glance; `kind` is a chip's."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class GivenValue:
    """`given` is None where the stage does not score the competency."""

    competency: str
    given: Shaded | None


@dataclass(frozen=True, slots=True)
class Given:
    """What one interviewer gave each competency of the rubric."""

    interviewer: str
    card: str
    values: tuple[GivenValue, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class StageGiven:
    title: str
    rows: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Standout:
    """A competency at a stage that stands out; `id` is the stage's place on the page."""

    competency: str
    stage: str
    id: str
    score: Shaded


@dataclass(frozen=True, slots=True)
class Glance:
    """The best and the worst scores of attempts that count, the farthest out first."""

    strong: tuple[Standout, ...]
    weak: tuple[Standout, ...]


def packet_matrix(snapshot: Snapshot, names: Names) -> Matrix:
    """Every stage of the packet, with how firmly its outcome stands in its sentence."""
    rows = [
        scored_row(
            stage=stage["name"],
            attempt=_attempt(stage),
            url=f"#{stage_id(stage)}",
            inputs=inputs_of(snapshot, stage),
            outcome=outcome_of(snapshot, stage),
            sentence=gate_words(stage),
            names=names.competencies,
            people={card["key"]: card["interviewer"] for card in stage["cards"]},
        )
        for stage in snapshot["stages"]
    ]
    caption = f"Scores of {snapshot['candidate']}, {snapshot['job']['title']}"
    return Matrix(caption, tuple(names.competencies.values()), tuple(rows))


def gate_words(stage: StagePart) -> str:
    """The gate's reason and how firmly it stands, as sentences."""
    said = (stage["sentence"], stage["firmness"])
    return " ".join(f"{sentence}." for sentence in said if sentence)


def values_given(snapshot: Snapshot, names: Names) -> tuple[StageGiven, ...]:
    """Every interviewer's value, stage by stage: what the shades and ticks of the matrix stand for."""
    return tuple(
        StageGiven(stage_title(stage), tuple(_given(stage, card, names) for card in stage["cards"]))
        for stage in snapshot["stages"]
    )


def card_marks(card: CardPart) -> tuple[Mark, ...]:
    """What stands beside a scorecard wherever it is named: not blind, late, revised."""
    marks = []
    if card["not_blind"]:
        marks.append(Mark("attention", "Not blind"))
    if card["late"]:
        marks.append(Mark("late", "Late"))
    if any(correction["saw_others"] for correction in card["corrections"]):
        marks.append(Mark("attention", "Revised after seeing others"))
    elif card["corrections"]:
        marks.append(Mark("neutral", "Revised"))
    return tuple(marks)


def glance(snapshot: Snapshot, names: Names) -> Glance:
    """Strong is at least half way from the threshold to the top of the scale; weak is below the threshold."""
    bar, top = Fraction(names.policy.threshold), Fraction(names.policy.highest)
    rows = list(_scored(snapshot))
    strong = [row for row in rows if row[0] >= (bar + top) / 2]
    weak = [row for row in rows if row[0] < bar]
    strong.sort(key=lambda row: -row[0])
    weak.sort(key=lambda row: row[0])
    return Glance(_standouts(strong, names), _standouts(weak, names))


def _attempt(stage: StagePart) -> str:
    words = attempt_words(stage["attempt"])
    if not stage["superseded"]:
        return words
    return f"{words}, superseded" if words else "First attempt, superseded"


def _given(stage: StagePart, card: CardPart, names: Names) -> Given:
    values = [
        GivenValue(name, names.value(card["values"].get(slug)) if slug in stage["competencies"] else None)
        for slug, name in names.competencies.items()
    ]
    return Given(card["interviewer"], names.cards[card["key"]].id, tuple(values), card_marks(card))


def _scored(snapshot: Snapshot) -> Iterator[tuple[Fraction, str, StagePart]]:
    for stage in snapshot["stages"]:
        if stage["superseded"]:
            continue
        for slug in scored(snapshot, stage):
            if (score := stage["competencies"][slug]) is not None:
                yield Fraction(score[0], score[1]), slug, stage


def _standouts(rows: Iterable[tuple[Fraction, str, StagePart]], names: Names) -> tuple[Standout, ...]:
    return tuple(
        Standout(
            competency=names.competencies[slug],
            stage=stage["name"],
            id=stage_id(stage),
            score=names.score(exact_score(stage["competencies"][slug])),
        )
        for _, slug, stage in list(rows)[:MOST_SHOWN]
    )

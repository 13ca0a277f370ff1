"""The score matrix (templates/components/score_matrix.html) from what the gate read. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from committee.inputs import GateInputs
from committee.scale import RESULT_WORDS, position, shade
from rubrics.gate import Outcome, shown
from rubrics.points import written_points

_ORDINALS = {2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth"}


@dataclass(frozen=True, slots=True)
class Tick:
    """One interviewer's value."""

    label: str
    value: str
    position: str


@dataclass(frozen=True, slots=True)
class Cell:
    competency: str
    score: str | None
    level: str
    ticks: tuple[Tick, ...] = ()
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A stage. With `hidden` (what unlocks it) or `ahead` (why there is nothing yet) it has no cells."""

    stage: str
    attempt: str = ""
    url: str = ""
    cells: tuple[Cell, ...] = ()
    score: str | None = None
    result: str = ""
    word: str = ""
    sentence: str = ""
    hidden: str = ""
    ahead: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    caption: str
    competencies: tuple[str, ...]
    rows: tuple[Row, ...]


def scored_row(
    *,
    stage: str,
    attempt: str,
    url: str,
    inputs: GateInputs,
    outcome: Outcome,
    sentence: str,
    names: Mapping[str, str],
    people: Mapping[str, str],
) -> Row:
    """A row with scores: `names` are the rubric's competencies by slug, in order; `people` the interviewers
    by scorecard, or empty for a reader who may not know who gave what.
    """
    return Row(
        stage=stage,
        attempt=attempt,
        url=url,
        cells=tuple(_cell(slug, name, inputs, outcome, people) for slug, name in names.items()),
        score=shown(outcome.score) if outcome.score else None,
        result=outcome.result,
        word=RESULT_WORDS[outcome.result],
        sentence=sentence,
    )


def attempt_words(attempt: int) -> str:
    """ "Second attempt"; nothing of a first one."""
    return "" if attempt == 1 else f"{_ORDINALS.get(attempt, f'{attempt}th')} attempt"


def _cell(slug: str, name: str, inputs: GateInputs, outcome: Outcome, people: Mapping[str, str]) -> Cell:
    if slug not in outcome.competencies:
        return Cell(name, None, shade(None, inputs.policy), absent="not scored here")
    score = outcome.competencies[slug]
    if score is None:
        return Cell(name, None, shade(None, inputs.policy), absent="not assessed")
    return Cell(name, shown(score), shade(score, inputs.policy), ticks=tuple(_ticks(slug, inputs, people)))


def _ticks(slug: str, inputs: GateInputs, people: Mapping[str, str]) -> Sequence[Tick]:
    return [
        Tick(
            people[card.id],
            written_points(card.values[slug]),
            position((card.values[slug], 1), inputs.policy),
        )
        for card in inputs.scorecards
        if slug in card.values and card.id in people
    ]

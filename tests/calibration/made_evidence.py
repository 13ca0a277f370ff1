"""Evidence made by hand for the results: who went how far, and who gave whom what. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from calibration.evidence import (
    ApplicationRows,
    CardRows,
    Decided,
    Evidence,
    Label,
    Ruled,
    ScoreRows,
    StageShape,
    VisitRows,
)
from rubrics.gate import GatePolicy

DAY, HOUR = 86_400.0, 3_600.0
STAGES = (
    StageShape("product-sense", "Product sense", "exercise", (0, 1)),
    StageShape("leadership", "Leadership", "interview", (0, 1)),
)
COMPETENCIES = (Label("judgment", "Judgment"), Label("impact", "Impact"))
POLICY = GatePolicy(threshold=400, floor=300, aggregation="mean", lowest=100, highest=500, step=100)


@dataclass
class Card:
    """Whose scorecard, values in points by competency (None: not assessed), hours after the interview."""

    interviewer: int
    values: Sequence[int | None]
    hours: float = 1.0
    not_blind: bool = False
    corrected: Sequence[int | None] | None = None


@dataclass
class Visit:
    """An attempt at a stage; `score` in hundredths as numerator and denominator, (0, 0) for none."""

    stage: int
    ruled: Ruled = Ruled.ADVANCE
    score: tuple[int, int] = (0, 0)
    cards: Sequence[Card] = ()
    days: float | None = 1.0
    attempt: int = 1
    standing: bool = True


@dataclass
class Applied:
    """An application: the visits in order, and what it is grouped by."""

    visits: Sequence[Visit] = field(default_factory=list)
    decided: Decided = Decided.NOT_YET
    withdrawn: bool = False
    team: int = 0
    source: int = -1
    cycle: int = -1


def evidence_of(
    *applications: Applied,
    interviewers: int = 3,
    teams: Sequence[str] = ("Growth", "Search"),
    sources: Sequence[str] = ("Event",),
) -> Evidence:
    """The arrays of these applications, each its own job's team."""
    visits = [(at, visit) for at, applied in enumerate(applications) for visit in applied.visits]
    cards = [(at, card) for at, (_, visit) in enumerate(visits) for card in visit.cards]
    return Evidence(
        rubric="made",
        lowest=100,
        highest=500,
        step=100,
        stages=STAGES,
        competencies=COMPETENCIES,
        policies=(POLICY,),
        interviewers=tuple(f"interviewer-{number}" for number in range(interviewers)),
        cycles=(Label("spring", "Spring"),),
        jobs=(Label("job", "Job"),),
        teams=tuple(Label(name.lower(), name) for name in teams),
        sources=tuple(Label(name, name) for name in sources),
        applications=_applications(applications),
        visits=_visits(visits),
        cards=_cards(cards),
        scores=_scores([card for _, card in cards]),
        left_out=0,
    )


def _applications(rows: Sequence[Applied]) -> ApplicationRows:
    size = len(rows)
    return ApplicationRows(
        keys=np.arange(size),
        uuids=tuple(f"{number:06d}" for number in range(size)),
        decided=_ints(row.decided for row in rows),
        withdrawn=np.array([row.withdrawn for row in rows], np.bool_),
        policy=np.zeros(size, np.int64),
        cycle=_ints(row.cycle for row in rows),
        job=np.zeros(size, np.int64),
        team=_ints(row.team for row in rows),
        source=_ints(row.source for row in rows),
    )


def _visits(rows: Sequence[tuple[int, Visit]]) -> VisitRows:
    entered = np.zeros(len(rows))
    left = [np.nan if visit.days is None else visit.days * DAY for _, visit in rows]
    return VisitRows(
        application=_ints(at for at, _ in rows),
        stage=_ints(visit.stage for _, visit in rows),
        attempt=_ints(visit.attempt for _, visit in rows),
        standing=np.array([visit.standing for _, visit in rows], np.bool_),
        numerator=_ints(visit.score[0] for _, visit in rows),
        denominator=_ints(visit.score[1] for _, visit in rows),
        ruled=_ints(visit.ruled for _, visit in rows),
        outstanding=np.zeros(len(rows), np.int64),
        entered=entered,
        left=np.array(left, np.float64),
    )


def _cards(rows: Sequence[tuple[int, Card]]) -> CardRows:
    return CardRows(
        visit=_ints(at for at, _ in rows),
        interviewer=_ints(card.interviewer for _, card in rows),
        submitted=np.array([card.hours * HOUR for _, card in rows], np.float64),
        interviewed=np.zeros(len(rows)),
        not_blind=np.array([card.not_blind for _, card in rows], np.bool_),
    )


def _scores(cards: Sequence[Card]) -> ScoreRows:
    found: list[tuple[int, int, int, int, int]] = []
    for at, card in enumerate(cards):
        for competency, value in enumerate(card.values):
            if value is not None:
                found.append((at, competency, 100 * value, True, card.corrected is None))
        for competency, value in enumerate(card.corrected or ()):
            if value is not None:
                found.append((at, competency, 100 * value, False, True))
    columns = np.array(sorted(found), np.int64).reshape(-1, 5).T
    return ScoreRows(columns[0], columns[1], columns[2], columns[3] == 1, columns[4] == 1)


def _ints(values: Iterable[int]) -> NDArray[np.int64]:
    return np.array([int(value) for value in values], np.int64)

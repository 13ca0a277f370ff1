"""Evidence of a made-up committee whose severities are known, as arrays and without a database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import numpy as np

from calibration.evidence import ApplicationRows, CardRows, Evidence, Label, ScoreRows, StageShape, VisitRows
from rubrics.gate import GatePolicy

DAY = 86_400.0
STAGES = ("recruiter-screen", "product-sense")
COMPETENCIES = ("judgment", "communication", "impact", "curiosity")
Severity = float | Sequence[float]


@dataclass(frozen=True)
class Committee:
    """`severity` of each interviewer in points: a number, or one for each cycle. Two of them see every
    candidate at each of two stages, but of the last `alone` each has candidates of their own, and the last
    `own_stage` score the second stage and nothing else. `erratic` ones give any value; `mood` moves a whole
    scorecard.
    """

    severity: Sequence[Severity]
    candidates: int = 150  # in each cycle
    cycles: int = 1
    alone: int = 0
    own_stage: int = 0
    erratic: Sequence[int] = ()
    mood: float = 0.0
    ability: float = 3.4  # of the candidates on average, in points
    hours: Sequence[float] = ()  # until each one's scorecards; 4 hours unless said
    seed: int = 1


def simulated_evidence(committee: Committee) -> Evidence:
    """Candidates, visits and scorecards of the committee, in the order that evidence has."""
    random = np.random.default_rng(committee.seed)
    cycle = np.repeat(np.arange(committee.cycles), committee.candidates)
    visit_of = np.repeat(np.arange(len(cycle)), len(STAGES))
    panels = [_panel(random, committee, visit) for visit in range(len(visit_of))]
    visit = np.repeat(np.arange(len(visit_of)), [len(panel) for panel in panels])
    person = np.concatenate(panels)
    values = _values(random, committee, visit_of[visit], cycle[visit_of[visit]], person)
    ended = cycle[visit_of][visit] * 200 * DAY + np.arange(len(visit)) * 3600.0
    hours = np.array(committee.hours or [4.0] * len(committee.severity))[person]
    cards = CardRows(visit, person, ended + hours * 3600, ended, np.zeros(len(visit), np.bool_))
    return _evidence(committee, cycle, visit_of, cards, values)


def interviewer_uuid(number: int) -> str:
    """The uuid of the interviewer with this number."""
    return str(UUID(int=number + 1))


def with_scores(evidence: Evidence, **columns: Any) -> Evidence:
    """The evidence with other columns of its scores."""
    return replace(evidence, scores=replace(evidence.scores, **columns))


def without_scores(evidence: Evidence) -> Evidence:
    nothing = np.zeros(0, np.int64)
    return replace(evidence, scores=ScoreRows(nothing, nothing, nothing, nothing > 0, nothing > 0))


def _panel(random: np.random.Generator, committee: Committee, visit: int) -> np.ndarray:
    people = np.arange(len(committee.severity))
    candidate, stage = divmod(visit, len(STAGES))
    if committee.alone and candidate % 4 == 0:
        return people[[-1 - candidate // 4 % committee.alone]]
    together = people[: len(people) - committee.alone]
    if committee.own_stage:
        cut = len(together) - committee.own_stage
        together = together[cut:] if stage else together[:cut]
    return np.sort(random.choice(together, min(2, len(together)), replace=False))


def _values(
    random: np.random.Generator,
    committee: Committee,
    candidate: np.ndarray,
    cycle: np.ndarray,
    person: np.ndarray,
) -> np.ndarray:
    """Cards × competencies, in hundredths."""
    severity = np.array([_each_cycle(one, committee.cycles) for one in committee.severity])
    ability = random.normal(committee.ability, 0.7, committee.candidates * committee.cycles)
    seen = ability[candidate] - severity[person, cycle] + random.normal(0.0, committee.mood, len(person))
    values = seen[:, None] + random.normal(0.0, 0.45, (len(person), len(COMPETENCIES)))
    erratic = np.isin(person, committee.erratic)
    values[erratic] = random.uniform(0.5, 5.5, (int(erratic.sum()), len(COMPETENCIES)))
    hundredths: np.ndarray = np.clip(np.round(values), 1, 5).astype(np.int64) * 100
    return hundredths


def _each_cycle(severity: Severity, cycles: int) -> Sequence[float]:
    return [severity] * cycles if isinstance(severity, int | float) else severity


def _evidence(
    committee: Committee, cycle: np.ndarray, visit_of: np.ndarray, cards: CardRows, values: np.ndarray
) -> Evidence:
    nobody, nothing = np.zeros(len(cycle), np.int64), np.zeros(len(visit_of), np.int64)
    return Evidence(
        rubric="reference",
        lowest=100,
        highest=500,
        step=100,
        stages=tuple(
            StageShape(slug, slug.replace("-", " ").capitalize(), "interview", (0, 1, 2, 3))
            for slug in STAGES
        ),
        competencies=tuple(Label(slug, slug.capitalize()) for slug in COMPETENCIES),
        policies=(GatePolicy(400, 300, "mean", lowest=100, highest=500, step=100),),
        interviewers=tuple(interviewer_uuid(at) for at in range(len(committee.severity))),
        # In the order of their keys, which is not the one in which they were held.
        cycles=tuple(
            Label(str(UUID(int=900 + at)), f"Cycle {committee.cycles - at}") for at in range(committee.cycles)
        ),
        jobs=(Label("job", "Job"),),
        teams=(Label("team", "Team"),),
        sources=(),
        applications=ApplicationRows(
            keys=np.arange(len(cycle)) + 1000,
            uuids=tuple(str(UUID(int=10_000 + at)) for at in range(len(cycle))),
            decided=nobody,
            withdrawn=nobody > 0,
            policy=nobody,
            cycle=committee.cycles - 1 - cycle,
            job=nobody,
            team=nobody,
            source=nobody - 1,
        ),
        visits=VisitRows(
            application=visit_of,
            stage=np.arange(len(visit_of)) % len(STAGES),
            attempt=nothing + 1,
            standing=nothing == 0,
            numerator=nothing,
            denominator=nothing,
            ruled=nothing,
            outstanding=nothing,
            entered=nothing.astype(np.float64),
            left=np.full(len(visit_of), np.nan),
        ),
        cards=cards,
        scores=ScoreRows(
            card=np.repeat(np.arange(len(cards.visit)), len(COMPETENCIES)),
            competency=np.tile(np.arange(len(COMPETENCIES)), len(cards.visit)),
            value=values.ravel(),
            first=np.ones(values.size, np.bool_),
            counting=np.ones(values.size, np.bool_),
        ),
        left_out=0,
    )

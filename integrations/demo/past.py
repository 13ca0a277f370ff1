"""Two finished cycles as the sheets an import reads. Pure: the same seed and day give the same text.

They ran before the gate bound decisions: weak candidates went on, and offers followed the rates of
integrations.demo.rates.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from integrations.demo.people import TEAMS, DemoInterviewer, demo_names
from integrations.demo.rates import RatesNotMet, decide_offers
from integrations.demo.words import demo_evidence
from integrations.history.sheet import OPTIONAL
from rubrics.gate import Card, decide
from rubrics.plan import RubricPlan

CANDIDATES_A_CYCLE = 270
CYCLE_DAYS = 120
COLUMNS = ("candidate", "stage", "interviewer", "competency", "score", *OPTIONAL)
PANELS = {"recruiter-screen": (1, 2), "product-sense": (2, 3), "leadership": (2, 3), "bar-raiser": (1, 1)}
LEVELS = ("P5", "P6", "P7")


@dataclass
class PastLoop:
    """One candidate's way through a finished cycle; `scores` are stage scores in points."""

    candidate: str
    email: str
    job: str
    team: str
    cycle: str
    rows: list[dict[str, str]] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    decision: str = "no_offer"


def past_sheet(
    random: Random, rubric: RubricPlan, interviewers: Sequence[DemoInterviewer], cycles: Mapping[str, date]
) -> str:
    """The sheet of the finished `cycles` (slug to first day, oldest first), with its header."""
    loops = _loops(random, rubric, interviewers, cycles)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for loop in loops:
        for row in loop.rows:
            writer.writerow(row | {"decision": loop.decision})
    return text.getvalue()


def _loops(
    random: Random, rubric: RubricPlan, interviewers: Sequence[DemoInterviewer], cycles: Mapping[str, date]
) -> list[PastLoop]:
    """The finished loops with their decisions: drawn again until their numbers allow the rates."""
    while True:
        loops = [
            loop
            for index, (cycle, first_day) in enumerate(cycles.items())
            for loop in _cycle(random, rubric, interviewers, cycle, index, first_day)
        ]
        try:
            decide_offers(random, loops)
        except RatesNotMet:
            continue
        return loops


def job_slug(team: str, level: str) -> str:
    """The slug of the product manager's job at a level of a team."""
    return f"{team.lower().replace(' ', '-')}-product-manager-{level.lower()}"


def _cycle(
    random: Random,
    rubric: RubricPlan,
    interviewers: Sequence[DemoInterviewer],
    cycle: str,
    index: int,
    first_day: date,
) -> Iterator[PastLoop]:
    for number, name in enumerate(demo_names(random, CANDIDATES_A_CYCLE)):
        team = random.choice(TEAMS)
        loop = PastLoop(
            candidate=name,
            email=f"{cycle}-{number + 1}@candidates.example",
            job=job_slug(team, random.choice(LEVELS)),
            team=team.lower().replace(" ", "-"),
            cycle=cycle,
        )
        day = first_day + timedelta(days=random.randrange(CYCLE_DAYS - 40))
        ability = {slug.slug: random.gauss(0.0, 0.45) for slug in rubric.competencies}
        general = random.gauss(3.95, 0.5)
        for stage in rubric.stages:
            day += timedelta(days=random.randrange(2, 9))
            on_the_day = general + random.gauss(0.0, 0.45)
            panel = random.sample(_eligible(interviewers, stage.kind), random.randint(*PANELS[stage.slug]))
            cards = [
                _card(
                    random, loop, stage.slug, stage.competencies, interviewer, index, on_the_day, ability, day
                )
                for interviewer in panel
            ]
            loop.scores[stage.slug] = _stage_score(rubric, stage.competencies, cards)
            if _leaves(random, stage.slug, loop.scores[stage.slug]):
                break
        yield loop


def _eligible(interviewers: Sequence[DemoInterviewer], kind: str) -> list[DemoInterviewer]:
    return [each for each in interviewers if (kind != "bar_raiser") or "bar_raiser" in each.person.roles]


def _card(
    random: Random,
    loop: PastLoop,
    stage: str,
    competencies: Sequence[str],
    interviewer: DemoInterviewer,
    cycle: int,
    general: float,
    ability: Mapping[str, float],
    day: date,
) -> Card:
    """A scorecard's rows, added to the loop, and its values."""
    interviewed_at = datetime.combine(day, time(random.randrange(8, 17)), UTC)
    submitted_at = interviewed_at + timedelta(hours=1 + random.expovariate(1 / 9))
    values = {}
    for competency in competencies:
        if random.random() < 0.01:
            continue
        seen = general + ability[competency] - interviewer.severity[cycle] + random.gauss(0.0, 0.35)
        values[competency] = 100 * min(5, max(1, round(seen)))
        loop.rows.append(
            {
                "candidate": loop.candidate,
                "email": loop.email,
                "job": loop.job,
                "team": loop.team,
                "cycle": loop.cycle,
                "stage": stage,
                "interviewer": interviewer.email,
                "competency": competency,
                "score": str(values[competency] // 100),
                "evidence": demo_evidence(random, competency, values[competency]),
                "interviewed_at": interviewed_at.isoformat(),
                "submitted_at": submitted_at.isoformat(timespec="seconds"),
            }
        )
    return Card(interviewer.email, values)


def _stage_score(rubric: RubricPlan, competencies: Sequence[str], cards: Sequence[Card]) -> float:
    outcome = decide(rubric.policy, competencies, cards, len(cards))
    return outcome.score[0] / outcome.score[1] / 100 if outcome.score else 0.0


def _leaves(random: Random, stage: str, score: float) -> bool:
    """Whether a candidate went no further: in those days at a recruiter's discretion, never a strong one."""
    if score >= 4.5 or stage == "bar-raiser":
        return False
    return random.random() < (0.35 if score < 3.5 else 0.08)

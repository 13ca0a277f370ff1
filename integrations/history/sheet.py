"""Past scorecards as rows of CSV: read and checked against a rubric, without a database.

Columns are those of the gate's sheets and, optional, `interviewed_at, submitted_at, evidence, email, job,
team, cycle, decision`. A scorecard is all rows of a candidate, job, stage and interviewer.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias

from rubrics.plan import RubricPlan
from rubrics.sheet import Score, read_scores

OPTIONAL = ("interviewed_at", "submitted_at", "evidence", "email", "job", "team", "cycle", "decision")
DECISIONS = ("offer", "no_offer")
UNNAMED = "imported"  # the job, team and cycle of rows that name none

# Told of each problem: the sheet's name, the physical line (0 for the sheet as a whole), what is wrong.
Report: TypeAlias = Callable[[str, int, str], None]

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Place(NamedTuple):
    """Where a fact was read."""

    sheet: str
    line: int

    def __str__(self) -> str:
        return f"line {self.line} of {self.sheet}"


class CardKey(NamedTuple):
    """What makes a scorecard: `email` is the candidate's in lower case, "" where the sheet has none."""

    candidate: str
    email: str
    job: str
    stage: str
    interviewer: str


@dataclass
class PastCard:
    """A scorecard: values in hundredths by competency (None is not assessed), with where each was read."""

    values: dict[str, int | None] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    interviewed_at: datetime | None = None
    submitted_at: datetime | None = None


@dataclass
class PastApplication:
    """A candidate at a job; `decision` is "offer", "no_offer" or "" when the sheet does not say."""

    place: Place
    team: str = ""
    cycle: str = ""
    decision: str = ""


class ApplicationKey(NamedTuple):
    candidate: str
    email: str
    job: str


@dataclass
class History:
    """Everything the sheets say, in the order of first appearance."""

    cards: dict[CardKey, PastCard] = field(default_factory=dict)
    applications: dict[ApplicationKey, PastApplication] = field(default_factory=dict)


def read_history(sheets: Iterable[tuple[str, Iterable[str]]], rubric: RubricPlan, report: Report) -> History:
    """What the sheets (name and text) say together; use nothing of it once a problem was reported."""
    history = History()
    for name, text in sheets:
        rows = 0

        def tell(line: int, words: str, name: str = name) -> None:
            report(name, line, words)

        for score in read_scores(text, rubric, report=tell, optional=OPTIONAL):
            rows += 1
            _add(history, score, name, report)
        if not rows:
            tell(1, "there is no row to import")
    return history


def _add(history: History, score: Score, sheet: str, report: Report) -> None:
    place = Place(sheet, score.line)
    interviewed, submitted, evidence, email, job, team, cycle, decision = score.extras

    def tell(words: str) -> None:
        report(sheet, score.line, words)

    if email and not _EMAIL.fullmatch(email):
        tell(f"the email “{email[:60]}” is not an e-mail address")
    for column, slug in (("job", job), ("team", team), ("cycle", cycle)):
        if slug and not _SLUG.fullmatch(slug):
            tell(f"the {column} “{slug[:60]}” is not a slug (small letters, digits and hyphens)")
    if decision and decision not in DECISIONS:
        tell(f"the decision “{decision[:60]}” is neither offer nor no_offer")
    key = ApplicationKey(score.candidate, email.lower(), job or UNNAMED)
    _note_application(history, key, PastApplication(place, team, cycle, decision), tell)
    times = _time("interviewed_at", interviewed, tell), _time("submitted_at", submitted, tell)
    _note_score(history, CardKey(*key, score.stage, score.interviewer), score, evidence, times, place, tell)


def _note_application(
    history: History, key: ApplicationKey, said: PastApplication, tell: Callable[[str], None]
) -> None:
    known = history.applications.setdefault(key, PastApplication(place=said.place))
    for column in ("team", "cycle", "decision"):
        now, before = getattr(said, column), getattr(known, column)
        if now and before and now != before:
            tell(f"the {column} “{now[:60]}” differs from “{before}” at {known.place}")
        elif now and not before:
            setattr(known, column, now)


def _note_score(
    history: History,
    key: CardKey,
    score: Score,
    evidence: str,
    times: tuple[datetime | None, datetime | None],
    place: Place,
    tell: Callable[[str], None],
) -> None:
    card = history.cards.setdefault(key, PastCard())
    if score.competency in card.places:
        tell(f"the same score again: {score.competency} was given at {card.places[score.competency]}")
        return
    card.values[score.competency] = score.value
    card.places[score.competency] = place
    if evidence:
        card.evidence[score.competency] = evidence
    for column, moment in zip(("interviewed_at", "submitted_at"), times, strict=True):
        before = getattr(card, column)
        if moment and before and moment != before:
            tell(f"the {column} of this scorecard differs from that of an earlier row")
        elif moment:
            setattr(card, column, moment)
    if card.interviewed_at and card.submitted_at and card.submitted_at < card.interviewed_at:
        tell("this scorecard was submitted before its interview")


def _time(column: str, text: str, tell: Callable[[str], None]) -> datetime | None:
    """An ISO 8601 time; one without an offset is in UTC, and a date alone is its midnight."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        tell(f"the {column} “{text[:60]}” is not an ISO 8601 time, such as 2026-03-02T14:30:00Z")
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

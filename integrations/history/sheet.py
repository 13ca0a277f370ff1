"""Past scorecards as rows of CSV: read and checked against a rubric, without a database.

Columns are those of the gate's sheets and, optional, `interviewed_at, submitted_at, evidence, email, job,
team, cycle, decision`. A scorecard is all rows of a candidate, job, stage and interviewer. docs/import.md
has the rules in words.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeAlias

from integrations.history.fields import SheetExtras, extras_read, field_problems, person_key
from rubrics.plan import RubricPlan
from rubrics.sheet import Score, read_scores

OPTIONAL = ("interviewed_at", "submitted_at", "evidence", "email", "job", "team", "cycle", "decision")
UNNAMED = "imported"  # the job and team of rows that name none

# Told of each problem: the sheet's name, the physical line, what is wrong there.
Report: TypeAlias = Callable[[str, int, str], None]


class Problem(NamedTuple):
    """What is wrong, and where."""

    sheet: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.sheet}, line {self.line}: {self.words}"


class Place(NamedTuple):
    """Where a fact was read."""

    sheet: str
    line: int

    def __str__(self) -> str:
        return f"line {self.line} of {self.sheet}"


class Said(NamedTuple):
    """A fact, and where it was read first."""

    text: str
    place: Place


class ApplicationKey(NamedTuple):
    """A candidate at a job; `email` in lower case, "" where the sheets have none for that candidate."""

    candidate: str
    email: str
    job: str


class CardKey(NamedTuple):
    """What makes a scorecard; an `interviewer` given by e-mail is in lower case."""

    candidate: str
    email: str
    job: str
    stage: str
    interviewer: str

    @property
    def application(self) -> ApplicationKey:
        return ApplicationKey(self.candidate, self.email, self.job)


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
    """A candidate at a job; `decision` says "offer" or "no_offer"."""

    place: Place
    cycle: Said | None = None
    decision: Said | None = None


@dataclass
class History:
    """Everything the sheets say, in the order of first appearance; `teams` by job."""

    cards: dict[CardKey, PastCard] = field(default_factory=dict)
    applications: dict[ApplicationKey, PastApplication] = field(default_factory=dict)
    teams: dict[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    place: Place
    score: Score
    extras: SheetExtras


# The e-mails that the sheets give for a candidate at a job.
_Emails: TypeAlias = Mapping[tuple[str, str], set[str]]


def read_history(sheets: Iterable[tuple[str, Iterable[str]]], rubric: RubricPlan, report: Report) -> History:
    """What the sheets (name and text) say together; use nothing of it once a problem was reported.

    The order of sheets and rows changes nothing but the order of what comes back.
    """
    rows = [row for name, text in sheets for row in _rows(name, text, rubric, report)]
    emails: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.extras.email:
            emails[row.score.candidate, row.extras.job or UNNAMED].add(row.extras.email)
    history = History()
    for row in rows:
        _add(history, row, emails, report)
    return history


def _rows(sheet: str, text: Iterable[str], rubric: RubricPlan, report: Report) -> Iterator[_Row]:
    found = wrong = 0

    def tell(line: int, words: str) -> None:
        nonlocal wrong
        wrong += 1
        report(sheet, line, words)

    for score in read_scores(text, rubric, report=tell, optional=OPTIONAL):
        found += 1
        for problem in field_problems(score):
            tell(score.line, problem)
        extras, problems = extras_read(*score.extras)
        for problem in problems:
            tell(score.line, problem)
        yield _Row(Place(sheet, score.line), score, extras)
    if not found and not wrong:
        tell(1, "there is no row to import")


def _add(history: History, row: _Row, emails: _Emails, report: Report) -> None:
    def tell(words: str) -> None:
        report(row.place.sheet, row.place.line, words)

    key = _application_key(row, emails, tell)
    if row.extras.team:
        said = history.teams.get(key.job)
        history.teams[key.job] = _same(said, f"team of {key.job}", Said(row.extras.team, row.place), tell)
    application = history.applications.setdefault(key, PastApplication(row.place))
    if row.extras.cycle:
        application.cycle = _same(application.cycle, "cycle", Said(row.extras.cycle, row.place), tell)
    if row.extras.decision:
        now = Said(row.extras.decision, row.place)
        application.decision = _same(application.decision, "decision", now, tell)
    card_key = CardKey(*key, row.score.stage, person_key(row.score.interviewer))
    _note_score(history.cards.setdefault(card_key, PastCard()), row, tell)


def _application_key(row: _Row, emails: _Emails, tell: Callable[[str], None]) -> ApplicationKey:
    """The application of a row; without an e-mail it is that of the one such candidate who has one."""
    candidate, job, email = row.score.candidate, row.extras.job or UNNAMED, row.extras.email
    known = emails.get((candidate, job), set())
    if not email and len(known) > 1:
        tell(f"the email is empty, and {len(known)} candidates of this name are told apart by theirs")
    elif not email and known:
        (email,) = known
    return ApplicationKey(candidate, email, job)


def _same(before: Said | None, what: str, now: Said, tell: Callable[[str], None]) -> Said:
    if before is None:
        return now
    if now.text != before.text:
        tell(f"the {what} is {now.text}, but {before.text} at {before.place}")
    return before


def _note_score(card: PastCard, row: _Row, tell: Callable[[str], None]) -> None:
    competency, extras = row.score.competency, row.extras
    if competency in card.places:
        tell(f"the same score again: {competency} was given at {card.places[competency]}")
        return
    card.values[competency] = row.score.value
    card.places[competency] = row.place
    if extras.evidence:
        card.evidence[competency] = extras.evidence
    card.interviewed_at = _same_time(card.interviewed_at, "interviewed_at", extras.interviewed_at, tell)
    card.submitted_at = _same_time(card.submitted_at, "submitted_at", extras.submitted_at, tell)
    if card.interviewed_at and card.submitted_at and card.submitted_at < card.interviewed_at:
        tell("this scorecard was submitted before its interview")


def _same_time(
    before: datetime | None, column: str, now: datetime | None, tell: Callable[[str], None]
) -> datetime | None:
    if before and now and now != before:
        tell(f"the {column} of this scorecard differs from that of another row")
    return before or now

"""The rows behind the application page: read once, bounded, and only what the reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import Prefetch

from accounts.models import User
from candidates.models import Application, ApplicationMove, JobRecruiter, StageVisit
from candidates.sight import SUBMIT_FIRST, Reach, Sight
from committee.models import GateOutcome, Verdict
from interviewers.models import Assignment, AssignmentState, Score, ScorecardText
from rubrics.queries import StoredRubric, stored_rubric

ONCE_FINAL = "Opens once every expected scorecard is in."
MOST = 200  # rows of each kind: far above any real loop, so that no page is without end


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A submitted revision with its values by competency slug, in hundredths; None is not assessed."""

    key: int
    number: int
    submitted_at: datetime
    saw_others: bool
    signals: list[str]
    measures: Mapping[str, int]
    values: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class CardRow:
    """A scorecard with its revisions, the first one first."""

    key: int
    uuid: UUID
    visit_id: int
    assignment_id: int
    interviewer_id: int
    interviewer: str
    submitted_at: datetime
    is_late: bool
    not_blind: bool
    revisions: tuple[RevisionRow, ...]


@dataclass(frozen=True)
class ApplicationRows:
    """Everything the page is made of. A reader without progress in their sight gets their own rows alone."""

    reader: User
    application: Application
    sight: Sight
    stored: StoredRubric
    visits: tuple[StageVisit, ...]
    outcomes: Mapping[int, list[GateOutcome]]  # by visit, the first one first
    assignments: tuple[Assignment, ...]
    cards: Mapping[int, list[CardRow]]  # by visit, in the order they came in
    texts: Mapping[int, list[ScorecardText]]  # by revision, of the scorecards the reader may read
    moves: tuple[ApplicationMove, ...]
    verdicts: Mapping[int, Verdict]  # by visit
    owed: frozenset[int]  # visits for which the reader's own scorecard is outstanding

    def sees_results(self, visit: StageVisit) -> bool:
        return reaches(self.sight.results, visit) and not self.owes(visit)

    def sees_cards(self, visit: StageVisit) -> bool:
        return reaches(self.sight.cards, visit) and not self.owes(visit)

    def owes(self, visit: StageVisit) -> bool:
        """Whether the reader has yet to score this very stage: a bar raiser, who sees the earlier ones."""
        return visit.pk in self.owed

    def why_hidden(self, visit: StageVisit) -> str:
        """What unlocks the results of the visit, in words."""
        return SUBMIT_FIRST if self.owes(visit) else ONCE_FINAL


def reaches(reach: Reach, visit: StageVisit) -> bool:
    """Whether that much sight shows something of this visit."""
    return reach is Reach.ALL or (reach is Reach.FINAL and visit.final)


def application_in_context(uuid: UUID) -> Application | None:
    """The application with what its head says, or None; two statements."""
    recruiters = JobRecruiter.objects.select_related("user").order_by("user__name")
    return (
        Application.objects.select_related(
            "candidate", "job__team", "job__hiring_manager", "cycle", "referred_by"
        )
        .prefetch_related(Prefetch("job__job_recruiters", recruiters))
        .filter(uuid=uuid)
        .first()
    )


def application_rows(reader: User, application: Application, sight: Sight) -> ApplicationRows:
    """What `reader` may see of the application; seven statements at most."""
    visits = _visits(application)
    only = None if sight.progress else reader
    cards = _cards(application, only)
    assignments = _assignments(application, only)
    owed = _owed(assignments, reader)
    return ApplicationRows(
        reader=reader,
        application=application,
        sight=sight,
        stored=stored_rubric(application.rubric_id),
        visits=visits,
        outcomes=_outcomes(application) if sight.progress else {},
        assignments=assignments,
        cards=cards,
        texts=_texts(_readable(cards, visits, reader, sight, owed)),
        moves=_moves(application) if sight.progress else (),
        verdicts=_verdicts(visits) if sight.progress else {},
        owed=owed,
    )


def _visits(application: Application) -> tuple[StageVisit, ...]:
    visits = StageVisit.objects.filter(application=application).select_related("stop_confirmed_by")
    return tuple(visits.order_by("stage__position", "attempt")[:MOST])


def _outcomes(application: Application) -> dict[int, list[GateOutcome]]:
    latest = GateOutcome.objects.filter(application=application).order_by("-number")[:MOST]
    by_visit: dict[int, list[GateOutcome]] = defaultdict(list)
    for outcome in reversed(latest):
        by_visit[outcome.visit_id].append(outcome)
    return by_visit


def _assignments(application: Application, only: User | None) -> tuple[Assignment, ...]:
    rows = Assignment.objects.filter(application=application).select_related("interviewer", "interview")
    if only is not None:
        rows = rows.filter(interviewer=only)
    return tuple(rows.order_by("interview__starts_at", "pk")[:MOST])


def _owed(assignments: Iterable[Assignment], reader: User) -> frozenset[int]:
    return frozenset(
        row.visit_id
        for row in assignments
        if row.interviewer_id == reader.pk and row.state == AssignmentState.OPEN
    )


def _moves(application: Application) -> tuple[ApplicationMove, ...]:
    """The latest first; no query while its state is the one it began in."""
    if application.state_since == application.applied_at:
        return ()
    moves = ApplicationMove.objects.filter(application=application).select_related("actor")
    return tuple(moves.order_by("-pk")[:MOST])


def _verdicts(visits: Iterable[StageVisit]) -> dict[int, Verdict]:
    """By visit; no query while no visit says that it has one."""
    given = [visit.pk for visit in visits if visit.verdict_at is not None]
    if not given:
        return {}
    verdicts = Verdict.objects.filter(visit__in=given).select_related("bar_raiser")
    return {verdict.visit_id: verdict for verdict in verdicts}


def _readable(
    cards: Mapping[int, list[CardRow]],
    visits: Iterable[StageVisit],
    reader: User,
    sight: Sight,
    owed: frozenset[int],
) -> list[int]:
    """Keys of the revisions whose words the reader may read: their own, and those in their sight."""
    return [
        revision.key
        for visit in visits
        for card in cards.get(visit.pk, [])
        if card.interviewer_id == reader.pk or (reaches(sight.cards, visit) and visit.pk not in owed)
        for revision in card.revisions
    ]


def _texts(revision_ids: list[int]) -> dict[int, list[ScorecardText]]:
    """By revision; no query for nobody's."""
    by_revision: dict[int, list[ScorecardText]] = defaultdict(list)
    if revision_ids:
        for text in ScorecardText.objects.filter(revision__in=revision_ids).order_by("pk"):
            by_revision[text.revision_id].append(text)
    return by_revision


def _cards(application: Application, only: User | None) -> dict[int, list[CardRow]]:
    """Every scorecard with every revision, by visit."""
    scores = Score.objects.filter(revision__scorecard__application=application)
    if only is not None:
        scores = scores.filter(revision__scorecard__interviewer=only)
    ordered = scores.order_by("revision__scorecard_id", "revision__number", "competency__position")
    rows = [_ScoreRow(*row) for row in ordered.values_list(*_SCORE_FIELDS)[: MOST * 40]]
    by_visit: dict[int, list[CardRow]] = defaultdict(list)
    for _, group in groupby(rows, key=lambda row: row.card):
        card = _card(list(group))
        by_visit[card.visit_id].append(card)
    return by_visit


class _ScoreRow(NamedTuple):
    """A score with its revision and scorecard; the order is that of _SCORE_FIELDS."""

    card: int
    uuid: UUID
    visit_id: int
    assignment_id: int
    interviewer_id: int
    interviewer: str
    submitted_at: datetime
    is_late: bool
    not_blind: bool
    revision: int
    number: int
    revised_at: datetime
    saw_others: bool
    signals: list[str]
    measures: dict[str, int]
    competency: str
    value: int | None


_SCORE_FIELDS = (
    "revision__scorecard_id",
    "revision__scorecard__uuid",
    "revision__scorecard__visit_id",
    "revision__scorecard__assignment_id",
    "revision__scorecard__interviewer_id",
    "revision__scorecard__interviewer__name",
    "revision__scorecard__submitted_at",
    "revision__scorecard__is_late",
    "revision__scorecard__not_blind",
    "revision_id",
    "revision__number",
    "revision__submitted_at",
    "revision__saw_others",
    "revision__signals",
    "revision__measures",
    "competency__slug",
    "value",
)


def _card(rows: list[_ScoreRow]) -> CardRow:
    first = rows[0]
    return CardRow(
        key=first.card,
        uuid=first.uuid,
        visit_id=first.visit_id,
        assignment_id=first.assignment_id,
        interviewer_id=first.interviewer_id,
        interviewer=first.interviewer,
        submitted_at=first.submitted_at,
        is_late=first.is_late,
        not_blind=first.not_blind,
        revisions=tuple(_revision(list(group)) for _, group in groupby(rows, key=lambda row: row.revision)),
    )


def _revision(rows: list[_ScoreRow]) -> RevisionRow:
    first = rows[0]
    return RevisionRow(
        key=first.revision,
        number=first.number,
        submitted_at=first.revised_at,
        saw_others=first.saw_others,
        signals=first.signals,
        measures=first.measures,
        values={row.competency: row.value for row in rows},
    )

"""The rows behind the application page: read once, bounded, and only what the reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from accounts.models import User
from candidates.models import Application, JobRecruiter, StageVisit
from candidates.sight import SUBMIT_FIRST, Reach, Sight
from committee.models import GateOutcome
from committee.queries.application_said import Said, said_of
from committee.queries.decisions import Pending, pending_of, with_pending
from committee.queries.scorecard_rows import CardRow, TextRow, cards_by_visit, texts_by_revision
from hiring.built import Built
from interviewers.models import Assignment, AssignmentState
from rubrics.queries import StoredRubric, stored_rubric

ONCE_FINAL = "Opens once every expected scorecard is in."
MOST = 200  # rows of each kind: far above any real loop, so that no page is without end


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
    texts: Mapping[int, list[TextRow]]  # by revision, of the scorecards the reader may read
    said: Said
    pending: Pending
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


# What the head of the page, the sight and the placing read; no more is fetched of the people named there.
_HEAD = (
    "uuid",
    "rubric_id",
    "origin",
    "state",
    "source",
    "applied_at",
    "state_since",
    "bar_raiser_opened_at",
    "debrief_opened_at",
    "decided_at",
    "candidate__uuid",
    "candidate__name",
    "job__uuid",
    "job__title",
    "job__level",
    "job__team__name",
    "job__hiring_manager__name",
    "cycle__name",
    "referred_by__name",
)


def application_in_context(uuid: UUID) -> Application | None:
    """The application with what its head says, or None; two statements."""
    recruiters = JobRecruiter.objects.select_related("user").only("job_id", "user__name")
    found = _APPLICATION(uuid)
    prefetch_related_objects(found, Prefetch("job__job_recruiters", recruiters.order_by("user__name")))
    return found[0] if found else None


_APPLICATION = Built(
    lambda uuid: (
        with_pending(Application.objects.filter(uuid=uuid))
        .select_related("candidate", "job__team", "job__hiring_manager", "cycle", "referred_by")
        .only(*_HEAD)
    )
)


def application_rows(reader: User, application: Application, sight: Sight) -> ApplicationRows:
    """What `reader` may see of the application; seven statements at most."""
    visits = _visits(application)
    pending = pending_of(application)
    only = None if sight.progress else reader
    cards = cards_by_visit(application, only)
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
        texts=texts_by_revision(_readable(cards, visits, reader, sight, owed)),
        said=said_of(application, judged=pending.judged) if sight.progress else Said(),
        pending=pending,
        owed=owed,
    )


def _visits(application: Application) -> tuple[StageVisit, ...]:
    return tuple(_VISITS(application.pk))


_VISITS = Built(
    lambda application_id: (
        StageVisit.objects.filter(application=application_id)
        .select_related("stop_confirmed_by")
        .order_by("stage__position", "attempt")[:MOST]
    )
)


def _outcomes(application: Application) -> dict[int, list[GateOutcome]]:
    by_visit: dict[int, list[GateOutcome]] = defaultdict(list)
    for outcome in reversed(_OUTCOMES(application.pk)):
        by_visit[outcome.visit_id].append(outcome)
    return by_visit


_OUTCOMES = Built(
    lambda application_id: (
        GateOutcome.objects.defer("competencies", "floor_breaches", "previous_hash")
        .filter(application=application_id)
        .order_by("-number")[:MOST]
    )
)


def _assignments(application: Application, only: User | None) -> tuple[Assignment, ...]:
    rows = _OWN_ASSIGNMENTS(application.pk, only.pk) if only else _ASSIGNMENTS(application.pk)
    return tuple(rows)


def _panel(**of: int) -> QuerySet[Assignment]:
    return (
        Assignment.objects.filter(**of)
        .select_related("interviewer", "interview")
        .only(
            "uuid",
            "visit_id",
            "capacity",
            "state",
            "due_at",
            "not_blind",
            "dependent_since",
            "interviewer__name",
            "interview__starts_at",
            "interview__place",
            "interview__link",
        )
        .order_by("interview__starts_at", "pk")[:MOST]
    )


_ASSIGNMENTS = Built(lambda application_id: _panel(application_id=application_id))
_OWN_ASSIGNMENTS = Built(
    lambda application_id, user_id: _panel(application_id=application_id, interviewer_id=user_id)
)


def _owed(assignments: Iterable[Assignment], reader: User) -> frozenset[int]:
    return frozenset(
        row.visit_id
        for row in assignments
        if row.interviewer_id == reader.pk and row.state == AssignmentState.OPEN
    )


def _readable(
    cards: Mapping[int, list[CardRow]],
    visits: Iterable[StageVisit],
    reader: User,
    sight: Sight,
    owed: frozenset[int],
) -> list[int]:
    """Keys of the scorecards whose words the reader may read: their own, and those in their sight."""
    return [
        card.key
        for visit in visits
        for card in cards.get(visit.pk, [])
        if card.interviewer_id == reader.pk or (reaches(sight.cards, visit) and visit.pk not in owed)
    ]

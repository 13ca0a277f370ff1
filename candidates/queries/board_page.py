"""The whole board as its template writes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from candidates.board import Addresses, Card, CardFacts, Reader, cards_of, waits_on_named
from candidates.board_filter import EVERYBODY, MINE, BoardFilter
from candidates.models.visits import StageVisitQuerySet
from candidates.queries.board import (
    JobChoice,
    RubricChoice,
    Withheld,
    board_jobs,
    board_rubrics,
    board_visits,
    board_withheld,
    narrowed,
)
from candidates.queries.board_cards import (
    CARD_KEYS,
    Median,
    Place,
    card_rows,
    column_counts,
    first_ids,
    people_waited_for,
    places,
    stage_medians,
)
from hiring.pagination import cursor_of
from rubrics.queries import StoredRubric, stored_rubric

COLUMN_SIZE = 10  # cards of a column at first
LONGEST_COLUMN = 100  # cards that a column keeps when the board is drawn anew
ANY_UUID = UUID(int=0)


@dataclass(frozen=True)
class Scope:
    """One reader's pipeline of one rubric, narrowed by a filter in which nothing is left open."""

    user: User
    at: datetime
    rubrics: Sequence[RubricChoice]
    rubric: RubricChoice
    jobs: Sequence[JobChoice]
    own_jobs: frozenset[int]
    withheld: Withheld
    wanted: BoardFilter

    @property
    def stored(self) -> StoredRubric:
        return stored_rubric(self.rubric.id)

    @property
    def visits(self) -> StageVisitQuerySet:
        """The visits, left ones too, that the reader may learn of and asked for."""
        visits, wanted = board_visits(self.user, self.withheld), self.wanted
        if wanted.recruiter == MINE and self.own_jobs:
            # By their keys, which are known: the counts then come from the index of jobs alone.
            visits, wanted = visits.filter(job__in=self.own_jobs), replace(wanted, recruiter=EVERYBODY)
        return narrowed(visits, self.user, wanted, self.at)

    @property
    def recruiters(self) -> list[tuple[str, str]]:
        """The recruiters to filter by: uuid and name."""
        found = {uuid: name for job in self.jobs for uuid, name in job.recruiters.items()}
        return sorted(found.items(), key=lambda pair: pair[1])


@dataclass(frozen=True)
class Column:
    """A column; `more` continues behind its last card, "" when all are shown."""

    slug: str
    name: str
    count: int
    median: str
    cards: Sequence[Card]
    more: str


@dataclass(frozen=True)
class Board:
    """The columns, and what stands around them."""

    columns: Sequence[Column]
    total: int
    stops: int
    medians_at: datetime | None
    version: int
    drawn: int  # seconds since 1970
    query: str


def board_scope(user: User, wanted: BoardFilter, at: datetime) -> Scope | None:
    """The pipeline asked for, or None when there is no rubric with a job or a candidate in it.

    A recruiter's own jobs unless a job or a recruiter is named.
    """
    jobs = board_jobs(user)
    rubrics = board_rubrics(user, jobs)
    if not rubrics:
        return None
    own = frozenset(job.id for job in jobs if user.is_recruiter and str(user.uuid) in job.recruiters)
    rubric = _rubric_of(rubrics, jobs, own, wanted)
    mine = any(job.id in own and job.is_open and job.rubric_id == rubric.id for job in jobs)
    recruiter = wanted.recruiter or (MINE if mine and not wanted.job else EVERYBODY)
    return Scope(
        user=user,
        at=at,
        rubrics=rubrics,
        rubric=rubric,
        jobs=_jobs_of(rubrics, rubric, jobs, wanted),
        own_jobs=own,
        withheld=board_withheld(user),
        wanted=replace(wanted, rubric=rubric.uuid, recruiter=recruiter),
    )


def _rubric_of(
    rubrics: Sequence[RubricChoice], jobs: Sequence[JobChoice], own: frozenset[int], wanted: BoardFilter
) -> RubricChoice:
    """The rubric asked for, else that of the job asked for, else of the reader's own, else the first."""
    of_job = {job.rubric_id for job in jobs if job.uuid == wanted.job}
    of_own = {job.rubric_id for job in jobs if job.id in own and job.is_open}
    tests: list[Callable[[RubricChoice], bool]] = [
        lambda rubric: rubric.uuid == wanted.rubric,
        lambda rubric: rubric.id in of_job,
        lambda rubric: rubric.id in of_own,
    ]
    return next((rubric for test in tests for rubric in rubrics if test(rubric)), rubrics[0])


def _jobs_of(
    rubrics: Sequence[RubricChoice], rubric: RubricChoice, jobs: Sequence[JobChoice], wanted: BoardFilter
) -> list[JobChoice]:
    """The jobs to choose from: open ones of any version of the rubric, for a job may have moved on."""
    versions = {choice.id for choice in rubrics if choice.slug == rubric.slug}
    return [job for job in jobs if (job.is_open and job.rubric_id in versions) or job.uuid == wanted.job]


def board_of(scope: Scope, sizes: Mapping[str, int]) -> Board:
    """The board; `sizes` says by column how many cards it had been opened to."""
    visits, columns = scope.visits, places(scope.stored)
    counts, stops = column_counts(visits, scope.stored)
    wanted = [(place, min(max(sizes.get(place.slug, 0), COLUMN_SIZE), LONGEST_COLUMN)) for place in columns]
    rows = card_rows(first_ids(visits, wanted))
    people, medians = _people(scope, rows), stage_medians(scope.stored)
    return Board(
        columns=[_column(scope, place, rows, people, counts, medians) for place in columns],
        total=sum(counts.values()),
        stops=stops,
        medians_at=min((median.computed_at for median in medians.values()), default=None),
        version=scope.rubric.board_version,
        drawn=int(scope.at.timestamp()),
        query=scope.wanted.query(),
    )


def _column(
    scope: Scope,
    place: Place,
    rows: Sequence[CardFacts],
    people: Mapping[int, Sequence[str]],
    counts: Mapping[tuple[int, bool], int],
    medians: Mapping[int, Median],
) -> Column:
    key = (place.stage_id, place.is_complete)
    here = [row for row in rows if (row.stage_id, row.is_complete) == key]
    count = counts.get(key, 0)
    median = medians.get(place.stage_id)
    return Column(
        slug=place.slug,
        name=place.name,
        count=count,
        median=median.days if median and not place.is_complete else "",
        cards=shaped(scope, here, people),
        more=cursor_of(here[-1], CARD_KEYS) if here and count > len(here) else "",
    )


def column_cards(scope: Scope, ids: Sequence[int]) -> Sequence[Card]:
    """The cards of these visits, for a column that is read on."""
    rows = card_rows(ids)
    return shaped(scope, rows, _people(scope, rows))


def _people(scope: Scope, rows: Sequence[CardFacts]) -> Mapping[int, Sequence[str]]:
    return people_waited_for([row.id for row in rows if waits_on_named(row, scope.at)])


def shaped(scope: Scope, rows: Sequence[CardFacts], people: Mapping[int, Sequence[str]]) -> list[Card]:
    """The rows as cards for the scope's reader."""
    reader = Reader(scope.at, timezone.get_current_timezone(), scope.user.is_chair, scope.own_jobs)
    pages = Addresses(
        application=address_of("committee:application"),
        nudge=address_of("candidates:pipeline_nudge"),
        panel=address_of("interviewers:panel"),
    )
    return cards_of(rows, people, pages, reader)


def address_of(page: str) -> Callable[[UUID], str]:
    """How the page of each uuid is addressed; built once, since the addresses differ by it alone."""
    before, _, behind = reverse(page, args=[ANY_UUID]).partition(str(ANY_UUID))
    return lambda uuid: f"{before}{uuid}{behind}"

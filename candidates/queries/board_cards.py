"""The cards of the pipeline: a fixed number of statements, and rows for the cards shown, never for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from candidates.board import CardFacts
from candidates.models import StageSummary, StageVisit, VisitResult, VisitWaiting
from candidates.models.visits import StageVisitQuerySet
from hiring.built import Built
from rubrics.queries import StoredRubric

ANY_STAGE = -1
COMPLETE = "loop-complete"  # the column behind the last stage
CARD_KEYS = ("due_at", "id")  # a column's order: what is late, or will be first, comes first
CARD_FIELDS = (
    "id",
    "uuid",
    "application__uuid",
    "application__candidate__name",
    "job_id",
    "job__title",
    "job__level",
    "stage_id",
    "is_complete",
    "entered_at",
    "due_at",
    "expected",
    "assigned",
    "submitted",
    "interview_starts_at",
    "score_numerator",
    "score_denominator",
    "earlier_numerator",
    "earlier_denominator",
    "final",
    "waiting_for",
    "waiting_on",
    "waiting_since",
    "nudged_at",
    "nudged_by__name",
)


@dataclass(frozen=True)
class Place:
    """A column: a stage, or what lies behind the last one."""

    slug: str
    name: str
    stage_id: int
    is_complete: bool


@dataclass(frozen=True)
class Median:
    """The median days of a stage's visits that have ended, and when that was computed."""

    days: str
    computed_at: datetime


def places(stored: StoredRubric) -> list[Place]:
    """The columns of a rubric's board, in order."""
    stages = [
        Place(plan.slug, plan.name, stored.stage_ids[plan.slug], is_complete=False)
        for plan in stored.plan.stages
    ]
    return [*stages, Place(COMPLETE, "Loop complete", stages[-1].stage_id, is_complete=True)]


def in_place(visits: StageVisitQuerySet, place: Place) -> StageVisitQuerySet:
    """The visits of one column, in its order."""
    return visits.on_board().filter(stage=place.stage_id, is_complete=place.is_complete).order_by(*CARD_KEYS)


def column_counts(
    visits: StageVisitQuerySet, stored: StoredRubric
) -> tuple[Mapping[tuple[int, bool], int], int]:
    """How many cards each (stage, complete) has, and how many stops wait to be confirmed.

    One statement, from the partial index of open visits.
    """
    stopped = Q(result=VisitResult.STOP)
    rows = (
        visits.open()
        .filter(stage__in=stored.stage_ids.values())
        .order_by()
        .values_list("stage_id", "is_complete")
        .annotate(on_board=Count("pk", filter=~stopped), stops=Count("pk", filter=stopped))
    )
    counted = list(rows)
    sizes = {(stage_id, is_complete): on_board for stage_id, is_complete, on_board, _ in counted}
    return sizes, sum(stops for *_, stops in counted)


def first_ids(visits: StageVisitQuerySet, wanted: Sequence[tuple[Place, int]]) -> list[int]:
    """The keys of the first so many visits of each place; one statement, however many places.

    Django refuses slices inside a union on SQLite, so the arms are made by it and joined here: each walks
    its own range of the index and stops, where one query over all columns would sort them. Arms that
    differ by their stage alone are made once.
    """
    made: dict[tuple[bool, int], tuple[str, tuple[Any, ...]]] = {}
    arms, values = [], []
    for number, (place, size) in enumerate(wanted):
        kind = (place.is_complete, size)
        if kind not in made:
            any_stage = replace(place, stage_id=ANY_STAGE)
            made[kind] = in_place(visits, any_stage).values_list("pk")[:size].query.sql_with_params()
        arm, bound = made[kind]
        # Every arm is Django's own SQL, its values apart.
        arms.append(f"SELECT * FROM ({arm}) AS place_{number}")  # noqa: S608
        values += [place.stage_id if value == ANY_STAGE else value for value in bound]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(arms), values)
        return [key for (key,) in cursor.fetchall()]


_CARDS = Built(lambda ids: StageVisit.objects.filter(pk__in=ids).values_list(*CARD_FIELDS))
_PEOPLE = Built(
    lambda ids: (
        VisitWaiting.objects.filter(visit__in=ids)
        .awaited_now()
        .order_by("user__name", "user")
        .values_list("visit_id", "user__name")
    )
)
_MEDIANS = Built(
    lambda stage_ids: StageSummary.objects.filter(stage__in=stage_ids, median_days__isnull=False).values_list(
        "stage_id", "median_days", "computed_at"
    )
)


def card_rows(ids: Sequence[int]) -> list[CardFacts]:
    """The facts of these visits' cards, in a column's order."""
    return sorted((CardFacts(*row) for row in _CARDS(ids)), key=lambda row: (row.due_at, row.id))


def people_waited_for(ids: Sequence[int]) -> Mapping[int, list[str]]:
    """The names of the people that each of these visits waits on, where they are named."""
    people: dict[int, list[str]] = {}
    for visit_id, name in _PEOPLE(ids):
        people.setdefault(visit_id, []).append(name)
    return people


def stage_medians(stored: StoredRubric) -> Mapping[int, Median]:
    """The latest summary of each stage that has one."""
    return {
        stage_id: Median(f"{days.normalize():f} d", computed_at)
        for stage_id, days, computed_at in _MEDIANS(stored.stage_ids.values())
        if days is not None
    }

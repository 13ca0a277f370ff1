"""The periodic summary of each stage that the board shows with its age."""

import datetime
from decimal import Decimal

from candidates.models import Application, Job, Origin, StageSummary, StageVisit
from candidates.services.summaries import stage_summaries_compute
from candidates.tasks import summarise_stages
from rubrics.models import Rubric
from tests.candidates.pipeline import applied, decided
from tests.factories import MONDAY

DAY = datetime.timedelta(days=1)


def test_median_is_of_the_days_between_entering_and_leaving(job: Job) -> None:
    for days in (1, 2, 10):
        decided(applied(job, f"After {days}", MONDAY), "advance", MONDAY + days * DAY)
    applied(job, "Still inside", MONDAY)

    stages = stage_summaries_compute(at=MONDAY + 20 * DAY)

    summary = StageSummary.objects.get(stage__slug="recruiter-screen")
    assert stages == 4
    assert (summary.median_days, summary.visits, summary.computed_at) == (
        Decimal("2.0"),
        3,
        MONDAY + 20 * DAY,
    )


def test_stage_that_nobody_has_left_has_no_median(rubric: Rubric) -> None:
    stage_summaries_compute(at=MONDAY)

    assert set(StageSummary.objects.values_list("median_days", "visits")) == {(None, 0)}


def test_imported_visits_are_in_no_median(job: Job) -> None:
    decided(applied(job, "Ana Ruiz", MONDAY), "advance", MONDAY + 3 * DAY)
    decided(applied(job, "Of the past", MONDAY), "advance", MONDAY + DAY)
    Application.objects.filter(candidate__name="Of the past").update(origin=Origin.IMPORTED)

    stage_summaries_compute(at=MONDAY + 4 * DAY)

    summary = StageSummary.objects.get(stage__slug="recruiter-screen")
    assert (summary.median_days, summary.visits) == (Decimal("3.0"), 1)


def test_summary_is_brought_up_to_date_in_place(job: Job) -> None:
    stage_summaries_compute(at=MONDAY)
    decided(applied(job, "Ana Ruiz", MONDAY), "advance", MONDAY + 3 * DAY)
    stage_summaries_compute(at=MONDAY + 4 * DAY)

    assert StageSummary.objects.count() == 4
    assert StageSummary.objects.get(stage__slug="recruiter-screen").median_days == Decimal("3.0")


def test_task_computes_every_published_rubric(visit: StageVisit, small_rubric: Rubric) -> None:
    summarise_stages.delay()

    assert StageSummary.objects.count() == 7

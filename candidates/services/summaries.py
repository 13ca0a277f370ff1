"""The periodic summary of each stage, which the board shows with its age."""

import statistics
from datetime import datetime, timedelta
from decimal import Decimal

from candidates.models import Origin, StageSummary, StageVisit
from rubrics.models import Stage

LATEST = 1000  # ended visits that a median is taken of: recent, and no more work as history grows
DAY = timedelta(days=1)


def stage_summaries_compute(*, at: datetime) -> int:
    """Computes anew the median days of the latest ended visits of every stage; returns how many stages.

    Imported visits are left out: a sheet says when people were interviewed, not when they entered a stage.
    """
    stage_ids = list(Stage.objects.filter(rubric__published_at__isnull=False).values_list("pk", flat=True))
    for stage_id in stage_ids:
        ended = (
            StageVisit.objects.filter(stage=stage_id, left_at__isnull=False, application__origin=Origin.LIVE)
            .order_by("-left_at")
            .values_list("entered_at", "left_at")[:LATEST]
        )
        stays = [(left_at - entered_at) / DAY for entered_at, left_at in ended if left_at is not None]
        median = Decimal(statistics.median(stays)).quantize(Decimal("0.1")) if stays else None
        StageSummary.objects.update_or_create(
            stage_id=stage_id, defaults={"median_days": median, "visits": len(stays), "computed_at": at}
        )
    return len(stage_ids)

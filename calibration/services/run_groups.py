"""What a run finds of groups of candidates."""

from django.utils import timezone

from calibration.fairness.funnel import together
from calibration.fairness.period import SECTION, PeriodFunnel, period_content
from calibration.models import CalibrationRun
from calibration.periods import Period
from calibration.queries.fairness import settled_counts, shown_funnel
from calibration.services.found import Found
from calibration.services.progress import RunProgress


def groups_found(run: CalibrationRun, period: Period) -> Found:
    """The funnel of a period by group. A step of progress is a part of it, most often a cycle."""
    counts = settled_counts(period, run.hidden, timezone.localdate(run.started_at))
    progress = RunProgress(run, len(counts.parts))
    funnels = []
    for number, part in enumerate(counts.parts, 1):
        progress.begin(f"Working out which counts may be shown, part {number} of {len(counts.parts)}")
        funnels.append(shown_funnel(part))
        progress.finish(1)
    found = PeriodFunnel(together(funnels) if funnels else None, counts.left_out)
    return Found(
        contents={SECTION: period_content(found)},
        inputs_digest=counts.digest,
        applications=counts.applications,
    )

"""What has been computed for a period, and what has come since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from calibration.models import CalibrationRun, RunSection, RunState, Scope
from calibration.periods import Period, run_key
from calibration.queries.evidence import evidence_is_newer
from calibration.queries.fairness import settled_counts
from candidates.models import Application, HiringCycle
from rubrics.models import Rubric

LOOKED_AT = timedelta(days=400)  # a cycle that ended longer ago is computed when somebody asks


@dataclass(frozen=True, slots=True)
class RunsOf:
    """The runs of one key: the latest that is done, and one that came after it and is under way or failed."""

    done: CalibrationRun | None
    newer: CalibrationRun | None


def runs_of(period: Period, scope: Scope, hidden: Sequence[str]) -> RunsOf:
    """One query."""
    rows = CalibrationRun.objects.filter(key=run_key(period, scope, hidden)).order_by("-pk")[:3]
    done = next((row for row in rows if row.state == RunState.DONE), None)
    newer = next((row for row in rows if row.state != RunState.DONE), None)
    if done and newer and newer.pk < done.pk:
        newer = None
    return RunsOf(done, newer)


def run_sections(run: CalibrationRun, names: Iterable[str]) -> dict[str, Any]:
    """What the run found on these subjects, by name; one query."""
    rows = RunSection.objects.filter(run=run, name__in=list(names))
    return {row.name: row.content for row in rows}


def periods_to_compute(at: datetime) -> list[tuple[Period, Scope]]:
    """The periods in use whose evidence has grown since they were computed, for readers without conflicts."""
    due = []
    used = Rubric.objects.filter(pk__in=Application.objects.values("rubric"))
    cycles = HiringCycle.objects.filter(ends_on__gte=(at - LOOKED_AT).date(), starts_on__lte=at.date())
    for slug in used.order_by("slug").values_list("slug", flat=True).distinct():
        for cycle in (None, *cycles):
            period = Period(slug, slug, cycle)
            due += [(period, scope) for scope in Scope if _is_due(period, scope, at)]
    return due


def _is_due(period: Period, scope: Scope, at: datetime) -> bool:
    runs = runs_of(period, scope, ())
    if runs.newer is not None and runs.newer.is_under_way:
        return False
    if scope == Scope.SETTLED:
        counts = settled_counts(period, (), timezone.localdate(at))
        return bool(counts.parts) and (runs.done is None or runs.done.inputs_digest != counts.digest)
    since = runs.done.computed_at if runs.done else None
    return evidence_is_newer(period, scope, since)

"""The statistics of the demo, so that the views of calibration show from the first visit."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from calibration.models import Scope
from calibration.periods import Period
from calibration.services.runs import run_ask, run_compute
from candidates.models import HiringCycle

Progress: TypeAlias = Callable[[float, str], None]


def demo_runs(*, at: datetime, progress: Progress = lambda done, what: None) -> None:
    """Computes all cycles together and each by itself, for chairs and for interviewers; once the demo is
    committed, since a run writes as it goes."""
    cycles = [None, *HiringCycle.objects.order_by("starts_on")]
    periods = [(Period("reference", "", cycle), scope) for cycle in cycles for scope in Scope]
    for number, (period, scope) in enumerate(periods):
        progress(number / len(periods), f"Statistics: {period}")
        run = run_ask(actor=None, at=at, period=period, scope=scope, hidden=())
        run_compute(run_id=run.pk, at=at)

"""How groups of candidates fare at every gate, for auditors alone."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.signed_in import signed_in
from calibration.fairness.layout import gate_tables
from calibration.fairness.period import FEWEST, SECTION, PeriodFunnel, period_funnel
from calibration.models import Scope
from calibration.permissions.fairness import can_see_fairness
from calibration.views.fairness_figures import fairness_figures, remarks
from calibration.views.figures import answered_as_csv
from calibration.views.frame import Frame, frame_of
from candidates.models import HiringCycle

TOO_FEW = (
    f"Fewer than {FEWEST} applications of this period are settled. Choose a longer period, or all cycles."
)


@require_safe
def fairness(request: HttpRequest) -> HttpResponse:
    """Rates and impact ratios of a period at the gate that `?gate=` names, else over the whole way."""
    user = signed_in(request)
    can_see_fairness(user).require()
    frame = frame_of(request, user, current="fairness", reads=(SECTION,), scope=Scope.SETTLED)
    running = _running(frame, timezone.localdate())
    found = _found(frame, running)
    gates = gate_tables(found.funnel) if found.funnel else ()
    asked = request.GET.get("gate")
    gate = next((gate for gate in gates if gate.slug == asked), gates[-1] if gates else None)
    figures = fairness_figures(gate) if gate else []
    context = {
        "frame": frame,
        "left_out": found.left_out,
        "running": running,
        "too_few": TOO_FEW,
        "gates": gates,
        "gate": gate,
        "remarks": remarks(gates),
        "figures": figures,
    }
    period = f"{gate.name} {frame.period}" if gate else frame.period
    return answered_as_csv(request, figures, period) or render(request, "calibration/fairness.html", context)


def _found(frame: Frame, running: Sequence[HiringCycle]) -> PeriodFunnel:
    """What there is to show: nothing of a cycle that runs, even if it was over when it was counted."""
    content = frame.content(SECTION)
    if content is None or frame.period.cycle in running:
        return PeriodFunnel(None, 0)
    return period_funnel(content)


def _running(frame: Frame, today: date) -> list[HiringCycle]:
    """The cycles of the period that are not over, of which nothing is counted, the earliest first."""
    asked = [frame.period.cycle] if frame.period.cycle else frame.periods.cycles
    return [cycle for cycle in reversed(asked) if cycle.ends_on >= today]

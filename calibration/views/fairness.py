"""How groups of candidates fare at every gate, for auditors alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.signed_in import signed_in
from calibration.fairness.layout import gate_tables
from calibration.permissions.fairness import can_see_fairness
from calibration.permissions.hidden import hidden_applications
from calibration.queries.fairness import FEWEST, fairness_of
from calibration.views.fairness_figures import fairness_figures, remarks
from calibration.views.figures import answered_as_csv
from calibration.views.frame import shell_of


@require_safe
def fairness(request: HttpRequest) -> HttpResponse:
    """Rates and impact ratios of a period at the gate that `?gate=` names, else over the whole way."""
    user = signed_in(request)
    can_see_fairness(user).require()
    frame = shell_of(request, user, current="fairness")
    found = fairness_of(frame.period, hidden_applications(user), timezone.localdate())
    gates = gate_tables(found.funnel) if found.funnel else ()
    asked = request.GET.get("gate")
    gate = next((gate for gate in gates if gate.slug == asked), gates[-1] if gates else None)
    figures = fairness_figures(gate) if gate else []
    context = {
        "frame": frame,
        "found": found,
        "fewest": FEWEST,
        "gates": gates,
        "gate": gate,
        "remarks": remarks(gates),
        "figures": figures,
    }
    period = f"{gate.name} {frame.period}" if gate else frame.period
    return answered_as_csv(request, figures, period) or render(request, "calibration/fairness.html", context)

"""Every chart of calibration with made-up numbers, to be looked at; served only with DEBUG."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from calibration.charts.samples import sample_figures
from calibration.views.figures import answered_as_csv


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page itself; `?rows=` says how many rows the long charts have. Nothing on it is stored."""
    asked = request.GET.get("rows", "")
    figures = sample_figures(int(asked) if asked.isdecimal() else 24)
    return answered_as_csv(request, figures) or render(
        request, "calibration/styleguide.html", {"figures": figures}
    )

"""How applications move through the stages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.signed_in import signed_in
from calibration.permissions.pages import can_see_calibration
from calibration.views.figures import answered_as_csv
from calibration.views.frame import frame_of
from calibration.views.funnel_figures import GROUPINGS, chosen_grouping, funnel_figures, scorecard_words


@require_safe
def funnel(request: HttpRequest) -> HttpResponse:
    """What became of applications at each stage and how long it took, grouped as `?by=` says."""
    user = signed_in(request)
    can_see_calibration(user).require()
    frame = frame_of(request, user, current="funnel", reads=("funnel",))
    found, by = frame.content("funnel"), chosen_grouping(request.GET)
    figures = funnel_figures(found, by) if found else []
    context = {
        "frame": frame,
        "figures": figures[:-1],
        "grouped": figures[-1] if figures else None,
        "groupings": GROUPINGS,
        "by": by,
        "scorecards": scorecard_words(found) if found else "",
    }
    return answered_as_csv(request, figures, frame.period) or render(
        request, "calibration/funnel.html", context
    )

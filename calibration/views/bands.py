"""Which scores led to an offer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.signed_in import signed_in
from calibration.permissions.pages import can_see_calibration
from calibration.views.bands_figures import bands_figures, bands_sentences, chosen_stages
from calibration.views.figures import answered_as_csv
from calibration.views.frame import frame_of


@require_safe
def bands(request: HttpRequest) -> HttpResponse:
    """Two stages crossed, as `?first=` and `?second=` choose them, and each by itself."""
    user = signed_in(request)
    can_see_calibration(user).require()
    frame = frame_of(request, user, current="bands", reads=("bands",))
    found = frame.content("bands")
    chosen = chosen_stages(request.GET, found) if found else None
    figures = bands_figures(found, chosen) if found else []
    context = {
        "frame": frame,
        "figures": figures,
        "stages": found["stages"] if found else [],
        "chosen": chosen,
        "choices": [("first", "Down", chosen[0]), ("second", "Across", chosen[1])] if chosen else [],
        "sentences": bands_sentences(found, chosen) if found else [],
    }
    return answered_as_csv(request, figures, frame.period) or render(
        request, "calibration/bands.html", context
    )

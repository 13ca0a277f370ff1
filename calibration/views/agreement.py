"""How far interviewers agree on the same candidate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.signed_in import signed_in
from calibration.permissions.pages import can_see_calibration
from calibration.views.agreement_figures import agreement_figures, blind_words, halo_words
from calibration.views.figures import answered_as_csv
from calibration.views.frame import frame_of


@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """By stage and competency, with what it rests on; and how far one impression colours a scorecard."""
    user = signed_in(request)
    can_see_calibration(user).require()
    frame = frame_of(request, user, current="agreement", reads=("agreement", "habits"))
    found, habits = frame.content("agreement"), frame.content("habits")
    figures = agreement_figures(found) if found else []
    context = {
        "frame": frame,
        "figures": figures,
        "halo": halo_words(habits["overall"]) if habits else "",
        "left_out": blind_words(found["not_blind"]) if found else "",
    }
    return answered_as_csv(request, figures, frame.period) or render(
        request, "calibration/agreement.html", context
    )

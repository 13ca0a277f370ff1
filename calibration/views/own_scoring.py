"""An interviewer's own scoring, from applications that are decided."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.signed_in import signed_in
from calibration.models import Scope
from calibration.permissions.pages import can_see_own_scoring
from calibration.results.scoring import READER, facts, own_scoring_of
from calibration.views.figures import answered_as_csv
from calibration.views.frame import frame_of
from calibration.views.interviewers import READS
from calibration.views.person_figures import person_figures


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the chair sees of the reader, with decided applications only and nobody else by name."""
    user = signed_in(request)
    can_see_own_scoring(user).require()
    frame = frame_of(request, user, current="mine", reads=READS, scope=Scope.DECIDED)
    found = own_scoring_of(frame.found, str(user.uuid))
    figures = person_figures(found, "You", READER)
    return answered_as_csv(request, figures, frame.period) or render(
        request, "calibration/mine.html", {"frame": frame, "figures": figures, "facts": facts(found, READER)}
    )

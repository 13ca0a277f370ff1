"""How strict each interviewer is, and how one of them scores: for chairs."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.signed_in import signed_in
from calibration.charts.figure import Linked
from calibration.permissions.pages import can_see_interviewers
from calibration.queries.people import people_by_uuid
from calibration.results.scoring import COLLEAGUE, facts, scoring_of
from calibration.views.figures import answered_as_csv
from calibration.views.frame import Frame, frame_of
from calibration.views.person_figures import person_figures
from calibration.views.severity_figures import severity_figures

READS = ("severity", "drift", "habits", "timeliness")


@require_safe
def interviewers(request: HttpRequest) -> HttpResponse:
    """Everybody's severity in order, those first who give the least."""
    user = signed_in(request)
    can_see_interviewers(user).require()
    frame = frame_of(request, user, current="interviewers", reads=["severity", "timeliness"])
    severity = frame.content("severity") or {"why_not": "", "interviewers": [], "subsets": []}
    name = _named(frame, {row["uuid"] for row in severity["interviewers"]})
    figures = severity_figures(severity, frame.content("timeliness") or {}, name)
    return answered_as_csv(request, figures, frame.period) or render(
        request,
        "calibration/interviewers.html",
        {"frame": frame, "figures": figures, "why_not": severity["why_not"]},
    )


@require_safe
def interviewer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How one interviewer scores, beside their peers and over the cycles."""
    user = signed_in(request)
    can_see_interviewers(user).require()
    person = get_object_or_404(User, uuid=uuid)
    frame = frame_of(request, user, current="interviewers", reads=READS)
    found = scoring_of(frame.found, str(uuid))
    figures = person_figures(found, person.name, COLLEAGUE)
    return answered_as_csv(request, figures, frame.period) or render(
        request,
        "calibration/interviewer.html",
        {"frame": frame, "person": person, "figures": figures, "facts": facts(found, COLLEAGUE)},
    )


def _named(frame: Frame, uuids: set[str]) -> Callable[[str], Linked]:
    """What an interviewer is called, with the way to their page."""
    people = people_by_uuid(uuids)

    def name(uuid: str) -> Linked:
        person = people.get(uuid)
        if person is None:
            called = "Unknown"
        else:
            called = person.name if person.is_active else f"{person.name} (has left)"
        return Linked(called, f"{reverse('calibration:interviewer', args=[uuid])}?{frame.period.query}")

    return name

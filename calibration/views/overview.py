"""What needs the chair's attention in a period, in words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.signed_in import signed_in
from calibration.permissions.pages import can_see_calibration
from calibration.views.frame import frame_of


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The period at a glance."""
    user = signed_in(request)
    can_see_calibration(user).require()
    return render(
        request, "calibration/overview.html", {"frame": frame_of(request, user, current="overview")}
    )

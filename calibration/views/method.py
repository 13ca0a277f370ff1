"""How each statistic is computed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.signed_in import signed_in
from calibration.permissions.pages import can_see_calibration, can_see_own_scoring


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """One plain section for each statistic, for whoever may see any of them."""
    user = signed_in(request)
    overview = can_see_calibration(user)
    if not overview:
        can_see_own_scoring(user).require()
    return render(request, "calibration/method.html", {"overview": overview})

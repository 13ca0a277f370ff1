"""Whether hires raise the teams they join."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.signed_in import signed_in
from calibration.permissions.pages import can_see_interviewers
from calibration.queries.talent_density import team_densities
from calibration.views.density_figures import density_figures
from calibration.views.figures import answered_as_csv
from calibration.views.frame import shell_of


@require_safe
def talent_density(request: HttpRequest) -> HttpResponse:
    """Each team's density from its first profile to today; read from the profiles as they are now."""
    user = signed_in(request)
    can_see_interviewers(user).require()
    teams = [
        (found, reverse("committee:team_profiles", args=[found.team.uuid])) for found in team_densities(user)
    ]
    figures = density_figures(teams, timezone.localdate())
    context = {
        "frame": shell_of(request, user, current="talent_density"),
        "teams": figures[0],
        "figures": figures[1:],
    }
    return answered_as_csv(request, figures) or render(request, "calibration/talent_density.html", context)

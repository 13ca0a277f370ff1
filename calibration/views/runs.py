"""Having a period computed, and how far that is."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.models import User
from accounts.signed_in import signed_in
from calibration.models import Scope
from calibration.permissions.fairness import can_see_fairness
from calibration.permissions.pages import can_see_calibration, can_see_own_scoring
from calibration.services.runs import run_ask
from calibration.tasks import compute_run
from calibration.views.frame import Frame, frame_of
from hiring.htmx import redirect_page
from hiring.queue import enqueue_on_commit


@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    """Asks for a period's statistics; twice at the same time is once, and without a rubric it is nothing."""
    frame = _frame(request, signed_in(request))
    if not frame.period.rubric_slug:
        return redirect_page(request, _back(request))
    with transaction.atomic():
        run = run_ask(
            actor=frame.user,
            at=timezone.now(),
            period=frame.period,
            scope=frame.scope,
            hidden=frame.hidden,
        )
        enqueue_on_commit(compute_run, run.pk)
    return redirect_page(request, _back(request))


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The bar of the run under way; once there is none, the page is loaded anew."""
    frame = _frame(request, signed_in(request))
    if frame.newer is None or not frame.newer.is_under_way:
        return HttpResponseClientRefresh()
    return render(request, "calibration/_progress.html", {"frame": frame, "run": frame.newer})


def _frame(request: HttpRequest, user: User) -> Frame:
    """The period asked for, in the evidence that the person may have computed."""
    asked = request.GET.get("scope", "")
    scope = Scope(asked) if asked in Scope.values else Scope.DECIDED
    _ACCESS[scope](user).require()
    return frame_of(request, user, current="", scope=scope)


_ACCESS = {
    Scope.FINAL: can_see_calibration,
    Scope.DECIDED: can_see_own_scoring,
    Scope.SETTLED: can_see_fairness,
}


def _back(request: HttpRequest) -> str:
    """The page that asked, when it is one of ours."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if ours else reverse("home")

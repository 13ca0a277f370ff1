"""Reports for the committee's chairs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.signed_in import signed_in
from committee.forms.reports import VerdictFilter
from committee.permissions.verdicts import can_see_verdict_report
from committee.queries.verdict_report import verdict_report


@require_safe
def verdicts(request: HttpRequest) -> HttpResponse:
    """The verdicts of each bar raiser in a period: how many, and how many of them no."""
    user = signed_in(request)
    can_see_verdict_report(user).require()
    form = VerdictFilter(request.GET)
    report = verdict_report(user, **form.limits(timezone.now()))
    return render(request, "committee/verdict_report.html", {"form": form, "report": report})

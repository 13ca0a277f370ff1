"""The interviewer's own pages: what is theirs to do, and saying no."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.signed_in import signed_in
from hiring.forms import form_status
from hiring.pagination import keyset_page
from interviewers.forms.interviews import DeclineForm
from interviewers.models import Assignment
from interviewers.permissions import can_decline, visible_assignments
from interviewers.queries.home import done_assignments, interviewer_home
from interviewers.services.assignments import assignment_decline


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is today, due, overdue, ahead and done."""
    user = signed_in(request)
    return render(request, "interviewers/home.html", {"home": interviewer_home(user, timezone.now())})


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Every scorecard the person has submitted, the latest due first."""
    page = keyset_page(request, done_assignments(signed_in(request)), ["-due_at", "-id"])
    return render(request, "interviewers/done.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, assignment_uuid: UUID) -> HttpResponse:
    """Says no to an assignment of one's own, with the reason."""
    user = signed_in(request)
    assignment = _own(user, assignment_uuid)
    can_decline(user, assignment).require()
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assignment_decline(
            actor=user, at=timezone.now(), assignment=assignment, reason=form.cleaned_data["reason"]
        )
        messages.success(request, "Declined. The recruiters of the job have been told.")
        return redirect("interviewers:home")
    context = {"assignment": assignment, "form": form}
    return render(request, "interviewers/decline.html", context, status=form_status(form))


def _own(user: User, assignment_uuid: UUID) -> Assignment:
    rows = visible_assignments(user).select_related(
        "interview", "visit__stage", "application__candidate", "application__job"
    )
    return get_object_or_404(rows, uuid=assignment_uuid)

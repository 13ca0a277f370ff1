"""One assignment, as the job's recruiter changes it: released, or given to somebody else."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.signed_in import signed_in
from candidates.permissions import visible_applications
from hiring.access import Refusal
from interviewers.forms.interviews import ReassignForm
from interviewers.models import Assignment
from interviewers.permissions import can_change_assignment
from interviewers.queries.panel import panel_options, panel_people
from interviewers.services.assignments import assignment_reassign, assignment_release


@require_POST
def release(request: HttpRequest, assignment_uuid: UUID) -> HttpResponse:
    """Takes the person off the panel."""
    user = signed_in(request)
    assignment = _changeable(user, assignment_uuid)
    assignment_release(actor=user, at=timezone.now(), assignment=assignment)
    messages.success(request, f"{assignment.interviewer} is released and has been told.")
    return redirect("interviewers:panel", assignment.visit.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def reassign(request: HttpRequest, assignment_uuid: UUID) -> HttpResponse:
    """Gives the place to somebody else, due as before."""
    user, at = signed_in(request), timezone.now()
    assignment = _changeable(user, assignment_uuid)
    form = ReassignForm(request.POST or None, people=panel_people(assignment.visit))
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        to, reason = form.cleaned_data["person"], form.cleaned_data["reason"]
        try:
            assignment_reassign(actor=user, at=at, assignment=assignment, to=to, reason=reason)
        except Refusal as refusal:
            form.add_error(None, refusal.words)
            status = 409
        else:
            messages.success(request, f"{to} interviews instead of {assignment.interviewer}. Both are told.")
            return redirect("interviewers:panel", assignment.visit.uuid)
    options = panel_options(user, assignment.visit, at)
    context = {"assignment": assignment, "form": form, "options": options}
    return render(request, "interviewers/reassign.html", context, status=status)


def _changeable(user: User, assignment_uuid: UUID) -> Assignment:
    """404 when they may not know of the application, 403 with the reason when they may not change it."""
    rows = Assignment.objects.filter(application__in=visible_applications(user)).select_related(
        "interviewer", "interview", "visit__stage", "application__job", "application__candidate"
    )
    assignment = get_object_or_404(rows, uuid=assignment_uuid)
    assignment.visit.application = assignment.application
    can_change_assignment(user, assignment).require()
    return assignment

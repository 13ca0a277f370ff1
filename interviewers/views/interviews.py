"""The panel of a stage visit: a job's recruiter plans interviews and asks people to hold them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.signed_in import signed_in
from candidates.models import StageVisit
from candidates.permissions import visible_applications
from hiring.access import Refusal
from interviewers.forms.interviews import PersonForm, ScheduleForm, TimeForm, initial_times
from interviewers.models import Interview
from interviewers.permissions import can_change_interview, can_manage_panel
from interviewers.queries.panel import panel_page, panel_people
from interviewers.queries.times import busy_names
from interviewers.services.assignments import assignment_add
from interviewers.services.interviews import interview_cancel, interview_reschedule, interview_schedule
from rubrics.queries import stored_rubric


@require_safe
def panel(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """Who is assigned, when they meet the candidate, and who else could be asked."""
    user = signed_in(request)
    visit = managed_visit(user, visit_uuid)
    return _panel(request, user, visit, _schedule_form(user, visit, None))


@require_POST
def schedule(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """Plans an interview with the people chosen."""
    user = signed_in(request)
    visit = managed_visit(user, visit_uuid)
    form = _schedule_form(user, visit, request)
    if not form.is_valid():
        return _panel(request, user, visit, form, status=422)
    people = list(form.cleaned_data["interviewers"])
    try:
        interview = interview_schedule(
            actor=user, at=timezone.now(), visit=visit, interviewers=people, **form.times()
        )
    except Refusal as refusal:
        form.add_error(None, refusal.words)
        return _panel(request, user, visit, form, status=409)
    messages.success(request, f"Interview planned. Asked: {', '.join(str(person) for person in people)}.")
    _warn_of_clashes(request, user, interview)
    return redirect("interviewers:panel", visit.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, interview_uuid: UUID) -> HttpResponse:
    """Another time or place; the people of the interview are told."""
    user = signed_in(request)
    interview = _managed_interview(user, interview_uuid)
    can_change_interview(user, interview).require()
    form = TimeForm(request.POST or None, initial=initial_times(interview), time_zone=user.time_zone)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            moved = interview_reschedule(actor=user, at=timezone.now(), interview=interview, **form.times())
        except Refusal as refusal:
            form.add_error(None, refusal.words)
            status = 409
        else:
            messages.success(request, "Interview moved. Its interviewers have been told.")
            _warn_of_clashes(request, user, moved)
            return redirect("interviewers:panel", interview.visit.uuid)
    return render(request, "interviewers/move.html", {"interview": interview, "form": form}, status=status)


@require_POST
def cancel(request: HttpRequest, interview_uuid: UUID) -> HttpResponse:
    """Calls the interview off."""
    user = signed_in(request)
    interview = _managed_interview(user, interview_uuid)
    can_change_interview(user, interview).require()
    interview_cancel(actor=user, at=timezone.now(), interview=interview)
    messages.success(request, "Interview cancelled. Its interviewers have been told.")
    return redirect("interviewers:panel", interview.visit.uuid)


@require_POST
def add(request: HttpRequest, interview_uuid: UUID) -> HttpResponse:
    """Asks one more person to an interview that is planned."""
    user = signed_in(request)
    interview = _managed_interview(user, interview_uuid)
    form = PersonForm(request.POST, people=panel_people(interview.visit))
    status = 422
    if form.is_valid():
        person = form.cleaned_data["person"]
        try:
            assignment_add(actor=user, at=timezone.now(), interview=interview, interviewer=person)
        except Refusal as refusal:
            form.add_error("person", refusal.words)
            status = 409
        else:
            messages.success(request, f"Asked: {person}.")
            _warn_of_clashes(request, user, interview)
            return redirect("interviewers:panel", interview.visit.uuid)
    plan = _schedule_form(user, interview.visit, None)
    return _panel(request, user, interview.visit, plan, status, asked=interview, asking=form)


def managed_visit(user: User, visit_uuid: UUID) -> StageVisit:
    """The visit, for whoever manages its panel: 404 when they may not know of it, 403 with the reason."""
    rows = StageVisit.objects.filter(application__in=visible_applications(user)).select_related(
        "application__job", "application__candidate", "stage"
    )
    visit = get_object_or_404(rows, uuid=visit_uuid)
    can_manage_panel(user, visit.application).require()
    return visit


def _managed_interview(user: User, interview_uuid: UUID) -> Interview:
    rows = Interview.objects.filter(visit__application__in=visible_applications(user)).select_related(
        "visit__application__job", "visit__application__candidate", "visit__stage"
    )
    interview = get_object_or_404(rows, uuid=interview_uuid)
    can_manage_panel(user, interview.visit.application).require()
    return interview


def _panel(
    request: HttpRequest,
    user: User,
    visit: StageVisit,
    form: ScheduleForm,
    status: int = 200,
    **asked: Interview | PersonForm,
) -> HttpResponse:
    """The page; with an interview that nobody more could be `asked` to, and the form that was `asking`."""
    page = panel_page(user, visit, timezone.now())
    context = {"page": page, "form": form, "chosen": form["interviewers"].value() or []} | asked
    return render(request, "interviewers/panel.html", context, status=status)


def _schedule_form(user: User, visit: StageVisit, request: HttpRequest | None) -> ScheduleForm:
    minutes = stored_rubric(visit.rubric_id).stage_plan(visit.stage_id).minutes
    return ScheduleForm(
        request.POST if request else None,
        initial={"minutes": minutes},
        people=panel_people(visit),
        time_zone=user.time_zone,
    )


def _warn_of_clashes(request: HttpRequest, user: User, interview: Interview) -> None:
    for name in busy_names(user, interview):
        messages.warning(request, f"{name} has another interview at that time.")

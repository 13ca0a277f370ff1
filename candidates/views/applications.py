"""Making an application, moving it through its life, and confirming its stop."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.signed_in import signed_in
from candidates.forms.applications import ApplicationForm, ReasonForm
from candidates.lifecycle import HAND_MOVES, Move, State
from candidates.models import Application, Job, StageVisit
from candidates.permissions import (
    can_manage_candidates,
    can_move_application,
    visible_applications,
    visible_candidates,
)
from candidates.services.applications import (
    application_create,
    application_hold,
    application_reopen,
    application_resume,
    application_withdraw,
    stop_confirm,
)
from candidates.services.moves import refuse_impossible
from hiring.access import Refusal
from hiring.forms import form_status


class MoveService(Protocol):
    def __call__(
        self, *, actor: User, at: datetime, application: Application, reason: str
    ) -> Application: ...


@dataclass(frozen=True)
class Step:
    """A move that a person makes: its service, and the words around it."""

    service: MoveService
    means: str
    done: str


STEPS = {
    Move.HOLD: Step(
        application_hold,
        "No interviews are scheduled until you resume it. Scorecards that are due stay due.",
        "is on hold.",
    ),
    Move.RESUME: Step(application_resume, "The stage waits again for what it waited for.", "goes on."),
    Move.WITHDRAW: Step(
        application_withdraw,
        "It leaves the pipeline, and everyone who has yet to interview or score is released. "
        "Nothing is sent to the candidate.",
        "is withdrawn.",
    ),
    Move.REOPEN: Step(
        application_reopen,
        "Opens a new attempt of the stage that it left, without a panel. Assign other interviewers than "
        "before: those who scored the earlier attempt cannot score this one. Earlier outcomes stay as they "
        "are. An application that had completed the loop stands where it stood.",
        "is open again.",
    ),
}


def application_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Adds the candidate to a job of which the reader is a recruiter."""
    user = signed_in(request)
    candidate = get_object_or_404(visible_candidates(user), uuid=uuid)
    can_manage_candidates(user).require()
    jobs = Job.objects.open().filter(job_recruiters__user=user).select_related("team", "cycle")
    form = ApplicationForm(request.POST or None, jobs=jobs)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            application = application_create(
                actor=user,
                at=timezone.now(),
                candidate=candidate,
                job=data["job"],
                cycle=data["cycle"] or data["job"].cycle,
                referred_by=data["referred_by"],
                source=data["source"],
            )
        except Refusal as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, f"{candidate} is in the pipeline for {application.job}.")
            return redirect("committee:application", uuid=application.uuid)
    context = {"form": form, "candidate": candidate, "has_jobs": jobs.exists()}
    return render(request, "candidates/application_form.html", context, status=form_status(form))


def application_step(request: HttpRequest, uuid: UUID, step: str) -> HttpResponse:
    """Holds, resumes, withdraws or reopens an application, with the reason."""
    user = signed_in(request)
    application = application_or_404(user, uuid)
    if step not in STEPS:
        raise Http404("no such step")
    move = Move(step)
    can_move_application(user, application).require()
    words = STEPS[move]
    form = ReasonForm(request.POST or None, submit_label=HAND_MOVES[move])
    if request.method != "POST":
        refuse_impossible(State(application.state), move)
    elif form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            words.service(actor=user, at=timezone.now(), application=application, reason=reason)
        except Refusal as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, f"{application} {words.done}")
            return redirect("committee:application", uuid=uuid)
    context = {"form": form, "application": application, "step": words, "label": HAND_MOVES[move]}
    return render(request, "candidates/application_step.html", context, status=form_status(form))


@require_POST
def application_confirm_stop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Records that the reader confirms the stop, and goes back to where they were."""
    user = signed_in(request)
    application = application_or_404(user, uuid)
    can_move_application(user, application).require()
    visits = StageVisit.objects.filter(application=application).select_related("application__job")
    # Without an open one the service says in words that there is nothing to confirm.
    visit = visits.open().first() or get_object_or_404(visits.order_by("-entered_at", "-id")[:1])
    stop_confirm(actor=user, at=timezone.now(), visit=visit)
    messages.success(request, f"You confirmed the stop of {application}. Nothing was sent.")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("committee:application", uuid=uuid)


def application_or_404(user: User, uuid: UUID) -> Application:
    """The application, of which the person may know, with its candidate and job."""
    rows = visible_applications(user).select_related("candidate", "job")
    return get_object_or_404(rows, uuid=uuid)

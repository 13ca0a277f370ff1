"""Pages of jobs; those of teams and hiring cycles are beside."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.signed_in import signed_in
from candidates.forms.filters import JobFilter
from candidates.forms.organisation import JobForm
from candidates.models import Job
from candidates.permissions import (
    can_edit_job,
    can_manage_jobs,
    can_open_board,
    can_view_organisation,
    sees_profiles,
    visible_teams,
)
from candidates.queries.applications import lines_of, with_places
from candidates.queries.organisation import applications_at, jobs_found, jobs_with_everything
from candidates.services.organisation import job_close, job_create, job_reopen, job_update
from hiring.access import Refusal
from hiring.forms import form_status
from hiring.pagination import keyset_page


@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    """The jobs the reader may know of, searched and filtered."""
    user = signed_in(request)
    form = JobFilter(request.GET, teams=visible_teams(user))
    found = jobs_found(
        user,
        search=form.value("q") or "",
        team=form.value("team"),
        shown=form.value("shown") or "",
        mine=bool(form.value("mine")),
    )
    return render(
        request,
        "candidates/job_list.html",
        {
            "form": form,
            "page": keyset_page(request, found, ["title", "id"]),
            "may_add": bool(can_manage_jobs(user)),
            "sees_organisation": bool(can_view_organisation(user)),
            "filtered": any(form.value(field) for field in form.fields),
        },
    )


@require_GET
def job_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One job, with the applications that the reader may know of."""
    user = signed_in(request)
    job = _load(user, uuid)
    page = keyset_page(request, with_places(applications_at(user, job)), ["-applied_at", "-id"])
    return render(
        request,
        "candidates/job.html",
        {
            "job": job,
            "page": page,
            "applications": lines_of(user, page.rows),
            "may_edit": bool(can_edit_job(user, job)),
            "has_pipeline": bool(can_open_board(user)),
            "sees_organisation": bool(can_view_organisation(user)),
            "sees_profiles": sees_profiles(user, job),
        },
    )


def job_new(request: HttpRequest) -> HttpResponse:
    """Opens a job."""
    user = signed_in(request)
    can_manage_jobs(user).require()
    return _form(request, user, None)


def job_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Changes what a job says."""
    user = signed_in(request)
    job = _load(user, uuid)
    can_edit_job(user, job).require()
    return _form(request, user, job)


@require_POST
def job_set_closed(request: HttpRequest, uuid: UUID, closed: bool) -> HttpResponse:
    """Closes the job to new applications, or opens it again."""
    user = signed_in(request)
    job = _load(user, uuid)
    can_edit_job(user, job).require()
    if closed:
        job_close(actor=user, at=timezone.now(), job=job)
        messages.success(request, f"{job} is closed. Applications under way go on.")
    else:
        job_reopen(actor=user, at=timezone.now(), job=job)
        messages.success(request, f"{job} takes applications again.")
    return redirect("candidates:job", uuid=uuid)


def _form(request: HttpRequest, user: User, job: Job | None) -> HttpResponse:
    form = JobForm(request.POST or None, user=user, job=job)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(user, job, form)
        except Refusal as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, f"{saved} is saved.")
            return redirect("candidates:job", uuid=saved.uuid)
    context = {"form": form, "job": job}
    return render(request, "candidates/job_form.html", context, status=form_status(form))


def _save(user: User, job: Job | None, form: JobForm) -> Job:
    at = timezone.now()
    if job is None:
        return job_create(actor=user, at=at, content=form.content(), key=form.cleaned_data["key"])
    return job_update(actor=user, at=at, job=job, content=form.content())


def _load(user: User, uuid: UUID) -> Job:
    return get_object_or_404(jobs_with_everything(user), uuid=uuid)

"""Pages of candidates."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.signed_in import signed_in
from candidates.downloads import cv_response
from candidates.forms.filters import CandidateFilter
from candidates.forms.people import CandidateForm, CvForm
from candidates.models import Candidate
from candidates.permissions import can_manage_candidates, can_read_note, visible_candidates, visible_jobs
from candidates.queries.applications import application_lines
from candidates.queries.people import applications_of, candidate_lines, candidates_found, duplicates
from candidates.services.people import (
    CvNotTaken,
    candidate_attach_cv,
    candidate_create,
    candidate_remove_cv,
    candidate_update,
)
from hiring.forms import form_status
from hiring.pagination import keyset_page


@require_GET
def candidate_list(request: HttpRequest) -> HttpResponse:
    """The candidates the reader may know of, searched and filtered."""
    user = signed_in(request)
    form = CandidateFilter(request.GET, jobs=visible_jobs(user).open())
    found = candidates_found(
        user, search=form.value("q") or "", job=form.value("job"), state=form.value("state") or ""
    )
    page = keyset_page(request, found, ["name", "id"])
    return render(
        request,
        "candidates/candidate_list.html",
        {
            "form": form,
            "page": page,
            "candidates": candidate_lines(user, page.rows),
            "may_add": bool(can_manage_candidates(user)),
            "filtered": any(form.value(field) for field in form.fields),
        },
    )


@require_GET
def candidate_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One candidate, with the applications that the reader may know of."""
    user = signed_in(request)
    return _page(request, user, _load(user, uuid), CvForm())


def candidate_new(request: HttpRequest) -> HttpResponse:
    """Adds a candidate; one with an e-mail that is here already only when the person says so."""
    user = signed_in(request)
    can_manage_candidates(user).require()
    form = CandidateForm(request.POST or None)
    same: list[Candidate] = []
    if request.method == "POST" and form.is_valid():
        same = duplicates(user, form.cleaned_data["email"])
        if not same or form.cleaned_data["another_person"] or _sent_before(form, same):
            candidate = candidate_create(
                actor=user, at=timezone.now(), content=form.content(), key=form.cleaned_data["key"]
            )
            messages.success(request, f"{candidate} is added. Add them to a job next.")
            return redirect("candidates:candidate", uuid=candidate.uuid)
        form.ask_whether_the_same()
    context = {"form": form, "same": same, "back": None}
    return render(request, "candidates/candidate_form.html", context, status=form_status(form))


def candidate_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Changes what is kept of a candidate."""
    user = signed_in(request)
    candidate = _load(user, uuid)
    can_manage_candidates(user).require()
    with_note = bool(can_read_note(user, candidate))
    form = CandidateForm(request.POST or None, candidate=candidate, with_note=with_note)
    if request.method == "POST" and form.is_valid():
        candidate_update(actor=user, at=timezone.now(), candidate=candidate, content=form.content())
        messages.success(request, "Saved.")
        return redirect("candidates:candidate", uuid=uuid)
    context = {"form": form, "candidate": candidate}
    return render(request, "candidates/candidate_form.html", context, status=form_status(form))


@require_POST
def candidate_similar(request: HttpRequest) -> HttpResponse:
    """The candidates with the e-mail being typed, for the form to show at once.

    Changes nothing; a POST, since addresses of requests end up in logs.
    """
    user = signed_in(request)
    can_manage_candidates(user).require()
    same = duplicates(user, request.POST.get("email", ""))
    return render(request, "candidates/candidate_form.html#same", {"same": same})


@require_GET
def candidate_cv(request: HttpRequest, uuid: UUID) -> FileResponse:
    """The candidate's CV, as a download."""
    return cv_response(_load(signed_in(request), uuid))


@require_POST
def candidate_cv_upload(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keeps a file as the candidate's CV."""
    user = signed_in(request)
    candidate = _load(user, uuid)
    can_manage_candidates(user).require()
    form = CvForm(request.POST, request.FILES)
    if form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["cv"]
        try:
            candidate_attach_cv(actor=user, at=timezone.now(), candidate=candidate, cv=file)
        except CvNotTaken as refusal:
            form.add_error("cv", refusal.words)
        else:
            messages.success(request, "The CV is kept.")
            return redirect("candidates:candidate", uuid=uuid)
    return _page(request, user, candidate, form)


@require_POST
def candidate_cv_remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Removes the candidate's CV."""
    user = signed_in(request)
    candidate = _load(user, uuid)
    can_manage_candidates(user).require()
    candidate_remove_cv(actor=user, at=timezone.now(), candidate=candidate)
    messages.success(request, "The CV is removed.")
    return redirect("candidates:candidate", uuid=uuid)


def _load(user: User, uuid: UUID) -> Candidate:
    return get_object_or_404(visible_candidates(user), uuid=uuid)


def _page(request: HttpRequest, user: User, candidate: Candidate, cv_form: CvForm) -> HttpResponse:
    note = can_read_note(user, candidate)
    context = {
        "candidate": candidate,
        "applications": application_lines(user, applications_of(user, candidate)),
        "duplicates": duplicates(user, candidate.email, but=candidate),
        "may_edit": bool(can_manage_candidates(user)),
        "note": note,
        "cv_form": cv_form,
    }
    return render(request, "candidates/candidate.html", context, status=form_status(cv_form))


def _sent_before(form: CandidateForm, same: list[Candidate]) -> bool:
    """Whether the only one with this e-mail is the row that this very form has made."""
    return [row.uuid for row in same] == [form.cleaned_data["key"]]

"""The scorecard: filling it in, saving its draft, submitting it once, and reading what is stored."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.signed_in import signed_in
from hiring.htmx import redirect_page
from interviewers.content import Problem, checked_content, read_content, written_fields
from interviewers.forms.scorecards import posted_changes, posted_fields, sent_changes
from interviewers.merge import Conflict, merge
from interviewers.models import Assignment, AssignmentState
from interviewers.permissions import closed_words
from interviewers.queries.scorecard_pages import (
    OwnAssignment,
    filled_sheet,
    own_assignment,
    review_rows,
    stored_scorecard,
)
from interviewers.services.drafts import DraftBusy, DraftClosed, DraftRefused, draft_save
from interviewers.services.scorecards import (
    ContentRefused,
    ScorecardClosed,
    scorecard_submit,
)
from interviewers.sheet import reason_field, shown_mean


@require_http_methods(["GET", "HEAD", "POST"])
def scorecard(request: HttpRequest, assignment_uuid: UUID) -> HttpResponseBase:
    """The scorecard of an assignment: to fill in while it is open, to read once it is not."""
    own = own_or_404(request, assignment_uuid)
    if own.assignment.state != AssignmentState.OPEN:
        if request.method == "POST":
            return _too_late(request, own, closed_words(own.assignment))
        return _closed_page(request, own)
    if request.method != "POST":
        return form_page(request, own, own.draft, own.draft)
    try:
        if request.POST.get("intent") == "submit":
            return _submit(request, own, timezone.now())
        return _save(request, own, timezone.now())
    except (DraftClosed, ScorecardClosed) as refusal:
        return _too_late(request, own, refusal.words)


@require_POST
def scorecard_draft(request: HttpRequest, assignment_uuid: UUID) -> JsonResponse:
    """Saves what was typed. 200 with the version; 409 when some was changed elsewhere too; 410 when closed.

    `fields` are sent back when the draft holds more than the page can know from its own changes.
    """
    own = own_or_404(request, assignment_uuid)
    changes = sent_changes(request.body)
    try:
        saved = draft_save(
            actor=own.assignment.interviewer, at=timezone.now(), assignment=own.assignment, changes=changes
        )
    except DraftClosed as refusal:
        return JsonResponse({"words": refusal.words}, status=HTTPStatus.GONE)
    except DraftRefused as refusal:
        return JsonResponse({"words": refusal.words}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except DraftBusy as refusal:
        return JsonResponse({"words": refusal.words}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    conflicts = [{"field": c.field, "mine": c.mine, "stored": c.stored} for c in saved.conflicts]
    answer = {"version": saved.version, "fields": dict(saved.fields), "conflicts": conflicts}
    return JsonResponse(answer, status=HTTPStatus.CONFLICT if conflicts else HTTPStatus.OK)


def own_or_404(request: HttpRequest, assignment_uuid: UUID) -> OwnAssignment:
    """Their own assignment; another's is as absent as one that never was."""
    try:
        return own_assignment(signed_in(request), assignment_uuid)
    except Assignment.DoesNotExist:
        raise Http404 from None


def _save(request: HttpRequest, own: OwnAssignment, at: datetime) -> HttpResponseBase:
    """Saves the draft; unless that was all that was asked, goes on to what is missing or to the review."""
    fields = posted_fields(request.POST, own.stage)
    changes = posted_changes(request.POST, own.stage)
    try:
        saved = draft_save(
            actor=own.assignment.interviewer, at=at, assignment=own.assignment, changes=changes
        )
    except DraftRefused as refusal:
        problems = [Problem("", refusal.words)]
        return form_page(request, own, fields, own.draft, problems, HTTPStatus.UNPROCESSABLE_ENTITY)
    if saved.conflicts:
        return _conflict_page(request, own, saved.fields, saved.conflicts)
    if request.POST.get("intent") == "save":
        messages.success(request, "Draft saved.")
        return to_scorecard(request, own)
    return _review(request, own, saved.fields)


def _review(
    request: HttpRequest, own: OwnAssignment, fields: Mapping[str, str], words: str = ""
) -> HttpResponse:
    """What would be stored, with the question; or the form with everything that is wrong."""
    content, problems = checked_content(fields, own.stage, own.rubric.policy)
    if problems:
        return form_page(request, own, fields, fields, problems, HTTPStatus.UNPROCESSABLE_ENTITY)
    context = {
        "own": own,
        "fields": dict(fields),
        "base": json.dumps(dict(fields)),
        "rows": review_rows(own, content),
        "mean": shown_mean(content),
        "words": words,
    }
    status = HTTPStatus.CONFLICT if words else HTTPStatus.OK
    return render(request, "interviewers/scorecard_review.html", context, status=status)


def _submit(request: HttpRequest, own: OwnAssignment, at: datetime) -> HttpResponseBase:
    fields = posted_fields(request.POST, own.stage)
    merged = merge(own.draft, posted_changes(request.POST, own.stage))
    if merged.conflicts:
        return _conflict_page(request, own, merged.fields, merged.conflicts)
    if any(fields[name] != text for name, text in merged.fields.items()):
        words = "Something was typed elsewhere meanwhile; it is here now. Look once more."
        return _review(request, own, merged.fields, words)
    content, problems = checked_content(fields, own.stage, own.rubric.policy)
    try:
        if problems:
            raise ContentRefused(problems)
        scorecard_submit(actor=own.assignment.interviewer, at=at, assignment=own.assignment, content=content)
    except ContentRefused as refusal:
        return form_page(request, own, fields, own.draft, refusal.problems, HTTPStatus.UNPROCESSABLE_ENTITY)
    return to_scorecard(request, own)


def form_page(
    request: HttpRequest,
    own: OwnAssignment,
    fields: Mapping[str, str],
    base: Mapping[str, str],
    problems: Sequence[Problem] = (),
    status: int = HTTPStatus.OK,
    *,
    correcting: bool = False,
) -> HttpResponse:
    """The form with `fields` in it; `base` is what is stored, by which the next save is merged."""
    context = {
        "own": own,
        "sheet": filled_sheet(own, fields, problems),
        "base": json.dumps(dict(base)),
        "reason": reason_field(request.POST.get("reason", ""), problems),
        "late": timezone.now() > own.assignment.due_at,
    }
    template = "interviewers/scorecard_correction.html" if correcting else "interviewers/scorecard.html"
    return render(request, template, context, status=status)


def _conflict_page(
    request: HttpRequest, own: OwnAssignment, stored: Mapping[str, str], conflicts: Sequence[Conflict]
) -> HttpResponse:
    """For a page without script: both texts of every conflict, this page's own in its field."""
    fields = dict(stored) | {conflict.field: conflict.mine for conflict in conflicts}
    problems = [
        Problem(
            conflict.field,
            f"Changed elsewhere meanwhile, to “{conflict.stored}”. Yours is still here; go on to keep yours.",
        )
        for conflict in conflicts
    ]
    return form_page(request, own, fields, stored, problems, HTTPStatus.CONFLICT)


def _closed_page(request: HttpRequest, own: OwnAssignment) -> HttpResponse:
    if own.assignment.state == AssignmentState.SUBMITTED:
        stored = stored_scorecard(own.assignment.interviewer, own)
        latest = written_fields(stored.revisions[-1].revision.content)
        context = {"own": own, "stored": stored, "fields": latest}
        return render(request, "interviewers/scorecard_stored.html", context)
    content, _ = read_content(own.draft, own.stage)
    context = {
        "own": own,
        "words": closed_words(own.assignment),
        "rows": review_rows(own, content) if own.draft else [],
        "fields": dict(own.draft),
    }
    return render(request, "interviewers/scorecard_closed.html", context)


def _too_late(request: HttpRequest, own: OwnAssignment, words: str) -> HttpResponseBase:
    messages.warning(request, words)
    return to_scorecard(request, own)


def to_scorecard(request: HttpRequest, own: OwnAssignment) -> HttpResponseBase:
    """To the scorecard's page; a script that sent the form is told where to go."""
    return redirect_page(request, reverse("interviewers:scorecard", args=[own.assignment.uuid]))

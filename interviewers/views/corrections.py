"""Correcting a submitted scorecard, in the open."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from interviewers.content import Problem, read_content, written_fields
from interviewers.forms.scorecards import posted_fields
from interviewers.models import Scorecard
from interviewers.permissions import can_correct
from interviewers.queries.scorecard_pages import OwnAssignment, stored_scorecard
from interviewers.services.scorecards import ContentRefused, CorrectionRefused, scorecard_correct
from interviewers.views.scorecards import form_page, own_or_404, to_scorecard


@require_http_methods(["GET", "HEAD", "POST"])
def scorecard_correction(request: HttpRequest, assignment_uuid: UUID) -> HttpResponseBase:
    """The submitted scorecard once more as a form, to be stored as a new revision with a reason."""
    own = own_or_404(request, assignment_uuid)
    try:
        stored = stored_scorecard(own.assignment.interviewer, own)
    except Scorecard.DoesNotExist:
        raise Http404 from None
    can_correct(own.assignment.interviewer, stored.scorecard).require()
    if request.method == "POST":
        return _correct(request, own, stored.scorecard, timezone.now())
    fields = written_fields(stored.revisions[-1].revision.content)
    return form_page(request, own, fields, fields, correcting=True)


def _correct(
    request: HttpRequest, own: OwnAssignment, submitted: Scorecard, at: datetime
) -> HttpResponseBase:
    fields = posted_fields(request.POST, own.stage)
    content, unreadable = read_content(fields, own.stage)
    try:
        if unreadable:
            raise ContentRefused(unreadable)
        scorecard_correct(
            actor=own.assignment.interviewer,
            at=at,
            scorecard=submitted,
            content=content,
            reason=request.POST.get("reason", ""),
        )
    except ContentRefused as refusal:
        problems = refusal.problems
    except CorrectionRefused as refusal:
        problems = (Problem("reason", refusal.words),)
    else:
        return to_scorecard(request, own)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return form_page(request, own, fields, fields, problems, status, correcting=True)

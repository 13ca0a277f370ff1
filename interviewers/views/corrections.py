"""Correcting a submitted scorecard, in the open."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from interviewers.content import Problem, checked_content, written_fields
from interviewers.forms.scorecards import posted_fields
from interviewers.models import Scorecard
from interviewers.permissions import can_correct
from interviewers.queries.scorecard_pages import OwnAssignment, stored_scorecard
from interviewers.services.scorecards import CorrectionRefused, scorecard_correct
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
    fields = written_fields(stored.revisions[-1].revision.content)
    if request.method != "POST":
        return form_page(request, own, fields, fields, correcting=True)
    typed = posted_fields(request.POST, own.stage)
    problems = _correct(request, own, stored.scorecard, typed, timezone.now())
    if not problems:
        return to_scorecard(request, own)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return form_page(request, own, typed, fields, problems, status, correcting=True)


def _correct(
    request: HttpRequest,
    own: OwnAssignment,
    submitted: Scorecard,
    typed: Mapping[str, str],
    at: datetime,
) -> Sequence[Problem]:
    """Stores the correction, or gives back what keeps it from being stored."""
    content, problems = checked_content(typed, own.stage, own.rubric.policy)
    if problems:
        return problems
    reason = request.POST.get("reason", "")
    try:
        scorecard_correct(
            actor=own.assignment.interviewer, at=at, scorecard=submitted, content=content, reason=reason
        )
    except CorrectionRefused as refusal:
        return [Problem("reason", refusal.words)]
    return []

"""Files sent to a browser: always as a download, of the type they were checked to be."""

from django.http import FileResponse, Http404

from candidates.cv import CV_TYPES, ending_of
from candidates.models import Candidate


def cv_response(candidate: Candidate) -> FileResponse:
    """The candidate's CV; the caller has checked who asks. Raises Http404 without one."""
    if not candidate.cv:
        raise Http404("no CV")
    try:
        file = candidate.cv.open("rb")
    except FileNotFoundError as error:
        raise Http404("the file is gone") from error
    kind = CV_TYPES.get(ending_of(candidate.cv_name))
    content_type = kind.content_type if kind else "application/octet-stream"
    response = FileResponse(
        file, as_attachment=True, filename=candidate.cv_name or "cv", content_type=content_type
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response

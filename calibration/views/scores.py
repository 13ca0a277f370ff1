"""Candidates' mean scores beside what an average interviewer would have given: for chairs."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.signed_in import signed_in
from calibration.charts.figure import Column, Figure, Linked, Value
from calibration.permissions.pages import can_see_interviewers
from calibration.queries.people import applications_by_key
from calibration.views.figures import answered_as_csv
from calibration.views.frame import Frame, frame_of
from candidates.models import Application

PAGE = 50
_LONGEST_NUMBER = 9  # digits
SLUG = "adjusted-scores"
_COLUMNS = (
    Column("candidate", "Candidate"),
    Column("job", "Job"),
    Column("raw", "Mean score", "points"),
    Column("adjusted", "Adjusted for severity", "points"),
    Column("difference", "Difference", "difference"),
    Column("scores", "Scores", "count"),
)


@require_safe
def scores(request: HttpRequest) -> HttpResponse:
    """Those first whose interviewers made the largest difference, fifty a page; all of them as CSV."""
    user = signed_in(request)
    can_see_interviewers(user).require()
    frame = frame_of(request, user, current="scores", reads=["adjusted"])
    adjusted = frame.content("adjusted") or {"why_not": "", "applications": []}
    size = len(adjusted["applications"])
    start = _start(request, size)
    wanted = range(size) if request.GET.get("csv") == SLUG else range(start, min(start + PAGE, size))
    figure = _figure(frame, adjusted, wanted)
    return answered_as_csv(request, [figure], frame.period) or render(
        request,
        "calibration/scores.html",
        {"frame": frame, "figure": figure, "why_not": adjusted["why_not"], **_pages(frame, start, size)},
    )


def _start(request: HttpRequest, size: int) -> int:
    """Where the page asked for begins: beyond the last it is the last, and nonsense is the first."""
    asked = request.GET.get("page", "")[:_LONGEST_NUMBER]
    page = int(asked) if asked.isdecimal() else 1
    return (min(max(page, 1), max(-(-size // PAGE), 1)) - 1) * PAGE


def _figure(frame: Frame, adjusted: Mapping[str, Any], wanted: range) -> Figure:
    keys = [adjusted["applications"][at] for at in wanted]
    seen = applications_by_key(frame.user, keys)
    rows = [
        _row(seen[key], *(adjusted[column][at] for column in ("raw", "adjusted", "scores")))
        for key, at in zip(keys, wanted, strict=True)
        if key in seen
    ]
    return Figure(
        slug=SLUG,
        title="Adjusted scores",
        sentence="Each candidate’s mean over all scores, beside the mean that an average interviewer would "
        "have given, the largest difference first. It is only to be read: it never enters a gate.",
        columns=_COLUMNS,
        rows=tuple(rows),
        empty="" if rows else "No candidate of this period has a final score.",
        method="adjusted",
    )


def _row(application: Application, raw: float, adjusted: float | None, count: int) -> tuple[Value, ...]:
    name = Linked(application.candidate.name, reverse("committee:application", args=[application.uuid]))
    difference = None if adjusted is None else adjusted - raw
    shown = "too few" if adjusted is None else adjusted
    return name, str(application.job), raw, shown, difference, count


def _pages(frame: Frame, start: int, size: int) -> dict[str, Any]:
    """Where the pages before and after are, and which rows these are."""
    address, number = reverse("calibration:scores"), start // PAGE + 1

    def url(page: int) -> str:
        return f"{address}?{frame.period.query}&{urlencode({'page': page})}"

    return {
        "previous_url": url(number - 1) if start > 0 else "",
        "next_url": url(number + 1) if start + PAGE < size else "",
        "first": start + 1,
        "last": min(start + PAGE, size),
        "size": size,
    }

"""What needs the chair's attention in a period, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.signed_in import signed_in
from calibration.permissions.pages import can_see_calibration, can_see_interviewers
from calibration.queries.people import people_by_uuid
from calibration.results.attention import attention
from calibration.results.key_numbers import key_numbers
from calibration.results.remarks import Remark
from calibration.views.frame import Frame, frame_of

READS = ("severity", "drift", "habits", "timeliness", "agreement", "bands", "funnel")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and the page that shows what it says; no `url` for who may not open that."""

    subject: str
    words: str
    url: str


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The period at a glance; auditors read it without names."""
    user = signed_in(request)
    can_see_calibration(user).require()
    frame = frame_of(request, user, current="overview", reads=READS)
    run = frame.run
    names = _names(frame.found) if can_see_interviewers(user) else None
    return render(
        request,
        "calibration/overview.html",
        {
            "frame": frame,
            "remarks": [_said(remark, frame) for remark in attention(frame.found, names)],
            "numbers": key_numbers(run.applications, run.scorecards, frame.found) if run else (),
        },
    )


def _names(found: Mapping[str, Any]) -> Mapping[str, str]:
    """The names of the interviewers, those who have left too, by uuid."""
    sections = [found.get(name) or {} for name in ("severity", "timeliness")]
    uuids = {row["uuid"] for section in sections for row in section.get("interviewers", ())}
    return {uuid: person.name for uuid, person in people_by_uuid(uuids).items()}


def _said(remark: Remark, frame: Frame) -> Said:
    if remark.page == "interviewers" and not can_see_interviewers(frame.user):
        return Said(remark.subject, remark.words, "")
    if remark.about:
        url = reverse("calibration:interviewer", args=[remark.about])
    else:
        url = reverse(f"calibration:{remark.page}")
    return Said(remark.subject, remark.words, f"{url}?{frame.period.query}")

"""What another bar would have done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.signed_in import signed_in
from calibration.charts.figure import Figure
from calibration.forms.what_if import WhatIfForm, what_if_form
from calibration.permissions.fairness import can_see_fairness
from calibration.permissions.pages import can_see_calibration, can_see_interviewers
from calibration.queries.what_if import changed_page, history_of
from calibration.views.figures import answered_as_csv
from calibration.views.frame import Frame, frame_of
from calibration.views.what_if_figures import (
    changes_in_words,
    end_in_words,
    headline,
    offers_in_words,
    pass_through,
    side_by_side,
)
from calibration.views.what_if_groups import group_figures
from calibration.whatif.compare import Change, Comparison, compare
from calibration.whatif.history import History

_LONGEST_NUMBER = 9  # digits
WHO = {
    "stopped": ("Would be stopped", (Change.STOPS,)),
    "further": ("Would go further", (Change.PASSES, Change.GOES_ON)),
    "other": ("Would end elsewhere", (Change.ELSEWHERE, Change.WAITS)),
}


@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    """The period under the setting in the address, beside what its rubric did; to htmx, the answer alone."""
    user = signed_in(request)
    can_see_calibration(user).require()
    frame = frame_of(request, user, current="what_if")
    history = history_of(frame.run) if frame.run else None
    context: dict[str, Any] = {"frame": frame, "sees_groups": bool(can_see_fairness(user))}
    if history is not None and history.blocks:
        form = what_if_form(request.GET, history)
        found = compare(history.blocks, form.setting, len(history.stages))
        figure = pass_through(found, history.stages)
        figures = [figure, *_groups(user, frame, history, form)]
        if (answer := answered_as_csv(request, figures, frame.period)) is not None:
            return answer
        context |= {"form": form, "figures": figures, **_in_words(found, history)}
        if can_see_interviewers(user):
            context |= _names(request, frame, history, form, found)
    part = "#answer" if request.headers.get("HX-Request") and "form" in context else ""
    return render(request, f"calibration/what_if.html{part}", context)


def _groups(user: User, frame: Frame, history: History, form: WhatIfForm) -> list[Figure]:
    """Groups side by side, for an auditor who asks for them."""
    if not (form.groups and can_see_fairness(user)):
        return []
    return group_figures(frame.period, history, form, timezone.localdate())


def _in_words(found: Comparison, history: History) -> dict[str, Any]:
    return {
        "headline": headline(found),
        "lines": side_by_side(found, history.stages),
        "changes": changes_in_words(found, history.stages),
        "offers": offers_in_words(found),
    }


def _names(
    request: HttpRequest, frame: Frame, history: History, form: WhatIfForm, found: Comparison
) -> dict[str, Any]:
    """A page of the candidates of one kind of change: of the kind asked for, else the first that has any."""
    counts = {key: sum(found.changes[kind] for kind in kinds) for key, (_, kinds) in WHO.items()}
    there = [key for key, count in counts.items() if count]
    asked, number = request.GET.get("who", ""), request.GET.get("page", "")[:_LONGEST_NUMBER]
    who = asked if asked in there else next(iter(there), "stopped")
    page = changed_page(
        frame.user, history, form.setting, WHO[who][1], int(number) if number.isdecimal() else 1
    )
    return {
        "who": who,
        "kinds": [(key, WHO[key][0], f"{counts[key]:,}") for key in there],
        "changed": page,
        "rows": [
            (row, end_in_words(row.before, history), end_in_words(row.after, history)) for row in page.rows
        ],
    }

"""What every page of calibration stands in: its period, the pages beside it, and how old its numbers are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from calibration.models import CalibrationRun, Scope
from calibration.periods import Period, Periods, periods
from calibration.permissions.fairness import can_see_fairness
from calibration.permissions.hidden import hidden_applications
from calibration.permissions.pages import can_see_calibration, can_see_interviewers
from calibration.queries.evidence import MANY, scorecards_since
from calibration.queries.runs import run_sections, runs_of


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A page beside this one."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What a page that no run is behind stands in."""

    periods: Periods
    sections: Sequence[SectionLink]

    @property
    def period(self) -> Period:
        return self.periods.chosen


@dataclass(frozen=True, slots=True)
class Frame:
    """The shell of a page of calibration, for the template, and its numbers, for the view.

    `run` is the latest that is done, None before the first; `newer` one under way or failed since.
    """

    user: User
    scope: Scope
    hidden: Sequence[str]
    periods: Periods
    sections: Sequence[SectionLink]
    run: CalibrationRun | None
    newer: CalibrationRun | None
    since: int  # scorecards submitted after the run, where it is one of scores
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        return self.periods.chosen

    @property
    def since_words(self) -> str:
        return f"{self.since:,}{' or more' if self.since == MANY else ''}"

    def content(self, name: str) -> Any:
        """What the run found on a subject that the view named; None without a run that has it."""
        return self.found.get(name)


def frame_of(
    request: HttpRequest, user: User, *, current: str, reads: Sequence[str] = (), scope: Scope = Scope.FINAL
) -> Frame:
    """The frame of the page called `current`, for the period its address asks for, with the sections of the
    run that it `reads`. Nine queries at most.
    """
    asked = periods(request.GET)
    hidden = hidden_applications(user, scope)
    runs = runs_of(asked.chosen, scope, hidden)
    done = runs.done
    return Frame(
        user=user,
        scope=scope,
        hidden=hidden,
        periods=asked,
        sections=_links(user, asked.chosen, current),
        run=done,
        newer=runs.newer,
        since=_since(done, asked.chosen, scope, hidden),
        found=run_sections(done, reads) if done and reads else {},
    )


def shell_of(request: HttpRequest, user: User, *, current: str) -> Shell:
    """The pages beside the one called `current`, for the period its address asks for; two queries."""
    asked = periods(request.GET)
    return Shell(asked, _links(user, asked.chosen, current))


def _since(done: CalibrationRun | None, period: Period, scope: Scope, hidden: Sequence[str]) -> int:
    if done is None or done.computed_at is None or scope == Scope.SETTLED:
        return 0
    return scorecards_since(period, scope, hidden, done.computed_at)


def _links(user: User, period: Period, current: str) -> list[SectionLink]:
    return [
        SectionLink(label, f"{reverse(f'calibration:{name}')}?{period.query}", name == current)
        for label, name, access in _PAGES
        if access(user)
    ]


# A page enters its name here with its address.
_PAGES = (
    ("Overview", "overview", can_see_calibration),
    ("Interviewers", "interviewers", can_see_interviewers),
    ("Agreement", "agreement", can_see_calibration),
    ("Score bands", "bands", can_see_calibration),
    ("Funnel", "funnel", can_see_calibration),
    ("Fairness", "fairness", can_see_fairness),
    ("Adjusted scores", "scores", can_see_interviewers),
    ("What if", "what_if", can_see_calibration),
    ("Talent density", "talent_density", can_see_interviewers),
)

"""The panel page of a stage visit: its interviews, who holds them, and who else could."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from accounts.models import Role, User
from candidates.models import ParticipationCapacity, StageVisit
from candidates.permissions import blind_applications, recused_applications
from interviewers.eligibility import why_not
from interviewers.models import Assignment, AssignmentState, Interview
from interviewers.models.interviews import LIVE_STATES
from interviewers.permissions import OWN_CARD_FIRST, can_see_progress
from interviewers.queries.people import closed_words, is_bar_raiser_stage, panel_standings
from interviewers.queries.times import busy_assignments
from rubrics.plan import StagePlan
from rubrics.queries import stored_rubric

VERDICT_DAYS = timedelta(days=30)


@dataclass(frozen=True)
class Load:
    """How much a person has to do already, apart from what the reader may not know of.

    At a bar raiser's stage it is the `verdicts` they gave in the last 30 days; None at the others.
    """

    open_cards: int = 0
    this_week: int = 0  # interviews, Monday to Sunday where the reader is
    verdicts: int | None = None

    @property
    def rank(self) -> tuple[int, int, int]:
        """Less comes first."""
        return self.verdicts or 0, self.open_cards, self.this_week


@dataclass(frozen=True)
class Option:
    """Somebody who could be asked, or the reason why not, in words that follow their name."""

    user: User
    load: Load
    why_not: str


@dataclass(frozen=True)
class Seat:
    """A live assignment as the reader may see it: `state` is "" while they are blind.

    `set_aside`: why a bar raiser whose scorecard is in does not answer for the bar, in words that follow
    their name; "" when they do.
    """

    assignment: Assignment
    load: Load
    is_busy: bool  # has another interview at that time
    is_hiring_manager: bool
    state: str
    set_aside: str
    can_change: bool


@dataclass(frozen=True)
class PlannedInterview:
    interview: Interview
    seats: tuple[Seat, ...]
    can_change: bool


@dataclass(frozen=True)
class PanelPage:
    """`closed`: why nobody can be added now. `hidden`: what would show the hidden part. Either may be ""."""

    visit: StageVisit
    stage: StagePlan
    is_bar_raiser_stage: bool
    interviews: tuple[PlannedInterview, ...]
    former: tuple[Assignment, ...]  # declined, released or cancelled, the latest first
    options: tuple[Option, ...]  # least loaded first, those who cannot last
    closed: str
    can_replace: bool  # one person by another
    hidden: str

    @property
    def nobody_can(self) -> bool:
        """Whether there is nobody among the options who could be asked."""
        return all(option.why_not for option in self.options)


def panel_page(reader: User, visit: StageVisit, at: datetime) -> PanelPage:
    """The page for a recruiter of the job; as many queries for one person as for fifty."""
    options = panel_options(reader, visit, at)
    loads = {option.user.pk: option.load for option in options}
    progress = can_see_progress(reader, visit.application)
    rows = list(
        Assignment.objects.filter(visit=visit).select_related("interviewer", "interview").order_by("pk")
    )
    live = [row for row in rows if row.state in LIVE_STATES]
    busy = busy_assignments(reader, live)
    seats = [_seat(reader, visit, row, loads, row.pk in busy, progress.allowed) for row in live]
    former = [row for row in rows if row not in live]
    return PanelPage(
        visit=visit,
        stage=stored_rubric(visit.rubric_id).stage_plan(visit.stage_id),
        is_bar_raiser_stage=is_bar_raiser_stage(visit),
        interviews=_interviews(reader, visit, seats, progress.allowed),
        former=tuple(sorted(former, key=lambda row: (row.closed_at or at, row.pk), reverse=True)),
        options=tuple(options),
        closed=closed_words(visit),
        can_replace=not closed_words(visit, replacing=True),
        hidden="" if progress else OWN_CARD_FIRST,
    )


def panel_people(visit: StageVisit) -> QuerySet[User]:
    """Those whose role makes them possible at this stage, by name."""
    role = Role.BAR_RAISER if is_bar_raiser_stage(visit) else Role.INTERVIEWER
    return User.objects.active().with_role(role).order_by("name", "pk")


def panel_options(reader: User, visit: StageVisit, at: datetime) -> list[Option]:
    """Everybody with the role, least loaded first; those who cannot be asked come last, with the reason."""
    people = list(panel_people(visit))
    known = panel_standings(visit, people)
    bar_raiser = is_bar_raiser_stage(visit)
    loads = _loads_of_bar_raisers(reader, people, at) if bar_raiser else _loads(reader, at)
    options = [
        Option(person, loads.get(person.pk, Load()), why_not(known[person.pk], bar_raiser=bar_raiser))
        for person in people
    ]
    return sorted(options, key=lambda one: (bool(one.why_not), one.load.rank))


def _loads_of_bar_raisers(reader: User, people: Sequence[User], at: datetime) -> dict[int, Load]:
    """By the verdicts of stages they scored; what is still open decides between those who gave as many."""
    rows = (
        Assignment.objects.filter(
            capacity=ParticipationCapacity.BAR_RAISER,
            state=AssignmentState.SUBMITTED,
            dependent_since=None,
            visit__verdict_at__gte=at - VERDICT_DAYS,
        )
        .exclude(application__uuid__in=recused_applications(reader))
        .exclude(application__uuid__in=blind_applications(reader))
        .values_list("interviewer")
        .annotate(Count("pk"))
        .order_by()
    )
    given, busy = dict(rows), _loads(reader, at)
    return {
        person.pk: replace(busy.get(person.pk, Load()), verdicts=given.get(person.pk, 0)) for person in people
    }


def _loads(reader: User, at: datetime) -> dict[int, Load]:
    local = at.astimezone(ZoneInfo(reader.time_zone))
    monday = local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=local.weekday())
    this_week = Q(interview__starts_at__gte=monday, interview__starts_at__lt=monday + timedelta(days=7))
    is_open = Q(state=AssignmentState.OPEN)
    rows = (
        Assignment.objects.live()
        .filter(is_open | this_week)
        .exclude(application__uuid__in=recused_applications(reader))
        .values("interviewer")
        .annotate(open_cards=Count("pk", filter=is_open), this_week=Count("pk", filter=this_week))
        .order_by()
    )
    return {row["interviewer"]: Load(row["open_cards"], row["this_week"]) for row in rows}


def _seat(
    reader: User, visit: StageVisit, row: Assignment, loads: dict[int, Load], is_busy: bool, progress: bool
) -> Seat:
    seen = progress or row.interviewer_id == reader.pk
    return Seat(
        assignment=row,
        load=loads.get(row.interviewer_id, Load()),
        is_busy=is_busy,
        is_hiring_manager=visit.application.job.hiring_manager_id == row.interviewer_id,
        state=row.state if seen else "",
        set_aside=row.dependence if seen and row.dependent_since else "",
        can_change=seen and row.state == AssignmentState.OPEN,
    )


def _interviews(
    reader: User, visit: StageVisit, seats: list[Seat], progress: bool
) -> tuple[PlannedInterview, ...]:
    by_interview: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        by_interview[seat.assignment.interview_id].append(seat)
    planned = []
    for interview in Interview.objects.filter(visit=visit, cancelled_at=None).order_by("starts_at", "pk"):
        held = by_interview[interview.pk]
        blind = not progress and any(seat.assignment.interviewer_id != reader.pk for seat in held)
        settled = any(seat.assignment.state == AssignmentState.SUBMITTED for seat in held)
        planned.append(PlannedInterview(interview, tuple(held), can_change=not blind and not settled))
    return tuple(planned)

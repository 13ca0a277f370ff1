"""What independence is judged by: the reporting line, and who is tied to an application."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from candidates.models import Application, ApplicationState, ParticipationCapacity, Recusal
from candidates.models.applications import UNDECIDED_STATES
from interviewers.independence import Dependence, Loop, Remedy, dependence, dependence_words, remedy
from interviewers.models import Assignment, AssignmentState
from interviewers.models.interviews import LIVE_STATES
from rubrics.models import StageKindChoice

# Whom each person reports to, by key.
Managers = Mapping[int, int | None]

# A withdrawn application may be reopened, with the scorecard of its bar raiser in.
UNSETTLED_STATES = (*UNDECIDED_STATES, ApplicationState.WITHDRAWN)
# Either says it, so that a row which says only one of them is found too.
AT_THE_BAR = Q(capacity=ParticipationCapacity.BAR_RAISER) | Q(visit__stage__kind=StageKindChoice.BAR_RAISER)


@dataclass(frozen=True)
class BarRaiserFound:
    """A bar raiser about whom something is to be done. `words` follow their name; "" when nothing ties them.

    The assignment has its interviewer, interview, visit, and the application with candidate, job and team.
    """

    assignment: Assignment
    remedy: Remedy
    tie: Dependence | None
    words: str


def managers_now() -> Managers:
    """The whole reporting line, one statement."""
    return dict(User.objects.get_queryset().order_by().values_list("pk", "manager_id"))


def dependences(application: Application, people: Collection[int]) -> dict[int, str]:
    """Why each of these people (keys) is not independent of the application, in words that follow their name;
    the independent are absent. Five statements however many people.
    """
    managers = managers_now()
    loop = loop_of(application)
    found = {key: tie for key in people if (tie := dependence(key, loop, managers))}
    names = _names(found.values())
    return {key: dependence_words(tie, names) for key, tie in found.items()}


def loop_of(application: Application) -> Loop:
    """Those of whom its bar raiser has to be independent."""
    return loops_of([application])[application.pk]


def loops_of(applications: Iterable[Application]) -> dict[int, Loop]:
    """The same of many, by key; two statements, and the job's and its team's where they are not loaded."""
    rows = {row.pk: row for row in applications}
    interviewed = _people_by_application(
        Assignment.objects.filter(application__in=list(rows), state__in=LIVE_STATES)
        .exclude(visit__stage__kind=StageKindChoice.BAR_RAISER)
        .values_list("application_id", "interviewer_id")
    )
    conflicted = _people_by_application(
        Recusal.objects.standing().filter(application__in=list(rows)).values_list("application_id", "user_id")
    )
    return {
        key: Loop(
            hiring_manager=row.job.hiring_manager_id,
            team_lead=row.job.team.lead_id,
            referred_by=row.referred_by_id,
            interviewed_by=frozenset(interviewed[key]),
            conflicted=frozenset(conflicted[key]),
        )
        for key, row in rows.items()
    }


def bar_raisers_found(
    managers: Managers, applications: QuerySet[Application] | Collection[int] | None = None
) -> list[BarRaiserFound]:
    """The bar raisers about whom something is to be done, of all applications not decided yet or of these.

    In the order of the applications. Four statements however many there are.
    """
    rows = (
        Assignment.objects.live()
        .filter(AT_THE_BAR, application__state__in=UNSETTLED_STATES)
        .select_related(
            "interviewer", "interview", "visit", "application__candidate", "application__job__team"
        )
        .order_by("application", "pk")
    )
    if applications is not None:
        rows = rows.filter(application__in=applications)
    seats = list(rows)
    loops = loops_of(row.application for row in seats)
    ties = {row.pk: dependence(row.interviewer_id, loops[row.application_id], managers) for row in seats}
    names = _names(tie for tie in ties.values() if tie)
    found = [_found(row, ties[row.pk], names) for row in seats]
    return [row for row in found if row.remedy is not Remedy.NOTHING]


def _found(assignment: Assignment, tie: Dependence | None, names: Mapping[int, str]) -> BarRaiserFound:
    assignment.visit.application = assignment.application
    return BarRaiserFound(
        assignment=assignment,
        remedy=remedy(
            tie.tie if tie else None,
            submitted=assignment.state == AssignmentState.SUBMITTED,
            answered=assignment.visit.verdict_at is not None,
            set_aside=assignment.dependent_since is not None,
        ),
        tie=tie,
        words=dependence_words(tie, names) if tie else "",
    )


def _people_by_application(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    people: dict[int, set[int]] = defaultdict(set)
    for application, person in pairs:
        people[application].add(person)
    return people


def _names(found: Iterable[Dependence]) -> dict[int, str]:
    wanted = {key for tie in found for key in tie.line}
    if not wanted:
        return {}
    return dict(User.objects.get_queryset().filter(pk__in=wanted).values_list("pk", "name"))

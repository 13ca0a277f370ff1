"""What is known of people who could be put on the panel of a visit."""

from collections.abc import Iterable

from accounts.models import User
from candidates.models import ParticipationCapacity, Recusal, StageVisit, VisitResult
from interviewers.eligibility import PanelStanding, why_closed
from interviewers.models import Assignment
from interviewers.models.interviews import LIVE_STATES, AssignmentQuerySet
from interviewers.queries.independence import dependences
from rubrics.queries import stored_rubric


def is_bar_raiser_stage(visit: StageVisit) -> bool:
    """Whether the visit is one of the bar raiser's stage; no query once the rubric is in memory."""
    return stored_rubric(visit.rubric_id).stage_plan(visit.stage_id).is_bar_raiser


def closed_words(visit: StageVisit, *, replacing: bool = False) -> str:
    """Why nobody can be put on the panel now; "" when people can. Reads the visit's application."""
    return why_closed(
        state=visit.application.state,
        has_left=visit.left_at is not None,
        result=visit.result,
        replacing=replacing,
        lacks_judge=_lacks_judge(visit, replacing=replacing),
    )


def judges(visit: StageVisit) -> AssignmentQuerySet:
    """The assignments of those who can answer for the bar here: nobody who left, has a conflict or is not
    independent any more.
    """
    recused = Recusal.objects.standing().filter(application=visit.application_id)
    return (
        Assignment.objects.live()
        .filter(
            visit=visit,
            capacity=ParticipationCapacity.BAR_RAISER,
            interviewer__is_active=True,
            dependent_since=None,
        )
        .exclude(interviewer__in=recused.values("user"))
    )


def _lacks_judge(visit: StageVisit, *, replacing: bool) -> bool:
    """Whether the visit has advanced without a verdict and its bar raiser is gone, or to be replaced."""
    if visit.result != VisitResult.ADVANCE or visit.verdict_at is not None or not is_bar_raiser_stage(visit):
        return False
    return replacing or not judges(visit).exists()


def panel_standings(visit: StageVisit, people: Iterable[User]) -> dict[int, PanelStanding]:
    """The standing of each person at the visit, by key; as many queries for one person as for fifty."""
    wanted = list(people)
    recused = set(
        Recusal.objects.standing().filter(application=visit.application_id).values_list("user_id", flat=True)
    )
    rows = list(
        Assignment.objects.filter(application=visit.application_id, state__in=LIVE_STATES).values_list(
            "interviewer_id", "visit_id", "visit__stage", "capacity"
        )
    )
    here = {person for person, place, *_ in rows if place == visit.pk}
    before = {person for person, place, stage, _ in rows if place != visit.pk and stage == visit.stage_id}
    judging = {person for person, *_, part in rows if part == ParticipationCapacity.BAR_RAISER}
    bar_raiser = is_bar_raiser_stage(visit)
    tied = dependences(visit.application, [person.pk for person in wanted]) if bar_raiser else {}
    return {
        person.pk: PanelStanding(
            is_active=person.is_active,
            has_role=person.is_bar_raiser if bar_raiser else person.is_interviewer,
            is_recused=person.pk in recused,
            is_on_panel=person.pk in here,
            measured_before=person.pk in before,
            is_bar_raiser_here=person.pk in judging,
            dependence=tied.get(person.pk, ""),
        )
        for person in wanted
    }

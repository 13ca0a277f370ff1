"""What independence is judged by: the reporting line, and who is tied to an application."""

from collections.abc import Collection

from accounts.models import User
from candidates.models import Application, ParticipationCapacity, Recusal
from interviewers.independence import Dependence, Loop, dependence, dependence_words
from interviewers.models import Assignment
from interviewers.models.interviews import LIVE_STATES


def dependences(application: Application, people: Collection[int]) -> dict[int, str]:
    """Why each of these people (keys) is not independent of the application, in words that follow their name;
    the independent are absent. Five statements however many people.
    """
    managers = dict(User.objects.get_queryset().order_by().values_list("pk", "manager_id"))
    loop = loop_of(application)
    found = {key: tie for key in people if (tie := dependence(key, loop, managers))}
    names = _names(found.values())
    return {key: dependence_words(tie, names) for key, tie in found.items()}


def loop_of(application: Application) -> Loop:
    """Those of whom its bar raiser has to be independent."""
    job = application.job
    earlier = Assignment.objects.filter(
        application=application, capacity=ParticipationCapacity.INTERVIEWER, state__in=LIVE_STATES
    )
    recused = Recusal.objects.standing().filter(application=application)
    return Loop(
        hiring_manager=job.hiring_manager_id,
        team_lead=job.team.lead_id,
        referred_by=application.referred_by_id,
        interviewed_by=frozenset(earlier.values_list("interviewer_id", flat=True)),
        conflicted=frozenset(recused.values_list("user_id", flat=True)),
    )


def _names(found: Collection[Dependence]) -> dict[int, str]:
    wanted = {key for tie in found for key in tie.line}
    if not wanted:
        return {}
    return dict(User.objects.get_queryset().filter(pk__in=wanted).values_list("pk", "name"))

"""The closing note: what was decided, and how the gate came to it stage by stage, without a score."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import NotificationKind, User
from accounts.notify import notification_add
from candidates.models import Application, JobRecruiter, Participation, Recusal, StageVisit
from committee.matrix import attempt_words
from committee.models import Decision
from rubrics.queries import stored_rubric

LONGEST_SUBJECT = 200  # characters that a notification keeps; names can be as long
SAID = {"advance": "advanced", "stop": "stopped", "pending": "without a final outcome", "": "not held"}


def tell_decided(decision: Decision, *, at: datetime) -> None:
    """Tells the interviewers who scored, the job's recruiters and its hiring manager, each once.

    Nobody is left blind by then: the decision has released every open assignment.
    """
    application = decision.application
    result = decision.get_result_display().lower()
    notification_add(
        recipients=_concerned(application).values_list("pk", flat=True),
        kind=NotificationKind.DECISION,
        key=f"decision:{decision.uuid}",
        subject=f"Decided on {application.candidate}: {result}"[:LONGEST_SUBJECT],
        body="\n".join(
            [
                f"The committee has decided for {application}: {result}.",
                "What the gate said, stage by stage:",
                *_trace(application),
                "The application page has the reason and the whole trace.",
            ]
        ),
        at=at,
        url=reverse("committee:application", args=[application.uuid]),
        scope=application.uuid,
    )


def _concerned(application: Application) -> QuerySet[User]:
    scored = Participation.objects.filter(application=application, submitted_cards__gt=0)
    recruits = JobRecruiter.objects.filter(job=application.job_id)
    recused = Recusal.objects.standing().filter(application=application)
    concerned = Q(pk__in=scored.values("user")) | Q(pk__in=recruits.values("user"))
    people = User.objects.active().filter(concerned | Q(pk=application.job.hiring_manager_id))
    return people.exclude(pk__in=recused.values("user"))


def _trace(application: Application) -> Iterable[str]:
    """A line for each attempt at a stage: "Product sense exercise: advanced.", those not reached included."""
    stored = stored_rubric(application.rubric_id)
    visits: dict[int, list[StageVisit]] = {}
    for visit in StageVisit.objects.filter(application=application).order_by("attempt"):
        visits.setdefault(visit.stage_id, []).append(visit)
    for stage_id in stored.stage_ids.values():
        name = stored.stage_plan(stage_id).name
        if stage_id not in visits:
            yield f"{name}: not reached."
        for visit in visits.get(stage_id, []):
            attempt = attempt_words(visit.attempt).lower()
            yield f"{name}{f', {attempt}' if attempt else ''}: {SAID[visit.result]}."

"""What people are told of questions about scorecards: never the question, an answer, a score or a result."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from accounts.models import NotificationKind, User
from accounts.notify import notification_add
from committee.models import Clarification
from interviewers.queries.people import judges
from rubrics.queries import stored_rubric

LONGEST_SUBJECT = 200  # characters that a notification keeps; names can be as long


def tell_asked(clarification: Clarification, *, at: datetime) -> None:
    """Tells the author that there is a question, and about which scorecard."""
    _tell(
        clarification,
        [clarification.scorecard.interviewer_id],
        "asked",
        f"{clarification.asked_by} asks about your scorecard of {_candidate(clarification)}",
        "Read the question and answer it; if a score was wrong, you can correct it there.",
        at,
    )


def tell_waiting(clarification: Clarification, *, at: datetime, days: int) -> None:
    """Reminds the author once for each full day that the question has been open."""
    _tell(
        clarification,
        [clarification.scorecard.interviewer_id],
        f"waits-{days}",
        f"{clarification.asked_by} still waits for your answer about {_candidate(clarification)}",
        f"Asked {days} {'day' if days == 1 else 'days'} ago.",
        at,
    )


def tell_answered(clarification: Clarification, *, at: datetime) -> None:
    """Tells who answers for the bar by now that there is an answer."""
    author = clarification.scorecard.interviewer
    _tell(
        clarification,
        _bar_raisers(clarification),
        "answered",
        f"{author} has answered your question about {_candidate(clarification)}",
        "Read the answer. The next version of the packet holds it.",
        at,
    )


def tell_unanswerable(clarification: Clarification, *, at: datetime) -> None:
    """Tells who answers for the bar that nobody can answer it any more, and not why."""
    author = clarification.scorecard.interviewer
    _tell(
        clarification,
        _bar_raisers(clarification),
        "unanswerable",
        f"{author} cannot answer your question about {_candidate(clarification)}",
        "Take the question back, or ask the recruiter. Your verdict waits for it.",
        at,
    )


def tell_closed(clarification: Clarification, *, at: datetime) -> None:
    """Tells the author that they need not answer; the words are the same whatever the cause."""
    _tell(
        clarification,
        [clarification.scorecard.interviewer_id],
        "closed",
        f"The question about your scorecard of {_candidate(clarification)} needs no answer any more",
        "There is nothing left for you to do here.",
        at,
    )


def waiting_key(clarification: Clarification, days: int) -> str:
    """The key of the reminder after so many days."""
    return _key(clarification, f"waits-{days}")


def _bar_raisers(clarification: Clarification) -> Iterable[int]:
    return judges(clarification.visit).values_list("interviewer_id", flat=True)


def _candidate(clarification: Clarification) -> str:
    return clarification.application.candidate.name


def _key(clarification: Clarification, event: str) -> str:
    return f"clarification-{event}:{clarification.uuid}"


def _tell(
    clarification: Clarification,
    recipients: Iterable[User | int],
    event: str,
    subject: str,
    words: str,
    at: datetime,
) -> None:
    application = clarification.application
    stage = stored_rubric(application.rubric_id).stage_plan(clarification.scorecard.visit.stage_id).name
    notification_add(
        recipients=recipients,
        kind=NotificationKind.CLARIFICATION,
        key=_key(clarification, event),
        subject=subject[:LONGEST_SUBJECT],
        body=f"{stage}, {application.job}\n{words}",
        at=at,
        url=reverse("committee:clarification", args=[clarification.uuid]),
        scope=application.uuid,
    )

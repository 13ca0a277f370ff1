"""What people are told of interviews: never a score, a result, or why one was called off."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from accounts.models import NotificationKind, User
from accounts.notify import notification_add
from interviewers.models import Assignment, AssignmentState, Interview
from rubrics.queries import stored_rubric

ANOTHER = "Find somebody else for the panel."
LONGEST_SUBJECT = 200  # characters that a notification keeps; names can be as long


def tell_assigned(assignment: Assignment, *, at: datetime, busy: bool) -> None:
    """Asks the interviewer; `busy` says that they have another interview at that time."""
    interview = assignment.interview
    lines = [
        f"You are asked to interview {_candidate(assignment)}.",
        _what(assignment),
        f"When: {_when(interview, assignment.interviewer)}",
        f"Where: {_where(interview)}",
        f"Your scorecard is due {_moment(assignment.due_at, assignment.interviewer)}.",
    ]
    if busy:
        lines.append("You have another interview at that time; tell the recruiter, or decline one of them.")
    _tell(
        assignment,
        key=f"assigned:{assignment.uuid}",
        subject=f"Interview {_candidate(assignment)}, {_moment(interview.starts_at, assignment.interviewer)}",
        body="\n".join(lines),
        at=at,
        url=reverse("interviewers:scorecard", args=[assignment.uuid]),
    )


def tell_moved(assignment: Assignment, *, at: datetime) -> None:
    """Tells the interviewer the new time and place of the interview."""
    interview = assignment.interview
    lines = [
        _what(assignment),
        f"When: {_when(interview, assignment.interviewer)}",
        f"Where: {_where(interview)}",
        f"Your scorecard is now due {_moment(assignment.due_at, assignment.interviewer)}.",
    ]
    _tell(
        assignment,
        key=f"moved:{assignment.uuid}:{at:%Y%m%d%H%M%S%f}",
        subject=f"The interview of {_candidate(assignment)} has changed",
        body="\n".join(lines),
        at=at,
        url=reverse("interviewers:scorecard", args=[assignment.uuid]),
    )


def tell_let_go(assignment: Assignment, *, at: datetime, cancelled: bool = False) -> None:
    """Tells the interviewer that they need not interview, and not why."""
    said = "The interview is cancelled." if cancelled else "You are released from this interview."
    _tell(
        assignment,
        key=f"let-go:{assignment.uuid}",
        subject=f"You no longer interview {_candidate(assignment)}",
        body="\n".join([said, _what(assignment), "There is nothing left for you to do here."]),
        at=at,
        url=reverse("interviewers:home"),
    )


def tell_declined(assignment: Assignment, *, recruiters: Iterable[int], at: datetime) -> None:
    """Tells the job's recruiters who declined and why, so that they find somebody else."""
    subject = f"{assignment.interviewer} declined to interview {_candidate(assignment)}"
    words = f"Reason: {assignment.close_reason}\n{ANOTHER}"
    _tell_recruiters(assignment, recruiters, "declined", subject, words, at)


def tell_recused(assignment: Assignment, *, recruiters: Iterable[int], at: datetime) -> None:
    """Tells the job's recruiters that somebody on the panel has a conflict."""
    subject = f"{assignment.interviewer} cannot interview {_candidate(assignment)}"
    words = f"They declared a conflict. {ANOTHER}"
    _tell_recruiters(assignment, recruiters, "recused", subject, words, at)


def tell_set_aside(assignment: Assignment, words: str, *, at: datetime) -> None:
    """Tells a bar raiser who is not independent why, and what becomes of what they wrote."""
    kept = "What you have written so far is kept, and only you can read it."
    if assignment.state == AssignmentState.SUBMITTED:
        kept = "Your scorecard stays and counts. Another bar raiser gives the verdict."
    why = f"{assignment.interviewer} {words}."
    mistaken = "If that is not so, ask an administrator to correct it."
    _tell(
        assignment,
        key=f"not-independent:{assignment.uuid}:{at:%Y%m%d%H%M%S%f}",
        subject=f"You are no longer the bar raiser of {_candidate(assignment)}",
        body="\n".join([_what(assignment), why, kept, mistaken]),
        at=at,
        url=reverse("interviewers:scorecard", args=[assignment.uuid]),
    )


def tell_bar_raiser_missing(
    assignment: Assignment, words: str, *, recruiters: Iterable[int], others: bool, at: datetime
) -> None:
    """Tells the job's recruiters that a bar raiser is not independent, and why; the same before and after the
    scorecard. `others` says that somebody else can answer for the bar.
    """
    next_step = "Another bar raiser is on the panel." if others else "Find another bar raiser."
    subject = f"{assignment.interviewer} is no longer the bar raiser of {_candidate(assignment)}"
    said = f"{assignment.interviewer} {words}.\n{next_step}"
    _tell_recruiters(assignment, recruiters, f"not-independent:{at:%Y%m%d%H%M%S%f}", subject, said, at)


def tell_returned(assignment: Assignment, *, recruiters: Iterable[int], at: datetime) -> None:
    """Tells a bar raiser who was set aside, and the job's recruiters, that they are independent again."""
    event = f"independent:{at:%Y%m%d%H%M%S%f}"
    _tell(
        assignment,
        key=f"{event}:{assignment.uuid}",
        subject=f"You are the bar raiser of {_candidate(assignment)} again",
        body=f"{_what(assignment)}\nYou are independent again, so the verdict is yours to give.",
        at=at,
        url=reverse("interviewers:scorecard", args=[assignment.uuid]),
    )
    subject = f"{assignment.interviewer} is the bar raiser of {_candidate(assignment)} again"
    words = "They are independent again and can give the verdict."
    _tell_recruiters(assignment, recruiters, event, subject, words, at)


def tell_found_dependent(
    assignment: Assignment,
    words: str,
    *,
    chairs: Iterable[User],
    administrators: Iterable[User],
    answered: bool,
    at: datetime,
) -> None:
    """Tells who watches over the process what the daily check found, once for an assignment; `answered` says
    that the verdict is in. Administrators may know of no candidate, so they read none.
    """
    done = "They are no longer the bar raiser."
    if answered:
        done = "The verdict is in and nothing was changed. Weigh it when you decide."
    body = f"{_what(assignment)}\n{assignment.interviewer} {words}.\n{done}"
    for recipients, of, url in (
        (chairs, f" of {_candidate(assignment)}", _application_url(assignment)),
        (administrators, "", reverse("accounts:person", args=[assignment.interviewer.uuid])),
    ):
        notification_add(
            recipients=recipients,
            kind=NotificationKind.PIPELINE,
            key=f"found-dependent{'-answered' if answered else ''}:{assignment.uuid}",
            subject=f"A bar raiser{of} was found not to be independent"[:LONGEST_SUBJECT],
            body=body,
            at=at,
            url=url,
            scope=assignment.application.uuid,
        )


def tell_due(assignment: Assignment, *, at: datetime, overdue: bool) -> None:
    """Reminds the interviewer of the scorecard, once for a due time before it and once after it."""
    name = "overdue" if overdue else "due-soon"
    verb = "was" if overdue else "is"
    _tell(
        assignment,
        key=due_key(assignment, overdue=overdue),
        subject=f"Your scorecard for {_candidate(assignment)} is {name.replace('-', ' ')}",
        body=f"{_what(assignment)}\nIt {verb} due {_moment(assignment.due_at, assignment.interviewer)}.",
        at=at,
        url=reverse("interviewers:scorecard", args=[assignment.uuid]),
        kind=NotificationKind.SCORECARD_DUE,
    )


def due_key(assignment: Assignment, *, overdue: bool) -> str:
    """The key of a reminder; another due time is another reminder."""
    return f"{'overdue' if overdue else 'due-soon'}:{assignment.uuid}:{assignment.due_at:%Y%m%dT%H%M%SZ}"


def _tell(
    assignment: Assignment,
    *,
    key: str,
    subject: str,
    body: str,
    at: datetime,
    url: str,
    kind: NotificationKind = NotificationKind.ASSIGNMENT,
) -> None:
    notification_add(
        recipients=[assignment.interviewer_id],
        kind=kind,
        key=key,
        subject=subject[:LONGEST_SUBJECT],
        body=body,
        at=at,
        url=url,
        scope=assignment.application.uuid,
    )


def _tell_recruiters(
    assignment: Assignment, recruiters: Iterable[int], event: str, subject: str, words: str, at: datetime
) -> None:
    notification_add(
        recipients=recruiters,
        kind=NotificationKind.PIPELINE,
        key=f"{event}:{assignment.uuid}",
        subject=subject[:LONGEST_SUBJECT],
        body=f"{_what(assignment)}\n{words}",
        at=at,
        url=reverse("interviewers:panel", args=[assignment.visit.uuid]),
        scope=assignment.application.uuid,
    )


def _application_url(assignment: Assignment) -> str:
    return reverse("committee:application", args=[assignment.application.uuid])


def _candidate(assignment: Assignment) -> str:
    return assignment.application.candidate.name


def _what(assignment: Assignment) -> str:
    plan = stored_rubric(assignment.application.rubric_id).stage_plan(assignment.visit.stage_id)
    return f"{plan.name}, {assignment.application.job}"


def _when(interview: Interview, reader: User) -> str:
    local_end = interview.ends_at.astimezone(ZoneInfo(reader.time_zone))
    return f"{_moment(interview.starts_at, reader)} to {local_end:%H:%M} ({reader.time_zone})"


def _moment(moment: datetime, reader: User) -> str:
    local = moment.astimezone(ZoneInfo(reader.time_zone))
    return f"{local.day} {local:%b %Y, %H:%M}"


def _where(interview: Interview) -> str:
    return ", ".join(filter(None, [interview.place, interview.link])) or "not said yet"

"""What an open stage visit waits for, on whom, and since when, from the facts on its row."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ANSWER_DUE = timedelta(hours=24)  # from a question of the bar raiser's until its answer


@dataclass(frozen=True)
class VisitFacts:
    """The facts of a visit; times are aware, counts are of scorecards and live assignments."""

    entered_at: datetime
    action_due_hours: int
    scorecard_due_hours: int  # from an interview's end until its scorecards are due
    is_bar_raiser_stage: bool
    on_hold_since: datetime | None
    expected: int
    assigned: int
    submitted: int
    interview_ends_at: datetime | None
    scorecards_due_at: datetime | None
    computing_since: datetime | None
    result: str
    reason: str
    asked_since: datetime | None  # the oldest question of the bar raiser's that somebody can still answer
    verdict_at: datetime | None
    lacks_judge: bool  # everybody who could give the verdict has left or has a conflict
    is_complete: bool
    left_at: datetime | None
    changed_at: datetime  # when the latest of these facts changed


@dataclass(frozen=True)
class Wait:
    """`waiting_for` and `waiting_on` are values of the model's choices; late after `due_at`.

    Waiting for scorecards since a time still ahead means that the interview is ahead: on nobody until then.
    """

    waiting_for: str
    waiting_on: str
    since: datetime
    due_at: datetime


def wait_of(facts: VisitFacts) -> Wait:
    """What the visit waits for; the first of the situations, in order, that holds."""
    if facts.left_at is not None:
        return _wait(facts, "nothing", "nobody", facts.left_at)
    if facts.on_hold_since is not None:
        return _wait(facts, "resumption", "recruiter", facts.on_hold_since)
    if facts.computing_since is not None:
        return _wait(facts, "outcome", "nobody", facts.computing_since)
    if facts.result == "stop":
        return _wait(facts, "confirmation", "recruiter", facts.changed_at)
    if facts.result == "advance":
        return _wait_when_cleared(facts)
    return _wait_for_evidence(facts)


def _wait_when_cleared(facts: VisitFacts) -> Wait:
    if facts.is_bar_raiser_stage and facts.verdict_at is None and facts.lacks_judge:
        return _wait(facts, "bar_raiser", "recruiter", facts.changed_at)
    if facts.is_bar_raiser_stage and facts.verdict_at is None and facts.asked_since is not None:
        # The verdict is refused while a question is open.
        return Wait("answer", "interviewers", facts.asked_since, facts.asked_since + ANSWER_DUE)
    if facts.is_bar_raiser_stage and facts.verdict_at is None:
        return _wait(facts, "verdict", "bar_raiser", facts.changed_at)
    if facts.is_complete:
        return _wait(facts, "decision", "chair", facts.verdict_at or facts.changed_at)
    return _wait(facts, "outcome", "nobody", facts.changed_at)


def _wait_for_evidence(facts: VisitFacts) -> Wait:
    if facts.assigned == 0:
        missing = "bar_raiser" if facts.is_bar_raiser_stage else "panel"
        return _wait(facts, missing, "recruiter", facts.entered_at)
    if facts.submitted < facts.assigned:
        return _wait_for_scorecards(facts)
    if facts.submitted < facts.expected:
        return _wait(facts, "panel", "recruiter", facts.changed_at)
    return _wait(facts, "one_more_scorecard", "recruiter", facts.changed_at)


def _wait_for_scorecards(facts: VisitFacts) -> Wait:
    """Since the interview ended; since the first one with a card outstanding where there were several."""
    since = facts.interview_ends_at or facts.changed_at
    if facts.scorecards_due_at is not None:
        since = min(since, facts.scorecards_due_at - timedelta(hours=facts.scorecard_due_hours))
    due_at = facts.scorecards_due_at or since + timedelta(hours=facts.action_due_hours)
    return Wait("scorecards", "bar_raiser" if facts.is_bar_raiser_stage else "interviewers", since, due_at)


def _wait(facts: VisitFacts, waiting_for: str, waiting_on: str, since: datetime) -> Wait:
    return Wait(waiting_for, waiting_on, since, since + timedelta(hours=facts.action_due_hours))


def wait_since(wait: Wait, since: datetime) -> Wait:
    """The same wait, begun at `since`; it is due as long after its beginning as before."""
    return Wait(wait.waiting_for, wait.waiting_on, since, since + (wait.due_at - wait.since))

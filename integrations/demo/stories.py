"""The candidates of the running cycle: at least one in every situation that the pipeline knows."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from accounts.models import User
from candidates.models import StageVisit
from candidates.services.applications import application_hold, application_withdraw, stop_confirm
from committee.services.outcomes import outcome_compute
from integrations.demo.calendar import half_hour_after, slot_after
from integrations.demo.content import (
    BELOW_FLOOR,
    BELOW_THRESHOLD,
    NARROW,
    SPLIT,
    STRONG,
    Kind,
    demo_content,
)
from integrations.demo.endings import (
    bar_raiser_interview_ahead,
    bar_raiser_scorecard_due,
    offer_made,
    verdict_in,
    verdict_missing,
    verdict_of_no,
    without_bar_raiser,
)
from integrations.demo.loop import DemoLoop, Timing
from interviewers.models import Assignment
from interviewers.services.assignments import assignment_decline
from interviewers.services.scorecards import scorecard_correct

Story = Callable[[DemoLoop], None]


def nobody_assigned(loop: DemoLoop) -> None:
    """Applied, and waits for a panel."""


def nobody_assigned_later(loop: DemoLoop) -> None:
    loop.pass_stages(1 + loop.copy % 2, STRONG)


def interview_ahead(loop: DemoLoop) -> None:
    loop.pass_stages(1 + loop.copy % 2, NARROW)
    loop.schedule(_with_first(loop), slot_after(loop.cast.now + timedelta(days=1 + loop.copy, hours=2)))


def interview_today(loop: DemoLoop) -> None:
    now = loop.cast.now
    soon = half_hour_after(now + timedelta(hours=1 + 2 * loop.copy))
    # Late in the evening the last half hour of the day is as near as it gets.
    last = now.replace(hour=23, minute=30 * loop.copy % 60, second=0, microsecond=0)
    loop.schedule([loop.cast.interviewers[0]], max(now + timedelta(minutes=10), min(soon, last)))


def two_of_three_in(loop: DemoLoop) -> None:
    loop.pass_stages(1 + loop.copy % 2, STRONG)
    starts_at = half_hour_after(loop.cast.now - timedelta(hours=5 + 5 * loop.copy))
    loop.at = max(loop.at, starts_at - timedelta(hours=3))
    first, second, _ = loop.schedule(_with_first(loop, last=True), max(starts_at, loop.at))
    loop.submit(first, STRONG[0][0])
    loop.submit(second, SPLIT[0][1])


def scorecards_overdue(loop: DemoLoop) -> None:
    loop.pass_stages(1 + loop.copy % 2, STRONG)
    loop.at = max(loop.at, loop.cast.now - timedelta(days=5 + loop.copy))
    first, *_ = loop.schedule(_with_first(loop, last=True), loop.slot_by(loop.cast.now - timedelta(days=3)))
    loop.submit(first, NARROW[0][0])


def scorecards_late(loop: DemoLoop) -> None:
    starts_at = loop.slot_by(loop.cast.now - timedelta(days=3 + loop.copy))
    for assignment, points in zip(loop.schedule(loop.panel(), starts_at), STRONG[2], strict=False):
        loop.submit(assignment, points, late_days=2)


def nobody_assessed_one(loop: DemoLoop) -> None:
    assignment = loop.schedule(loop.panel(), loop.slot_by(loop.latest - timedelta(hours=4)))[0]
    loop.submit(assignment, STRONG[0][0], skipped={"curiosity": "We ran out of time after the second story."})


def stopped_on_floor(loop: DemoLoop) -> None:
    _stop(loop, BELOW_FLOOR)


def stopped_on_threshold(loop: DemoLoop) -> None:
    _stop(loop, BELOW_THRESHOLD)


def _stop(loop: DemoLoop, kind: Kind) -> None:
    """Stopped at the second or third stage."""
    passed = 1 + loop.copy % 2
    for number in range(passed):
        loop.pass_stage(STRONG, until=loop.at + (loop.latest - loop.at) / (passed + 1 - number))
    loop.pass_stage(kind)


def stop_confirmed(loop: DemoLoop) -> None:
    stopped_on_threshold(loop)
    loop.wait(0.5)
    stop_confirm(actor=loop.cast.recruiter, at=loop.at, visit=_last_visit(loop))


def split_panel(loop: DemoLoop) -> None:
    loop.pass_stage(STRONG, until=loop.at + (loop.latest - loop.at) / 2)
    loop.pass_stage(SPLIT)


def on_hold(loop: DemoLoop) -> None:
    loop.pass_stages(1, STRONG)
    application_hold(
        actor=loop.cast.recruiter,
        at=loop.at,
        application=loop.application,
        reason="On parental leave until next month; asked us to wait.",
    )


def withdrawn(loop: DemoLoop) -> None:
    loop.pass_stages(1, NARROW)
    application_withdraw(
        actor=loop.cast.recruiter,
        at=loop.at,
        application=loop.application,
        reason="Took another offer.",
    )


def declined(loop: DemoLoop) -> None:
    loop.pass_stages(1, STRONG)
    loop.wait(0.5)
    last = loop.schedule(loop.panel(), slot_after(loop.cast.now + timedelta(days=1)))[-1]
    assignment_decline(
        actor=last.interviewer, at=loop.at, assignment=last, reason="Travelling that day, and no time before."
    )


def corrected(loop: DemoLoop) -> None:
    loop.pass_stage(STRONG, until=loop.at + (loop.latest - loop.at) / 2)
    assignments = loop.schedule(loop.panel(), loop.slot_by(loop.latest - timedelta(hours=4)))
    cards = [loop.submit(each, points) for each, points in zip(assignments, BELOW_THRESHOLD[0], strict=False)]
    author = assignments[0].interviewer
    scorecard_correct(
        actor=author,
        at=loop.at,
        scorecard=cards[0],
        content=demo_content(loop.cast.random, loop.stage, (5, 5, 5, 5)),
        reason="I had their test numbers from another candidate's notes; these are their own.",
    )
    outcome_compute(visit_id=assignments[0].visit_id, at=loop.at)


def not_blind(loop: DemoLoop) -> None:
    loop.pass_stages(1, STRONG)
    met = Assignment.objects.filter(application=loop.application).select_related("interviewer")
    insider: User = met[0].interviewer
    loop.schedule([insider, *loop.panel(but=[insider])[:2]], slot_after(loop.cast.now + timedelta(days=2)))


def _with_first(loop: DemoLoop, *, last: bool = False) -> list[User]:
    """A panel with the interviewer of the demo's accounts in it, as its first or last member."""
    first = loop.cast.interviewers[0]
    others = loop.panel(but=[first])[:-1]
    return [*others, first] if last else [first, *others]


def _last_visit(loop: DemoLoop) -> StageVisit:
    return StageVisit.objects.filter(application=loop.application).latest("pk")


# Each story with how many candidates play it, and about how many days ago they applied.
STORIES: tuple[tuple[Story, int, float], ...] = (
    (nobody_assigned, 6, 0),
    (nobody_assigned_later, 5, 8),
    (interview_ahead, 5, 10),
    (interview_today, 2, 2),
    (two_of_three_in, 4, 10),
    (scorecards_overdue, 3, 14),
    (scorecards_late, 2, 8),
    (nobody_assessed_one, 2, 4),
    (stopped_on_floor, 3, 11),
    (stopped_on_threshold, 3, 12),
    (stop_confirmed, 4, 16),
    (split_panel, 3, 10),
    (without_bar_raiser, 3, 18),
    (bar_raiser_interview_ahead, 2, 17),
    (bar_raiser_scorecard_due, 1, 16),
    (verdict_missing, 2, 20),
    (verdict_in, 2, 22),
    (on_hold, 2, 15),
    (withdrawn, 3, 13),
    (declined, 2, 10),
    (corrected, 2, 12),
    (not_blind, 2, 8),
    (offer_made, 1, 24),
    (verdict_of_no, 1, 23),
)
# How many days ago something last happened, so that some waits are new, some nearly late and some late.
LATEST = (0.3, 1.4, 2.6, 0.8, 4.2, 1.9)


def demo_timings() -> Iterator[tuple[Story, Timing]]:
    """Every candidate of the running cycle: their story, and when it began and last went on."""
    number = 0
    for story, copies, applied in STORIES:
        for copy in range(copies):
            latest = LATEST[number % len(LATEST)]
            yield (
                story,
                Timing(applied=latest + applied + 0.7 * copy * bool(applied), latest=latest, copy=copy),
            )
            number += 1

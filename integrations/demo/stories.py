"""The candidates of the running cycle: at least one in every situation that the pipeline knows."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from accounts.models import User
from candidates.models import StageVisit
from candidates.services.applications import application_hold, application_withdraw, stop_confirm
from committee.models import Clarification, DecisionResult
from committee.queries.packets import latest_packet
from committee.services.clarifications import clarification_answer, clarification_ask
from committee.services.decisions import decision_record
from committee.services.outcomes import outcome_compute
from committee.services.packets import packet_build
from committee.services.verdicts import verdict_give
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
from integrations.demo.loop import DemoLoop, Timing
from interviewers.models import Assignment, Scorecard
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


def without_bar_raiser(loop: DemoLoop) -> None:
    loop.pass_stages(3, STRONG)


def bar_raiser_interview_ahead(loop: DemoLoop) -> None:
    loop.pass_stages(3, NARROW)
    ahead = slot_after(loop.cast.now + timedelta(days=1 + loop.copy, hours=1))
    loop.schedule([loop.cast.bar_raisers[0]], ahead)


def bar_raiser_scorecard_due(loop: DemoLoop) -> None:
    loop.pass_stages(3, STRONG)
    starts_at = half_hour_after(loop.cast.now - timedelta(hours=7))
    loop.at = max(loop.at, starts_at - timedelta(hours=20))
    loop.schedule([loop.cast.bar_raisers[0]], max(starts_at, loop.at))
    _ask(loop)


def _ask(loop: DemoLoop) -> None:
    """Two questions about the third stage, of which one is answered."""
    packet_build(application_id=loop.application.pk, at=loop.at)
    first, second, *_ = Scorecard.objects.filter(
        application=loop.application, visit__stage__slug="leadership"
    ).order_by("pk")
    questions = (
        (
            first,
            "impact",
            "Which part of the result did they measure themselves, and against which baseline?",
        ),
        (second, "judgment", "What would have made them turn back? I could not find it in your notes."),
    )
    for scorecard, competency, question in questions:
        clarification_ask(
            actor=loop.cast.bar_raisers[0],
            at=loop.at,
            application=loop.application,
            scorecard=scorecard,
            competency=competency,
            question=question,
        )
    answered = Clarification.objects.get(scorecard=first)
    clarification_answer(
        actor=first.interviewer,
        at=loop.at + timedelta(hours=1),
        clarification=answered,
        answer="The lift in completed views, against the four weeks before. They ran the test themselves.",
        corrected=None,
    )
    packet_build(application_id=loop.application.pk, at=loop.at + timedelta(hours=1))


def verdict_missing(loop: DemoLoop) -> None:
    latest = loop.latest
    loop.latest -= timedelta(days=2)
    loop.pass_stages(3, STRONG)
    loop.latest = latest
    loop.pass_stage(STRONG, people=[loop.cast.bar_raisers[0]])


def verdict_in(loop: DemoLoop) -> None:
    _judge(loop, raises_impact=True)


def offer_made(loop: DemoLoop) -> None:
    _judge(loop, raises_impact=True)
    _decide(loop, DecisionResult.OFFER, "Everybody who met them would hand them the hardest part of the job.")


def verdict_of_no(loop: DemoLoop) -> None:
    _judge(loop, raises_impact=False)
    _decide(loop, DecisionResult.NO_OFFER, "Strong, and not ahead of the best person doing the job.")


def _judge(loop: DemoLoop, *, raises_impact: bool) -> None:
    verdict_missing(loop)
    verdict_give(
        actor=loop.cast.bar_raisers[0],
        at=loop.at,
        visit=loop.visit,
        packet_version=_packet_version(loop),
        raises_judgment=True,
        judgment_because="Decides with less information than most dare to, and says what would turn it.",
        raises_impact=raises_impact,
        impact_because=(
            "Two measured changes in a year, each checked by a team that had no stake in it."
            if raises_impact
            else "Two measured changes in a year. The best person on the team made three, with less help."
        ),
        critique_asked="The offline mode: should we have stopped it in its first half year?",
        critique_taken=(
            "Took it apart: named its cost for light users, said what cannot be known from outside, "
            "and proposed a test on one market first."
        ),
        must_know="",
    )


def _packet_version(loop: DemoLoop) -> int:
    packet_build(application_id=loop.application.pk, at=loop.at)
    packet = latest_packet(loop.application)
    return packet.version if packet else 0


def _decide(loop: DemoLoop, result: DecisionResult, reason: str) -> None:
    loop.wait(0.2)
    decision_record(
        actor=loop.cast.chair,
        at=loop.at,
        application=loop.application,
        result=result,
        members=[loop.cast.chair, loop.cast.bar_raisers[0]],
        reason=reason,
    )


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

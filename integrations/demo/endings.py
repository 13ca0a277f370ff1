"""The stories that reach the bar raiser: their interview, questions, the verdict and the decision."""

from datetime import timedelta

from committee.models import Clarification, DecisionResult
from committee.queries.packets import latest_packet
from committee.services.clarifications import clarification_answer, clarification_ask
from committee.services.decisions import decision_record
from committee.services.packets import packet_build
from committee.services.verdicts import verdict_give
from integrations.demo.calendar import half_hour_after, slot_after
from integrations.demo.content import DECIDED, NARROW, STRONG, Kind
from integrations.demo.loop import DemoLoop
from interviewers.models import Scorecard


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
    _pass_all(loop, STRONG)


def _pass_all(loop: DemoLoop, kind: Kind) -> None:
    latest = loop.latest
    loop.latest -= timedelta(days=2)
    loop.pass_stages(3, kind)
    loop.latest = latest
    loop.pass_stage(kind, people=[loop.cast.bar_raisers[0]])


def verdict_in(loop: DemoLoop) -> None:
    _judge(loop, raises_impact=True)


def offer_made(loop: DemoLoop) -> None:
    _judge(loop, raises_impact=True)
    _decide(loop, DecisionResult.OFFER, "Everybody who met them would hand them the hardest part of the job.")


def verdict_of_no(loop: DemoLoop) -> None:
    _judge(loop, raises_impact=False)
    _decide(loop, DecisionResult.NO_OFFER, "Strong, and not ahead of the best person doing the job.")


def _judge(loop: DemoLoop, *, raises_impact: bool) -> None:
    _pass_all(loop, DECIDED)
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

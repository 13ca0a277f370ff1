"""A loop at the bar raiser's stage with its packet built, and questions about scorecards in it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Notification, User
from candidates.models import Application, StageVisit
from committee.models import Clarification, Packet
from committee.services.clarifications import clarification_answer, clarification_ask
from committee.services.packets import packet_build
from interviewers.content import ScorecardContent
from interviewers.models import Assignment, Scorecard
from tests.committee.loops import HOUR, compute, hold_stage, plan_panel, standing, submit
from tests.factories import MONDAY, UserFactory

ASKED = MONDAY + 10 * HOUR
QUESTION = "Which of the decisions was their own?"
ANSWER = "The one about the search page; they showed me the memo."


@dataclass(frozen=True)
class Loop:
    """`visit` is the bar raiser's, `screen` the scorecard of the first stage, `panel` those of the second."""

    application: Application
    visit: StageVisit
    screen: Scorecard
    panel: list[Scorecard]

    def now(self) -> StageVisit:
        """The bar raiser's visit as it is by now."""
        return StageVisit.objects.get(pk=self.visit.pk)


def loop_at_the_bar(
    application: Application, recruiter: User, interviewer: User, people: list[User], bar_raiser: User
) -> Loop:
    """Three stages held, `interviewer` in the first, `people` in the second; the bar raiser is to score."""
    first = hold_stage(application, recruiter, [interviewer], 4)
    second = hold_stage(application, recruiter, people, 4, 5, 4)
    hold_stage(application, recruiter, [UserFactory(is_interviewer=True) for _ in range(3)], 4, 4, 4)
    visit = standing(application)
    plan_panel(visit, recruiter, [bar_raiser])
    packet_build(application_id=application.pk, at=MONDAY + 6 * HOUR)
    application.refresh_from_db()
    return Loop(
        application=application,
        visit=visit,
        screen=card_of(first),
        panel=list(Scorecard.objects.filter(visit=second).order_by("pk")),
    )


def card_of(visit: StageVisit) -> Scorecard:
    return Scorecard.objects.get(visit=visit)


def score_at_the_bar(loop: Loop, points: int = 4) -> None:
    """The bar raiser's own scorecard, and its outcome."""
    submit(Assignment.objects.open().get(visit=loop.visit), points, at=MONDAY + 7 * HOUR)
    compute(loop.visit, at=MONDAY + 8 * HOUR)


def ask(
    loop: Loop,
    actor: User,
    scorecard: Scorecard | None = None,
    *,
    competency: str = "judgment",
    question: str = QUESTION,
    at: datetime = ASKED,
) -> Clarification:
    """A question about the first stage's scorecard, or another one."""
    return clarification_ask(
        actor=actor,
        at=at,
        application=loop.application,
        scorecard=scorecard or loop.screen,
        competency=competency,
        question=question,
    )


def answer(
    asked: Clarification,
    *,
    actor: User | None = None,
    text: str = ANSWER,
    corrected: ScorecardContent | None = None,
    at: datetime = ASKED + HOUR,
) -> Clarification:
    """The author's answer, or somebody else's attempt at one."""
    return clarification_answer(
        actor=actor or asked.scorecard.interviewer,
        at=at,
        clarification=asked,
        answer=text,
        corrected=corrected,
    )


def told(person: User) -> list[str]:
    """What the person has been told of questions, the first first."""
    rows = Notification.objects.filter(recipient=person, kind="clarification").order_by("pk")
    return list(rows.values_list("subject", flat=True))


def versions(application: Application) -> int:
    """How many versions of the packet there are, once what is due is built."""
    packet_build(application_id=application.pk, at=ASKED + 2 * HOUR)
    return Packet.objects.filter(application=application).count()

"""A made loop up to the bar raiser's stage, the same in every word whenever and in whatever order played."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from accounts.models import User
from candidates.models import Application, Job, StageVisit
from candidates.services.applications import application_create
from committee.models import Packet
from committee.queries.packets import latest_packet
from committee.services.clarifications import clarification_answer, clarification_ask
from committee.services.packets import packet_build
from committee.services.profiles import top_performer_name
from interviewers.content import ScorecardContent
from interviewers.models import Assignment, Scorecard
from interviewers.services.scorecards import scorecard_submit
from tests.committee.loops import HOUR, card, compute, correct, plan_panel, stage_slug, standing
from tests.committee.teams import add_member
from tests.factories import MONDAY, CandidateFactory, UserFactory

DAY = 24 * HOUR
# Two interviewers share a name, and one writes from right to left.
PANELS = {
    "recruiter-screen": ("Grace Achterberg",),
    "product-sense": ("Søren Lindqvist", "Femi Adeyemi", "Femi Adeyemi"),
    "leadership": ("נועה לוי", "Ines Falk", "Jo Park"),
}
POINTS = {
    "recruiter-screen": ((4, 5, 4, 4),),
    "product-sense": ((4, 4, 5, 4), (5, 4, 3, 4), (4, None, 4, 4)),
    "leadership": ((5, 4, 4, 4), (4, 5, 5, 4), (4, 4, 4, 5)),
}
COMPETENCIES = ("judgment", "communication", "impact", "curiosity")


def made_loop(recruiter: User, job: Job, *, at: datetime = MONDAY, dice: Random | None = None) -> Application:
    """Three stages played, and the application at the bar raiser's; `dice` mixes whatever has no order."""
    application = application_create(
        actor=recruiter,
        at=at,
        candidate=CandidateFactory(name="Amara Okonkwo-Lindström"),
        job=job,
        cycle=None,
        referred_by=None,
        source="",
    )
    people = _mixed([(slug, number) for slug, names in PANELS.items() for number in range(len(names))], dice)
    by_place = {place: _interviewer(*place) for place in people}
    for day, slug in enumerate(PANELS):
        visit = standing(application)
        assert stage_slug(visit) == slug
        panel = [by_place[slug, number] for number in range(len(PANELS[slug]))]
        _play(visit, recruiter, panel, at + day * DAY, dice)
    application.refresh_from_db()
    return application


def _mixed(rows: Sequence[tuple[str, int]], dice: Random | None) -> list[tuple[str, int]]:
    return dice.sample(rows, len(rows)) if dice else list(rows)


def _interviewer(slug: str, number: int) -> User:
    return UserFactory(name=PANELS[slug][number], email=f"{slug}{number}@example.com", is_interviewer=True)


def _play(visit: StageVisit, recruiter: User, panel: list[User], at: datetime, dice: Random | None) -> None:
    slug = stage_slug(visit)
    cards = {person.pk: _content(visit, slug, number) for number, person in enumerate(panel)}
    asked = plan_panel(visit, recruiter, dice.sample(panel, len(panel)) if dice else panel, at=at)
    for assignment in dice.sample(asked, len(asked)) if dice else asked:
        _hand_in(assignment, cards[assignment.interviewer_id], at + 4 * HOUR)
        compute(visit, at=at + 5 * HOUR)


def _content(visit: StageVisit, slug: str, number: int) -> ScorecardContent:
    content = card(visit, dict(zip(COMPETENCIES, POINTS[slug][number], strict=True)))
    if slug == "leadership" and number == 0:
        ticked = frozenset({"clear-ownership", "no-concrete-artefact"})
        return replace(
            content,
            signals=ticked,
            measures={"context-share": 35},
            why_high={"judgment": "The memo came a day later."},
            asked=frozenset({1, 3}),
        )
    return content


def _hand_in(assignment: Assignment, content: ScorecardContent, at: datetime) -> None:
    assignment.refresh_from_db()
    scorecard_submit(actor=assignment.interviewer, at=at, assignment=assignment, content=content)


def card_of(application: Application, name: str) -> Scorecard:
    """The scorecard of the only interviewer who is called this."""
    return Scorecard.objects.get(application=application, interviewer__name=name)


def correct_score(application: Application, name: str, *, at: datetime, **points: int) -> None:
    """The interviewer corrects these scores of theirs, and the outcome is computed."""
    scorecard = card_of(application, name)
    slug, number = next((slug, names.index(name)) for slug, names in PANELS.items() if name in names)
    values = dict(zip(COMPETENCIES, POINTS[slug][number], strict=True)) | points
    correct(scorecard, values, at=at)
    compute(scorecard.visit, at=at + HOUR)


def ask_and_answer(
    application: Application, bar_raiser: User, name: str, *, at: datetime, answer: str = "After the launch."
) -> None:
    """A question on judgment, answered without a correction."""
    scorecard = card_of(application, name)
    asked = clarification_ask(
        actor=bar_raiser,
        at=at,
        application=application,
        scorecard=scorecard,
        competency="judgment",
        question="When did they write the memo?",
    )
    clarification_answer(
        actor=scorecard.interviewer, at=at + HOUR, clarification=asked, answer=answer, corrected=None
    )


def set_the_bar(job: Job, chair: User, *, at: datetime = MONDAY) -> None:
    """Two on the team, one of them its top performer."""
    add_member(chair, job.team, "Mara Member", at=at, judgment=4, communication=3, impact=4, curiosity=3)
    top = add_member(
        chair, job.team, "Toni Top", at=at, judgment=5, communication=4, impact=5, curiosity=None
    )
    top_performer_name(actor=chair, at=at, team=job.team, member=top)


def seat_bar_raiser(
    application: Application, recruiter: User, bar_raiser: User, *, at: datetime
) -> Assignment:
    [assignment] = plan_panel(standing(application), recruiter, [bar_raiser], at=at)
    return assignment


def build(application: Application, *, at: datetime) -> Packet | None:
    return packet_build(application_id=application.pk, at=at)


def content_of(application: Application) -> Packet:
    """The latest packet, which there is."""
    packet = latest_packet(application)
    assert packet is not None
    return packet

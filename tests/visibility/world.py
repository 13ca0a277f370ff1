"""One application in each state of its life, and people who stand to it in every way there is."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import Notification, NotificationKind, User
from accounts.notify import notification_add
from candidates.models import (
    Application,
    Job,
    JobRecruiter,
    Recusal,
    StageVisit,
)
from candidates.services.applications import (
    application_create,
    application_hold,
    application_withdraw,
)
from candidates.services.recusal import recusal_declare
from committee.models import Clarification, TeamMember
from committee.services.clarifications import clarification_ask
from committee.services.outcomes import outcome_compute
from committee.services.packets import packet_build
from interviewers.content import ScorecardContent
from interviewers.models import Assignment, Interview, Scorecard
from interviewers.services.interviews import interview_schedule
from interviewers.services.scorecards import scorecard_submit
from rubrics.models import Rubric
from rubrics.queries import stored_rubric
from tests.committee.verdicts import decide, give_verdict
from tests.factories import CandidateFactory, HiringCycleFactory, JobFactory, UserFactory

# The capacities, in the order of the matrix's columns.
CAPACITIES = (
    "anonymous",
    "stranger",  # an interviewer without a part in this application
    "blind",  # an interviewer whose scorecard here is open
    "scored",  # an interviewer whose only scorecard here is in
    "bar_raiser",  # assigned to the bar-raiser stage, once there is one
    "recruiter",  # of this job
    "other_recruiter",  # of another job
    "blind_recruiter",  # of this job, with an open scorecard of their own
    "manager",  # the job's hiring manager
    "other_manager",  # another job's hiring manager
    "chair",
    "administrator",
    "auditor",
    "recused_recruiter",  # of this job, with a declared conflict
    "recused_chair",
)
STATES = ("fresh", "scoring", "stopped", "held", "withdrawn", "bar_raiser", "complete", "decided")
# In these states nobody's scorecard is open, so nobody is blind.
WITHOUT_BLIND = frozenset({"fresh", "withdrawn", "bar_raiser", "complete", "decided"})

CANDIDATE = "Quintessa Vandermolen"  # a name that stands on no page by chance
EVIDENCE = "Evidence-of-a-scorecard-that-is-in"
STRONG, WEAK = 4, 1


@dataclass
class World:
    """`people` by capacity; the objects are those of the application's latest stage."""

    state: str
    people: dict[str, User]
    job: Job
    application: Application
    visit: StageVisit
    interview: Interview | None = None
    assignments: dict[str, Assignment] = field(default_factory=dict)
    extras: dict[str, UUID] = field(default_factory=dict)  # what else there is, by its kind

    def capacities(self) -> list[str]:
        """The capacities that exist in this state."""
        absent = {"blind", "blind_recruiter"} if self.state in WITHOUT_BLIND else set()
        if self.state not in ("bar_raiser", "complete", "decided"):
            absent.add("bar_raiser")
        if self.state == "fresh":
            absent.add("scored")
        return [capacity for capacity in CAPACITIES if capacity not in absent]


def build_world(state: str, rubric: Rubric) -> World:
    """The world with its application in `state`, played through the services."""
    at = timezone.now() - timedelta(days=10)
    people = _people()
    job = JobFactory(rubric=rubric, recruiter=people["recruiter"], hiring_manager=people["manager"])
    for capacity in ("blind_recruiter", "recused_recruiter"):
        JobRecruiter.objects.create(job=job, user=people[capacity])
    JobFactory(rubric=rubric, recruiter=people["other_recruiter"], hiring_manager=people["other_manager"])
    cv = ContentFile(b"%PDF-1.4", name="cv.pdf")
    candidate = CandidateFactory(name=CANDIDATE, email="quintessa@example.org", cv=cv, cv_name="cv.pdf")
    application = application_create(
        actor=people["recruiter"],
        at=at,
        candidate=candidate,
        job=job,
        cycle=None,
        referred_by=None,
        source="",
    )
    world = World(state, people, job, application, _visit(application))
    _play(world, at)
    _recuse(world)
    world.application.refresh_from_db()
    world.visit = StageVisit.objects.filter(application=application).latest("pk")
    world.interview = Interview.objects.filter(visit__application=application).last()
    for assignment in Assignment.objects.filter(application=application).order_by("pk"):
        for capacity, user in people.items():
            if assignment.interviewer_id == user.pk:
                world.assignments[capacity] = assignment
    _add_extras(world)
    return world


def _add_extras(world: World) -> None:
    """What some addresses are about besides the application."""
    recruiter = world.people["recruiter"]
    notification_add(
        recipients=[recruiter],
        kind=NotificationKind.PIPELINE,
        key="matrix",
        subject=f"{CANDIDATE} needs a step",
        body="",
        at=timezone.now(),
        scope=world.application.uuid,
    )
    world.extras = {
        "cycle": HiringCycleFactory().uuid,
        "recusal": Recusal.objects.get(user=world.people["recused_recruiter"]).uuid,
        "inbox": Notification.objects.get(recipient=recruiter, key="matrix").uuid,
        "member": TeamMember.objects.create(
            team=world.job.team, name="Toni Member", joined_at=timezone.now()
        ).uuid,
    }
    if asked := Clarification.objects.filter(application=world.application).first():
        world.extras["clarification"] = asked.uuid


def _people() -> dict[str, User]:
    roles: dict[str, dict[str, bool]] = {
        "stranger": {"is_interviewer": True},
        "blind": {"is_interviewer": True},
        "scored": {"is_interviewer": True},
        "extra": {"is_interviewer": True},
        "bar_raiser": {"is_interviewer": True, "is_bar_raiser": True},
        "recruiter": {"is_recruiter": True},
        "other_recruiter": {"is_recruiter": True},
        "blind_recruiter": {"is_recruiter": True, "is_interviewer": True},
        "manager": {},
        "other_manager": {},
        "chair": {"is_chair": True},
        "administrator": {"is_administrator": True},
        "auditor": {"is_auditor": True},
        "recused_recruiter": {"is_recruiter": True},
        "recused_chair": {"is_chair": True},
    }
    return {
        capacity: UserFactory(name=f"The {capacity}", email=f"{capacity}@example.com", **flags)
        for capacity, flags in roles.items()
    }


def _play(world: World, at: datetime) -> None:
    people, state = world.people, world.state
    if state == "fresh":
        return
    _score(world, at, ["scored"], STRONG)
    if state in ("scoring", "held", "withdrawn"):
        _score(world, at, ["extra"], STRONG, waiting=["blind", "blind_recruiter"])
    elif state == "stopped":
        # The gate stops early: the two that are out could not lift it. The interviews were held.
        _score(world, at, ["extra", "more", "most"], WEAK, waiting=["blind", "blind_recruiter"])
    else:
        _score(world, at, ["extra", "more", "most"], STRONG)
        _score(world, at, ["one", "two", "three"], STRONG)
    if state == "held":
        application_hold(
            actor=people["recruiter"], at=at, application=world.application, reason="Waits for us."
        )
    if state == "withdrawn":
        application_withdraw(
            actor=people["recruiter"], at=at, application=world.application, reason="Another offer."
        )
    if state == "bar_raiser":
        _score(world, at, [], STRONG, waiting=["bar_raiser"])
        packet_build(application_id=world.application.pk, at=at)
        clarification_ask(
            actor=people["bar_raiser"],
            at=at,
            application=world.application,
            scorecard=Scorecard.objects.get(interviewer=people["scored"]),
            competency="",
            question="Which part of it was their own?",
        )
    if state in ("complete", "decided"):
        _score(world, at, ["bar_raiser"], STRONG)
        give_verdict(people["bar_raiser"], _visit(world.application), at=at, because="Because of the memo.")
    if state == "decided":
        decide(people["chair"], world.application, at=at)


def _score(
    world: World, at: datetime, scored: list[str], points: int, waiting: list[str] | None = None
) -> None:
    """Holds the interviews of the open stage; `scored` hand theirs in, `waiting` do not."""
    for name in scored:
        if name not in world.people:
            world.people[name] = UserFactory(is_interviewer=True)
    panel = [world.people[name] for name in [*scored, *(waiting or [])]]
    visit = _visit(world.application)
    began = at - timedelta(days=1)
    interview_schedule(
        actor=world.people["recruiter"], at=began, visit=visit, starts_at=began, interviewers=panel
    )
    for name in scored:
        assignment = Assignment.objects.get(visit=visit, interviewer=world.people[name])
        scorecard_submit(
            actor=world.people[name], at=at, assignment=assignment, content=_content(visit, points)
        )
        outcome_compute(visit_id=visit.pk, at=at)


def _content(visit: StageVisit, points: int) -> ScorecardContent:
    stage = stored_rubric(visit.rubric_id).stage_plan(visit.stage_id)
    return ScorecardContent(
        values=dict.fromkeys(stage.competencies, 100 * points),
        evidence=dict.fromkeys(stage.competencies, EVIDENCE),
        why_not={},
        why_high={},
        signals=frozenset(),
        measures={},
        summary=EVIDENCE,
    )


def _visit(application: Application) -> StageVisit:
    return StageVisit.objects.open().select_related("application").get(application=application)


def _recuse(world: World) -> None:
    for capacity in ("recused_recruiter", "recused_chair"):
        recusal_declare(
            actor=world.people[capacity],
            at=timezone.now(),
            application=world.application,
            reason="We are related.",
        )

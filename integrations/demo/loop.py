"""One candidate of the running cycle, played through the services as the people concerned would."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from candidates.models import Application, HiringCycle, Job, StageVisit
from candidates.services.applications import application_create
from candidates.services.people import CandidateContent, candidate_create
from committee.services.outcomes import outcome_compute
from integrations.demo.content import demo_content
from interviewers.models import Assignment, Scorecard
from interviewers.services.interviews import interview_schedule
from interviewers.services.scorecards import scorecard_submit
from rubrics.plan import StagePlan
from rubrics.queries import stored_rubric


@dataclass
class Cast:
    """Who plays: `now` is the present, and nothing but interviews ahead happens after it."""

    random: Random
    now: datetime
    cycle: HiringCycle
    recruiter: User
    chair: User
    interviewers: Sequence[User]
    bar_raisers: Sequence[User]


class DemoLoop:
    """A candidate's application, moved on step by step; `at` is the time of the story."""

    def __init__(self, cast: Cast, job: Job, name: str, days_ago: float, referred_by: User | None = None):
        self.cast = cast
        self.at = cast.now - timedelta(days=days_ago)
        content = CandidateContent(
            name=name,
            email=f"{uuid.uuid5(uuid.NAMESPACE_DNS, name).hex[:10]}@candidates.example",
            location=cast.random.choice(("Lagos", "Lisbon", "Lima", "Łódź", "London", "Lyon")),
        )
        candidate = candidate_create(
            actor=cast.recruiter, at=self.at, content=content, key=uuid.UUID(int=cast.random.getrandbits(128))
        )
        self.application: Application = application_create(
            actor=cast.recruiter,
            at=self.at,
            candidate=candidate,
            job=job,
            cycle=cast.cycle,
            referred_by=referred_by,
            source="Referral" if referred_by else cast.random.choice(("Careers page", "Sourced", "Event")),
        )

    @property
    def visit(self) -> StageVisit:
        """Where the candidate stands now."""
        return StageVisit.objects.open().select_related("application").get(application=self.application)

    @property
    def stage(self) -> StagePlan:
        return stored_rubric(self.application.rubric_id).stage_plan(self.visit.stage_id)

    def wait(self, days: float) -> None:
        """Lets time pass in the story, never beyond the present."""
        self.at = min(self.at + timedelta(days=days), self.cast.now)

    def schedule(self, people: Sequence[User], starts_at: datetime | None = None) -> list[Assignment]:
        """Sets up the interview with these people; by default half a day from the story's time."""
        visit = self.visit
        interview_schedule(
            actor=self.cast.recruiter,
            at=self.at,
            visit=visit,
            starts_at=starts_at or self.at + timedelta(hours=12),
            link="https://meet.example/" + visit.uuid.hex[:8],
            interviewers=people,
        )
        return list(Assignment.objects.live().filter(visit=visit).order_by("pk"))

    def submit(
        self,
        assignment: Assignment,
        points: Sequence[int],
        skipped: Mapping[str, str] | None = None,
        late_days: float = 0,
    ) -> Scorecard:
        """Hands in one scorecard a few hours after the interview, and lets the gate look."""
        at = min(
            max(self.at, assignment.interview.ends_at + timedelta(hours=3, days=late_days)), self.cast.now
        )
        content = demo_content(self.cast.random, self.stage, points, skipped)
        scorecard = scorecard_submit(
            actor=assignment.interviewer, at=at, assignment=assignment, content=content
        )
        # Here and now, at the story's time; the task that follows the commit finds nothing left to do.
        outcome_compute(visit_id=assignment.visit_id, at=at)
        self.at = at
        return scorecard

    def panel(self, but: Sequence[User] = ()) -> list[User]:
        """Enough people for the stage, none of whom has interviewed this candidate."""
        met = set(
            Assignment.objects.filter(application=self.application).values_list("interviewer_id", flat=True)
        )
        pool = self.cast.bar_raisers if self.stage.kind == "bar_raiser" else self.cast.interviewers
        free = [person for person in pool if person.pk not in met and person not in but]
        return self.cast.random.sample(free, self.stage.panel_size)

    def pass_stage(self, kind: Sequence[Sequence[int]], people: Sequence[User] = ()) -> None:
        """Plays the present stage to its end, with scorecards of this kind."""
        panel = [*people, *self.panel(but=people)][: self.stage.panel_size]
        for assignment, points in zip(self.schedule(panel), kind, strict=False):
            self.submit(assignment, points)
        self.wait(1)

    def pass_stages(self, number: int, kind: Sequence[Sequence[int]]) -> None:
        """Plays that many stages."""
        for _ in range(number):
            self.pass_stage(kind)

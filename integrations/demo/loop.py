"""One candidate of the running cycle, played through the services as the people concerned would."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from candidates.models import Application, HiringCycle, Job, StageVisit
from candidates.services.applications import application_create
from candidates.services.people import candidate_create
from committee.services.outcomes import outcome_compute
from integrations.demo.calendar import slot_after, slot_before
from integrations.demo.candidates import demo_candidate
from integrations.demo.content import Kind, demo_content
from interviewers.models import Assignment, Scorecard
from interviewers.services.interviews import interview_schedule
from interviewers.services.scorecards import scorecard_submit
from rubrics.plan import StagePlan
from rubrics.queries import stored_rubric

ROOMS = ("Room Douro, 2nd floor", "Room Tagus, 2nd floor", "Room Minho, 4th floor", "Studio B, ground floor")
REMOTE = 0.7  # the share of interviews by video
REFERRED = 0.2  # the share of candidates somebody here referred


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


@dataclass(frozen=True)
class Timing:
    """When a candidate applied, and when something last happened to them, in days before the present.

    `copy` counts the candidates with the same story, who differ in stage and times.
    """

    applied: float
    latest: float
    copy: int = 0


class DemoLoop:
    """A candidate's application, moved on step by step; `at` is the time of the story."""

    def __init__(self, cast: Cast, job: Job, name: str, timing: Timing):
        self.cast = cast
        self.copy = timing.copy
        self.at = cast.now - timedelta(days=timing.applied)
        self.latest = cast.now - timedelta(days=timing.latest)
        random = cast.random
        referred_by = random.choice(cast.interviewers[1:]) if random.random() < REFERRED else None
        candidate = candidate_create(
            actor=cast.recruiter,
            at=self.at,
            content=demo_candidate(random, name),
            key=uuid.UUID(int=random.getrandbits(128)),
        )
        self.application: Application = application_create(
            actor=cast.recruiter,
            at=self.at,
            candidate=candidate,
            job=job,
            cycle=cast.cycle,
            referred_by=referred_by,
            source="Referral" if referred_by else random.choice(("Careers page", "Sourced", "Event")),
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

    def slot_by(self, moment: datetime) -> datetime:
        """One of the last working times at or before `moment`."""
        return slot_before(moment - timedelta(minutes=30 * self.cast.random.randrange(8)))

    def schedule(self, people: Sequence[User], starts_at: datetime | None = None) -> list[Assignment]:
        """Sets up the interview with these people; by default at the next working time."""
        visit, remote = self.visit, self.cast.random.random() < REMOTE
        interview_schedule(
            actor=self.cast.recruiter,
            at=self.at,
            visit=visit,
            starts_at=starts_at or slot_after(self.at + timedelta(hours=12)),
            place="" if remote else self.cast.random.choice(ROOMS),
            link=f"https://meet.example/{visit.uuid.hex[:8]}" if remote else "",
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
        """Hands in one scorecard some hours after the interview, and lets the gate look."""
        hours = self.cast.random.uniform(0.3, 6) + 24 * late_days
        at = min(max(self.at, assignment.interview.ends_at + timedelta(hours=hours)), self.cast.now)
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
        pool = self.cast.bar_raisers if self.stage.is_bar_raiser else self.cast.interviewers
        free = [person for person in pool if person.pk not in met and person not in but]
        return self.cast.random.sample(free, self.stage.panel_size)

    def pass_stages(self, number: int, kind: Kind) -> None:
        """Plays that many stages to their end, evenly from the story's time to its latest event."""
        step = (self.latest - self.at) / number
        for _ in range(number):
            self.pass_stage(kind, until=self.at + step)

    def pass_stage(self, kind: Kind, people: Sequence[User] = (), until: datetime | None = None) -> None:
        """Plays the present stage to its end, by default by the story's latest event."""
        until = until or self.latest
        panel = [*people, *self.panel(but=people)][: self.stage.panel_size]
        starts_at = self.slot_by(until - timedelta(hours=8))
        if starts_at < self.at + timedelta(hours=2):
            starts_at = self.at + timedelta(hours=2)
        assignments = self.schedule(panel, starts_at)
        self.at = max(self.at, starts_at)
        points = self.cast.random.choice(kind)
        for assignment, values in zip(assignments, points, strict=False):
            self.submit(assignment, values)

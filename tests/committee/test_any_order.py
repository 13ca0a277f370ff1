"""Whatever people do, in whatever order, what the rows say of each other holds: a walk by dice."""

import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from io import StringIO
from typing import TypeVar

import pytest
from django.core.management import call_command

from accounts.models import AuditEntry, User
from candidates.models import Application, ApplicationState, Job, Participation, Recusal, StageVisit
from candidates.permissions import sight_of
from candidates.placement import placement
from candidates.services import applications as life
from candidates.services.recusal import recusal_declare, recusal_end
from candidates.services.visits import expected_scorecards
from candidates.sight import Reach
from committee.queries.sweep import stale_visits
from committee.services.outcomes import outcome_compute
from hiring.access import Refusal
from interviewers.models import Assignment, Interview, Scorecard
from interviewers.services import assignments as panels
from interviewers.services import interviews
from interviewers.services.scorecards import scorecard_correct, scorecard_submit
from rubrics.queries import stored_rubric
from tests.committee.loops import card
from tests.committee.verdicts import give_verdict
from tests.factories import MONDAY, CandidateFactory, UserFactory

HOUR = timedelta(hours=1)
STEPS = 130
Row = TypeVar("Row")


class Walk:
    """One application, the people around it, and everything they may try."""

    def __init__(self, seed: int, job: Job, recruiter: User) -> None:
        self.dice = random.Random(seed)
        self.recruiter = recruiter
        self.at: datetime = MONDAY
        self.people = [UserFactory(is_interviewer=True, is_bar_raiser=n % 2 == 0) for n in range(8)]
        self.application = life.application_create(
            actor=recruiter,
            at=MONDAY,
            candidate=CandidateFactory(),
            job=job,
            cycle=None,
            referred_by=None,
            source="",
        )

    def visit(self) -> StageVisit:
        visits = StageVisit.objects.filter(application=self.application)
        return visits.filter(left_at=None).first() or visits.latest("pk")

    def one_of(self, rows: Iterable[Row]) -> Row:
        listed = list(rows)
        if not listed:
            raise Refusal("There is none.")
        return self.dice.choice(listed)

    def open_card(self) -> Assignment:
        return self.one_of(Assignment.objects.open().filter(application=self.application))

    def interview(self) -> Interview:
        return self.one_of(Interview.objects.filter(visit=self.visit()))

    def plan(self) -> None:
        size = self.dice.randint(1, 3)
        starts_at = self.at + self.dice.choice([-3, -2, 1, 20]) * HOUR
        interviews.interview_schedule(
            actor=self.recruiter,
            at=self.at,
            visit=self.visit(),
            starts_at=starts_at,
            interviewers=self.dice.sample(self.people, size),
        )

    def move(self) -> None:
        interviews.interview_reschedule(
            actor=self.recruiter, at=self.at, interview=self.interview(), starts_at=self.at + 2 * HOUR
        )

    def call_off(self) -> None:
        interviews.interview_cancel(actor=self.recruiter, at=self.at, interview=self.interview())

    def decline(self) -> None:
        found = self.open_card()
        panels.assignment_decline(actor=found.interviewer, at=self.at, assignment=found, reason="Ill.")

    def release(self) -> None:
        panels.assignment_release(actor=self.recruiter, at=self.at, assignment=self.open_card())

    def reassign(self) -> None:
        to = self.dice.choice(self.people)
        panels.assignment_reassign(
            actor=self.recruiter, at=self.at, assignment=self.open_card(), to=to, reason=""
        )

    def submit(self) -> None:
        found = self.open_card()
        value = self.dice.choice([4, 4, 4, 4, 5, 5, 5, 3, None])
        scorecard_submit(
            actor=found.interviewer, at=self.at, assignment=found, content=card(found.visit, value)
        )

    def correct(self) -> None:
        found = self.one_of(Scorecard.objects.filter(application=self.application))
        content = card(found.visit, self.dice.choice([2, 2, 4, 4, 5]))
        scorecard_correct(
            actor=found.interviewer, at=self.at, scorecard=found, content=content, reason="I misread."
        )

    def compute(self) -> None:
        for key in StageVisit.objects.filter(computing_since__isnull=False).values_list("pk", flat=True):
            outcome_compute(visit_id=key, at=self.at)

    def compute_any(self) -> None:
        keys = list(StageVisit.objects.filter(application=self.application).values_list("pk", flat=True))
        visit = StageVisit.objects.get(pk=self.dice.choice(keys))
        if visit.submitted or visit.computing_since:
            outcome_compute(visit_id=visit.pk, at=self.at)

    def step(self) -> None:
        step = self.dice.choice(
            [
                life.application_hold,
                life.application_resume,
                life.application_resume,
                life.application_withdraw,
                life.application_resume,
                life.application_reopen,
                life.application_reopen,
                life.application_reopen,
            ]
        )
        step(actor=self.recruiter, at=self.at, application=self.application, reason="So.")

    def confirm(self) -> None:
        life.stop_confirm(actor=self.recruiter, at=self.at, visit=self.visit())

    def recuse(self) -> None:
        person = self.dice.choice(self.people)
        recusal_declare(actor=person, at=self.at, application=self.application, reason="")

    def let_back(self) -> None:
        recusal = self.one_of(Recusal.objects.filter(application=self.application, ended_at=None))
        recusal_end(actor=self.recruiter, at=self.at, recusal=recusal, reason="A mistake.")

    def judge(self) -> None:
        give_verdict(self.dice.choice(self.people), self.visit(), at=self.at)

    def everything(self) -> list[Callable[[], None]]:
        common = [self.plan, self.submit, self.submit, self.submit, self.compute, self.compute]
        rare = [self.move, self.call_off, self.decline, self.release, self.reassign, self.correct]
        rarer = [self.compute_any, self.step, self.confirm, self.recuse, self.let_back, self.judge]
        return [*common, *common, *common, *rare, self.correct, self.correct, *rarer, self.judge]

    def take(self) -> None:
        """One step; a refusal is an answer too."""
        self.at += self.dice.randint(1, 90) * timedelta(minutes=1)
        self.application = Application.objects.get(pk=self.application.pk)
        try:
            self.dice.choice(self.everything())()
        except Refusal:
            return


def latest_visits(application: Application) -> dict[int, StageVisit]:
    return {visit.stage_id: visit for visit in application.visits.order_by("attempt")}


def check_panels(application: Application) -> None:
    """What each visit says of its panel is what the assignments say."""
    for visit in application.visits.all():
        live = Assignment.objects.live().filter(visit=visit)
        waiting = set(Assignment.objects.open().filter(visit=visit).values_list("interviewer", flat=True))
        assert visit.assigned == live.count()
        assert visit.submitted == live.count() - len(waiting)
        assert visit.expected == expected_scorecards(visit, live.count())
        assert waiting <= set(visit.waiting_people.values_list("user", flat=True))


def check_parts(application: Application, people: list[User]) -> None:
    """Who takes part in what is what the assignments say, and who owes a scorecard is blind."""
    for part in Participation.objects.filter(application=application):
        own = Assignment.objects.filter(
            application=application, interviewer=part.user, capacity=part.capacity
        )
        counts = (own.open().count(), own.live().count() - own.open().count())
        assert (part.open_cards, part.submitted_cards) == counts
        assert (part.ended_at is None) == bool(sum(counts))
    for person in people:
        owed = Assignment.objects.open().filter(application=application, interviewer=person)
        if owed.filter(capacity="interviewer").exists():
            assert sight_of(person, application).results is Reach.NONE
        if Recusal.objects.filter(application=application, user=person, ended_at=None).exists():
            assert not sight_of(person, application).row
            assert not owed.exists()


def check_place(application: Application) -> None:
    """With every outcome computed, the state and the place follow from the latest ones."""
    latest = latest_visits(application)
    stages = list(stored_rubric(application.rubric_id).stage_ids.values())
    place = placement([latest[stage].result if stage in latest else "" for stage in stages])
    here = latest.get(stages[place.stage])
    standing = application.visits.filter(left_at=None).first()
    if application.state == ApplicationState.WITHDRAWN:
        assert standing is None
        assert not Assignment.objects.open().filter(application=application).exists()
    elif application.state == ApplicationState.STOPPED:
        assert place.stopped
        assert here is not None
        assert standing == (None if here.stop_confirmed_at else here)
    else:
        assert not place.stopped
        assert standing == here
    if standing is not None:
        before = [latest[stage] for stage in stages[: place.stage]]
        assert (standing.earlier_numerator, standing.earlier_denominator) == (
            (before[-1].score_numerator, before[-1].score_denominator) if before else (None, None)
        )


@pytest.mark.parametrize("seed", [0, 3, 7, 9])
def test_the_rows_hold_together(seed: int, job: Job, recruiter: User) -> None:
    walk = Walk(seed, job, recruiter)
    for number in range(STEPS):
        walk.take()
        if number % 5 == 0:
            check_panels(walk.application)
            check_parts(walk.application, walk.people)
    while StageVisit.objects.filter(computing_since__isnull=False).exists():
        walk.compute()
    application = Application.objects.get(pk=walk.application.pk)
    check_place(application)
    check_panels(application)
    assert stale_visits(0) == []
    call_command("verify_ledger", stdout=StringIO())
    assert not AuditEntry.objects.filter(scope=None).exclude(object_type="rubrics.rubric").exists()

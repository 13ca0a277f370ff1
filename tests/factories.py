"""The smallest valid row of each kind; anything a test is about, it says itself."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from candidates.models import Application, Candidate, HiringCycle, Job, JobRecruiter, Team

MONDAY = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")
    joined_at = MONDAY
    password = "!"


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    slug = factory.Sequence(lambda n: f"team-{n}")
    name = factory.Sequence(lambda n: f"Team {n}")


class HiringCycleFactory(DjangoModelFactory[HiringCycle]):
    class Meta:
        model = HiringCycle

    slug = factory.Sequence(lambda n: f"cycle-{n}")
    name = factory.Sequence(lambda n: f"Cycle {n}")
    starts_on = datetime.date(2026, 1, 1)
    ends_on = datetime.date(2026, 6, 30)


class JobFactory(DjangoModelFactory[Job]):
    """Give it a `rubric`; `recruiter=user` makes that person its recruiter."""

    class Meta:
        model = Job
        skip_postgeneration_save = True  # the hook writes another row

    slug = factory.Sequence(lambda n: f"job-{n}")
    title = factory.Sequence(lambda n: f"Product manager {n}")
    team = factory.SubFactory(TeamFactory)
    opened_at = MONDAY

    @factory.post_generation
    def recruiter(job: Job, create: bool, extracted: User | None, **kwargs: object) -> None:
        if create and extracted is not None:
            JobRecruiter.objects.create(job=job, user=extracted)


class CandidateFactory(DjangoModelFactory[Candidate]):
    class Meta:
        model = Candidate

    name = factory.Sequence(lambda n: f"Candidate {n}")
    email = factory.Sequence(lambda n: f"candidate{n}@example.org")
    email_normalised = factory.SelfAttribute("email")
    created_at = MONDAY


class ApplicationFactory(DjangoModelFactory[Application]):
    """Give it a `job`. No stage is open yet; `candidates.services.visits.visit_open` opens one."""

    class Meta:
        model = Application

    candidate = factory.SubFactory(CandidateFactory)
    job = factory.SubFactory(JobFactory)
    rubric = factory.SelfAttribute("job.rubric")
    applied_at = factory.LazyFunction(timezone.now)
    state_since = factory.SelfAttribute("applied_at")

"""The people, the rubric and the application that tests of the domain begin with."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from candidates.models import Application, Job, StageVisit
from candidates.services.visits import visit_open
from rubrics.models import Rubric
from rubrics.queries import stored_rubric
from tests.factories import MONDAY, ApplicationFactory, JobFactory, UserFactory
from tests.plugins.shipped_rubrics import published_rubric

PERSONAS: dict[str, dict[str, Any]] = {
    "administrator": {
        "name": "Ada Administrator",
        "email": "administrator@example.com",
        "is_administrator": True,
    },
    "recruiter": {"name": "Rana Recruiter", "email": "recruiter@example.com", "is_recruiter": True},
    "interviewer": {"name": "Ines Interviewer", "email": "interviewer@example.com", "is_interviewer": True},
    "other_interviewer": {"name": "Omar Other", "email": "other@example.com", "is_interviewer": True},
    "third_interviewer": {"name": "Tess Third", "email": "third@example.com", "is_interviewer": True},
    "bar_raiser": {
        "name": "Bao Barraiser",
        "email": "bar-raiser@example.com",
        "is_interviewer": True,
        "is_bar_raiser": True,
    },
    "chair": {"name": "Chloe Chair", "email": "chair@example.com", "is_chair": True},
    "auditor": {"name": "Aoki Auditor", "email": "auditor@example.com", "is_auditor": True},
    "hiring_manager": {"name": "Hugo Manager", "email": "manager@example.com"},
}


def persona(name: str) -> User:
    """The person of the fixture that is called this."""
    user: User = UserFactory(**PERSONAS[name])
    return user


@pytest.fixture(autouse=True)
def own_time_zone() -> Iterator[None]:
    """A request activates its reader's time zone; the next test starts from UTC again."""
    timezone.deactivate()
    yield
    timezone.deactivate()


@pytest.fixture
def administrator(db: None) -> User:
    return persona("administrator")


@pytest.fixture
def recruiter(db: None) -> User:
    return persona("recruiter")


@pytest.fixture
def interviewer(db: None) -> User:
    return persona("interviewer")


@pytest.fixture
def other_interviewer(db: None) -> User:
    return persona("other_interviewer")


@pytest.fixture
def third_interviewer(db: None) -> User:
    return persona("third_interviewer")


@pytest.fixture
def people(interviewer: User, other_interviewer: User, third_interviewer: User) -> list[User]:
    """The three interviewers: enough for any panel of the reference rubric."""
    return [interviewer, other_interviewer, third_interviewer]


@pytest.fixture
def bar_raiser(db: None) -> User:
    return persona("bar_raiser")


@pytest.fixture
def chair(db: None) -> User:
    return persona("chair")


@pytest.fixture
def auditor(db: None) -> User:
    return persona("auditor")


@pytest.fixture
def hiring_manager(db: None) -> User:
    return persona("hiring_manager")


@pytest.fixture
def rubric(db: None) -> Rubric:
    """The shipped reference rubric, published: four stages, four competencies, panels of 1, 3, 3 and 1."""
    return published_rubric("reference")


@pytest.fixture
def small_rubric(db: None) -> Rubric:
    """The shipped small rubric, published: three stages, three competencies, half points."""
    return published_rubric("small")


@pytest.fixture
def job(rubric: Rubric, recruiter: User, hiring_manager: User) -> Job:
    """An open job on the reference rubric, of `recruiter` and `hiring_manager`."""
    return JobFactory(rubric=rubric, recruiter=recruiter, hiring_manager=hiring_manager)


@pytest.fixture
def application(job: Job) -> Application:
    """An active application for `job`, in no stage yet."""
    return ApplicationFactory(job=job, applied_at=MONDAY)


@pytest.fixture
def visit(application: Application) -> StageVisit:
    """The application's open visit at the first stage, with nobody assigned."""
    stages = stored_rubric(application.rubric_id).stage_ids
    return visit_open(application=application, stage_id=next(iter(stages.values())), at=MONDAY)

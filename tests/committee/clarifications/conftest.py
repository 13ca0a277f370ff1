"""A loop at the bar raiser's stage, played once for a module; each test has a copy of all who are in it."""

from copy import deepcopy
from dataclasses import dataclass

import pytest

from accounts.models import User
from candidates.models import Application, Job, StageVisit
from candidates.services.visits import visit_open
from rubrics.models import Rubric
from rubrics.queries import stored_rubric
from tests.committee.questions import Loop, loop_at_the_bar
from tests.factories import MONDAY, ApplicationFactory, JobFactory
from tests.plugins.personas import persona
from tests.plugins.shipped_rubrics import published_rubric

PLAYERS = (
    "recruiter",
    "hiring_manager",
    "interviewer",
    "other_interviewer",
    "third_interviewer",
    "bar_raiser",
)


@dataclass
class Made:
    """What the fixtures of these names give elsewhere, and the loop that they play."""

    people: dict[str, User]
    rubric: Rubric
    job: Job
    application: Application
    visit: StageVisit
    loop: Loop


@pytest.fixture(scope="module")
def made(lasting_rows: None) -> Made:
    rubric = published_rubric("reference")
    people = {name: persona(name) for name in PLAYERS}
    job = JobFactory(rubric=rubric, recruiter=people["recruiter"], hiring_manager=people["hiring_manager"])
    application = ApplicationFactory(job=job, applied_at=MONDAY)
    first = next(iter(stored_rubric(rubric.pk).stage_ids.values()))
    visit = visit_open(application=application, stage_id=first, at=MONDAY)
    loop = loop_at_the_bar(
        application, people["recruiter"], people["interviewer"], _panel(people), people["bar_raiser"]
    )
    return Made(people, rubric, job, application, visit, loop)


@pytest.fixture
def here(made: Made, db: None) -> Made:
    """This test's own objects."""
    return deepcopy(made)


@pytest.fixture
def recruiter(here: Made) -> User:
    return here.people["recruiter"]


@pytest.fixture
def hiring_manager(here: Made) -> User:
    return here.people["hiring_manager"]


@pytest.fixture
def interviewer(here: Made) -> User:
    return here.people["interviewer"]


@pytest.fixture
def other_interviewer(here: Made) -> User:
    return here.people["other_interviewer"]


@pytest.fixture
def third_interviewer(here: Made) -> User:
    return here.people["third_interviewer"]


@pytest.fixture
def bar_raiser(here: Made) -> User:
    return here.people["bar_raiser"]


@pytest.fixture
def people(here: Made) -> list[User]:
    return _panel(here.people)


@pytest.fixture
def rubric(here: Made) -> Rubric:
    return here.rubric


@pytest.fixture
def job(here: Made) -> Job:
    return here.job


@pytest.fixture
def application(here: Made) -> Application:
    return here.application


@pytest.fixture
def visit(here: Made) -> StageVisit:
    return here.visit


@pytest.fixture
def loop(here: Made) -> Loop:
    """Three stages held; the bar raiser is to score."""
    return here.loop


def _panel(people: dict[str, User]) -> list[User]:
    return [people[name] for name in ("interviewer", "other_interviewer", "third_interviewer")]

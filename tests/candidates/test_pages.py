"""Who gets which page, and in how many queries."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from candidates.models import Application, Job, Participation, ParticipationCapacity, Recusal, StageVisit
from rubrics.models import Rubric
from tests.candidates.pages import (
    FORBIDDEN,
    FOUND,
    MISSING,
    MOVED,
    NOBODY,
    lasting,
    same_queries_for_three,
    signed_in,
)
from tests.factories import (
    MONDAY,
    ApplicationFactory,
    CandidateFactory,
    HiringCycleFactory,
    JobFactory,
    TeamFactory,
    UserFactory,
)

PERSONAS = ("recruiter", "administrator", "chair", "hiring_manager", "interviewer", "stranger", "auditor")
# The interviewer owes a scorecard in the application; the hiring manager's job it is.
ANSWERS = {
    "candidate_list": (200, 200, 200, 200, 200, 200, 200),
    "candidate_new": (200, 403, 403, 403, 403, 403, 403),
    "candidate": (200, 404, 200, 200, 200, 404, 404),
    "candidate_edit": (200, 404, 403, 403, 403, 404, 404),
    "application_new": (200, 404, 403, 403, 403, 404, 404),
    "application_step": (200, 404, 403, 403, 403, 404, 404),
    "recusal_new": (200, 404, 200, 200, 200, 404, 404),
    "recusal_list": (200, 404, 403, 403, 403, 404, 404),
    "job_list": (200, 200, 200, 200, 200, 200, 200),
    "job_new": (200, 200, 403, 403, 403, 403, 403),
    "job": (200, 200, 200, 200, 404, 404, 404),
    "job_edit": (200, 200, 403, 403, 404, 404, 404),
    "team_list": (200, 200, 200, 403, 403, 403, 403),
    "team_new": (200, 200, 403, 403, 403, 403, 403),
    "team": (200, 200, 200, 404, 404, 404, 404),
    "team_edit": (200, 200, 403, 404, 404, 404, 404),
    "cycle_list": (200, 200, 200, 403, 403, 403, 403),
    "cycle_new": (200, 200, 403, 403, 403, 403, 403),
    "cycle": (200, 200, 200, 404, 404, 404, 404),
    "cycle_edit": (200, 200, 403, 404, 404, 404, 404),
}


@pytest.fixture
def stranger(db: None) -> User:
    return UserFactory(is_interviewer=True, is_bar_raiser=True)


@pytest.fixture
def addresses(application: Application, interviewer: User) -> dict[str, str]:
    """Every page's address; `interviewer` owes a scorecard in the application."""
    Participation.objects.create(
        application=application,
        user=interviewer,
        capacity=ParticipationCapacity.INTERVIEWER,
        open_cards=1,
    )
    job, candidate = application.job, application.candidate
    uuids = {
        "candidate": candidate.uuid,
        "candidate_edit": candidate.uuid,
        "application_new": candidate.uuid,
        "application_step": application.uuid,
        "recusal_new": application.uuid,
        "recusal_list": application.uuid,
        "job": job.uuid,
        "job_edit": job.uuid,
        "team": job.team.uuid,
        "team_edit": job.team.uuid,
    }
    cycle = HiringCycleFactory()
    uuids |= {"cycle": cycle.uuid, "cycle_edit": cycle.uuid}
    steps = {"application_step": ["hold"]}
    return {
        name: reverse(f"candidates:{name}", args=[uuids[name], *steps.get(name, [])] if name in uuids else [])
        for name in ANSWERS
    }


@pytest.mark.parametrize("name", ANSWERS)
def test_each_page_answers_each_person_as_the_table_says(
    name: str, addresses: dict[str, str], request: pytest.FixtureRequest
) -> None:
    people = {persona: request.getfixturevalue(persona) for persona in PERSONAS}
    answers = {persona: signed_in(user).get(addresses[name]).status_code for persona, user in people.items()}
    assert answers == dict(zip(PERSONAS, ANSWERS[name], strict=True))


@pytest.mark.parametrize("name", ANSWERS)
def test_whoever_may_not_open_a_page_may_not_send_its_form(
    name: str, addresses: dict[str, str], request: pytest.FixtureRequest
) -> None:
    for persona, answer in zip(PERSONAS, ANSWERS[name], strict=True):
        if answer in (FORBIDDEN, MISSING):
            client = signed_in(request.getfixturevalue(persona))
            assert client.post(addresses[name], {}).status_code in (answer, 405), persona


@pytest.mark.parametrize("name", ["candidate", "application_step", "recusal_new", "recusal_list"])
def test_the_recused_find_nothing(
    name: str, addresses: dict[str, str], application: Application, recruiter: User
) -> None:
    Recusal.objects.create(application=application, user=recruiter, declared_at=MONDAY, declared_by=recruiter)
    assert signed_in(recruiter).get(addresses[name]).status_code == MISSING


def test_a_page_that_is_missing_looks_the_same_as_one_that_may_not_be_seen(
    addresses: dict[str, str], auditor: User
) -> None:
    client = signed_in(auditor)
    hidden = client.get(addresses["candidate"])
    missing = client.get(reverse("candidates:candidate", args=[NOBODY]))
    assert lasting(hidden) == lasting(missing)


def test_a_refusal_says_why(addresses: dict[str, str], chair: User) -> None:
    response = signed_in(chair).get(addresses["candidate_new"])
    assert "Only recruiters add and edit candidates." in response.content.decode()


def test_nobody_gets_in_without_signing_in(addresses: dict[str, str]) -> None:
    assert {Client().get(address).status_code for address in addresses.values()} == {MOVED}


@pytest.fixture
def grow(rubric: Rubric, recruiter: User, application: Application) -> Callable[[], Application]:
    """Adds one of everything a page may show: a team, a cycle, jobs, a candidate, applications, a recusal."""
    shared = HiringCycleFactory()

    def add() -> Application:
        job = JobFactory(
            rubric=rubric,
            recruiter=recruiter,
            hiring_manager=UserFactory(),
            cycle=HiringCycleFactory(),
            team=TeamFactory(lead=UserFactory()),
        )
        JobFactory(rubric=rubric, team=application.job.team, cycle=shared, hiring_manager=UserFactory())
        Recusal.objects.create(
            application=application, user=UserFactory(), declared_at=MONDAY, declared_by=recruiter
        )
        _application_in_a_stage(job, recruiter)
        _application_in_a_stage(application.job, recruiter)
        return _application_in_a_stage(job, recruiter, candidate=application.candidate)

    return add


def _application_in_a_stage(job: Job, recruiter: User, **given: object) -> Application:
    application = ApplicationFactory(job=job, **given)
    StageVisit.objects.create(
        application=application,
        job=job,
        rubric=job.rubric,
        stage=job.rubric.stages.get(position=1),
        expected=1,
        entered_at=MONDAY,
        waiting_since=MONDAY,
        due_at=MONDAY,
    )
    Participation.objects.create(
        application=application,
        user=recruiter,
        capacity=ParticipationCapacity.INTERVIEWER,
        submitted_cards=1,
    )
    return application


@pytest.mark.parametrize(
    "name",
    ["candidate_list", "job_list", "team_list", "cycle_list", "candidate", "job", "team", "recusal_list"],
)
def test_a_page_takes_as_many_queries_for_three_rows_as_for_one(
    name: str, addresses: dict[str, str], recruiter: User, grow: Callable[[], Application]
) -> None:
    assert same_queries_for_three(signed_in(recruiter), addresses[name], grow)


def test_the_jobs_of_a_cycle_take_as_many_queries_for_three_as_for_one(
    recruiter: User, rubric: Rubric
) -> None:
    cycle = HiringCycleFactory()
    assert same_queries_for_three(
        signed_in(recruiter),
        reverse("candidates:cycle", args=[cycle.uuid]),
        lambda: JobFactory(rubric=rubric, cycle=cycle, recruiter=recruiter, hiring_manager=UserFactory()),
    )


def test_duplicates_of_a_candidate_take_as_many_queries_for_three_as_for_one(recruiter: User) -> None:
    candidate = CandidateFactory()
    assert same_queries_for_three(
        signed_in(recruiter),
        reverse("candidates:candidate", args=[candidate.uuid]),
        lambda: CandidateFactory(email=candidate.email),
    )


@pytest.mark.parametrize("name", ["candidate_list", "job_list", "team_list", "cycle_list"])
@pytest.mark.parametrize("query", ["after=nonsense", "job=1&team=1&state=x&shown=x&q=%00", "q=" + "x" * 300])
def test_nonsense_in_an_address_shows_the_list(name: str, query: str, recruiter: User) -> None:
    response = signed_in(recruiter).get(reverse(f"candidates:{name}") + "?" + query)
    assert response.status_code == FOUND


@pytest.mark.parametrize("persona", ["recruiter", "chair", "interviewer"])
@pytest.mark.parametrize("name", ["candidate_list", "job_list"])
def test_an_empty_list_says_what_to_do(name: str, persona: str, request: pytest.FixtureRequest) -> None:
    page = signed_in(request.getfixturevalue(persona)).get(reverse(f"candidates:{name}"))
    assert 'class="empty"' in page.content.decode()

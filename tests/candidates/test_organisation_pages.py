"""Teams, hiring cycles and jobs in the pages."""

import uuid
from typing import Any

import pytest

from accounts.models import User
from candidates.models import HiringCycle, Job, Team
from rubrics.files import shipped_rubric
from rubrics.models import Rubric
from rubrics.services import rubric_store
from tests.candidates.pages import CONFLICT, FORBIDDEN, INVALID, MOVED, NOBODY, errors, signed_in, text
from tests.factories import (
    MONDAY,
    ApplicationFactory,
    HiringCycleFactory,
    JobFactory,
    TeamFactory,
    UserFactory,
)


@pytest.fixture
def typed(rubric: Rubric, recruiter: User) -> dict[str, Any]:
    """What a recruiter types for a job."""
    return {
        "key": str(uuid.uuid4()),
        "title": "Senior product manager",
        "level": "p6",
        "team": str(TeamFactory().uuid),
        "rubric": str(rubric.uuid),
        "cycle": "",
        "hiring_manager": "",
        "recruiters": [str(recruiter.uuid)],
    }


def test_a_team_is_added_and_edited(recruiter: User, hiring_manager: User) -> None:
    client = signed_in(recruiter)
    client.post("/teams/new/", {"name": "Discovery", "lead": str(hiring_manager.uuid)})
    team = Team.objects.get()
    assert (team.name, team.lead) == ("Discovery", hiring_manager)
    response = client.post(f"/teams/{team.uuid}/edit/", {"name": "Search", "lead": ""})
    team.refresh_from_db()
    assert (response.headers["Location"], team.name, team.lead) == (f"/teams/{team.uuid}/", "Search", None)


def test_a_team_sent_twice_is_one_and_the_second_answer_says_so(recruiter: User) -> None:
    client = signed_in(recruiter)
    client.post("/teams/new/", {"name": "Discovery"})
    again = client.post("/teams/new/", {"name": "Discovery"})
    assert (again.status_code, Team.objects.count()) == (INVALID, 1)
    assert errors(again) == {"name": ["There is already one named Discovery. Choose another name."]}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Enter the team's name."),
        ("name", "n" * 121, "Ensure this value has at most 120 characters (it has 121)."),
        ("lead", "nobody", "Choose a person from the list."),
        ("lead", NOBODY, "Choose a person from the list."),
    ],
)
def test_nonsense_for_a_team_is_answered_in_words(
    field: str, value: str, words: str, recruiter: User
) -> None:
    response = signed_in(recruiter).post("/teams/new/", {"name": "Discovery", field: value})
    assert (response.status_code, errors(response)) == (INVALID, {field: [words]})


def test_a_lead_who_has_left_can_stay_the_lead(recruiter: User) -> None:
    lead = UserFactory(is_active=False)
    team = TeamFactory(lead=lead)
    client = signed_in(recruiter)
    response = client.post(f"/teams/{team.uuid}/edit/", {"name": team.name, "lead": str(lead.uuid)})
    assert response.status_code == MOVED


def test_a_cycle_is_added_and_edited(recruiter: User) -> None:
    client = signed_in(recruiter)
    days = {"starts_on": "2026-01-01", "ends_on": "2026-06-30"}
    client.post("/cycles/new/", {"name": "First half", **days})
    cycle = HiringCycle.objects.get()
    assert str(cycle.ends_on) == "2026-06-30"
    client.post(f"/cycles/{cycle.uuid}/edit/", {"name": "First half", **days, "ends_on": "2026-07-31"})
    cycle.refresh_from_db()
    assert str(cycle.ends_on) == "2026-07-31"


@pytest.mark.parametrize(
    ("field", "value", "at", "words"),
    [
        ("name", "", "name", "Enter the cycle's name."),
        ("starts_on", "", "starts_on", "Enter the first day."),
        ("starts_on", "soon", "starts_on", "Enter a date, such as 2026-01-31."),
        ("ends_on", "2026-02-30", "ends_on", "Enter a date, such as 2026-01-31."),
        ("ends_on", "2025-12-31", "__all__", "The last day is before the first one."),
    ],
)
def test_nonsense_for_a_cycle_is_answered_in_words(
    field: str, value: str, at: str, words: str, recruiter: User
) -> None:
    form = {"name": "First half", "starts_on": "2026-01-01", "ends_on": "2026-06-30", field: value}
    response = signed_in(recruiter).post("/cycles/new/", form)
    assert (response.status_code, errors(response)) == (INVALID, {at: [words]})


def test_a_recruiter_adds_a_job(recruiter: User, typed: dict[str, Any]) -> None:
    response = signed_in(recruiter).post("/jobs/new/", typed)
    job = Job.objects.get()
    assert response.headers["Location"] == f"/jobs/{job.uuid}/"
    assert (job.title, job.level, list(job.recruiters.all())) == ("Senior product manager", "P6", [recruiter])


def test_a_job_sent_twice_is_one(recruiter: User, typed: dict[str, Any]) -> None:
    client = signed_in(recruiter)
    first, second = client.post("/jobs/new/", typed), client.post("/jobs/new/", typed)
    assert first.headers["Location"] == second.headers["Location"]
    assert Job.objects.count() == 1


def test_whoever_adds_a_job_is_offered_as_its_recruiter(recruiter: User) -> None:
    form = signed_in(recruiter).get("/jobs/new/").context["form"]
    assert form["recruiters"].value() == [recruiter.uuid]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Enter the job's title."),
        ("level", "senior", "A level is letters and a number, such as P6."),
        ("level", "<b>", "A level is letters and a number, such as P6."),
        ("team", "", "Choose a team from the list."),
        ("team", "none", "Choose a team from the list."),
        ("rubric", NOBODY, "Choose a published rubric from the list."),
        ("cycle", "x", "Choose a cycle from the list."),
        ("hiring_manager", "1", "Choose a person from the list."),
        ("recruiters", [], "Choose at least one recruiter."),
        ("recruiters", ["x"], "Choose people from the list."),
    ],
)
def test_nonsense_for_a_job_is_answered_in_words_and_what_was_typed_stays(
    field: str, value: object, words: str, recruiter: User, typed: dict[str, Any]
) -> None:
    typed["title"] = "A title of its own"
    response = signed_in(recruiter).post("/jobs/new/", typed | {field: value})
    assert (response.status_code, errors(response)) == (INVALID, {field: [words]})
    assert Job.objects.count() == 0
    if field != "title":
        assert "A title of its own" in response.content.decode()


def test_only_published_rubrics_are_offered(recruiter: User, typed: dict[str, Any]) -> None:
    draft = rubric_store(actor=None, at=MONDAY, plan=shipped_rubric("small"))
    response = signed_in(recruiter).post("/jobs/new/", typed | {"rubric": str(draft.uuid)})
    assert errors(response) == {"rubric": ["Choose a published rubric from the list."]}


def test_only_recruiters_are_offered_as_recruiters(
    recruiter: User, interviewer: User, typed: dict[str, Any]
) -> None:
    response = signed_in(recruiter).post("/jobs/new/", typed | {"recruiters": [str(interviewer.uuid)]})
    assert errors(response) == {"recruiters": ["Choose people from the list."]}


def test_an_application_under_way_keeps_its_rubric_when_the_job_gets_another(
    recruiter: User, job: Job, small_rubric: Rubric, typed: dict[str, Any]
) -> None:
    application = ApplicationFactory(job=job)
    pinned = application.rubric_id
    change = typed | {"key": str(job.uuid), "rubric": str(small_rubric.uuid)}
    signed_in(recruiter).post(f"/jobs/{job.uuid}/edit/", change)
    application.refresh_from_db()
    job.refresh_from_db()
    assert (job.rubric_id, application.rubric_id) == (small_rubric.pk, pinned)


def test_a_job_is_closed_and_reopened_by_its_recruiter(recruiter: User, job: Job) -> None:
    client = signed_in(recruiter)
    client.post(f"/jobs/{job.uuid}/close/")
    assert "it takes no more applications" in text(client, f"/jobs/{job.uuid}/")
    assert client.post(f"/jobs/{job.uuid}/close/").status_code == CONFLICT
    client.post(f"/jobs/{job.uuid}/reopen/")
    job.refresh_from_db()
    assert job.closed_at is None


def test_a_job_is_not_closed_by_a_recruiter_of_another(job: Job) -> None:
    client = signed_in(UserFactory(is_recruiter=True))
    assert client.post(f"/jobs/{job.uuid}/close/").status_code == FORBIDDEN
    assert client.get(f"/jobs/{job.uuid}/close/").status_code == 405


def test_jobs_are_searched_and_filtered(recruiter: User, job: Job, rubric: Rubric) -> None:
    closed = JobFactory(rubric=rubric, title="Closed one", closed_at=MONDAY)
    others = JobFactory(rubric=rubric, title="Somebody else's")
    client = signed_in(recruiter)

    def found(**query: str) -> list[Job]:
        return list(client.get("/jobs/", query).context["page"].rows)

    assert found() == [job, others]
    assert found(shown="closed") == [closed]
    assert found(shown="all") == [closed, job, others]
    assert found(mine="on") == [job]
    assert found(team=str(others.team.uuid)) == [others]
    assert found(q="ELSE") == [others]


def test_a_job_counts_the_applications_that_are_open(recruiter: User, job: Job) -> None:
    for state in ("active", "on_hold", "stopped", "withdrawn", "offer"):
        ApplicationFactory(job=job, state=state)
    [row] = signed_in(recruiter).get("/jobs/").context["page"].rows
    assert row.open_applications == 2


def test_teams_and_cycles_show_their_jobs(recruiter: User, rubric: Rubric) -> None:
    cycle = HiringCycleFactory()
    job = JobFactory(rubric=rubric, cycle=cycle)
    client = signed_in(recruiter)
    assert [row.open_jobs for row in client.get("/teams/").context["page"].rows] == [1]
    assert [row.jobs_in_it for row in client.get("/cycles/").context["page"].rows] == [1]
    assert client.get(f"/teams/{job.team.uuid}/").context["page"].rows == [job]
    assert client.get(f"/cycles/{cycle.uuid}/").context["page"].rows == [job]

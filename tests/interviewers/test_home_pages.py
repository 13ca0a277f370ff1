"""An interviewer's own pages: what is theirs to do, and nothing of others."""

from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from candidates.models import Candidate, Recusal, StageVisit
from candidates.services.visits import visit_open
from interviewers.models import Assignment, AssignmentState
from interviewers.queries.home import DONE_SHOWN, InterviewerHome, interviewer_home
from tests.factories import MONDAY, ApplicationFactory, UserFactory
from tests.interviewers.interviews import TUESDAY, assignment_of, hand_in, plan

NOON = TUESDAY.replace(hour=12)


@pytest.fixture
def visits(visit: StageVisit) -> list[StageVisit]:
    """Twelve candidates of the same job, each at its first stage."""
    return [visit] + [
        visit_open(
            application=ApplicationFactory(job=visit.job, applied_at=MONDAY),
            stage_id=visit.stage_id,
            at=MONDAY,
        )
        for _ in range(11)
    ]


def where(home: InterviewerHome) -> dict[str, list[str]]:
    """The candidates of each list that has any."""
    lists = {name: getattr(home, name) for name in ("overdue", "due", "today", "upcoming", "done")}
    return {name: [str(row.application.candidate) for row in rows] for name, rows in lists.items() if rows}


@pytest.mark.parametrize(
    ("at", "section"),
    [
        (MONDAY, "upcoming"),
        (TUESDAY - timedelta(hours=1), "today"),
        (TUESDAY + timedelta(minutes=10), "today"),
        (TUESDAY + timedelta(minutes=30), "due"),
        (TUESDAY + timedelta(hours=24, minutes=30), "due"),
        (TUESDAY + timedelta(hours=24, minutes=31), "overdue"),
    ],
)
def test_an_open_assignment_is_in_one_section(
    visit: StageVisit, interviewer: User, at: datetime, section: str
) -> None:
    plan(visit, interviewer)
    assert where(interviewer_home(interviewer, at)) == {section: [str(visit.application.candidate)]}


def test_today_is_the_day_where_the_person_is(visit: StageVisit) -> None:
    east = UserFactory(is_interviewer=True, time_zone="Pacific/Auckland")
    plan(visit, east, starts_at=TUESDAY.replace(hour=22))  # Wednesday in Auckland
    assert list(where(interviewer_home(east, NOON - timedelta(hours=6)))) == ["upcoming"]
    assert list(where(interviewer_home(east, NOON))) == ["today"]


def test_the_oldest_debt_comes_first(visits: list[StageVisit], interviewer: User) -> None:
    plan(visits[0], interviewer, starts_at=TUESDAY + timedelta(hours=2))
    plan(visits[1], interviewer)
    home = interviewer_home(interviewer, TUESDAY + timedelta(days=3))
    names = [str(visits[1].application.candidate), str(visits[0].application.candidate)]
    assert where(home) == {"overdue": names}


def test_only_the_latest_few_done_are_shown_at_home(visits: list[StageVisit], interviewer: User) -> None:
    for visit in visits[: DONE_SHOWN + 1]:
        plan(visit, interviewer)
        hand_in(assignment_of(visit, interviewer), NOON)
    home = interviewer_home(interviewer, NOON)
    assert (len(home.done), home.has_more_done) == (DONE_SHOWN, True)


@pytest.mark.parametrize(
    "state", [AssignmentState.DECLINED, AssignmentState.RELEASED, AssignmentState.CANCELLED]
)
def test_what_is_no_longer_theirs_is_gone(visit: StageVisit, interviewer: User, state: str) -> None:
    plan(visit, interviewer)
    Assignment.objects.update(state=state)
    assert interviewer_home(interviewer, NOON).is_empty


def test_a_recused_person_sees_nothing_of_the_application(visit: StageVisit, interviewer: User) -> None:
    plan(visit, interviewer)
    Recusal.objects.create(
        application=visit.application, user=interviewer, declared_at=NOON, declared_by=interviewer
    )
    assert interviewer_home(interviewer, NOON).is_empty


def test_the_page_shows_their_own_and_nothing_of_others(
    visit: StageVisit, interviewer: User, other_interviewer: User, client: Client
) -> None:
    plan(visit, interviewer, other_interviewer)
    hand_in(assignment_of(visit, other_interviewer), NOON)
    client.force_login(interviewer)
    page = client.get("/interviews/").content.decode()
    own = assignment_of(visit, interviewer).uuid
    assert [word in page for word in (visit.application.candidate.name, "Recruiter screen", "Room 4")] == [
        True,
        True,
        True,
    ]
    assert f'href="/scorecards/{own}/"' in page
    assert "Omar Other" not in page
    assert str(assignment_of(visit, other_interviewer).uuid) not in page


def test_times_are_in_the_readers_own_zone(visit: StageVisit, client: Client) -> None:
    person = UserFactory(is_interviewer=True, time_zone="Asia/Tokyo")
    plan(visit, person)
    client.force_login(person)
    page = client.get("/interviews/").content.decode()
    assert "3 Mar 2026, 18:00" in page
    assert "Times are in your time zone, Asia/Tokyo." in page


def test_an_empty_home_says_what_will_come(interviewer: User, client: Client) -> None:
    client.force_login(interviewer)
    assert "No interviews yet" in client.get("/interviews/").content.decode()
    assert "Nothing done yet" in client.get("/interviews/done/").content.decode()


@pytest.mark.parametrize("path", ["/interviews/", "/interviews/done/"])
def test_the_lists_take_as_many_queries_for_three_as_for_one(
    visits: list[StageVisit], interviewer: User, client: Client, path: str
) -> None:
    client.force_login(interviewer)
    counts = []
    for done, ahead in ((visits[:1], visits[1:2]), (visits[2:4], visits[4:6])):
        for visit in (*done, *ahead):
            plan(visit, interviewer)
        for visit in done:
            hand_in(assignment_of(visit, interviewer), NOON)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_home_itself_takes_three_queries(
    visits: list[StageVisit], interviewer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for visit in visits[:3]:
        plan(visit, interviewer)
    hand_in(assignment_of(visits[0], interviewer), NOON)
    with django_assert_num_queries(3):
        assert len(interviewer_home(interviewer, NOON).due) == 2


def test_declining_asks_for_the_reason(visit: StageVisit, interviewer: User, client: Client) -> None:
    plan(visit, interviewer)
    client.force_login(interviewer)
    address = f"/interviews/assignments/{assignment_of(visit, interviewer).uuid}/decline/"
    assert client.get(address).status_code == 200
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert "This field is required." in refused.content.decode()
    assert client.post(address, {"reason": "I am away"}).headers["Location"] == "/interviews/"
    assert assignment_of(visit, interviewer).close_reason == "I am away"


def test_what_one_declined_is_no_longer_there(visit: StageVisit, interviewer: User, client: Client) -> None:
    plan(visit, interviewer)
    client.force_login(interviewer)
    address = f"/interviews/assignments/{assignment_of(visit, interviewer).uuid}/decline/"
    client.post(address, {"reason": "I am away"})
    assert client.get(address).status_code == 404


def test_what_one_submitted_cannot_be_declined(visit: StageVisit, interviewer: User, client: Client) -> None:
    plan(visit, interviewer)
    assignment = assignment_of(visit, interviewer)
    hand_in(assignment, NOON)
    client.force_login(interviewer)
    answer = client.get(f"/interviews/assignments/{assignment.uuid}/decline/")
    assert answer.status_code == 403
    assert "You have submitted your scorecard, so there is nothing to decline." in answer.content.decode()


def give_cv(candidate: Candidate) -> None:
    candidate.cv_name = "lena.pdf"
    candidate.cv.save("lena.pdf", ContentFile(b"%PDF-1.7"))


def test_an_interviewer_downloads_the_cv(visit: StageVisit, interviewer: User, client: Client) -> None:
    give_cv(visit.application.candidate)
    plan(visit, interviewer)
    client.force_login(interviewer)
    address = f"/candidates/{visit.application.candidate.uuid}/cv/"
    assert f'href="{address}"' in client.get("/interviews/").content.decode()
    answer = client.get(address)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lena.pdf"'
    assert answer.getvalue() == b"%PDF-1.7"


def test_the_assignments_of_others_do_not_exist(
    visit: StageVisit, interviewer: User, other_interviewer: User, client: Client
) -> None:
    plan(visit, interviewer)
    client.force_login(other_interviewer)
    address = f"/interviews/assignments/{assignment_of(visit, interviewer).uuid}/decline/"
    assert client.get(address).status_code == 404


def test_declining_points_out_how_to_declare_a_conflict(
    visit: StageVisit, interviewer: User, client: Client
) -> None:
    plan(visit, interviewer)
    client.force_login(interviewer)
    page = client.get(f"/interviews/assignments/{assignment_of(visit, interviewer).uuid}/decline/")
    assert f'href="/applications/{visit.application.uuid}/conflict/"' in page.content.decode()


def test_interviews_are_the_home_of_an_interviewer(interviewer: User, client: Client) -> None:
    client.force_login(interviewer)
    assert client.get("/").headers["Location"] == "/interviews/"


def test_a_late_scorecard_is_marked(visit: StageVisit, interviewer: User, client: Client) -> None:
    plan(visit, interviewer)
    hand_in(assignment_of(visit, interviewer), TUESDAY + timedelta(days=2))
    client.force_login(interviewer)
    chip = '<span class="chip chip-late">Late</span>'
    assert client.get("/interviews/done/").content.decode().count(chip) == 1

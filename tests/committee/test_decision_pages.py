"""The decision on the application page: its form for chairs, and what others see of it afterwards."""

import re

import pytest
from django.test import Client

from accounts.models import User
from candidates.models import Application, StageVisit
from candidates.services.recusal import recusal_declare
from committee.models import Decision
from tests.committee.loops import hold_stage
from tests.committee.verdicts import decide, give_verdict
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def judged(cleared: StageVisit, bar_raiser: User) -> Application:
    give_verdict(bar_raiser, cleared, because="Ines heard of the failed launch.")
    return Application.objects.get(pk=cleared.application_id)


@pytest.fixture
def page(judged: Application) -> str:
    return f"/applications/{judged.uuid}/"


def answers(*members: User, **other: str) -> dict[str, object]:
    people = [str(user.uuid) for user in members]
    return {"result": "offer", "members": people, "reason": "Clear evidence.", **other}


def test_the_form_is_there_for_chairs_alone_once_the_loop_has_ended(
    judged: Application, page: str, chair: User, recruiter: User, bar_raiser: User
) -> None:
    shown = signed_in(chair).get(page).content.decode()
    assert "Record decision" in shown
    assert re.search(rf'value="{chair.uuid}"\s+checked', shown)
    assert "An offer is not possible" not in shown
    for person in (recruiter, bar_raiser):
        assert "Record decision" not in signed_in(person).get(page).content.decode()


def test_before_the_verdict_there_is_no_form(cleared: StageVisit, chair: User) -> None:
    shown = signed_in(chair).get(f"/applications/{cleared.application.uuid}/").content.decode()
    assert "Record decision" not in shown


def test_where_an_offer_is_not_possible_the_form_says_why(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, chair: User
) -> None:
    hold_stage(application, recruiter, [interviewer], 2)
    page = f"/applications/{application.uuid}/"
    shown = signed_in(chair).get(page).content.decode()
    assert "An offer is not possible:" in shown
    assert "Recruiter screen has stopped the candidate." in shown
    assert re.search(r'value="offer"\s+disabled', shown)
    answer = signed_in(chair).post(f"{page}decision/", answers(chair))
    assert answer.status_code == 422
    assert "An offer is not possible. Recruiter screen has stopped" in answer.content.decode()
    assert "Clear evidence." in answer.content.decode()


def test_the_page_leads_to_the_packet_whoever_may_read_it(
    judged: Application, page: str, chair: User, bar_raiser: User, recruiter: User, hiring_manager: User
) -> None:
    for person, may in ((chair, True), (bar_raiser, True), (recruiter, False), (hiring_manager, False)):
        assert (f'href="{page}packet/"' in signed_in(person).get(page).content.decode()) is may
    decide(chair, judged)
    assert f'href="{page}packet/"' in signed_in(hiring_manager).get(page).content.decode()


def test_the_form_records_it_and_the_page_shows_it_to_who_sees_results(
    judged: Application,
    page: str,
    chair: User,
    bar_raiser: User,
    recruiter: User,
    hiring_manager: User,
    interviewer: User,
) -> None:
    answer = signed_in(chair).post(f"{page}decision/", answers(chair, bar_raiser))
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    for person in (chair, recruiter, hiring_manager, interviewer):
        shown = signed_in(person).get(page).content.decode()
        assert "Clear evidence." in shown
        assert "Bao Barraiser, Chloe Chair" in shown
        assert "Record decision" not in shown
    read = signed_in(hiring_manager).get(page).content.decode()
    assert "Ines heard of the failed launch." in read


def test_an_unfinished_form_keeps_what_is_there(page: str, chair: User, bar_raiser: User) -> None:
    answer = signed_in(chair).post(f"{page}decision/", answers(bar_raiser, result=""))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose offer or no offer." in shown
    assert "Clear evidence." in shown
    assert re.search(rf'value="{bar_raiser.uuid}"\s+checked', shown)
    assert not re.search(rf'value="{chair.uuid}"\s+checked', shown)


def test_nobody_named_and_nonsense_named_are_said_in_words(page: str, chair: User) -> None:
    client = signed_in(chair)
    assert "Name who was present; at least one person." in words(client, page, answers())
    assert client.post(f"{page}decision/", answers() | {"members": ["nonsense"]}).status_code == 422


def words(client: Client, page: str, posted: dict[str, object]) -> str:
    return client.post(f"{page}decision/", posted).content.decode()


def test_somebody_else_is_found_by_name_with_everything_typed_kept(
    page: str, chair: User, bar_raiser: User
) -> None:
    distant = UserFactory(name="Dora Distant", is_interviewer=True)
    client = signed_in(chair)
    assert "Dora Distant" not in client.get(page).content.decode()
    asked = answers(bar_raiser, find="distant", finding="1")
    answer = client.post(f"{page}decision/", asked)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert f'value="{distant.uuid}"' in shown
    assert re.search(rf'value="{bar_raiser.uuid}"\s+checked', shown)
    assert "Clear evidence." in shown
    assert "There is a problem" not in shown
    assert not Decision.objects.exists()
    part = client.post(f"{page}decision/", asked, headers={"HX-Request": "true"}).content.decode()
    assert "Dora Distant" in part
    assert "<html" not in part


def test_who_has_a_conflict_is_not_offered_by_any_name(
    judged: Application, page: str, chair: User, interviewer: User
) -> None:
    recusal_declare(actor=interviewer, at=judged.applied_at, application=judged, reason="")
    client = signed_in(chair)
    assert str(interviewer.uuid) not in client.get(page).content.decode()
    found = words(client, page, answers(find="Ines", finding="1"))
    assert str(interviewer.uuid) not in found


def test_who_comes_second_is_told_on_the_page(judged: Application, page: str, chair: User) -> None:
    other = UserFactory(name="Olga Other", is_chair=True)
    decide(chair, judged)
    answer = signed_in(other).post(f"{page}decision/", answers(other, result="no_offer"), follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "This application is decided already by Chloe Chair: offer." in answer.content.decode()
    assert Decision.objects.get().result == "offer"


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("recruiter", 403),
        ("bar_raiser", 403),
        ("hiring_manager", 403),
        ("administrator", 404),
        ("auditor", 404),
    ],
)
def test_from_anybody_else_it_is_refused_or_not_found(
    page: str, chair: User, request: pytest.FixtureRequest, persona: str, status: int
) -> None:
    client = signed_in(request.getfixturevalue(persona))
    assert client.post(f"{page}decision/", answers(chair)).status_code == status
    assert client.post(f"{page}decision/", answers(chair, finding="1")).status_code == status


def test_a_recused_chair_finds_nothing(judged: Application, page: str, chair: User) -> None:
    recusal_declare(actor=chair, at=judged.applied_at, application=judged, reason="")
    assert signed_in(chair).post(f"{page}decision/", answers(chair)).status_code == 404


def test_reading_decides_nothing(page: str, chair: User) -> None:
    assert signed_in(chair).get(f"{page}decision/").status_code == 405

"""Who may open which address of accounts: one table."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import can_administer_people, visible_audit_entries, visible_people
from accounts.urls import urlpatterns
from tests.factories import UserFactory

CAPACITIES = ("nobody", "interviewer", "bar_raiser", "recruiter", "chair", "auditor", "administrator")
PUBLIC = dict.fromkeys(CAPACITIES, 404)  # what is asked for does not exist, or no longer
SIGNED_IN = dict.fromkeys(CAPACITIES, 200) | {"nobody": 302}
ADMINISTRATORS = dict.fromkeys(CAPACITIES, 403) | {"nobody": 302, "administrator": 200}
POST_ONLY = dict.fromkeys(CAPACITIES, 405) | {"nobody": 302}

LOOKING = {
    "welcome": PUBLIC,
    "invitation": PUBLIC,
    "person_list": SIGNED_IN,
    "person_invite": ADMINISTRATORS,
    "person": SIGNED_IN,
    "person_edit": ADMINISTRATORS,
    "invitation_resend": POST_ONLY,
    "person_deactivate": ADMINISTRATORS,
    "work_reassign": POST_ONLY,
    "person_reactivate": POST_ONLY,
    "settings": SIGNED_IN,
    "preferences": POST_ONLY,
    "inbox": SIGNED_IN,
    "inbox_read": POST_ONLY,
    "inbox_open": POST_ONLY,
    "audit": ADMINISTRATORS,
}

CHANGING_PEOPLE = ("invite", "{}/edit", "{}/resend", "{}/deactivate", "{}/reassign", "{}/reactivate")
ABSENT = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(params=CAPACITIES)
def capacity(request: pytest.FixtureRequest, administrator: User) -> str:
    return str(request.param)


@pytest.fixture
def browser(capacity: str, request: pytest.FixtureRequest) -> Client:
    client = Client()
    if capacity != "nobody":
        client.force_login(request.getfixturevalue(capacity))
    return client


def address(name: str, person: User) -> str:
    """The address called `name`; about `person` where it is about somebody."""
    (pattern,) = [str(one.pattern) for one in urlpatterns if one.name == name]
    uuid = ABSENT if name in ("invitation", "inbox_open") else str(person.uuid)
    return "/" + pattern.replace("<uuid:uuid>", uuid).replace("<str:token>", "token")


def test_every_address_has_a_row() -> None:
    assert [pattern.name for pattern in urlpatterns] == list(LOOKING)


@pytest.mark.parametrize("name", LOOKING)
def test_looking(browser: Client, capacity: str, name: str) -> None:
    someone = UserFactory(name="Somebody Else")

    assert browser.get(address(name, someone)).status_code == LOOKING[name][capacity]


@pytest.mark.parametrize("path", CHANGING_PEOPLE)
def test_changing_people_is_for_administrators(browser: Client, capacity: str, path: str) -> None:
    someone = UserFactory(name="Somebody Else")
    before = User.objects.values().get(pk=someone.pk)

    status = browser.post(f"/people/{path.format(someone.uuid)}/", {"name": ""}).status_code

    if capacity == "administrator":
        assert status in (302, 404, 422)
    else:
        assert status == (302 if capacity == "nobody" else 403)
        assert User.objects.values().get(pk=someone.pk) == before


def test_refusal_says_whom_to_ask(client: Client, recruiter: User) -> None:
    client.force_login(recruiter)

    html = client.get("/audit/").content.decode()

    assert "Only administrators manage people. Ask one of them." in html


@pytest.mark.parametrize("path", ["", "edit/", "deactivate/"])
def test_a_person_who_is_not_there_is_not_found(client: Client, administrator: User, path: str) -> None:
    client.force_login(administrator)

    assert client.get(f"/people/{ABSENT}/{path}").status_code == 404


def test_rail_offers_what_one_may_open(client: Client, administrator: User, recruiter: User) -> None:
    client.force_login(administrator)
    assert 'href="/audit/"' in client.get("/people/").content.decode()

    client.force_login(recruiter)
    html = client.get("/people/").content.decode()
    assert ('href="/audit/"' in html, 'href="/people/invite/"' in html) == (False, False)


def test_person_without_a_role_is_told_so(client: Client, db: None) -> None:
    client.force_login(UserFactory())

    assert "You have no role yet" in client.get("/").content.decode()


def test_answers_and_querysets_agree(administrator: User, recruiter: User) -> None:
    assert (bool(can_administer_people(administrator)), bool(can_administer_people(recruiter))) == (
        True,
        False,
    )
    assert set(visible_people(recruiter)) == {administrator, recruiter}
    assert not visible_audit_entries(recruiter).exists()

"""Pages about colleagues."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from accounts.models import PersonState, Role, User
from tests.accounts.costs import statements
from tests.accounts.work import Errands, registered
from tests.factories import UserFactory

FORM = {"name": "Nia New", "email": "nia@example.com", "time_zone": "Europe/Berlin"}


@pytest.fixture
def errands() -> Iterator[Errands]:
    with registered() as work:
        yield work


@pytest.fixture
def admin(client: Client, administrator: User) -> Client:
    """A browser in which the administrator is signed in."""
    client.force_login(administrator)
    return client


def listed(client: Client, query: str = "") -> list[str]:
    html = client.get(f"/people/{query}").content.decode()
    return re.findall(r"data-stop>([^<]*)</a>", html)


def said(response: Any) -> list[str]:
    """The messages of this answer, without those of earlier ones that no page has shown yet."""
    storage: Any = get_messages(response.wsgi_request)
    return [str(message) for message in storage._queued_messages]


def problems(response: Any) -> list[str]:
    return re.findall(r'<a href="#id_\w+">\s*([^<]*?)\s*</a>', response.content.decode())


def test_colleagues_are_listed_by_name(admin: Client, recruiter: User, chair: User) -> None:
    assert listed(admin) == ["Ada Administrator", "Chloe Chair", "Rana Recruiter"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=chair@", ["Chloe Chair"]),
        ("?q=nobody", []),
        ("?role=recruiter", ["Rana Recruiter"]),
        ("?state=active", ["Ada Administrator", "Chloe Chair", "Rana Recruiter"]),
        ("?state=invited", ["Nia New"]),
        ("?state=deactivated", ["Otto Out"]),
        ("?state=all&q=n", ["Ada Administrator", "Nia New", "Rana Recruiter"]),
        ("", ["Ada Administrator", "Chloe Chair", "Nia New", "Rana Recruiter"]),
        ("?role=wizard&state=asleep", ["Ada Administrator", "Chloe Chair", "Nia New", "Rana Recruiter"]),
    ],
)
def test_people_are_filtered(
    admin: Client, recruiter: User, chair: User, query: str, names: list[str]
) -> None:
    UserFactory(name="Nia New", email="nia@x.org", joined_at=None)
    UserFactory(name="Otto Out", email="otto@x.org", is_active=False)

    assert listed(admin, query) == names


def test_long_list_goes_on_on_the_next_page(admin: Client) -> None:
    for number in range(60):
        UserFactory(name=f"Person {number:02}")

    first = admin.get("/people/").content.decode()
    (following,) = re.findall(r'href="([^"]*after=[^"]*)"', first)
    names = listed(admin)
    rest = re.findall(r"data-stop>([^<]*)</a>", admin.get(following.replace("&amp;", "&")).content.decode())

    assert names + rest == ["Ada Administrator", *(f"Person {number:02}" for number in range(60))]


def test_list_costs_the_same_however_many_people(admin: Client, chair: User) -> None:
    cost_of_few = statements(admin, "/people/")
    for _ in range(3):
        UserFactory(manager=chair)

    assert statements(admin, "/people/") == cost_of_few


def test_person_page_shows_the_line_above_and_the_reports(
    client: Client, interviewer: User, chair: User, administrator: User
) -> None:
    User.objects.filter(pk=chair.pk).update(manager=administrator)
    User.objects.filter(pk=interviewer.pk).update(manager=chair)
    UserFactory(name="Rita Report", manager=interviewer)
    UserFactory(name="Otto Out", manager=interviewer, is_active=False)
    client.force_login(interviewer)

    aside = client.get(f"/people/{interviewer.uuid}/").content.decode().partition("<aside>")[2]

    names = re.findall(r'<a href="/people/[^"]*">([^<]*)</a>', aside)
    assert names == ["Chloe Chair", "Ada Administrator", "Rita Report"]


def test_person_page_costs_the_same_however_many_reports(
    admin: Client, chair: User, interviewer: User
) -> None:
    User.objects.filter(pk=chair.pk).update(manager=interviewer)
    UserFactory(manager=chair)
    cost_of_one = statements(admin, f"/people/{chair.uuid}/")
    UserFactory(manager=chair)
    UserFactory(manager=chair)

    assert statements(admin, f"/people/{chair.uuid}/") == cost_of_one


def test_open_work_is_shown_to_administrators_only(
    admin: Client, chair: User, recruiter: User, errands: Errands
) -> None:
    errands.give("Call Ana", chair)
    address = f"/people/{chair.uuid}/"
    stranger = Client()
    stranger.force_login(recruiter)

    assert "Call Ana" in admin.get(address).content.decode()
    assert "Call Ana" not in stranger.get(address).content.decode()


def test_administrator_invites(admin: Client, chair: User) -> None:
    response = admin.post(
        "/people/invite/", FORM | {"roles": ["recruiter", "auditor"], "manager": str(chair.uuid)}
    )

    person = User.objects.get(email="nia@example.com")
    assert response.headers["Location"] == f"/people/{person.uuid}/"
    assert said(response) == ["Invited. The link is on its way to nia@example.com."]
    assert (person.roles, person.manager, person.state) == (
        frozenset({Role.RECRUITER, Role.AUDITOR}),
        chair,
        PersonState.INVITED,
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"email": "chair@example.com"},
            "E-mail: Somebody with the e-mail chair@example.com is here already.",
        ),
        ({"email": "x"}, "E-mail: Enter an e-mail address, such as ada@example.org."),
        ({"name": ""}, "Name: Enter the person&#x27;s name."),
        ({"time_zone": "Mars/Olympus"}, "Time zone: Choose a time zone from the list."),
        ({"manager": "x"}, "Manager: Choose a person from the list."),
    ],
)
def test_mistake_is_named_beside_its_field(
    admin: Client, chair: User, change: dict[str, str], problem: str
) -> None:
    response = admin.post("/people/invite/", FORM | change)

    assert (response.status_code, problems(response)) == (422, [problem])
    assert User.objects.count() == 2


def test_administrator_changes_a_person(admin: Client, chair: User, interviewer: User) -> None:
    address = f"/people/{interviewer.uuid}/edit/"

    response = admin.post(address, FORM | {"roles": ["bar_raiser"], "manager": str(chair.uuid)})

    interviewer.refresh_from_db()
    assert response.headers["Location"] == f"/people/{interviewer.uuid}/"
    assert (interviewer.name, interviewer.email, interviewer.time_zone, interviewer.manager) == (
        "Nia New",
        "nia@example.com",
        "Europe/Berlin",
        chair,
    )
    assert interviewer.roles == frozenset({Role.BAR_RAISER})


def test_form_shows_the_person_as_they_are(admin: Client, chair: User, interviewer: User) -> None:
    User.objects.filter(pk=interviewer.pk).update(manager=chair, time_zone="Asia/Tokyo")

    html = admin.get(f"/people/{interviewer.uuid}/edit/").content.decode()

    assert re.findall(r'<option value="([^"]*)" selected', html) == [str(chair.uuid), "Asia/Tokyo"]
    assert re.findall(r'name="roles"[^>]*value="(\w+)"[^>]*checked', html) == ["interviewer"]


def test_line_that_would_close_is_said_beside_the_manager(
    admin: Client, chair: User, interviewer: User
) -> None:
    User.objects.filter(pk=chair.pk).update(manager=interviewer)

    response = admin.post(f"/people/{interviewer.uuid}/edit/", FORM | {"manager": str(chair.uuid)})

    assert (response.status_code, problems(response)) == (
        422,
        ["Manager: Chloe Chair reports to Ines Interviewer. Choose another manager."],
    )


def test_a_deactivated_manager_stays_until_another_is_chosen(
    admin: Client, chair: User, interviewer: User
) -> None:
    User.objects.filter(pk=interviewer.pk).update(manager=chair)
    User.objects.filter(pk=chair.pk).update(is_active=False)

    response = admin.post(f"/people/{interviewer.uuid}/edit/", FORM | {"manager": str(chair.uuid)})

    assert (response.status_code, User.objects.get(pk=interviewer.pk).manager) == (302, chair)


def test_last_administrator_cannot_be_unmade(admin: Client, administrator: User) -> None:
    response = admin.post(f"/people/{administrator.uuid}/edit/", FORM)

    assert problems(response) == [
        "Roles: Ada Administrator is the only administrator who has joined. Make somebody else one first."
    ]


def test_invitation_is_sent_again_with_a_button(admin: Client, chair: User) -> None:
    newcomer = UserFactory(email="nia@example.com", joined_at=None)

    assert said(admin.post(f"/people/{newcomer.uuid}/resend/")) == [
        "A new link is on its way to nia@example.com."
    ]
    assert said(admin.post(f"/people/{chair.uuid}/resend/")) == [
        "Chloe Chair has joined already; they can reset their password themselves."
    ]


def test_open_work_is_listed_and_reassigned_before_a_person_leaves(
    admin: Client, chair: User, recruiter: User, errands: Errands
) -> None:
    first, second = errands.give("Call Ana", chair), errands.give("Call Ben", chair)
    address = f"/people/{chair.uuid}/deactivate/"
    assert re.findall(
        r'name="works"[^>]*value="([^"]*)"[^>]*checked', admin.get(address).content.decode()
    ) == [
        str(first),
        str(second),
    ]
    assert said(admin.post(address)) == ["Chloe Chair still has open work (2). Reassign it first."]

    handed = admin.post(
        f"/people/{chair.uuid}/reassign/",
        {
            "kind": "errands",
            "works": [str(first), str(second)],
            "to": str(recruiter.uuid),
            "reason": "Leaves",
        },
    )
    assert (handed.headers["Location"], said(handed)) == (address, ["2 given to Rana Recruiter."])

    gone = Client()
    gone.force_login(chair)
    left = admin.post(address)
    assert said(left) == ["Chloe Chair is deactivated and signed out everywhere."]
    assert User.objects.get(pk=chair.pk).state == PersonState.DEACTIVATED
    assert gone.get("/inbox/").status_code == 302


def test_work_that_cannot_be_given_is_named(
    admin: Client, chair: User, recruiter: User, errands: Errands
) -> None:
    work = errands.give("Call Ana", chair)
    errands.unable.add(recruiter)
    data = {"kind": "errands", "works": [str(work)], "to": str(recruiter.uuid)}

    assert said(admin.post(f"/people/{chair.uuid}/reassign/", data)) == ["Call Ana: Rana Recruiter is away."]


def test_handing_over_asks_for_a_person_and_some_work(admin: Client, chair: User, errands: Errands) -> None:
    errands.give("Call Ana", chair)

    response = admin.post(f"/people/{chair.uuid}/reassign/", {"kind": "errands"})

    assert response.status_code == 422
    assert [words.partition(": ")[2] for words in problems(response)] == [
        "Choose what to reassign.",
        "Choose a person from the list.",
    ]


def test_a_kind_of_work_the_person_has_not_is_not_found(admin: Client, chair: User) -> None:
    assert admin.post(f"/people/{chair.uuid}/reassign/", {"kind": "errands"}).status_code == 404


def test_deactivated_person_is_let_in_again(admin: Client, chair: User) -> None:
    User.objects.filter(pk=chair.pk).update(is_active=False)

    assert admin.get(f"/people/{chair.uuid}/deactivate/").headers["Location"] == f"/people/{chair.uuid}/"
    assert said(admin.post(f"/people/{chair.uuid}/reactivate/")) == [
        "Chloe Chair can sign in again, with the roles they had."
    ]
    assert User.objects.get(pk=chair.pk).is_active

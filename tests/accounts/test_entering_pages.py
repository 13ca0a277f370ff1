"""The ways in: first run, invitation, signing in, and the addresses of allauth that are open."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.invitations import invitation_path
from accounts.models import PersonState, Role, User
from tests.factories import MONDAY, UserFactory

PASSWORD = "a long enough password"
WELCOME = {"name": "Ada", "email": "Ada@Example.com", "password": PASSWORD}

OPEN_ADDRESSES = {
    "2fa/",
    "2fa/authenticate/",
    "2fa/reauthenticate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/download/",
    "2fa/recovery-codes/generate/",
    "2fa/totp/activate/",
    "2fa/totp/deactivate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "2fa/webauthn/keys/<int:pk>/edit/",
    "2fa/webauthn/keys/<int:pk>/remove/",
    "2fa/webauthn/login/",
    "2fa/webauthn/reauthenticate/",
    "inactive/",
    "login/",
    "logout/",
    "oidc/(?P<provider_id>[^/]+)/login/",
    "oidc/(?P<provider_id>[^/]+)/login/callback/",
    "password/change/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/",
    "password/reset/key/done/",
    "password/set/",
    "reauthenticate/",
    "sso/cancelled/",
    "sso/error/",
}


@pytest.fixture
def invited(db: None) -> User:
    user = UserFactory(name="Nia New", email="nia@example.com", joined_at=None, invited_at=MONDAY)
    user.set_unusable_password()
    user.save()
    return user


def addresses(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        here = before + str(pattern.pattern).strip("^$")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here


def heading(html: str) -> str:
    (words,) = re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    return " ".join(words.split())


def sign_in(client: Client, user: User) -> Any:
    return client.post("/account/login/", {"login": user.email, "password": PASSWORD})


@pytest.mark.django_db
def test_fresh_install_leads_from_login_to_the_first_administrator(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/account/login/?next=/"
    assert client.get("/account/login/?next=/").headers["Location"] == "/welcome/"
    assert heading(client.get("/welcome/").content.decode()) == "Make the first account"


@pytest.mark.django_db
def test_first_administrator_is_made_and_signed_in(client: Client) -> None:
    response = client.post("/welcome/", WELCOME)

    user = User.objects.get()
    assert (user.email, user.roles) == ("ada@example.com", frozenset({Role.ADMINISTRATOR}))
    assert response.headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/people/"


def test_welcome_is_gone_once_there_is_an_administrator(client: Client, administrator: User) -> None:
    assert (client.get("/welcome/").status_code, client.post("/welcome/", WELCOME).status_code) == (404, 404)
    assert User.objects.count() == 1


def test_welcome_stays_while_those_who_are_here_are_no_administrators(
    client: Client, interviewer: User
) -> None:
    assert client.get("/account/login/").status_code == 200
    assert client.get("/welcome/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"password": "short"}, "This password is too short. It must contain at least 12 characters."),
        ({"password": "ada@example.com"}, "The password is too similar to the email."),
        ({"email": "ada"}, "Enter an e-mail address, such as ada@example.org."),
        ({"name": ""}, "Enter your name."),
    ],
)
def test_welcome_names_what_is_wrong(client: Client, change: dict[str, str], problem: str) -> None:
    response = client.post("/welcome/", WELCOME | change)

    assert (response.status_code, problem in response.content.decode()) == (422, True)
    assert User.objects.count() == 0


def test_invited_person_joins_and_is_signed_in(client: Client, invited: User) -> None:
    link = invitation_path(invited)
    assert heading(client.get(link).content.decode()) == "Join Hiring committee"

    response = client.post(link, {"name": "Nia Newer", "password": PASSWORD})

    invited.refresh_from_db()
    assert (response.headers["Location"], invited.name, invited.state) == (
        "/",
        "Nia Newer",
        PersonState.ACTIVE,
    )
    assert client.session["_auth_user_id"] == str(invited.pk)


def test_joining_ends_the_session_of_whoever_sat_there_before(
    client: Client, invited: User, chair: User
) -> None:
    client.force_login(chair)

    client.post(invitation_path(invited), {"name": "Nia", "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(invited.pk)


def test_weak_password_is_refused(client: Client, invited: User) -> None:
    response = client.post(invitation_path(invited), {"name": "Nia", "password": "password1234"})

    assert response.status_code == 422
    assert User.objects.get(pk=invited.pk).state == PersonState.INVITED


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"joined_at": MONDAY}, "It was used already."),
        ({"is_active": False}, "The invitation was withdrawn."),
        ({"password": "!changed"}, "It is more than seven days old, or a part of it is missing."),
    ],
)
def test_link_that_no_longer_works_says_what_to_do(
    client: Client, invited: User, change: dict[str, object], words: str
) -> None:
    link = invitation_path(invited)
    User.objects.filter(pk=invited.pk).update(**change)

    for response in (client.get(link), client.post(link, {"name": "Eve", "password": PASSWORD})):
        html = response.content.decode()
        assert (response.status_code, heading(html)) == (410, "This link no longer works")
        assert words in html
    assert "_auth_user_id" not in client.session


def test_link_to_nobody_is_not_found(client: Client, invited: User) -> None:
    link = invitation_path(invited).replace(str(invited.uuid), "00000000-0000-4000-8000-000000000000")

    assert client.get(link).status_code == 404


def test_link_is_kept_by_no_cache(client: Client, invited: User) -> None:
    assert "no-store" in client.get(invitation_path(invited)).headers["Cache-Control"]


def test_whoever_was_invited_may_also_reset_the_password_and_has_joined_then(
    client: Client, invited: User
) -> None:
    client.post("/account/password/reset/", {"email": invited.email})
    (link,) = re.findall(r"http://testserver(/account/password/reset/key/\S+)", str(mail.outbox[0].body))
    form = client.get(link, follow=True)
    client.post(
        form.redirect_chain[-1][0],
        {"password1": PASSWORD, "password2": PASSWORD},
    )

    assert sign_in(client, invited).headers["Location"] == "/"
    assert User.objects.get(pk=invited.pk).state == PersonState.ACTIVE


def test_reset_mail_speaks_our_words(client: Client, chair: User) -> None:
    client.post("/account/password/reset/", {"email": chair.email})

    (message,) = mail.outbox
    assert message.subject == "Reset your password"
    assert re.findall(r"(?i)please|thank|username|sign up|!", str(message.body)) == []


def test_a_stranger_is_written_to_by_nobody(client: Client, chair: User) -> None:
    client.post("/account/password/reset/", {"email": "stranger@example.com"})

    assert mail.outbox == []


def test_address_may_be_typed_in_capitals(client: Client, chair: User) -> None:
    chair.set_password(PASSWORD)
    chair.save()

    client.post("/account/login/", {"login": "CHAIR@Example.com", "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(chair.pk)


@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "2/m/ip"})
def test_guessing_passwords_is_slowed_down(client: Client, chair: User) -> None:
    guess = {"login": chair.email, "password": "wrong"}
    answers = [client.post("/account/login/", guess).content.decode() for _ in range(3)]

    assert ["Too many failed login attempts" in answer for answer in answers] == [False, False, True]


def test_only_these_addresses_of_allauth_are_open() -> None:
    (account,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "account/"]

    assert set(addresses([account], "")) == {f"account/{address}" for address in OPEN_ADDRESSES}


@pytest.mark.parametrize("address", ["signup/", "email/", "3rdparty/", "3rdparty/signup/", "confirm-email/"])
def test_what_is_closed_is_not_there(client: Client, chair: User, address: str) -> None:
    client.force_login(chair)

    assert client.get(f"/account/{address}").status_code == 404


@pytest.mark.parametrize("address", ["sso/cancelled/", "sso/error/", "inactive/"])
def test_end_of_single_sign_on_wears_our_look(client: Client, chair: User, address: str) -> None:
    html = client.get(f"/account/{address}").content.decode()

    assert 'class="entrance-sheet"' in html
    assert heading(html)


def test_unknown_provider_is_not_found(client: Client, chair: User) -> None:
    assert client.get("/account/oidc/nobody/login/").status_code == 404

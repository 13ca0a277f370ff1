"""allauth's pages stand in our shell, with our words."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User

PASSWORD = "a long enough password"
ENTRANCES = {
    "/account/login/": "Sign in",
    "/account/password/reset/": "Reset your password",
    "/account/password/reset/done/": "Look into your mail",
    "/account/password/reset/key/1-abc/": "This link no longer works",
    "/account/password/reset/key/done/": "Your password is saved",
    "/account/inactive/": "This account is closed",
}
OWN_PAGES = {
    "/account/password/change/": "Change your password",
    "/account/2fa/": "Two-step sign-in",
}


@pytest.fixture
def signed_in(client: Client, recruiter: User) -> Client:
    """A recruiter with a confirmed address, who has just signed in and confirmed that it is them."""
    recruiter.set_password(PASSWORD)
    recruiter.save()
    EmailAddress.objects.update_or_create(
        user=recruiter, email=recruiter.email, defaults={"verified": True, "primary": True}
    )
    client.post("/account/login/", {"login": recruiter.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def headings(html: str) -> list[str]:
    return [" ".join(words.split()) for words in re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "heading"), ENTRANCES.items())
def test_entrance_page_is_one_quiet_column(
    client: Client, recruiter: User, address: str, heading: str
) -> None:
    html = client.get(address).content.decode()

    assert headings(html) == [heading]
    assert ('class="entrance-sheet"' in html, 'class="rail"' in html) == (True, False)


@pytest.mark.parametrize(("address", "heading"), OWN_PAGES.items())
def test_page_of_ones_own_account_stands_beside_the_rail(
    signed_in: Client, address: str, heading: str
) -> None:
    html = signed_in.get(address).content.decode()

    assert headings(html) == [heading]
    assert 'class="rail"' in html
    assert re.findall(r'<nav class="tabs".*?<a href="([^"]*)"\s*aria-current', html, re.DOTALL) != []


def test_second_step_is_set_up_with_a_picture_and_the_secret_in_writing(signed_in: Client) -> None:
    html = signed_in.get("/account/2fa/totp/activate/").content.decode()

    assert headings(html) == ["Set up an authenticator app"]
    assert '<img class="qr"' in html
    assert 'id="authenticator_secret"' in html


def test_security_keys_of_allauth_wear_our_buttons(signed_in: Client) -> None:
    html = signed_in.get("/account/2fa/webauthn/add/").content.decode()

    assert len(headings(html)) == 1
    assert re.findall(r'class="(btn [^"]*)"\s*id="mfa_webauthn_add"', html) == ["btn btn-primary"]


@pytest.mark.django_db
def test_wrong_password_is_said_above_the_form(client: Client, recruiter: User) -> None:
    html = client.post("/account/login/", {"login": recruiter.email, "password": "wrong"}).content.decode()

    assert re.findall(r'class="error-summary"[^>]*>\s*<h2>([^<]*)</h2>', html) == ["There is a problem"]


@pytest.mark.django_db
def test_a_stranger_cannot_tell_whose_address_is_known(client: Client, recruiter: User) -> None:
    known = client.post("/account/password/reset/", {"email": recruiter.email})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.com"})

    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )


def test_signing_out_asks_with_a_button_and_not_with_a_link(signed_in: Client) -> None:
    asked = signed_in.get("/account/logout/").content.decode()
    signed_in.post("/account/logout/")

    assert headings(asked) == ["Sign out"]
    assert signed_in.get("/account/2fa/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("address", ENTRANCES)
def test_no_page_says_please_or_exclaims(client: Client, recruiter: User, address: str) -> None:
    text = re.sub(r"<[^>]*>", " ", client.get(address).content.decode().partition("<body")[2])

    assert re.findall(r"\bplease\b|!", text, re.IGNORECASE) == []


def test_own_keys_are_listed_with_what_they_do(signed_in: Client, recruiter: User) -> None:
    assert "You have none yet." in signed_in.get("/account/2fa/webauthn/").content.decode()
    Authenticator.objects.create(
        user=recruiter,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Key ring", "credential": {"clientExtensionResults": {"credProps": {"rk": False}}}},
    )

    html = signed_in.get("/account/2fa/webauthn/").content.decode()

    assert headings(html) == ["Passkeys and security keys"]
    assert ("Key ring" in html, "Security key, after the password" in html) == (True, True)

"""What went wrong is said in words, with a next step, even while the database is down."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from hiring import errors


@pytest.fixture
def request_of_nobody() -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]  # all that the message storage asks of it
    vars(request)["_messages"] = FallbackStorage(request)
    return request


def test_bad_request_says_that_nothing_was_changed(request_of_nobody: HttpRequest) -> None:
    response = errors.bad_request(request_of_nobody)

    assert response.status_code == 400
    assert "Nothing was changed." in response.content.decode()


def test_forbidden_gives_the_reason_in_words(request_of_nobody: HttpRequest) -> None:
    reason = PermissionError("Only the recruiter of this job assigns a panel.")

    response = errors.permission_denied(request_of_nobody, reason)

    assert response.status_code == 403
    assert "<p>Only the recruiter of this job assigns a panel.</p>" in response.content.decode()


def test_forbidden_without_a_reason_speaks_of_the_role(request_of_nobody: HttpRequest) -> None:
    assert "Your role does not include it." in errors.permission_denied(request_of_nobody).content.decode()


def test_not_found_does_not_tell_hidden_from_absent(request_of_nobody: HttpRequest) -> None:
    response = errors.not_found(request_of_nobody)

    assert response.status_code == 404
    assert "it may not be yours to see" in response.content.decode()


def test_server_error_shows_while_nothing_can_be_asked_of_the_database() -> None:
    # No database in this test: a query would fail it, as it would fail the page.
    response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


@pytest.mark.django_db
def test_server_error_asks_nobody_who_is_signed_in(
    request_of_nobody: HttpRequest, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        errors.server_error(request_of_nobody)


@pytest.mark.django_db
def test_a_form_without_its_token_says_how_to_keep_what_was_typed() -> None:
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x", "password": "y"})

    assert response.status_code == 403
    assert "copy what you typed" in response.content.decode()


@pytest.mark.parametrize("name", ["bad_request", "permission_denied", "not_found", "server_error"])
def test_every_error_page_leads_home(name: str, request_of_nobody: HttpRequest) -> None:
    assert '<a href="/">Go to your home page</a>' in getattr(errors, name)(request_of_nobody).content.decode()

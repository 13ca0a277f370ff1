"""What every request passes through: refusals in words, local time, one id."""

import logging
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils import timezone

from accounts.models import User
from hiring.access import ALLOWED, AccessRefused, Refusal, refused
from hiring.middleware import LocalTimeMiddleware
from hiring.request_id import RequestIdFilter, RequestIdMiddleware, current_request_id
from hiring.urls import handler403, handler404, handler500  # noqa: F401 - this module stands in for it
from hiring.urls import urlpatterns as house


def refusing(request: HttpRequest) -> HttpResponse:
    raise Refusal("Ana has <withdrawn>.")


def failing(request: HttpRequest) -> HttpResponse:
    raise ValueError("a mistake of ours")


urlpatterns = [path("refusing/", refusing), path("failing/", failing), *house]
here = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def own(client: Client, chair: User) -> Client:
    client.force_login(chair)
    return client


@here
def test_refusal_is_a_page_in_words(own: Client) -> None:
    response = own.post("/refusing/", headers={"Referer": "/people/"})
    html = response.content.decode()

    assert response.status_code == 409
    assert "<p>Ana has &lt;withdrawn&gt;.</p>" in html
    assert '<a href="/people/">Go back</a>' in html


@here
@pytest.mark.parametrize("referer", ["javascript:alert(1)", "https://example.org/", ""])
def test_refusal_sends_nobody_elsewhere(own: Client, referer: str) -> None:
    html = own.post("/refusing/", headers={"Referer": referer}).content.decode()

    assert '<a href="/">Go back</a>' in html


@here
def test_refusal_answers_htmx_with_the_words_alone_and_changes_nothing(own: Client) -> None:
    response = own.post("/refusing/", headers={"HX-Request": "true"})

    assert (response.status_code, response.content.decode()) == (409, "Ana has <withdrawn>.")
    assert response.headers["HX-Reswap"] == "none"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


@here
def test_a_mistake_of_ours_is_no_refusal(own: Client) -> None:
    own.raise_request_exception = False

    assert own.get("/failing/").status_code == 500


def test_access_answers_and_raises_with_its_reason() -> None:
    AccessRefused.unless(ALLOWED)
    with pytest.raises(AccessRefused) as refusal:
        AccessRefused.unless(refused("Not yours."))
    assert refusal.value.words == "Not yours."
    assert (bool(ALLOWED), bool(refused("Not yours."))) == (True, False)


def zone_for(user: User | AnonymousUser) -> str:
    request = RequestFactory().get("/")
    request.user = user
    LocalTimeMiddleware(lambda request: HttpResponse(timezone.get_current_timezone_name()))(request)
    return timezone.get_current_timezone_name()


def test_times_are_those_of_the_reader_and_no_later_reader_inherits_them() -> None:
    assert zone_for(User(time_zone="Asia/Tokyo")) == "Asia/Tokyo"
    assert zone_for(AnonymousUser()) == "UTC"


def served(given: str | None) -> tuple[str, str]:
    """The id while the request is served, and the one in the answer."""
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(current_request_id())
        return HttpResponse()

    headers = {} if given is None else {"X-Request-ID": given}
    response = RequestIdMiddleware(view)(RequestFactory().get("/", headers=headers))
    return seen[0], response.headers["X-Request-ID"]


def test_id_of_a_proxy_is_kept() -> None:
    assert served("a-1_b.2") == ("a-1_b.2", "a-1_b.2")


@pytest.mark.parametrize("given", [None, "", "two words", "x" * 65, "é", "a\tb", "<b>"])
def test_any_other_request_gets_an_id_of_its_own(given: str | None) -> None:
    inside, answered = served(given)

    assert inside == answered
    assert uuid.UUID(inside).hex == inside


def test_no_id_outside_a_request_also_after_an_error() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - the one above
        RequestIdMiddleware(view)(RequestFactory().get("/"))

    assert current_request_id() == ""


def test_every_line_of_the_log_has_the_id() -> None:
    record = logging.LogRecord("hiring", logging.INFO, "", 0, "words", None, None)
    ids = []

    def view(request: HttpRequest) -> HttpResponse:
        RequestIdFilter().filter(record)
        ids.append(record.__dict__["request_id"])
        return HttpResponse()

    RequestIdMiddleware(view)(RequestFactory().get("/", headers={"X-Request-ID": "abc"}))
    assert RequestIdFilter().filter(record)
    assert [*ids, record.__dict__["request_id"]] == ["abc", "-"]


def test_an_answer_to_htmx_is_kept_apart_from_the_page_at_the_same_address(own: Client) -> None:
    assert "HX-Request" in own.get("/pipeline/").headers["Vary"]

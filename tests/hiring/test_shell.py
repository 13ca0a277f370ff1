"""The frame around every page: rail, own menu, colours, notices, and what it costs."""

import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from hiring.navigation import RailLink

LINKS = [
    RailLink("Pipeline", "/pipeline/", "kanban", current=True),
    RailLink("Jobs", "/jobs/", "briefcase", current=False),
]


def page(user: User | None = None, **context: object) -> str:
    return render_to_string("base.html", {"user": user, "rail": LINKS, "user_menu": [], **context})


@pytest.fixture
def person() -> User:
    return User(name="Rana Recruiter", email="rana@example.com", is_recruiter=True)


def test_rail_marks_the_place_where_one_is(person: User) -> None:
    html = page(person)

    assert re.findall(r'<a class="rail-entry" href="([^"]+)" aria-current="page">', html) == ["/pipeline/"]
    assert re.findall(r'<a class="rail-entry" href="([^"]+)">', html) == ["/jobs/"]


def test_one_entry_is_marked_where_one_address_lies_below_another(client: Client, chair: User) -> None:
    User.objects.filter(pk=chair.pk).update(is_interviewer=True)
    client.force_login(chair)

    html = client.get("/calibration/mine/").content.decode()

    marked = r'<a class="rail-entry" href="([^"]+)" aria-current="page">'
    assert re.findall(marked, html) == ["/calibration/mine/"]


def test_rail_is_not_there_for_strangers() -> None:
    assert 'class="rail"' not in page()


def test_skip_link_comes_before_everything_that_can_be_reached(person: User) -> None:
    body = page(person).partition("<body")[2]

    assert re.findall(r"<(?:a|button|input)\b[^>]*>", body)[0] == '<a class="skip-link" href="#main">'
    assert body.count('id="main"') == 1


def test_own_menu_holds_the_name_the_colours_and_the_way_out(person: User) -> None:
    menu = page(person).partition('id="user-menu"')[2]

    assert "Rana Recruiter" in menu
    assert re.findall(r'<button type="button" value="(\w+)"', menu) == ["light", "dark", "system"]
    assert '<form method="post" action="/account/logout/">' in menu


def test_unread_notifications_are_counted_beside_the_menu(person: User) -> None:
    assert '3<span class="visually-hidden"> unread</span>' in page(person, unread_count=3)
    assert "unread" not in page(person, unread_count=0)


@pytest.mark.parametrize(
    ("theme", "attribute"),
    [
        ("light", ' data-bs-theme="light"'),
        ("dark", ' data-bs-theme="dark"'),
        ("system", ""),
        ("<x>", ""),
    ],
)
def test_chosen_colours_are_in_the_page_itself(theme: str, attribute: str) -> None:
    assert f'<html lang="en"{attribute}>' in page(theme=theme)


def test_made_up_data_is_labelled() -> None:
    assert ("Made-up data" in page(demo=True), "Made-up data" in page(demo=False)) == (True, False)


def test_messages_are_toasts_with_their_kind() -> None:
    notes = page(messages=[Message(constants.ERROR, "Tom is <not> free")])

    assert 'class="toast-note" data-kind="error"' in notes
    assert "Tom is &lt;not&gt; free" in notes


def test_htmx_requests_carry_the_csrf_token() -> None:
    html = render_to_string("base.html", request=RequestFactory().get("/"))

    assert re.search(r"hx-headers='{\"X-CSRFToken\": \"\w{64}\"}'", html)


def test_a_page_has_one_heading_one_main_part_and_a_language(person: User) -> None:
    html = page(person)

    assert (html.count("<h1"), html.count("<main"), html.count("<html lang")) == (1, 1, 1)


def test_frame_is_light(person: User) -> None:
    assert len(page(person).encode()) < 8_000


@pytest.mark.django_db
def test_frame_itself_asks_the_database_nothing(
    person: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        page(person, unread_count=0)


@pytest.mark.django_db
def test_nothing_on_a_page_comes_from_elsewhere(client: Client, recruiter: User) -> None:
    response = client.get("/account/login/")

    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert re.findall(r'(?:src|href)="((?:https?:)?//[^"]*)"', response.content.decode()) == []

"""Pages by key: together they are the whole list, whatever the cursor in the address."""

import base64
import json
import re
from collections.abc import Sequence

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from hiring.pagination import Page, keyset_page
from tests.factories import UserFactory

KEYS = (["name", "id"], ["-name", "-id"], ["name", "-id"], ["-time_zone", "name", "id"])


def page_at(address: str, keys: Sequence[str], size: int) -> Page[User]:
    return keyset_page(RequestFactory().get(address), User.objects.all(), keys, size)


def walk(keys: Sequence[str], size: int) -> list[list[str]]:
    """The e-mails on each page, from the first to the last."""
    page = page_at("/people/?q=a&q=b", keys, size)
    pages = [page]
    while page.next_url:
        page = page_at(page.next_url, keys, size)
        pages.append(page)
    return [[person.email for person in page.rows] for page in pages]


class PagesTogether(TestCase):
    @given(
        names=st.lists(st.sampled_from(["Ana", "Ben", "ben", "Øyvind", ""]), max_size=7),
        keys=st.sampled_from(KEYS),
        size=st.integers(1, 4),
    )
    def test_are_the_whole_list_in_order_with_no_row_twice(
        self, names: list[str], keys: list[str], size: int
    ) -> None:
        for number, name in enumerate(names):
            UserFactory(email=f"{number}@example.com", name=name)

        pages = walk(keys, size)

        whole = list(User.objects.order_by(*keys).values_list("email", flat=True))
        assert [email for page in pages for email in page] == whole
        assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1)


@pytest.fixture
def people(db: None) -> list[User]:
    return [UserFactory(name=f"Person {number}") for number in range(5)]


def cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def test_first_page_has_no_way_back_and_the_last_no_way_on(people: list[User]) -> None:
    first = page_at("/people/", ["id"], 3)
    last = page_at(first.next_url, ["id"], 3)

    assert (first.first_url, bool(first.next_url)) == ("", True)
    assert (last.first_url, last.next_url) == ("/people/", "")


def test_a_list_of_exactly_one_page_has_no_next_one(people: list[User]) -> None:
    assert page_at("/people/", ["id"], 5).next_url == ""


def test_filters_stay_in_the_address(people: list[User]) -> None:
    page = page_at("/people/?role=chair&q=a%26b", ["id"], 3)

    assert re.sub("after=[^&]+", "after=…", page.next_url) == "/people/?role=chair&q=a%26b&after=…"
    assert page_at(page.next_url, ["id"], 3).first_url == "/people/?role=chair&q=a%26b"


def test_page_still_begins_right_when_its_cursor_row_is_gone(people: list[User]) -> None:
    first = page_at("/people/", ["id"], 2)
    first.rows[-1].delete()

    assert page_at(first.next_url, ["id"], 2).rows == people[2:4]


@pytest.mark.parametrize(
    "after",
    [
        "nonsense",
        "%00",
        "é",
        cursor("Ana"),
        cursor("Ana", 1, 2),
        cursor("Ana", None),
        cursor("Ana", [1]),
        cursor("Ana", "x"),
        cursor("Ana\0", 1),
        cursor({}, 1),
        base64.urlsafe_b64encode(b"\xff").decode(),
        base64.urlsafe_b64encode(b"{}").decode(),
    ],
)
def test_cursor_that_makes_no_sense_shows_the_first_page(people: list[User], after: str) -> None:
    page = page_at(f"/people/?after={after}", ["name", "id"], 10)

    assert (page.rows, page.first_url) == (people, "")


def test_cursor_beyond_every_number_shows_nothing_more(people: list[User]) -> None:
    assert page_at(f"/people/?after={cursor('Person 9', 10**30)}", ["name", "id"], 10).rows == []

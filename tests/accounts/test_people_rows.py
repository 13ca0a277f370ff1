"""What a person's row says of itself, and that the filters say the same."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import PersonState, Role, User, validate_time_zone
from tests.factories import MONDAY, UserFactory

STATES = [
    ({"joined_at": MONDAY}, PersonState.ACTIVE),
    ({"joined_at": None}, PersonState.INVITED),
    ({"joined_at": MONDAY, "is_active": False}, PersonState.DEACTIVATED),
    ({"joined_at": None, "is_active": False}, PersonState.DEACTIVATED),
]


@pytest.mark.parametrize(("row", "state"), STATES)
def test_state_of_a_row_and_its_filter_agree(db: None, row: dict[str, object], state: PersonState) -> None:
    person = UserFactory(**row)

    assert person.state == state
    found = {state for state in PersonState if User.objects.get_queryset().in_state(state).exists()}
    assert found == {state}


def test_roles_are_named_in_one_order(chair: User) -> None:
    chair.set_roles(frozenset({Role.ADMINISTRATOR, Role.INTERVIEWER}))

    assert chair.role_labels == ["Interviewer", "Administrator"]
    assert chair.roles == {Role.INTERVIEWER, Role.ADMINISTRATOR}


@pytest.mark.parametrize("words", ["chloe", "CHAIR@", "e Ch"])
def test_people_are_found_by_a_part_of_name_or_address(chair: User, interviewer: User, words: str) -> None:
    assert list(User.objects.get_queryset().matching(words)) == [chair]


def test_no_words_find_everybody(chair: User, interviewer: User) -> None:
    assert set(User.objects.get_queryset().matching("")) == {chair, interviewer}


@pytest.mark.parametrize(
    "row",
    [{"email": "Upper@example.com"}, {"email": "chair@example.com"}],
    ids=["an address in capitals", "an address twice"],
)
def test_database_refuses(chair: User, row: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(**row)


def test_database_refuses_a_person_as_their_own_manager(chair: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=chair.pk).update(manager=chair)


def test_a_place_is_a_time_zone_and_a_made_up_one_is_not() -> None:
    validate_time_zone("Asia/Kathmandu")
    with pytest.raises(ValidationError, match="is not a known time zone"):
        validate_time_zone("Mars/Olympus")

"""Letting people go: open work first, then they are out at once, and nothing is deleted."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import AuditEntry, PersonState, User
from accounts.open_work import open_work_providers
from accounts.services.leaving import (
    HandOver,
    OpenWorkLeft,
    WorkUnknown,
    open_work_reassign,
    person_deactivate,
    person_reactivate,
)
from accounts.services.locks import LastAdministrator
from hiring.access import AccessRefused
from tests.accounts.work import Errands, registered
from tests.factories import MONDAY, UserFactory


@pytest.fixture
def errands() -> Iterator[Errands]:
    with registered() as work:
        yield work


def test_open_work_keeps_a_person_from_being_deactivated(
    administrator: User, chair: User, errands: Errands
) -> None:
    errands.give("Call Ana", chair)
    errands.give("Call Ben", chair)

    with pytest.raises(OpenWorkLeft) as refusal:
        person_deactivate(actor=administrator, at=MONDAY, user=chair)

    assert refusal.value.words == "Chloe Chair still has open work (2). Reassign it first."
    assert User.objects.get(pk=chair.pk).is_active


def test_chosen_work_is_given_with_the_reason(
    administrator: User, chair: User, recruiter: User, errands: Errands
) -> None:
    first, second = errands.give("Call Ana", chair), errands.give("Call Ben", chair)

    handed = open_work_reassign(
        actor=administrator,
        at=MONDAY,
        user=chair,
        kind="errands",
        works={first},
        to=recruiter,
        reason="Leaves on Friday",
    )

    assert handed == HandOver(1, ())
    assert {uuid: holder for uuid, (_, holder) in errands.held.items()} == {first: recruiter, second: chair}
    assert errands.reasons == ["Leaves on Friday"]


def test_work_that_cannot_be_given_stays_and_is_named(
    administrator: User, chair: User, recruiter: User, errands: Errands
) -> None:
    work = errands.give("Call Ana", chair)
    errands.unable.add(recruiter)

    handed = open_work_reassign(
        actor=administrator, at=MONDAY, user=chair, kind="errands", works={work}, to=recruiter, reason=""
    )

    assert handed == HandOver(0, ("Call Ana: Rana Recruiter is away.",))
    assert errands.held[work][1] == chair


def test_work_of_somebody_else_is_not_touched(
    administrator: User, chair: User, interviewer: User, recruiter: User, errands: Errands
) -> None:
    work = errands.give("Call Ana", interviewer)

    handed = open_work_reassign(
        actor=administrator,
        at=MONDAY,
        user=chair,
        kind="errands",
        works={work, uuid4()},
        to=recruiter,
        reason="",
    )

    assert (handed, errands.held[work][1]) == (HandOver(0, ()), interviewer)


def test_a_kind_that_nobody_registered_is_refused(administrator: User, chair: User) -> None:
    with pytest.raises(WorkUnknown):
        open_work_reassign(
            actor=administrator, at=MONDAY, user=chair, kind="?", works=set(), to=administrator, reason=""
        )


def test_kinds_are_listed_by_title(errands: Errands) -> None:
    titles = [provider.title for provider in open_work_providers()]

    assert titles == sorted(titles)
    assert "Errands" in titles


def test_deactivated_person_is_kept_and_noted(administrator: User, chair: User) -> None:
    person_deactivate(actor=administrator, at=MONDAY, user=chair)
    person_deactivate(actor=administrator, at=MONDAY + timedelta(days=1), user=chair)

    chair.refresh_from_db()
    assert (chair.state, chair.deactivated_at) == (PersonState.DEACTIVATED, MONDAY)
    assert list(AuditEntry.objects.values_list("action", "changes")) == [
        ("person.deactivate", {"active": [True, False]})
    ]


def test_deactivation_ends_every_session_at_once(administrator: User, chair: User) -> None:
    laptop, phone = Client(), Client()
    for client in (laptop, phone):
        client.force_login(chair)
        assert client.get("/inbox/").status_code == 200

    person_deactivate(actor=administrator, at=MONDAY, user=chair)

    answers = [client.get("/inbox/") for client in (laptop, phone)]
    assert [answer.headers.get("Location") for answer in answers] == ["/account/login/?next=/inbox/"] * 2


def test_deactivated_person_cannot_log_in(administrator: User, chair: User, client: Client) -> None:
    chair.set_password("a long enough password")
    chair.save()
    person_deactivate(actor=administrator, at=MONDAY, user=chair)

    client.post("/account/login/", {"login": chair.email, "password": "a long enough password"})

    assert "_auth_user_id" not in client.session


def test_last_administrator_stays(administrator: User) -> None:
    UserFactory(is_administrator=True, is_active=False)

    with pytest.raises(LastAdministrator):
        person_deactivate(actor=administrator, at=MONDAY, user=administrator)


def test_reactivated_person_has_the_roles_they_had(administrator: User, chair: User) -> None:
    roles = chair.roles
    person_deactivate(actor=administrator, at=MONDAY, user=chair)
    person_reactivate(actor=administrator, at=MONDAY, user=chair)
    person_reactivate(actor=administrator, at=MONDAY, user=chair)

    chair.refresh_from_db()
    assert (chair.state, chair.roles, chair.deactivated_at) == (PersonState.ACTIVE, roles, None)
    assert AuditEntry.objects.filter(action="person.reactivate").count() == 1


def test_only_administrators_let_people_go(recruiter: User, chair: User) -> None:
    for service in (person_deactivate, person_reactivate):
        with pytest.raises(AccessRefused):
            service(actor=recruiter, at=MONDAY, user=chair)
    with pytest.raises(AccessRefused):
        open_work_reassign(
            actor=recruiter, at=MONDAY, user=chair, kind="errands", works=set(), to=recruiter, reason=""
        )

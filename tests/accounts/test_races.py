"""Two people change people at the same instant."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection, transaction

from accounts.models import Lock, NotificationKind, Role, User
from accounts.notify import notification_add
from accounts.reporting_line import managers_above
from accounts.services.invitations import administrator_create
from accounts.services.leaving import person_deactivate
from accounts.services.notifications import notifications_send
from accounts.services.people import person_change_manager, person_change_roles
from hiring.access import Refusal
from tests.factories import MONDAY, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[str]:
    """Runs the calls in threads that start together; for each "done", or the name of its refusal."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> str:
        try:
            barrier.wait(timeout=10)
            call()
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def test_two_edits_at_once_close_no_cycle() -> None:
    administrator = UserFactory(is_administrator=True)
    for _ in range(10):
        first, second = UserFactory(), UserFactory()

        def report(person: User, manager: User) -> None:
            person_change_manager(actor=administrator, at=MONDAY, user=person, manager=manager)

        outcomes = at_once(
            lambda first=first, second=second: report(first, second),  # type: ignore[misc]
            lambda first=first, second=second: report(second, first),  # type: ignore[misc]
        )

        assert outcomes == ["ReportingLineCycle", "done"]
        managers = dict(User.objects.values_list("pk", "manager_id"))
        assert len({*managers_above(first.pk, managers), *managers_above(second.pk, managers)}) == 1


def test_first_administrator_is_one_even_when_two_ask_at_once() -> None:
    def create(email: str) -> User:
        return administrator_create(at=MONDAY, email=email, name="Ada", password="a long enough password")

    assert at_once(lambda: create("a@example.com"), lambda: create("b@example.com")) == [
        "AdministratorExists",
        "done",
    ]
    assert User.objects.count() == 1


def test_two_administrators_who_let_each_other_go_at_once_leave_one() -> None:
    first, second = UserFactory(is_administrator=True), UserFactory(is_administrator=True)

    outcomes = at_once(
        lambda: person_deactivate(actor=first, at=MONDAY, user=second),
        lambda: person_change_roles(actor=second, at=MONDAY, user=first, roles=[]),
    )

    assert outcomes == ["LastAdministrator", "done"]
    assert User.objects.with_role(Role.ADMINISTRATOR).active().count() == 1


def test_two_workers_send_no_mail_twice() -> None:
    people = [UserFactory() for _ in range(10)]
    notification_add(
        recipients=people, kind=NotificationKind.NUDGE, key="k", subject="Subject", body="Words.", at=MONDAY
    )

    at_once(lambda: notifications_send(at=MONDAY), lambda: notifications_send(at=MONDAY))

    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in people)


def test_lock_is_held_until_the_transaction_ends() -> None:
    seen: list[str] = []

    def hold(name: str) -> None:
        with transaction.atomic():
            Lock.hold("rule")
            seen.append(f"{name} in")
            seen.append(f"{name} out")

    at_once(lambda: hold("a"), lambda: hold("b"))

    assert seen in (["a in", "a out", "b in", "b out"], ["b in", "b out", "a in", "a out"])

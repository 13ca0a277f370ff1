"""Notifications: written once, mailed once, as their reader chose."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings

from accounts.models import EmailState, Notification, NotificationKind, User
from accounts.notify import notification_add
from accounts.queries.inbox import kinds_by_email, unread_count
from accounts.services.notifications import (
    ATTEMPTS,
    OPTIONAL_KINDS,
    notifications_mark_read,
    notifications_send,
    preferences_change,
)
from tests.accounts.walls import hidden_application
from tests.factories import MONDAY, UserFactory


class BrokenBackend(BaseEmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, email_messages: Any) -> int:
        raise SMTPServerDisconnected("the server hung up")


broken_mail = override_settings(EMAIL_BACKEND=f"{__name__}.BrokenBackend")


@pytest.fixture
def hidden() -> Iterator[UUID]:
    with hidden_application() as scope:
        yield scope


def tell(*recipients: User, key: str = "due:1", at: datetime = MONDAY, **changes: Any) -> None:
    notification_add(
        **{
            "recipients": recipients,
            "kind": NotificationKind.SCORECARD_DUE,
            "key": key,
            "subject": "A scorecard is due",
            "body": "By tonight.",
            "at": at,
            "url": "/interviews/",
        }
        | changes  # type: ignore[arg-type]
    )


def states() -> list[str]:
    return list(Notification.objects.order_by("id").values_list("email_state", flat=True))


def test_the_same_key_tells_a_person_once(interviewer: User, chair: User) -> None:
    tell(interviewer)
    tell(interviewer, chair, subject="Other words")

    found = Notification.objects.order_by("id").values_list("recipient", "subject")
    assert list(found) == [(interviewer.pk, "A scorecard is due"), (chair.pk, "Other words")]


def test_telling_many_is_one_insert(interviewer: User, chair: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        tell(interviewer, chair)


def test_telling_nobody_asks_the_database_nothing(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        tell()


@override_settings(SITE_URL="https://hiring.example.com")
def test_mail_holds_the_words_and_the_link(interviewer: User) -> None:
    tell(interviewer)

    assert notifications_send(at=MONDAY) == 1

    (message,) = mail.outbox
    assert (message.to, message.subject) == (["interviewer@example.com"], "A scorecard is due")
    assert message.body == "By tonight.\n\nhttps://hiring.example.com/interviews/\n"


def test_no_mail_goes_out_twice(interviewer: User) -> None:
    tell(interviewer)

    assert [notifications_send(at=MONDAY) for _ in range(2)] == [1, 0]
    assert (len(mail.outbox), states()) == (1, [EmailState.SENT])


def test_a_refused_kind_is_in_the_inbox_only(interviewer: User) -> None:
    preferences_change(actor=interviewer, by_email=set(OPTIONAL_KINDS) - {NotificationKind.SCORECARD_DUE})
    tell(interviewer)
    tell(interviewer, key="nudge", kind=NotificationKind.NUDGE, subject="Someone waits")

    assert notifications_send(at=MONDAY) == 1
    assert [message.subject for message in mail.outbox] == ["Someone waits"]
    assert (unread_count(interviewer), states()) == (2, [EmailState.NOT_WANTED, EmailState.SENT])


def test_choices_are_kept_and_can_be_changed_back(interviewer: User) -> None:
    assert kinds_by_email(interviewer) == list(OPTIONAL_KINDS)

    preferences_change(actor=interviewer, by_email=[NotificationKind.NUDGE])
    assert kinds_by_email(interviewer) == [NotificationKind.NUDGE]

    preferences_change(actor=interviewer, by_email=OPTIONAL_KINDS)
    assert kinds_by_email(interviewer) == list(OPTIONAL_KINDS)


def test_an_invitation_cannot_be_declined_and_is_not_sent_to_whoever_has_joined(interviewer: User) -> None:
    newcomer = UserFactory(joined_at=None)
    preferences_change(actor=newcomer, by_email=[])
    tell(newcomer, interviewer, kind=NotificationKind.INVITATION, url="")

    assert notifications_send(at=MONDAY) == 1
    assert [message.to for message in mail.outbox] == [[newcomer.email]]


def test_nobody_who_left_gets_mail(interviewer: User) -> None:
    tell(interviewer)
    User.objects.filter(pk=interviewer.pk).update(is_active=False)

    assert (notifications_send(at=MONDAY), states()) == (0, [EmailState.NOT_WANTED])


def test_a_subject_of_two_lines_is_sent_as_one(interviewer: User) -> None:
    tell(interviewer, subject="Ana\r\nBcc: eve@example.com")

    notifications_send(at=MONDAY)

    assert mail.outbox[0].subject == "Ana Bcc: eve@example.com"


def test_mail_that_fails_is_tried_again_later_and_later(interviewer: User) -> None:
    tell(interviewer)
    with broken_mail:
        assert [notifications_send(at=MONDAY) for _ in range(3)] == [0, 0, 0]
    assert Notification.objects.get().email_attempts == 1

    assert notifications_send(at=MONDAY + timedelta(seconds=30)) == 0
    assert notifications_send(at=MONDAY + timedelta(minutes=1)) == 1
    assert states() == [EmailState.SENT]


def test_mail_outlives_a_day_without_a_mail_server(interviewer: User) -> None:
    tell(interviewer)
    with broken_mail:
        for minutes in range(0, 24 * 60, 10):
            notifications_send(at=MONDAY + timedelta(minutes=minutes))

    assert notifications_send(at=MONDAY + timedelta(days=2)) == 1


def test_mail_is_given_up_after_the_last_attempt(interviewer: User) -> None:
    tell(interviewer)
    with broken_mail:
        for wait in ATTEMPTS:
            notifications_send(at=MONDAY + wait)

    assert states() == [EmailState.FAILED]
    assert notifications_send(at=MONDAY + timedelta(days=30)) == 0


def test_one_broken_address_keeps_no_other_mail_back(interviewer: User, chair: User) -> None:
    User.objects.filter(pk=interviewer.pk).update(email="a\nb@example.com")
    tell(interviewer, chair)

    assert notifications_send(at=MONDAY) == 1
    assert [message.to for message in mail.outbox] == [[chair.email]]


def test_reading_marks_only_ones_own(interviewer: User, chair: User) -> None:
    tell(interviewer, chair)

    assert notifications_mark_read(actor=interviewer, at=MONDAY) == 1
    assert (unread_count(interviewer), unread_count(chair)) == (0, 1)


def test_reading_one_leaves_the_others_unread(interviewer: User) -> None:
    tell(interviewer, key="1")
    tell(interviewer, key="2")
    first = Notification.objects.earliest("id")

    assert notifications_mark_read(actor=interviewer, at=MONDAY, keys=[first.pk]) == 1
    assert unread_count(interviewer) == 1


def test_what_one_is_recused_from_is_neither_shown_nor_counted(interviewer: User, hidden: UUID) -> None:
    tell(interviewer, key="1", scope=hidden)
    tell(interviewer, key="2", scope=uuid4())
    tell(interviewer, key="3")

    assert unread_count(interviewer) == 2
    assert notifications_mark_read(actor=interviewer, at=MONDAY) == 2


def test_no_mail_tells_of_what_one_is_recused_from(interviewer: User, hidden: UUID) -> None:
    tell(interviewer, key="1", scope=hidden)
    tell(interviewer, key="2", scope=uuid4())

    assert notifications_send(at=MONDAY) == 1
    assert states() == [EmailState.NOT_WANTED, EmailState.SENT]

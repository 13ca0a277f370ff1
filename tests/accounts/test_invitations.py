"""Getting in: the first administrator, and invitations by e-mail."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.invitations import invitation_is_good, invitation_path
from accounts.models import AuditEntry, Notification, PersonState, Role, User
from accounts.services.addresses import EmailTaken
from accounts.services.invitations import (
    AdministratorExists,
    AlreadyJoined,
    InvitationSpent,
    administrator_create,
    invitation_accept,
    invitation_resend,
    person_invite,
    person_note_joined,
)
from hiring.access import AccessRefused
from tests.factories import MONDAY, UserFactory

PASSWORD = "a long enough password"


def token_of(user: User) -> str:
    return invitation_path(user).rstrip("/").rpartition("/")[2]


@pytest.fixture
def invited(db: None) -> User:
    user = UserFactory(name="Nia New", email="nia@example.com", joined_at=None, invited_at=MONDAY)
    user.set_unusable_password()
    user.save()
    return user


def test_first_administrator_can_log_in_at_once(db: None) -> None:
    user = administrator_create(at=MONDAY, email=" Ada@Example.com ", name="Ada", password=PASSWORD)

    assert (user.email, user.roles, user.state) == (
        "ada@example.com",
        frozenset({Role.ADMINISTRATOR}),
        PersonState.ACTIVE,
    )
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=user).verified


def test_first_administrator_is_made_once(administrator: User) -> None:
    with pytest.raises(AdministratorExists):
        administrator_create(at=MONDAY, email="eve@example.com", name="Eve", password=PASSWORD)


def test_another_administrator_is_made_when_asked_for(administrator: User) -> None:
    another = administrator_create(
        at=MONDAY, email="eve@example.com", name="Eve", password=PASSWORD, another=True
    )

    assert another.roles == frozenset({Role.ADMINISTRATOR})


def test_invited_person_has_roles_but_no_password(administrator: User, chair: User) -> None:
    user = person_invite(
        actor=administrator,
        at=MONDAY,
        email="Nia@Example.com",
        name="Nia New",
        roles=[Role.RECRUITER],
        manager=chair,
        time_zone="Europe/Berlin",
    )

    assert (user.email, user.manager, user.time_zone) == ("nia@example.com", chair, "Europe/Berlin")
    assert (user.roles, user.state, user.has_usable_password()) == (
        frozenset({Role.RECRUITER}),
        PersonState.INVITED,
        False,
    )


def test_invitation_is_noted_without_name_or_address(administrator: User) -> None:
    user = person_invite(actor=administrator, at=MONDAY, email="nia@example.com", name="Nia", roles=[])

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.object_uuid) == (administrator, "person.invite", user.uuid)
    assert entry.changes == {"roles": [[], []], "email": "changed", "name": "changed"}


def test_nobody_is_invited_twice(administrator: User, chair: User) -> None:
    with pytest.raises(EmailTaken, match=r"chair@example\.com is here already"):
        person_invite(actor=administrator, at=MONDAY, email="Chair@example.com", name="C", roles=[])


def test_only_administrators_invite(recruiter: User) -> None:
    with pytest.raises(AccessRefused):
        person_invite(actor=recruiter, at=MONDAY, email="x@example.com", name="X", roles=[])


@override_settings(SITE_URL="https://hiring.example.com", ORGANISATION_NAME="Example")
def test_invitation_is_mailed_with_a_link_that_works(
    administrator: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        user = person_invite(
            actor=administrator, at=timezone.now(), email="nia@example.com", name="Nia", roles=[]
        )

    (message,) = mail.outbox
    assert (message.to, message.subject) == (["nia@example.com"], "You are invited to Example")
    (link,) = re.findall(r"https://hiring\.example\.com/invitation/(\S+)/", str(message.body))
    uuid, _, token = link.partition("/")
    assert (uuid, invitation_is_good(user, token)) == (str(user.uuid), True)


def test_link_is_stored_nowhere(
    administrator: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        person_invite(actor=administrator, at=timezone.now(), email="n@example.com", name="N", roles=[])

    told = Notification.objects.get()
    assert (told.url, "invitation/" in told.body) == ("", False)


def test_invitation_lets_in_once(invited: User) -> None:
    token = token_of(invited)

    joined = invitation_accept(at=MONDAY, user=invited, token=token, name="Nia Newer", password=PASSWORD)

    assert (joined.name, joined.state, joined.check_password(PASSWORD)) == (
        "Nia Newer",
        PersonState.ACTIVE,
        True,
    )
    with pytest.raises(InvitationSpent):
        invitation_accept(at=MONDAY, user=invited, token=token, name="Eve", password="another password")
    assert User.objects.get(pk=invited.pk).check_password(PASSWORD)


def test_link_dies_after_seven_days(invited: User) -> None:
    token = token_of(invited)

    with override_settings(PASSWORD_RESET_TIMEOUT=timedelta(days=7).total_seconds()):
        assert invitation_is_good(invited, token)
    with override_settings(PASSWORD_RESET_TIMEOUT=-1):
        assert not invitation_is_good(invited, token)


@pytest.mark.parametrize(
    "change",
    [{"email": "typo-mended@example.com"}, {"is_active": False}, {"joined_at": MONDAY}],
    ids=["the address was changed", "the person was deactivated", "the person joined otherwise"],
)
def test_link_dies_when(invited: User, change: dict[str, object]) -> None:
    token = token_of(invited)
    User.objects.filter(pk=invited.pk).update(**change)

    assert not invitation_is_good(User.objects.get(pk=invited.pk), token)


def test_link_of_somebody_else_does_not_open(invited: User, administrator: User) -> None:
    other = UserFactory(joined_at=None)

    assert not invitation_is_good(invited, token_of(other))


def test_invitation_is_sent_again_until_the_person_has_joined(administrator: User, invited: User) -> None:
    invitation_resend(actor=administrator, at=MONDAY, user=invited)
    invitation_resend(actor=administrator, at=MONDAY + timedelta(days=8), user=invited)
    assert Notification.objects.filter(recipient=invited).count() == 2

    person_note_joined(at=MONDAY, user=invited)
    with pytest.raises(AlreadyJoined):
        invitation_resend(actor=administrator, at=MONDAY, user=invited)


def test_a_withdrawn_invitation_is_not_sent_again(administrator: User, invited: User) -> None:
    User.objects.filter(pk=invited.pk).update(is_active=False)

    with pytest.raises(InvitationSpent, match="Reactivate them first"):
        invitation_resend(actor=administrator, at=MONDAY, user=invited)


def test_joining_another_way_is_noted_once(invited: User) -> None:
    person_note_joined(at=MONDAY, user=invited)
    person_note_joined(at=MONDAY + timedelta(days=1), user=invited)

    assert User.objects.get(pk=invited.pk).joined_at == MONDAY
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["person.join"]

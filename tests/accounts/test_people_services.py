"""Changing who people are: what is refused, what is noted, what they are told."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from accounts.models import AuditEntry, Notification, NotificationKind, Role, User
from accounts.services.addresses import EmailMalformed, EmailTaken
from accounts.services.locks import LastAdministrator
from accounts.services.people import (
    PersonContent,
    ReportingLineCycle,
    person_change,
    person_change_details,
    person_change_email,
    person_change_manager,
    person_change_roles,
)
from hiring.access import AccessRefused
from tests.factories import MONDAY, UserFactory

LATER = MONDAY + timedelta(hours=1)


def content_of(user: User, **changes: object) -> PersonContent:
    """The person as they are, but for `changes`."""
    kept: dict[str, object] = {
        "name": user.name,
        "email": user.email,
        "time_zone": user.time_zone,
        "manager": user.manager,
        "roles": user.roles,
    }
    return PersonContent(**(kept | changes))  # type: ignore[arg-type]


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_roles_are_replaced_noted_and_told(administrator: User, interviewer: User) -> None:
    person_change_roles(actor=administrator, at=MONDAY, user=interviewer, roles=[Role.CHAIR, Role.BAR_RAISER])

    interviewer.refresh_from_db()
    assert interviewer.roles == frozenset({Role.BAR_RAISER, Role.CHAIR})
    assert AuditEntry.objects.get().changes == {"roles": [["interviewer"], ["bar_raiser", "chair"]]}
    told = Notification.objects.get(recipient=interviewer)
    assert (told.kind, told.body) == (NotificationKind.ACCOUNT, "You are now: Bar raiser, Committee chair.")


def test_the_same_roles_again_change_and_tell_nothing(administrator: User, interviewer: User) -> None:
    person_change_roles(actor=administrator, at=MONDAY, user=interviewer, roles=[Role.INTERVIEWER])

    assert (actions(), Notification.objects.count()) == ([], 0)


def test_last_administrator_keeps_the_role(administrator: User) -> None:
    with pytest.raises(LastAdministrator, match=r"^Ada Administrator is the only administrator"):
        person_change_roles(actor=administrator, at=MONDAY, user=administrator, roles=[])


def test_an_administrator_who_has_not_joined_does_not_count_as_another(administrator: User) -> None:
    UserFactory(is_administrator=True, joined_at=None)

    with pytest.raises(LastAdministrator):
        person_change_roles(actor=administrator, at=MONDAY, user=administrator, roles=[])


def test_an_administrator_may_step_down_when_another_is_left(administrator: User) -> None:
    UserFactory(is_administrator=True)

    changed = person_change_roles(actor=administrator, at=MONDAY, user=administrator, roles=[])

    assert changed.roles == frozenset()


def test_manager_is_changed_and_noted_without_a_name(
    administrator: User, interviewer: User, chair: User
) -> None:
    person_change_manager(actor=administrator, at=MONDAY, user=interviewer, manager=chair)

    assert User.objects.get(pk=interviewer.pk).manager == chair
    assert AuditEntry.objects.get().changes == {"manager": [None, str(chair.uuid)]}


def test_a_line_that_would_close_is_named(administrator: User, interviewer: User, chair: User) -> None:
    middle = UserFactory(name="Mia Middle", manager=interviewer)
    User.objects.filter(pk=chair.pk).update(manager=middle)

    with pytest.raises(ReportingLineCycle) as refusal:
        person_change_manager(actor=administrator, at=MONDAY, user=interviewer, manager=chair)

    assert refusal.value.words == (
        "Chloe Chair reports to Mia Middle, who reports to Ines Interviewer. Choose another manager."
    )


def test_nobody_reports_to_themselves(administrator: User, interviewer: User) -> None:
    with pytest.raises(ReportingLineCycle, match="Nobody reports to themselves"):
        person_change_manager(actor=administrator, at=MONDAY, user=interviewer, manager=interviewer)


def test_new_address_is_the_one_allauth_knows(administrator: User, interviewer: User) -> None:
    EmailAddress.objects.create(user=interviewer, email=interviewer.email, verified=True, primary=True)

    person_change_email(actor=administrator, at=MONDAY, user=interviewer, email=" New@Example.com ")

    assert User.objects.get(pk=interviewer.pk).email == "new@example.com"
    addresses = EmailAddress.objects.filter(user=interviewer).values_list("email", "verified", "primary")
    assert list(addresses) == [("new@example.com", True, True)]
    assert AuditEntry.objects.get().changes == {"email": "changed"}


def test_address_of_somebody_else_is_refused(administrator: User, interviewer: User, chair: User) -> None:
    with pytest.raises(EmailTaken):
        person_change_email(actor=administrator, at=MONDAY, user=interviewer, email="CHAIR@example.com")


def test_what_is_no_address_is_refused(administrator: User, interviewer: User) -> None:
    with pytest.raises(EmailMalformed, match=r"'nobody' is not an e-mail address"):
        person_change_email(actor=administrator, at=MONDAY, user=interviewer, email="nobody")


def test_everybody_changes_their_own_name_and_time_zone(interviewer: User) -> None:
    person_change_details(
        actor=interviewer, at=MONDAY, user=interviewer, name=" Ines New ", time_zone="Europe/Berlin"
    )

    interviewer.refresh_from_db()
    assert (interviewer.name, interviewer.time_zone) == ("Ines New", "Europe/Berlin")
    assert AuditEntry.objects.get().changes == {"time_zone": ["UTC", "Europe/Berlin"], "name": "changed"}


def test_details_saved_unchanged_are_not_noted(interviewer: User) -> None:
    person_change_details(
        actor=interviewer, at=MONDAY, user=interviewer, name=interviewer.name, time_zone="UTC"
    )

    assert actions() == []


def test_nobody_changes_anybody_else_without_being_an_administrator(recruiter: User, chair: User) -> None:
    with pytest.raises(AccessRefused, match="Only administrators manage people"):
        person_change_details(actor=recruiter, at=MONDAY, user=chair, name="X", time_zone="UTC")
    with pytest.raises(AccessRefused):
        person_change(actor=recruiter, at=MONDAY, user=chair, content=content_of(chair))
    with pytest.raises(AccessRefused):
        person_change_roles(actor=recruiter, at=MONDAY, user=recruiter, roles=list(Role))
    with pytest.raises(AccessRefused):
        person_change_manager(actor=recruiter, at=MONDAY, user=chair, manager=recruiter)
    with pytest.raises(AccessRefused):
        person_change_email(actor=recruiter, at=MONDAY, user=recruiter, email="x@example.com")


def test_everything_at_once_notes_each_part(administrator: User, interviewer: User, chair: User) -> None:
    changes = {"name": "Ines New", "email": "ines@example.com", "manager": chair, "roles": frozenset()}

    person_change(actor=administrator, at=LATER, user=interviewer, content=content_of(interviewer, **changes))

    assert actions() == [
        "person.change_roles",
        "person.change_manager",
        "person.change_email",
        "person.change_details",
    ]


def test_a_refused_part_leaves_the_others_unchanged(
    administrator: User, interviewer: User, chair: User
) -> None:
    content = content_of(interviewer, name="Ines New", roles=frozenset({Role.CHAIR}), email=chair.email)

    with pytest.raises(EmailTaken):
        person_change(actor=administrator, at=MONDAY, user=interviewer, content=content)

    unchanged = User.objects.get(pk=interviewer.pk)
    assert (unchanged.name, unchanged.roles) == ("Ines Interviewer", frozenset({Role.INTERVIEWER}))
    assert actions() == []


def test_audit_never_holds_a_name_or_an_address(administrator: User, interviewer: User, chair: User) -> None:
    changes = {"name": "Secret Name", "email": "secret@example.com", "manager": chair}

    person_change(
        actor=administrator, at=MONDAY, user=interviewer, content=content_of(interviewer, **changes)
    )

    noted = " ".join(str(changes) for changes in AuditEntry.objects.values_list("changes", flat=True))
    for word in ("Secret", "secret", "Ines", "interviewer@", "Chloe"):
        assert word not in noted

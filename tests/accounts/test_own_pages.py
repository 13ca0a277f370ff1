"""Settings and inbox."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Notification, NotificationKind, User
from accounts.notify import notification_add
from accounts.queries.inbox import kinds_by_email, unread_count
from accounts.services.notifications import OPTIONAL_KINDS
from tests.accounts.costs import statements
from tests.factories import MONDAY


@pytest.fixture
def own(client: Client, interviewer: User) -> Client:
    """A browser in which the interviewer is signed in."""
    client.force_login(interviewer)
    return client


def tell(recipient: User, key: str = "1", **changes: Any) -> Notification:
    notification_add(
        **{
            "recipients": [recipient],
            "kind": NotificationKind.NUDGE,
            "key": key,
            "subject": f"Subject {key}",
            "body": "Words.",
            "at": MONDAY,
            "url": "/people/",
        }
        | changes  # type: ignore[arg-type]
    )
    return Notification.objects.get(recipient=recipient, key=key)


def test_own_name_and_time_zone_are_saved(own: Client, interviewer: User) -> None:
    response = own.post("/settings/", {"name": "Ines New", "time_zone": "Asia/Kathmandu"})

    interviewer.refresh_from_db()
    assert response.headers["Location"] == "/settings/"
    assert (interviewer.name, interviewer.time_zone) == ("Ines New", "Asia/Kathmandu")


@pytest.mark.parametrize("change", [{"name": " "}, {"time_zone": "Mars/Olympus"}])
def test_nonsense_is_not_saved(own: Client, interviewer: User, change: dict[str, str]) -> None:
    response = own.post("/settings/", {"name": "Ines New", "time_zone": "UTC"} | change)

    assert response.status_code == 422
    assert User.objects.get(pk=interviewer.pk).name == "Ines Interviewer"


def test_roles_and_address_cannot_be_changed_by_oneself(own: Client, interviewer: User) -> None:
    data = {"name": "Ines", "time_zone": "UTC", "email": "x@example.com", "roles": "administrator"}
    own.post("/settings/", data)

    changed = User.objects.get(pk=interviewer.pk)
    assert (changed.email, changed.is_administrator) == ("interviewer@example.com", False)


def test_times_are_shown_in_ones_own_time_zone(own: Client, interviewer: User) -> None:
    User.objects.filter(pk=interviewer.pk).update(time_zone="Asia/Kathmandu")
    tell(interviewer)

    assert "2 Mar 2026, 14:45" in own.get("/inbox/").content.decode()


def test_every_kind_is_offered_but_the_invitation(own: Client) -> None:
    html = own.get("/settings/").content.decode()

    offered = re.findall(r'name="kinds"[^>]*value="(\w+)"', html)
    assert offered == [kind.value for kind in OPTIONAL_KINDS]
    assert "invitation" not in offered


def test_choice_of_emails_is_saved_and_shown(own: Client, interviewer: User) -> None:
    own.post("/settings/notifications/", {"kinds": ["nudge", "decision"]})

    assert kinds_by_email(interviewer) == [NotificationKind.NUDGE, NotificationKind.DECISION]
    html = own.get("/settings/").content.decode()
    assert re.findall(r'name="kinds"[^>]*value="(\w+)"[^>]*checked', html) == ["nudge", "decision"]


def test_a_kind_that_does_not_exist_saves_nothing(own: Client, interviewer: User) -> None:
    own.post("/settings/notifications/", {"kinds": ["nudge", "gossip"]})

    assert kinds_by_email(interviewer) == list(OPTIONAL_KINDS)


def test_inbox_is_the_latest_first_and_ones_own(own: Client, interviewer: User, chair: User) -> None:
    tell(chair, "of another")
    for key in ("1", "2"):
        tell(interviewer, key)

    html = " ".join(own.get("/inbox/").content.decode().split())

    assert re.findall(r"Unread: </span> (Subject [^<]*?) <", html) == ["Subject 2", "Subject 1"]


def test_empty_inbox_says_what_it_is_for(own: Client) -> None:
    html = own.get("/inbox/").content.decode()

    assert ("Nothing here yet" in html, "Mark all read" in html) == (True, False)


def test_opening_marks_one_read_and_goes_where_it_leads(own: Client, interviewer: User) -> None:
    notification = tell(interviewer)
    tell(interviewer, "2")

    response = own.post(f"/inbox/{notification.uuid}/")

    assert response.headers["Location"] == "/people/"
    notification.refresh_from_db()
    assert (notification.read_at is not None, unread_count(interviewer)) == (True, 1)


@pytest.mark.parametrize("url", ["", "https://example.org/", "//example.org", "javascript:alert(1)"])
def test_opening_leads_nowhere_else(own: Client, interviewer: User, url: str) -> None:
    notification = tell(interviewer, url=url)

    assert own.post(f"/inbox/{notification.uuid}/").headers["Location"] == "/inbox/"


def test_what_others_are_told_cannot_be_opened(own: Client, chair: User) -> None:
    notification = tell(chair)

    assert own.post(f"/inbox/{notification.uuid}/").status_code == 404
    assert unread_count(chair) == 1


def test_everything_is_marked_read_with_one_button(own: Client, interviewer: User, chair: User) -> None:
    tell(interviewer, "1")
    tell(interviewer, "2")
    tell(chair)

    own.post("/inbox/read/")

    assert (unread_count(interviewer), unread_count(chair)) == (0, 1)


def test_unread_are_counted_beside_the_own_menu(own: Client, interviewer: User) -> None:
    tell(interviewer, "1")
    tell(interviewer, "2")

    assert '2<span class="visually-hidden"> unread</span>' in own.get("/people/").content.decode()


def test_looking_at_the_inbox_reads_nothing(own: Client, interviewer: User) -> None:
    notification = tell(interviewer)

    assert own.get(f"/inbox/{notification.uuid}/").status_code == 405
    own.get("/inbox/")
    assert unread_count(interviewer) == 1


def test_inbox_costs_the_same_however_much_is_in_it(own: Client, interviewer: User) -> None:
    tell(interviewer, "1")
    cost_of_one = statements(own, "/inbox/")
    tell(interviewer, "2")
    tell(interviewer, "3")

    assert statements(own, "/inbox/") == cost_of_one

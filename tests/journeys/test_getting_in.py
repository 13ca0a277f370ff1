"""From an empty install to a second person at work, in a real browser."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import PersonState, Role, User
from tests.plugins.chromium import OpenPage

pytestmark = pytest.mark.browser

PASSWORD = "a long enough password"


def test_first_administrator_invites_a_colleague_who_joins_and_signs_in(
    open_page: OpenPage, live_server: LiveServer, settings: Settings
) -> None:
    settings.SITE_URL = live_server.url

    page = open_page("/")
    expect(page.get_by_role("heading", name="Make the first account")).to_be_visible()
    page.get_by_label("Your name").fill("Ada Administrator")
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()

    expect(page.get_by_role("heading", name="People")).to_be_visible()
    page.get_by_role("link", name="Invite person").click()
    page.get_by_label("Name").fill("Rana Recruiter")
    page.get_by_label("E-mail").fill("rana@example.com")
    page.get_by_label("Interviewer").check()
    page.get_by_label("Manager").select_option(label="Ada Administrator (ada@example.com)")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("Invited. The link is on its way to rana@example.com.")).to_be_visible()
    expect(page.get_by_text("not joined yet")).to_be_visible()

    (message,) = mail.outbox
    (link,) = re.findall(rf"{live_server.url}(/invitation/\S+)", str(message.body))
    colleague = open_page(link)
    colleague.get_by_label("Password").fill(PASSWORD)
    colleague.get_by_role("button", name="Join").click()
    expect(colleague.get_by_role("button", name="You")).to_be_visible()

    colleague.get_by_role("button", name="You").click()
    colleague.get_by_role("button", name="Sign out").click()
    colleague.get_by_label("Email").fill("Rana@example.com")
    colleague.get_by_label("Password").fill(PASSWORD)
    colleague.get_by_role("button", name="Sign in", exact=True).click()
    expect(colleague.get_by_role("button", name="You")).to_be_visible()

    rana = User.objects.get(email="rana@example.com")
    assert (rana.state, set(rana.roles)) == (PersonState.ACTIVE, {Role.INTERVIEWER})
    colleague.goto(link)
    expect(colleague.get_by_role("heading", name="This link no longer works")).to_be_visible()

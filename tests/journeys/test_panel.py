"""A recruiter fills a panel in a real browser, and the interviewer finds it at home."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from candidates.models import StageVisit
from interviewers.models import AssignmentState
from tests.interviewers.interviews import assignment_of, plan
from tests.plugins.chromium import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_interview_that_a_recruiter_plans_is_at_the_interviewers_home(
    open_page: OpenPage, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    page = open_page(f"/interviews/visits/{visit.uuid}/", recruiter)
    tomorrow = timezone.now() + timedelta(days=1)
    page.get_by_label("Starts").fill(f"{tomorrow:%Y-%m-%dT09:00}")
    page.get_by_label("Place").fill("Room 4")
    page.get_by_label("Ines Interviewer").check()
    page.get_by_role("button", name="Plan interview").click()
    expect(page.get_by_role("rowheader", name="Ines Interviewer")).to_be_visible()

    home = open_page("/", interviewer)
    row = home.get_by_role("row").filter(has_text=visit.application.candidate.name)
    expect(row).to_contain_text("Room 4")
    row.get_by_role("link", name=visit.application.candidate.name).first.click()
    home.wait_for_url(f"**/scorecards/{assignment_of(visit, interviewer).uuid}/")


def test_releasing_asks_first(
    open_page: OpenPage, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    plan(visit, interviewer)
    page = open_page(f"/interviews/visits/{visit.uuid}/", recruiter)
    page.get_by_role("button", name="Release").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Ines Interviewer is taken off the panel and told.")
    dialog.get_by_role("button", name="Cancel").click()
    assert assignment_of(visit, interviewer).state == AssignmentState.OPEN
    page.get_by_role("button", name="Release").click()
    dialog.get_by_role("button", name="Release interviewer").click()
    expect(page.get_by_text("Ines Interviewer: released")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_panel_page_fits_the_screen(
    open_page: OpenPage, visit: StageVisit, recruiter: User, interviewer: User, width: int
) -> None:
    plan(visit, interviewer)
    page = open_page(f"/interviews/visits/{visit.uuid}/", recruiter, width=width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True

"""Redis stops under people who work: nothing is lost, nobody waits, and the rest follows by itself."""

import time

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from candidates.models import StageVisit, WaitingFor
from committee.models import GateOutcome, Trigger
from interviewers.models import Assignment, Scorecard
from tests.interviewers.scorecards import assign, stage_plan
from tests.plugins.deployment import Deployment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough password"
AT_ONCE_SECONDS = 3  # what a person does not call waiting; the broker's own patience is half a second
PATIENCE = 90_000  # milliseconds; a worker that lost its broker looks for it every few seconds


@pytest.fixture
def people(recruiter: User, interviewer: User) -> tuple[User, User]:
    """Both with a password that the real processes know how to check."""
    for person in (recruiter, interviewer):
        person.password = Argon2PasswordHasher().encode(PASSWORD, "salt of the tests")
        person.save()
    return recruiter, interviewer


def signed_in(browser: Browser, deployment: Deployment, person: User) -> Page:
    page = browser.new_context(base_url=deployment.url, reduced_motion="reduce").new_page()
    page.goto("/account/login/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="You")).to_be_visible()
    return page


def submit(page: Page, assignment: Assignment) -> float:
    """Fills and submits the scorecard; returns the seconds from the last press until it is said back."""
    page.goto(f"/scorecards/{assignment.uuid}/")
    for slug in stage_plan(assignment.visit).competencies:
        page.locator(f'[name="value.{slug}"][value="4"]').check()
    page.get_by_role("button", name="Submit scorecard").click()
    button = page.get_by_role("dialog").get_by_role("button", name="Submit scorecard")
    button.wait_for()
    pressed = time.monotonic()
    button.click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    return time.monotonic() - pressed


def test_without_redis_people_work_on_and_the_outcome_follows_once_it_is_back(
    deployment: Deployment, chromium: Browser, visit: StageVisit, people: tuple[User, User]
) -> None:
    recruiter, interviewer = people
    assignment = assign(visit, interviewer)
    deployment.stop_redis()

    board = signed_in(chromium, deployment, recruiter)
    desk = signed_in(chromium, deployment, interviewer)
    assert submit(desk, assignment) < AT_ONCE_SECONDS
    expect(desk.get_by_text("The outcome of the stage follows")).to_be_visible()
    board.goto("/pipeline/")
    expect(board.get_by_text("The outcome, in a moment")).to_be_visible()
    visit.refresh_from_db()
    assert (Scorecard.objects.count(), GateOutcome.objects.count()) == (1, 0)
    assert visit.waiting_for == WaitingFor.OUTCOME

    deployment.start_redis()

    next_stage = board.get_by_role("region", name="Product sense exercise")
    name = visit.application.candidate.name
    expect(next_stage.get_by_role("link", name=name)).to_be_visible(timeout=PATIENCE)
    outcome = GateOutcome.objects.get()
    assert (outcome.result, outcome.trigger) == ("advance", Trigger.SWEEP)

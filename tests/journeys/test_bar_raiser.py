"""The bar raiser's job in a browser: assigned, the packet read, a question answered with a corrected score,
the packet renewed, the verdict given and the decision recorded; tasks as deployed.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from candidates.models import Application, Job, StageVisit
from committee.models import Clarification, Packet, Verdict
from interviewers.models import Assignment, Interview
from tests.committee.loops import hold_stage, standing
from tests.factories import UserFactory
from tests.plugins.chromium import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 15_000  # milliseconds: a worker, a poll of the page, and a busy machine
COMPETENCIES = ("judgment", "communication", "impact", "curiosity")


@pytest.fixture
def author() -> User:
    return UserFactory(name="Aki Author", is_interviewer=True)


@pytest.fixture
def at_the_bar(
    transactional_db: None,
    running_tasks: None,
    application: Application,
    visit: StageVisit,
    recruiter: User,
    interviewer: User,
    author: User,
) -> Application:
    """Three stages advanced; in the last of them the author's impact is two points below the others'."""
    hold_stage(application, recruiter, [interviewer], 4)
    others = [UserFactory(is_interviewer=True) for _ in range(5)]
    hold_stage(application, recruiter, others[:3], 4, 4, 4)
    panel = [author, *others[3:]]
    hold_stage(application, recruiter, panel, {"impact": 3}, {"impact": 5, "judgment": 5}, 5)
    return application


@pytest.fixture
def dependent(job: Job, application: Application) -> User:
    """A bar raiser two steps below the hiring manager."""
    between = UserFactory(name="Bo Between", manager=job.hiring_manager)
    return UserFactory(name="Dana Dependent", is_bar_raiser=True, manager=between)


def assign(page: Page, bar_raiser: User, dependent: User) -> None:
    page.get_by_role("link", name="Assign the panel").click()
    offered = page.locator("label", has_text=dependent.name)
    expect(offered).to_contain_text("reports to Bo Between, who reports to")
    expect(offered.get_by_role("checkbox")).to_be_disabled()
    began = timezone.now() - timedelta(hours=1)
    page.get_by_label("Starts").fill(f"{began:%Y-%m-%dT%H:%M}")
    page.get_by_label(bar_raiser.name).check()
    page.get_by_role("button", name="Plan interview").click()
    expect(page.get_by_role("rowheader", name=bar_raiser.name)).to_be_visible()


def ask(page: Page, author: User) -> None:
    page.get_by_role("link", name=f"Ask {author.name}").first.click()
    page.get_by_label("Your question").fill("You gave a 3 where others gave more. What was missing?")
    page.get_by_role("button", name=f"Ask {author.name}").click()
    expect(page.get_by_text("would learn what others found")).to_be_visible()
    assert not Clarification.objects.exists()
    page.get_by_label("Your question").fill("Which part of the result did they measure themselves?")
    page.get_by_role("button", name=f"Ask {author.name}").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def answer(page: Page) -> None:
    page.get_by_role("link", name="scorecard").first.click()
    page.get_by_label("Your answer").fill("The lift, with its baseline; I had noted the wrong test.")
    page.get_by_text("Was a score wrong?").click()
    page.locator('[name="value.impact"][value="4"]').check()
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_text("The lift, with its baseline; I had noted the wrong test.").first).to_be_visible()


def score(page: Page, assignment: Assignment) -> None:
    page.goto(f"/scorecards/{assignment.uuid}/")
    for slug in COMPETENCIES:
        page.locator(f'[name="value.{slug}"][value="4"]').check()
        page.locator(f"#evidence-{slug}").fill(f"What they said about {slug}.")
    page.get_by_role("button", name="Submit scorecard").click()
    page.get_by_role("dialog").get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible(timeout=PATIENCE)


def judge(page: Page, application: Application) -> None:
    page.goto(f"/applications/{application.uuid}/verdict/")
    for field in ("raises_judgment", "raises_impact"):
        page.locator(f'[name="{field}"][value="yes"]').check()
    page.locator('[name="judgment_because"]').fill("Named the riskiest assumption first.")
    page.locator('[name="impact_because"]').fill("Measured their own part.")
    page.locator('[name="critique_asked"]').fill("The offline mode that was dropped.")
    page.locator('[name="critique_taken"]').fill("Weighed both sides and proposed a test.")
    page.get_by_role("button", name="Give verdict").click()
    page.get_by_role("dialog").get_by_role("button", name="Give verdict").click()
    page.wait_for_url(f"**/applications/{application.uuid}/")


def test_from_the_assignment_to_the_decision(
    open_page: OpenPage,
    at_the_bar: Application,
    dependent: User,
    author: User,
    recruiter: User,
    bar_raiser: User,
    chair: User,
) -> None:
    home = f"/applications/{at_the_bar.uuid}/"
    assign(open_page(home, recruiter), bar_raiser, dependent)
    page = open_page(f"{home}packet/", bar_raiser)
    expect(page.get_by_text("Does this candidate raise the bar").first).to_be_visible(timeout=PATIENCE)
    ask(page, author)
    answer(open_page("/", author))
    page.goto(f"{home}packet/")
    expect(page.get_by_text("I had noted the wrong test.").first).to_be_visible(timeout=PATIENCE)
    latest = Packet.objects.filter(application=at_the_bar).latest("version")
    assert [change["kind"] for change in latest.content.changes] == ["score", "clarification"]
    score(page, Assignment.objects.get(interviewer=bar_raiser))
    page.goto(f"{home}packet/")
    expect(page.get_by_role("link", name="Give your verdict")).to_be_visible(timeout=PATIENCE)
    judge(page, at_the_bar)
    assert Verdict.objects.get(application=at_the_bar).raises_the_bar
    record_the_decision(open_page(home, chair), at_the_bar)


def record_the_decision(page: Page, application: Application) -> None:
    page.locator('[name="result"][value="offer"]').check()
    page.locator('[name="reason"]').fill("Every stage is clear, and the bar raiser says yes.")
    page.get_by_role("button", name="Record decision").click()
    dialog = page.get_by_role("dialog")
    if dialog.is_visible():
        dialog.get_by_role("button").last.click()
    expect(page.get_by_text("Every stage is clear, and the bar raiser says yes.").first).to_be_visible()
    application.refresh_from_db()
    assert application.state == "offer"


def test_a_dependent_leader_is_refused_whatever_the_browser_sends(
    open_page: OpenPage, at_the_bar: Application, dependent: User, recruiter: User
) -> None:
    """The choice is disabled; somebody who enables it by hand is told why not, and keeps what they typed."""
    page = open_page(f"/applications/{at_the_bar.uuid}/", recruiter)
    page.get_by_role("link", name="Assign the panel").click()
    box = page.locator("label", has_text=dependent.name).get_by_role("checkbox")
    box.evaluate("one => { one.disabled = false; one.checked = true }")
    page.get_by_label("Starts").fill(f"{timezone.now():%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Plan interview").click()
    expect(page.get_by_text("Dana Dependent reports to Bo Between, who reports to").first).to_be_visible()
    assert not Interview.objects.filter(visit=standing(at_the_bar)).exists()

"""The main job in a browser: from a new job to what the gate decided, by pages alone, tasks as deployed."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from candidates.models import Team
from committee.models import GateOutcome
from rubrics.models import Rubric
from tests.factories import TeamFactory
from tests.plugins.chromium import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 15_000  # milliseconds: a worker, a poll of the board, and a busy machine
COMPETENCIES = ("judgment", "communication", "impact", "curiosity")
# Who is measured: judgment by the first and by the second interviewer, all else a 4; and what the gate says.
CANDIDATES = {
    "Ana Advance": ((4, 4), "Advanced: 4.00 meets the threshold of 4.00; two scorecards"),
    "Ben Floor": ((3, 2), "Stopped: judgment 2.50 is below the floor of 3.00; two scorecards"),
    "Cyd Threshold": ((3, 4), "Stopped: 3.87 is below the threshold of 4.00; two scorecards"),
}


@pytest.fixture
def team(rubric: Rubric) -> Team:
    """What a company has before its first job: a team, and a published rubric."""
    return TeamFactory(name="Discovery")


def create_job(page: Page) -> None:
    page.get_by_role("link", name="Add job").click()
    page.get_by_label("Title").fill("Product manager")
    page.get_by_label("Level").fill("P6")
    page.get_by_label("Team").select_option("Discovery")
    page.get_by_label("Rubric").select_option(index=1)
    page.get_by_role("button", name="Save job").click()
    expect(page.get_by_role("heading", name="Product manager")).to_be_visible()


def add_candidate(page: Page, name: str) -> None:
    """A candidate with an application at the one job; leaves the page at the application."""
    page.goto("/candidates/")
    page.get_by_role("link", name="Add candidate").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail").fill(f"{name.lower().replace(' ', '.')}@example.org")
    page.get_by_role("button", name="Add candidate").click()
    page.get_by_role("link", name="Add to a job").click()
    page.get_by_label("Job").select_option(index=1)
    page.get_by_role("button", name="Add application").click()


def assign_panel(page: Page, people: list[User]) -> None:
    """From the application page: an interview that began an hour ago."""
    page.get_by_role("link", name="Assign the panel").click()
    began = timezone.now() - timedelta(hours=1)
    page.get_by_label("Starts").fill(f"{began:%Y-%m-%dT%H:%M}")
    for person in people:
        page.get_by_label(person.name).check()
    page.get_by_role("button", name="Plan interview").click()
    expect(page.get_by_role("rowheader", name=people[-1].name)).to_be_visible()


def score(page: Page, name: str, values: Mapping[str, int]) -> None:
    """From the interviewer's home: opens the scorecard, fills it, submits it, and confirms."""
    page.goto("/")
    page.get_by_role("link", name=name).first.click()
    for slug in COMPETENCIES:
        page.locator(f'[name="value.{slug}"][value="{values.get(slug, 4)}"]').check()
        page.locator(f"#evidence-{slug}").fill(f"What they said about {slug}.")
    page.get_by_role("button", name="Submit scorecard").click()
    page.get_by_role("dialog").get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible(timeout=PATIENCE)


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def card(page: Page, column_name: str, candidate: str) -> Locator:
    return column(page, column_name).get_by_role("listitem").filter(has_text=candidate)


def test_a_recruiter_sees_what_the_gate_made_of_three_candidates(
    running_tasks: None,
    open_page: OpenPage,
    team: Team,
    recruiter: User,
    interviewer: User,
    other_interviewer: User,
) -> None:
    people = [interviewer, other_interviewer]
    page = open_page("/jobs/", recruiter)
    create_job(page)
    for name in CANDIDATES:
        add_candidate(page, name)
        assign_panel(page, people)
    board = open_page("/pipeline/", recruiter)
    expect(column(board, "Recruiter screen").get_by_role("link", name="Ana Advance")).to_be_visible()
    board.evaluate("window.sameDocument = true")

    for number, person in enumerate(people):
        desk = open_page("/", person)
        for name, (judgments, _) in CANDIDATES.items():
            score(desk, name, {"judgment": judgments[number]})

    expect(card(board, "Product sense exercise", "Ana Advance")).to_contain_text("4.00", timeout=PATIENCE)
    expect(board.get_by_role("link", name="Stops to confirm 2")).to_be_visible(timeout=PATIENCE)
    assert board.evaluate("window.sameDocument") is True
    for name, (_, sentence) in CANDIDATES.items():
        if sentence.startswith("Stopped"):
            board.goto("/pipeline/stops/")
            expect(board.get_by_role("row").filter(has_text=name)).to_contain_text(sentence)
        board.get_by_role("link", name=name).click()
        expect(board.get_by_role("heading", name=name)).to_be_visible()
        expect(board.locator(".stage").get_by_text(sentence)).to_be_visible()
    assert GateOutcome.objects.exclude(result="pending").count() == len(CANDIDATES)
    call_command("verify_ledger", verbosity=0)

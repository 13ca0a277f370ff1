"""Moving the bar in a browser: by keyboard, with the answer beside it and the address that reproduces it."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from candidates.models import Job
from tests.calibration.periods import ALL, Cycle, computed
from tests.journeys.test_accessibility import violations
from tests.plugins.chromium import OpenPage

pytestmark = pytest.mark.browser

ADDRESS = "/calibration/what-if/"


@pytest.fixture
def history(transactional_db: None, job: Job, recruiter: User, people: list[User]) -> Cycle:
    """Three past the screen: with fours, with fives, and one whom the second stage stopped."""
    cycle = Cycle(job, recruiter, people)
    cycle.candidate([4], [4, 4, 4], candidate__name="Mei Tanaka", state="offer")
    cycle.candidate([5], [5, 5, 5], candidate__name="Sam Okoro")
    cycle.candidate([5], [3, 4, 4], candidate__name="Ida Berg", state="stopped")
    computed(ALL)
    return cycle


def answer_says(page: Page, words: str) -> None:
    expect(page.locator("#what-if-answer")).to_contain_text(words)


def test_the_chair_moves_the_threshold_by_keyboard_and_sends_the_address(
    open_page: OpenPage, history: Cycle, chair: User
) -> None:
    page = open_page(ADDRESS, chair)
    answer_says(page, "before and after")
    expect(page.get_by_role("button", name="Replay")).to_be_hidden()
    slider = page.get_by_role("slider", name="Threshold slider")
    slider.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Threshold", exact=True)).to_have_value("4.10")
    answer_says(page, "1 would be stopped (Recruiter screen 1)")
    answer_says(page, "Mei Tanaka")
    expect(slider).to_be_focused()
    page.wait_for_url("**threshold=4.10**")
    again = open_page(page.url, chair)
    expect(again.get_by_label("Threshold", exact=True)).to_have_value("4.10")
    expect(again.get_by_role("slider", name="Threshold slider")).to_have_value("4.1")
    answer_says(again, "1 would be stopped (Recruiter screen 1)")


def test_going_back_shows_the_whole_page_again(open_page: OpenPage, history: Cycle, chair: User) -> None:
    page = open_page(ADDRESS, chair)
    page.get_by_label("Threshold", exact=True).fill("4.10")
    page.wait_for_url("**threshold=4.10**")
    page.goto(page.url.split("/calibration/")[0] + "/calibration/method/")
    page.go_back()
    expect(page.get_by_label("Threshold", exact=True)).to_have_value("4.10")
    answer_says(page, "1 would be stopped (Recruiter screen 1)")


def test_a_number_typed_moves_the_slider_and_a_stage_is_left_out(
    open_page: OpenPage, history: Cycle, chair: User
) -> None:
    page = open_page(ADDRESS, chair)
    page.get_by_label("Threshold", exact=True).fill("3.65")
    expect(page.get_by_role("slider", name="Threshold slider")).to_have_value("3.65")
    answer_says(page, "1 would have gone on to a stage that never saw them")
    page.get_by_role("checkbox", name="Product sense exercise").uncheck()
    answer_says(page, "left out")
    page.get_by_role("link", name="Back to the rubric").click()
    answer_says(page, "before and after")
    expect(page.get_by_role("checkbox", name="Product sense exercise")).to_be_checked()


def test_an_auditor_moves_the_bar_and_sees_no_name(
    open_page: OpenPage, history: Cycle, auditor: User
) -> None:
    page = open_page(ADDRESS, auditor)
    page.get_by_label("Threshold", exact=True).fill("4.50")
    answer_says(page, "1 would be stopped")
    for name in ("Mei Tanaka", "Sam Okoro", "Ida Berg"):
        expect(page.get_by_text(name)).to_have_count(0)
    page.get_by_role("checkbox", name="Compare groups of candidates").check()
    answer_says(page, "Groups are compared for one cycle at a time, once it is over.")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_is_accessible(open_page: OpenPage, history: Cycle, chair: User, width: int) -> None:
    page = open_page("/", chair, width=width)
    assert violations(page, f"{ADDRESS}?threshold=4.5") == {}

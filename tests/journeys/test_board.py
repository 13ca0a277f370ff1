"""The pipeline in a browser: it follows what happens elsewhere and never moves under its reader."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from candidates.models import Job, Nudge, StageVisit
from tests.candidates.pipeline import applied, decided, interviewed
from tests.plugins.chromium import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOUR = datetime.timedelta(hours=1)
SECONDS = 8000  # two polls, in milliseconds


@pytest.fixture
def now() -> datetime.datetime:
    return timezone.now()


@pytest.fixture
def column(job: Job, now: datetime.datetime) -> list[StageVisit]:
    """Thirty candidates in the first stage, more than a column shows at first."""
    return [applied(job, f"Candidate {n:02}", now - (40 - n) * HOUR) for n in range(30)]


def scrolled(page: Page) -> int:
    """How far down the first column has been scrolled, in pixels."""
    return int(page.locator("[data-column=recruiter-screen]").evaluate("element => element.scrollTop"))


def height_of(page: Page, name: str) -> float:
    """Where the card of that name stands on the screen, in pixels from its top."""
    box = page.get_by_role("link", name=name).bounding_box()
    assert box is not None
    return box["y"]


def test_change_made_elsewhere_appears_by_itself_and_nothing_else_moves(
    open_page: OpenPage, recruiter: User, column: list[StageVisit], now: datetime.datetime
) -> None:
    page = open_page("/pipeline/", recruiter)
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name="Show more").click()
    expect(page.locator("[data-column=recruiter-screen] [data-key]")).to_have_count(20)
    page.get_by_role("link", name="Candidate 12").focus()
    page.locator("[data-column=recruiter-screen]").evaluate("element => { element.scrollTop = 700; }")
    before = scrolled(page)

    decided(column[15], "advance", now)

    moved = page.get_by_role("region", name="Product sense exercise")
    expect(moved.get_by_role("link", name="Candidate 15")).to_be_visible(timeout=SECONDS)
    expect(moved.locator("[data-changed]")).to_have_count(1)
    expect(page.locator("[data-column=recruiter-screen] [data-key]")).to_have_count(20)
    assert scrolled(page) == before
    assert page.evaluate("window.sameDocument")
    expect(page.get_by_role("link", name="Candidate 12")).to_be_focused()


def test_place_is_kept_by_the_card_in_sight_when_cards_above_it_leave(
    open_page: OpenPage, recruiter: User, column: list[StageVisit], now: datetime.datetime
) -> None:
    page = open_page("/pipeline/", recruiter)
    page.locator("[data-column=recruiter-screen]").evaluate("element => { element.scrollTop = 300; }")
    before = height_of(page, "Candidate 06")

    decided(column[0], "advance", now)

    moved = page.get_by_role("region", name="Product sense exercise")
    expect(moved.get_by_role("link", name="Candidate 00")).to_be_visible(timeout=SECONDS)
    assert height_of(page, "Candidate 06") == pytest.approx(before, abs=1)


def test_board_waits_while_somebody_types(
    open_page: OpenPage, recruiter: User, column: list[StageVisit], now: datetime.datetime
) -> None:
    page = open_page("/pipeline/", recruiter)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    search = page.get_by_placeholder("me, or a name")
    decided(column[0], "advance", now)

    for _ in range(10):
        search.press("a")
        page.wait_for_timeout(500)

    assert [url for url in fetched if "version" in url] == []


def test_search_narrows_the_board_as_it_is_typed_and_goes_into_the_address(
    open_page: OpenPage, recruiter: User, column: list[StageVisit]
) -> None:
    page = open_page("/pipeline/", recruiter)

    page.keyboard.press("/")
    page.keyboard.type("date 07")

    expect(page.locator("#board [data-key]")).to_have_count(1)
    expect(page.locator("#board [data-changed]")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"[?&]q=date\+07$"))
    expect(page.get_by_placeholder("Name or e-mail")).to_be_focused()


def test_nudge_tells_that_it_was_sent_and_is_not_offered_again(
    open_page: OpenPage, recruiter: User, job: Job, interviewer: User, now: datetime.datetime
) -> None:
    interviewed(applied(job, "Ana Ruiz", now), [interviewer], now - HOUR, now)
    page = open_page("/pipeline/", recruiter)

    page.get_by_role("button", name="Nudge").click()

    expect(page.get_by_text("Ines Interviewer nudged")).to_be_visible()
    expect(page.locator(".board-nudged")).to_contain_text("by Rana Recruiter")
    expect(page.get_by_role("button", name="Nudge")).to_have_count(0)
    assert Nudge.objects.get().person == interviewer


@pytest.mark.parametrize("width", [390, 1440])
def test_pipeline_fits_the_screen(
    open_page: OpenPage, recruiter: User, column: list[StageVisit], width: int
) -> None:
    page = open_page("/pipeline/", recruiter, width=width)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

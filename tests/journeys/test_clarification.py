"""A question and its answer in a browser: warned of, asked, typed, kept when signed out, and sent."""

import pytest
from django.conf import settings
from playwright.sync_api import Dialog, Page, expect

from accounts.models import User
from candidates.models import Application, StageVisit
from committee.models import Clarification, Packet
from tests.committee.questions import ANSWER, QUESTION, Loop, ask, loop_at_the_bar
from tests.journeys.test_accessibility import AXE, RUN, violations
from tests.plugins.chromium import OpenPage

pytestmark = pytest.mark.browser

PASSWORD = "a long made-up one"
QUOTING = "Somebody else gave a 5 here; what did you miss?"


@pytest.fixture
def loop(
    transactional_db: None,
    application: Application,
    visit: StageVisit,
    recruiter: User,
    interviewer: User,
    people: list[User],
    bar_raiser: User,
) -> Loop:
    return loop_at_the_bar(application, recruiter, interviewer, people, bar_raiser)


@pytest.fixture
def asked(loop: Loop, bar_raiser: User) -> Clarification:
    return ask(loop, bar_raiser)


def ask_path(loop: Loop) -> str:
    references = Packet.objects.get().references
    [key] = [key for key, uuid in references.items() if uuid == str(loop.screen.uuid)]
    return f"/applications/{loop.application.uuid}/packet/ask/?card={key}&competency=judgment"


def test_a_question_that_quotes_comes_back_and_its_better_words_are_asked(
    open_page: OpenPage, loop: Loop, bar_raiser: User
) -> None:
    page = open_page(ask_path(loop), bar_raiser)
    page.get_by_label("Your question").fill(QUOTING)
    page.get_by_role("button", name="Ask Ines Interviewer").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value(QUOTING)
    page.get_by_role("link", name="Change the question").click()
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask Ines Interviewer").click()
    page.get_by_text("Asked. Ines Interviewer has been told").wait_for()
    assert Clarification.objects.get().question == QUESTION


def test_who_is_signed_out_keeps_the_answer_and_sends_it_once_they_are_back(
    open_page: OpenPage, asked: Clarification, interviewer: User
) -> None:
    interviewer.set_password(PASSWORD)
    interviewer.save()
    page = open_page("/interviews/", interviewer)
    page.get_by_role("link", name="Bao Barraiser asks about your scorecard").click()
    page.get_by_label("Your answer").fill(ANSWER)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Send answer").click()
    with page.expect_popup() as signing_in:
        page.get_by_role("link", name="Sign in in a new tab").click()
    sign_in(signing_in.value, interviewer)
    expect(page.get_by_label("Your answer")).to_have_value(ANSWER)
    page.get_by_role("button", name="Send answer").click()
    page.get_by_text("Your answer is in.").wait_for()
    asked.refresh_from_db()
    assert asked.answer == ANSWER


def sign_in(page: Page, user: User) -> None:
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Your interviews").wait_for()


def test_who_leaves_with_words_unsent_is_asked_first(
    open_page: OpenPage, asked: Clarification, interviewer: User
) -> None:
    page = open_page(f"/clarifications/{asked.uuid}/", interviewer)
    said: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.get_by_label("Your answer").fill("Half a thought")
    page.get_by_role("link", name="Later").click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert said == ["beforeunload"]
    expect(page.get_by_label("Your answer")).to_have_value("Half a thought")


def opened(page: Page) -> Page:
    """The page with everything unfolded."""
    for summary in page.locator("summary").all():
        summary.click()
    return page


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_of_them_is_wider_than_the_screen(
    open_page: OpenPage, loop: Loop, bar_raiser: User, interviewer: User, width: int
) -> None:
    asked = ask(loop, bar_raiser, question="Donaudampfschifffahrt" * 12)
    wide = "document.documentElement.scrollWidth"
    for path, reader in (
        (ask_path(loop), bar_raiser),
        (f"/clarifications/{asked.uuid}/", bar_raiser),
        (f"/clarifications/{asked.uuid}/", interviewer),
        ("/interviews/", interviewer),
    ):
        assert opened(open_page(path, reader, width=width)).evaluate(wide) <= width


def test_neither_a_warning_nor_mistakes_keep_anybody_out(
    open_page: OpenPage, asked: Clarification, loop: Loop, bar_raiser: User, interviewer: User
) -> None:
    page = open_page(ask_path(loop), bar_raiser)
    assert violations(page, ask_path(loop)) == {}
    page.get_by_label("Your question").fill(QUOTING)
    page.get_by_role("button", name="Ask Ines Interviewer").click()
    page.get_by_role("alert").wait_for()
    page.evaluate(AXE)
    assert page.evaluate(RUN, {}) == []
    url = f"/clarifications/{asked.uuid}/"
    page = open_page(url, interviewer)
    assert violations(page, url) == {}
    opened(page).get_by_role("button", name="Send answer").click()
    page.get_by_text("There is a problem").wait_for()
    page.evaluate(AXE)
    assert page.evaluate(RUN, {}) == []

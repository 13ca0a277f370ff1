"""The scorecard in a real browser: from the keyboard alone, offline, in two tabs, signed out, on a phone."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import User
from candidates.models import Application, StageVisit
from interviewers.models import Assignment, AssignmentState, Draft, Scorecard, ScorecardRevision
from interviewers.queries.scorecards import cards_of_visits
from tests.interviewers.scorecards import assign, open_stage, stage_plan
from tests.plugins.chromium import OpenPage, wait_until_true

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SUBMIT = "Submit scorecard"


@pytest.fixture
def assignment(visit: StageVisit, interviewer: User) -> Assignment:
    return assign(visit, interviewer)


def address(assignment: Assignment) -> str:
    return f"/scorecards/{assignment.uuid}/"


def expect_bar(page: Page, words: str) -> None:
    expect(page.locator("[data-save-words]")).to_contain_text(words)


def expect_nothing_kept(page: Page) -> None:
    """Waits until the browser holds nothing of any scorecard."""
    wait_until_true(page, "Object.keys(localStorage).length === 0")


def evidence(page: Page, slug: str) -> str:
    return page.locator(f"#evidence-{slug}").input_value()


def write(page: Page, slug: str, text: str) -> None:
    page.locator(f"#evidence-{slug}").fill(text)


def score_all(page: Page, assignment: Assignment, value: str = "4") -> None:
    for slug in stage_plan(assignment.visit).competencies:
        page.locator(f'[name="value.{slug}"][value="{value}"]').check()


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    fitting: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return fitting


def test_a_scorecard_is_filled_and_submitted_from_the_keyboard_alone(
    open_page: OpenPage, assignment: Assignment
) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    keys = page.keyboard
    keys.press("Enter")  # to the first competency
    keys.press("4")
    keys.press("Enter")
    keys.press("5")
    keys.press("Enter")  # a 5 needs evidence, so that is next
    keys.type("Retold it in one sentence.")
    keys.press("Control+Enter")
    keys.press("5")
    keys.press("Enter")
    keys.type("Compared it with a control group.")
    keys.press("Control+Enter")
    keys.press("0")
    keys.press("Enter")  # not assessed needs a reason
    keys.type("The call was cut short.")
    expect(page.locator("[data-own-mean]")).to_have_text("4.66")  # cut, never rounded
    keys.press("Control+Enter")  # the signals
    keys.press("Enter")  # the measure
    keys.press("Enter")  # the summary
    keys.press("Control+Enter")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Submit your scorecard of")).to_be_visible()
    keys.press("Enter")
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    expect(page.locator(".said-head")).to_contain_text("Your mean 4.66")
    [card] = cards_of_visits([assignment.visit_id])[assignment.visit_id]
    assert card.values == {"judgment": 400, "communication": 500, "impact": 500, "curiosity": None}


def test_half_points_are_scored_from_the_keyboard(
    open_page: OpenPage, small_rubric: object, application: Application, interviewer: User
) -> None:
    Application.objects.update(rubric=small_rubric)
    application.refresh_from_db()
    assignment = assign(open_stage(application, "first-call"), interviewer)
    page = open_page(address(assignment), interviewer)
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    page.keyboard.press(".")
    expect(page.locator('[name="value.collaboration"][value="3.5"]')).to_be_checked()
    expect(page.locator("[data-own-mean]")).to_have_text("3.50")


def test_what_is_typed_is_saved_while_typing(open_page: OpenPage, assignment: Assignment) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    write(page, "judgment", "Named the alternative.")
    expect_bar(page, "Draft saved")
    assert Draft.objects.get().fields == {"evidence.judgment": "Named the alternative."}
    page.reload()
    assert evidence(page, "judgment") == "Named the alternative."


def test_prompts_that_were_asked_are_ticked_from_the_keyboard_and_submitted(
    open_page: OpenPage, assignment: Assignment
) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    tick = page.get_by_role("checkbox", name="Asked prompt 2")
    tick.focus()
    page.keyboard.press("Space")
    expect_bar(page, "Draft saved")
    assert Draft.objects.get().fields == {"asked.2": "1"}
    page.reload()
    expect(tick).to_be_checked()
    score_all(page, assignment)
    page.get_by_role("button", name=SUBMIT).click()
    page.get_by_role("dialog").get_by_role("button", name=SUBMIT).click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    expect(page.locator(".said-row", has_text="Prompts asked")).to_contain_text("2. ")
    assert ScorecardRevision.objects.get().asked == [2]
    expect_nothing_kept(page)


def test_what_is_typed_offline_is_saved_when_the_connection_is_back(
    open_page: OpenPage, assignment: Assignment
) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    page.context.set_offline(True)
    write(page, "judgment", "Typed in a tunnel.")
    expect_bar(page, "Offline.")
    assert Draft.objects.count() == 0
    page.context.set_offline(False)
    expect_bar(page, "Draft saved")
    assert Draft.objects.get().fields == {"evidence.judgment": "Typed in a tunnel."}


def test_a_server_in_trouble_is_tried_again(open_page: OpenPage, assignment: Assignment) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    page.route("**/draft", lambda route: route.fulfill(status=429))
    write(page, "judgment", "Typed meanwhile.")
    expect_bar(page, "Not saved yet")
    page.unroute("**/draft")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect_bar(page, "Draft saved")
    assert Draft.objects.get().fields == {"evidence.judgment": "Typed meanwhile."}


def test_a_page_closed_offline_brings_back_what_was_typed(
    open_page: OpenPage, assignment: Assignment
) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    page.route("**/draft", lambda route: route.abort())
    write(page, "judgment", "Typed in a tunnel.")
    expect_bar(page, "Offline.")
    again = page.context.new_page()
    page.close()
    again.goto(address(assignment))
    assert evidence(again, "judgment") == "Typed in a tunnel."
    expect_bar(again, "Draft saved")
    assert Draft.objects.get().fields == {"evidence.judgment": "Typed in a tunnel."}


def test_another_person_on_the_same_browser_sees_nothing_of_it(
    open_page: OpenPage, assignment: Assignment, other_interviewer: User
) -> None:
    theirs = assign(assignment.visit, other_interviewer)
    page = open_page(address(assignment), assignment.interviewer)
    page.route("**/draft", lambda route: route.abort())
    write(page, "judgment", "Only mine.")
    expect_bar(page, "Offline.")
    page.unroute("**/draft")
    sign_in_again(page, other_interviewer)
    second = page.context.new_page()
    second.goto(address(theirs))
    expect(second.get_by_role("button", name=SUBMIT)).to_be_visible()
    assert "Only mine." not in second.content()
    assert evidence(second, "judgment") == ""
    assert second.goto(address(assignment)).status == 404  # type: ignore[union-attr]
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect_bar(page, "Somebody else is signed in")
    assert Draft.objects.count() == 0


def test_two_tabs_that_type_in_different_fields_are_merged(
    open_page: OpenPage, assignment: Assignment
) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    other = page.context.new_page()
    other.goto(address(assignment))
    write(page, "judgment", "From the first tab.")
    expect_bar(page, "Draft saved")
    write(other, "impact", "From the second tab.")
    expect_bar(other, "Draft saved")
    assert evidence(other, "judgment") == "From the first tab."
    assert Draft.objects.get().fields == {
        "evidence.judgment": "From the first tab.",
        "evidence.impact": "From the second tab.",
    }


@pytest.mark.parametrize(
    ("side", "button", "kept"),
    [
        (0, "Keep this", "Second."),
        (1, "Keep this", "First."),
        (0, "Keep both, then edit", "First.\n\nSecond."),
    ],
)
def test_two_tabs_that_type_in_the_same_field_show_both_texts(
    open_page: OpenPage, assignment: Assignment, side: int, button: str, kept: str
) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    other = page.context.new_page()
    other.goto(address(assignment))
    write(page, "judgment", "First.")
    expect_bar(page, "Draft saved")
    write(other, "judgment", "Second.")
    expect_bar(other, "1 to choose")
    assert Draft.objects.get().fields == {"evidence.judgment": "First."}
    sides = other.locator(".both-texts-side")
    assert sides.locator(".said-text").all_inner_texts() == ["Second.", "First."]
    sides.nth(side).get_by_role("button", name=button, exact=True).click()
    expect_bar(other, "Draft saved")
    expect(other.locator(".conflict")).to_have_count(0)
    assert Draft.objects.get().fields == {"evidence.judgment": kept}


def test_a_session_that_ended_keeps_the_text_until_signed_in_again(
    open_page: OpenPage, assignment: Assignment
) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    Session.objects.all().delete()
    write(page, "judgment", "Written after midnight.")
    expect_bar(page, "You are signed out.")
    expect(page.get_by_role("link", name="Sign in in a new tab")).to_be_visible()
    sign_in_again(page, assignment.interviewer)
    set_cookie(page, "csrftoken", "n" * 32)  # signing in changes it
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect_bar(page, "Draft saved")
    score_all(page, assignment)
    page.get_by_role("button", name=SUBMIT).click()
    page.get_by_role("dialog").get_by_role("button", name=SUBMIT).click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()


def test_a_double_click_submits_one_scorecard(open_page: OpenPage, assignment: Assignment) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    score_all(page, assignment)
    page.get_by_role("button", name=SUBMIT).dblclick()
    page.get_by_role("dialog").get_by_role("button", name=SUBMIT).dblclick()
    expect(page.get_by_role("heading", name="What is stored")).to_be_visible()
    assert Scorecard.objects.count() == 1
    expect_nothing_kept(page)


def test_a_connection_lost_while_submitting_loses_nothing(
    open_page: OpenPage, assignment: Assignment
) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    score_all(page, assignment)
    write(page, "judgment", "Said at the end.")
    page.get_by_role("button", name=SUBMIT).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.context.set_offline(True)
    dialog.get_by_role("button", name=SUBMIT).click()
    expect(dialog).to_be_hidden()
    expect_bar(page, "Offline.")
    assert evidence(page, "judgment") == "Said at the end."
    page.context.set_offline(False)
    expect_bar(page, "Draft saved")
    page.get_by_role("button", name=SUBMIT).click()
    dialog.get_by_role("button", name=SUBMIT).click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    assert Scorecard.objects.count() == 1


def test_submitting_what_another_tab_has_submitted_shows_what_is_stored(
    open_page: OpenPage, assignment: Assignment
) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    other = page.context.new_page()
    other.goto(address(assignment))
    for tab in (page, other):
        score_all(tab, assignment)
        tab.get_by_role("button", name=SUBMIT).click()
        expect(tab.get_by_role("dialog")).to_be_visible()
    for tab in (page, other):
        tab.get_by_role("dialog").get_by_role("button", name=SUBMIT).click()
        expect(tab.get_by_role("heading", name="What is stored")).to_be_visible()
    expect(other.locator(".toast-note")).to_contain_text("You have submitted this scorecard already.")
    assert Scorecard.objects.count() == 1


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(
    open_page: OpenPage, assignment: Assignment
) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    score_all(page, assignment, "5")
    write(page, "judgment", "Seen.")
    page.get_by_role("button", name=SUBMIT).click()
    summary = page.locator(".error-summary")
    expect(summary.locator("li")).to_have_count(3)
    summary.get_by_role("link").first.click()
    expect(page.locator("#evidence-communication")).to_be_focused()
    expect(page.locator("#evidence-communication-problem")).to_have_text(
        "A 5 needs evidence: write what you saw or heard."
    )
    assert evidence(page, "judgment") == "Seen."
    for slug in ("communication", "impact", "curiosity"):
        write(page, slug, "Heard.")
    page.get_by_role("button", name=SUBMIT).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_signal_that_rates_a_high_value_low_asks_why(
    open_page: OpenPage, application: Application, interviewer: User
) -> None:
    assignment = assign(open_stage(application, "leadership"), interviewer)
    page = open_page(address(assignment), interviewer)
    score_all(page, assignment)
    reason = page.get_by_label("Why high all the same")
    expect(reason).to_be_hidden()
    page.locator('[data-rates-low="judgment"]').first.check()
    expect(page.locator(".signal-note").first).to_contain_text("You gave judgment a 4")
    page.get_by_role("link", name="say why it is high all the same").first.click()
    expect(reason).to_be_visible()
    page.locator('[name="value.judgment"][value="2"]').check()
    expect(reason).to_be_hidden()


def test_an_interview_released_meanwhile_says_so_and_keeps_the_draft_in_sight(
    open_page: OpenPage, assignment: Assignment
) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    write(page, "judgment", "Saved before.")
    expect_bar(page, "Draft saved")
    Assignment.objects.update(state=AssignmentState.RELEASED)
    write(page, "impact", "Typed after.")
    expect_bar(page, "You were released from this interview")
    page.get_by_role("link", name="Show what is stored").click()
    expect(page.locator(".said-text", has_text="Saved before.")).to_be_visible()
    expect(page.locator(".leftovers .said-text")).to_have_text("Typed after.")
    page.get_by_role("button", name="Delete from this browser").click()
    expect_nothing_kept(page)


def test_a_correction_stands_beside_what_it_corrects(open_page: OpenPage, assignment: Assignment) -> None:
    page = open_page(address(assignment), assignment.interviewer)
    score_all(page, assignment)
    page.get_by_role("button", name=SUBMIT).click()
    page.get_by_role("dialog").get_by_role("button", name=SUBMIT).click()
    page.get_by_role("link", name="Correct scorecard").click()
    page.locator('[name="value.impact"][value="3"]').check()
    page.get_by_label("Why you correct it").fill("I had the wrong quarter.")
    page.get_by_role("button", name="Store correction").click()
    page.get_by_role("dialog").get_by_role("button", name="Store correction").click()
    expect(page.locator(".said-head")).to_have_count(2)
    expect(page.locator(".said-head").last).to_contain_text("I had the wrong quarter.")
    impact = page.locator(".said-row", has_text="Impact").locator(".said-score")
    assert impact.all_inner_texts() == ["4", "3"]
    expect_nothing_kept(page)


def test_a_phone_shows_the_whole_scorecard_without_scrolling_sideways(
    open_page: OpenPage, assignment: Assignment
) -> None:
    page = open_page(address(assignment), assignment.interviewer, width=390, height=844)
    assert fits(page)
    page.get_by_text("Prompts and what to listen for").click()
    page.get_by_role("checkbox", name="Asked prompt 1").check()
    assert fits(page)
    page.get_by_text("Prompts and what to listen for").click()
    score_all(page, assignment)
    page.get_by_role("button", name=SUBMIT).click()
    page.get_by_role("dialog").get_by_role("button", name=SUBMIT).click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    assert fits(page)


def sign_in_again(page: Page, user: User) -> None:
    """As in another tab of the same browser."""
    client = Client()
    client.force_login(user)
    set_cookie(page, "sessionid", client.cookies["sessionid"].value)


def set_cookie(page: Page, name: str, value: str) -> None:
    site = page.evaluate("location.origin")
    page.context.add_cookies([{"name": name, "value": value, "url": site}])

"""The verdict and the decision in a browser: typed, kept through an outage, given once confirmed, decided."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from candidates.models import Application, StageVisit, WaitingFor
from committee.models import Decision, Verdict, VerdictDraft
from tests.committee.loops import hold_stage, plan_panel, standing, submit
from tests.committee.verdicts import give_verdict, packet_version
from tests.factories import UserFactory
from tests.journeys.test_accessibility import AXE, RUN, violations
from tests.plugins.chromium import OpenPage

pytestmark = pytest.mark.browser


@pytest.fixture
def at_the_bar(
    transactional_db: None,
    application: Application,
    visit: StageVisit,
    recruiter: User,
    interviewer: User,
    bar_raiser: User,
) -> Application:
    """Everything but the verdict is in, and the packet is built."""
    hold_stage(application, recruiter, [interviewer], 4)
    for _ in range(2):
        hold_stage(application, recruiter, [UserFactory(is_interviewer=True) for _ in range(3)], 4, 4, 4)
    submit(plan_panel(standing(application), recruiter, [bar_raiser])[0], 4)
    packet_version(application)
    return application


def bar_says(page: Page, words: str) -> None:
    expect(page.locator("#save-words")).to_have_text(words)


def test_the_bar_raiser_gives_the_verdict_once_they_have_confirmed_it(
    open_page: OpenPage, at_the_bar: Application, bar_raiser: User
) -> None:
    page = open_page(f"/applications/{at_the_bar.uuid}/", bar_raiser)
    page.get_by_role("link", name="Give your verdict").click()
    form = page.locator("#verdict")
    form.get_by_role("radio", name="Yes").first.check()
    form.get_by_label("Because, for judgment").fill("Named the riskiest assumption first.")
    form.get_by_role("radio", name="No").last.check()
    form.get_by_label("Because, for impact").fill("Their own part stayed unclear.")
    form.get_by_label("The critique: what you asked").fill("The offline mode.")
    form.get_by_label("How they took it").fill("Weighed both sides.")
    form.get_by_role("button", name="Give verdict").click()
    assert not Verdict.objects.exists()
    page.get_by_role("dialog").get_by_role("button", name="Give verdict").click()
    page.get_by_text("Verdict of Bao Barraiser").wait_for()
    verdict = Verdict.objects.get()
    assert (verdict.raises_judgment, verdict.raises_impact) == (True, False)
    assert standing(at_the_bar).waiting_for == WaitingFor.DECISION


def test_what_is_typed_is_saved_told_in_the_bar_and_there_again_later(
    open_page: OpenPage, at_the_bar: Application, bar_raiser: User
) -> None:
    page = open_page(f"/applications/{at_the_bar.uuid}/verdict/", bar_raiser)
    bar_says(page, "Nothing typed yet")
    page.get_by_label("Because, for judgment").fill("Half a thought")
    bar_says(page, "Saved")
    page.get_by_role("radio", name="No").last.check()
    bar_says(page, "Saving")
    bar_says(page, "Saved")
    again = open_page(f"/applications/{at_the_bar.uuid}/verdict/", bar_raiser)
    bar_says(again, "Saved")
    expect(again.get_by_label("Because, for judgment")).to_have_value("Half a thought")
    expect(again.get_by_role("radio", name="No").last).to_be_checked()


def test_offline_the_bar_says_that_nothing_is_saved_and_saves_when_it_can(
    open_page: OpenPage, at_the_bar: Application, bar_raiser: User
) -> None:
    page = open_page(f"/applications/{at_the_bar.uuid}/verdict/", bar_raiser)
    page.context.set_offline(True)
    page.get_by_label("Because, for judgment").fill("Typed in a tunnel")
    bar_says(page, "Not saved: offline")
    page.context.set_offline(False)
    bar_says(page, "Saved")
    assert VerdictDraft.objects.get().fields["judgment_because"] == "Typed in a tunnel"


def test_the_last_words_before_the_page_is_left_are_saved(
    open_page: OpenPage, at_the_bar: Application, bar_raiser: User
) -> None:
    page = open_page(f"/applications/{at_the_bar.uuid}/verdict/", bar_raiser)
    page.get_by_label("Because, for judgment").fill("Just before the train")
    page.get_by_role("link", name=str(at_the_bar.candidate)).click()
    page.get_by_role("link", name="Give your verdict").click()
    expect(page.get_by_label("Because, for judgment")).to_have_value("Just before the train")


def test_who_is_signed_out_is_told_in_the_bar(
    open_page: OpenPage, at_the_bar: Application, bar_raiser: User
) -> None:
    page = open_page(f"/applications/{at_the_bar.uuid}/verdict/", bar_raiser)
    page.context.clear_cookies()
    page.get_by_label("Because, for judgment").fill("Said to nobody")
    bar_says(page, "Not saved: you are signed out")
    expect(page.get_by_label("Because, for judgment")).to_have_value("Said to nobody")


def test_a_chair_finds_somebody_and_records_the_decision(
    open_page: OpenPage, at_the_bar: Application, bar_raiser: User, chair: User
) -> None:
    give_verdict(bar_raiser, standing(at_the_bar))
    UserFactory(name="Dora Distant", is_interviewer=True)
    page = open_page(f"/applications/{at_the_bar.uuid}/", chair)
    page.get_by_role("link", name="Record the decision").click()
    page.get_by_label("Reason").fill("Clear evidence.")
    page.get_by_role("radio", name="Offer", exact=True).check()
    page.get_by_label("Find somebody else by name").press_sequentially("distant")
    page.get_by_role("checkbox", name="Dora Distant").check()
    page.get_by_label("Find somebody else by name").fill("")
    page.get_by_role("checkbox", name="Bao Barraiser").check()
    page.get_by_role("button", name="Record decision").click()
    assert not Decision.objects.exists()
    page.get_by_role("dialog").get_by_role("button", name="Record decision").click()
    page.get_by_text("Bao Barraiser, Chloe Chair, Dora Distant").wait_for()
    assert Decision.objects.get().result == "offer"


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_of_them_is_wider_than_the_screen(
    open_page: OpenPage, at_the_bar: Application, bar_raiser: User, chair: User, width: int
) -> None:
    wide = "document.documentElement.scrollWidth"
    page = open_page(f"/applications/{at_the_bar.uuid}/verdict/", bar_raiser, width=width)
    assert page.evaluate(wide) <= width
    give_verdict(bar_raiser, standing(at_the_bar), because="Donaudampfschifffahrt" * 12)
    for path in (f"/applications/{at_the_bar.uuid}/", "/verdicts/"):
        assert open_page(path, chair, width=width).evaluate(wide) <= width


def test_neither_the_verdicts_page_nor_its_mistakes_keep_anybody_out(
    open_page: OpenPage, at_the_bar: Application, bar_raiser: User
) -> None:
    url = f"/applications/{at_the_bar.uuid}/verdict/"
    page = open_page(url, bar_raiser)
    assert violations(page, url) == {}
    page.get_by_role("button", name="Give verdict").click()
    page.get_by_role("dialog").get_by_role("button", name="Give verdict").click()
    page.get_by_text("There is a problem").wait_for()
    page.evaluate(AXE)
    assert page.evaluate(RUN, {}) == []

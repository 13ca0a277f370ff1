"""A chair has a cycle computed and reads it, by mouse and by keyboard; an interviewer may not."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from calibration.models import CalibrationRun, RunState, Scope
from candidates.models import Job
from rubrics.models import Rubric
from tests.calibration.periods import Cycle, computed
from tests.plugins.chromium import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 20_000  # milliseconds: a worker that reads and fits, and a busy machine


@pytest.fixture
def cycle(job: Job, recruiter: User, people: list[User]) -> Cycle:
    """Fifteen decided candidates with two stages, the second scored by three."""
    cycle = Cycle(job, recruiter, people)
    for number in range(15):
        second = [(5, 4, 5), (4, 4, 3), (3, 2, 4)][number % 3]
        cycle.candidate([4], second, state="offer" if number % 3 == 0 else "no_offer")
    return cycle


def under_way(steps_done: int) -> CalibrationRun:
    """A run that a worker is at."""
    run, _ = CalibrationRun.objects.update_or_create(
        key=computed().key,
        state=RunState.RUNNING,
        defaults={
            "rubric_slug": "reference",
            "scope": Scope.FINAL,
            "asked_at": timezone.now(),
            "started_at": timezone.now(),
            "steps": 200,
            "steps_done": steps_done,
            "doing": "Reading scores",
        },
    )
    return run


def section(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Calibration").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_chair_has_a_cycle_computed_and_reads_it(
    running_tasks: None, cycle: Cycle, chair: User, interviewer: User, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page("/", chair)
    page.get_by_role("link", name="Calibration").click()
    page.get_by_label("Cycle").select_option(cycle.cycle.name)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Not computed yet")).to_be_visible()
    page.get_by_role("button", name="Compute now").click()
    expect(page.get_by_text("from 60 scorecards of 15 applications")).to_be_visible(timeout=PATIENCE)

    section(page, "Agreement")
    figure = page.locator("#agreement")
    expect(figure).to_contain_text("Interviewers of the same candidate agree")
    expect(figure.locator("[data-chart] svg").first).to_be_visible()

    section(page, "Score bands")
    expect(page.get_by_text("Product sense exercise 4.5 or above:")).to_be_visible()
    crossed = page.locator("#offers-product-sense")
    summary = crossed.get_by_text("Show as a table")
    summary.focus()
    page.keyboard.press("Enter")
    expect(crossed.get_by_role("row")).to_have_count(4)
    page.keyboard.press("Tab")
    for _ in range(3):  # past the frame of the table, when it takes the focus
        if page.evaluate("document.activeElement.textContent.startsWith('CSV')"):
            break
        page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith("offers-product-sense-cycle")
    assert file.read_text("utf-8").splitlines()[0] == "Score,Offers,From,To,Decided,Not decided yet"

    page = open_page("/calibration/bands/", interviewer)
    expect(page.get_by_text("Calibration is for committee chairs and auditors.")).to_be_visible()


def test_the_bar_grows_as_a_worker_goes_on_and_the_page_comes_by_itself(
    rubric: Rubric, chair: User, open_page: OpenPage
) -> None:
    run = under_way(20)
    page = open_page("/calibration/agreement/", chair)
    bar = page.get_by_role("progressbar", name="How much is computed")
    expect(bar).to_have_attribute("value", "20")
    under_way(150)
    expect(bar).to_have_attribute("value", "150", timeout=PATIENCE)
    expect(page.get_by_text("75 %")).to_be_visible()
    CalibrationRun.objects.filter(pk=run.pk).delete()
    expect(page.get_by_role("button", name="Compute again")).to_be_visible(timeout=PATIENCE)

"""The application page in a browser: read on a phone, and opened to the evidence."""

import pytest

from accounts.models import User
from candidates.models import Application, StageVisit
from interviewers.models import Scorecard
from tests.committee.loops import compute, correct, hold_stage, plan_panel, standing, submit
from tests.factories import UserFactory
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
    """A complete loop with a correction, its verdict outstanding."""
    hold_stage(application, recruiter, [interviewer], 4)
    for _ in range(2):
        hold_stage(application, recruiter, [UserFactory(is_interviewer=True) for _ in range(3)], 4, 4, 4)
    last = standing(application)
    submit(plan_panel(last, recruiter, [bar_raiser])[0], 4)
    first = Scorecard.objects.get(visit=visit)
    correct(first, {"judgment": 5}, reason="I had swapped two notes.")
    compute(visit)
    return application


def test_the_chair_reads_down_to_a_correction_and_the_hash(
    open_page: OpenPage, at_the_bar: Application, chair: User
) -> None:
    page = open_page(f"/applications/{at_the_bar.uuid}/", chair)
    evidence = page.get_by_text("I had swapped two notes.")
    assert not evidence.is_visible()
    page.get_by_text("1 scorecard with evidence").first.click()
    assert evidence.is_visible()
    page.get_by_text("How the gate came to this").first.click()
    assert page.get_by_role("cell", name="A scorecard was corrected").is_visible()


@pytest.mark.parametrize("persona", ["chair", "recruiter", "interviewer", "bar_raiser"])
def test_the_page_fits_a_phone(
    open_page: OpenPage, at_the_bar: Application, request: pytest.FixtureRequest, persona: str
) -> None:
    reader = request.getfixturevalue(persona)
    page = open_page(f"/applications/{at_the_bar.uuid}/", reader, width=390)
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_matrix_leads_to_the_stage(open_page: OpenPage, at_the_bar: Application, chair: User) -> None:
    page = open_page(f"/applications/{at_the_bar.uuid}/", chair)
    page.get_by_role("link", name="Leadership and collaboration").click()
    assert page.get_by_role("heading", name="Leadership and collaboration").is_visible()
    assert "#stage-" in page.url

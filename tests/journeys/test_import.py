"""A recruiter imports past scorecards in a real browser: problems, preview, confirmation, result."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from candidates.models import Application
from rubrics.models import Rubric
from tests.integrations.sheets import DATA, card, written
from tests.plugins.chromium import OpenPage

pytestmark = pytest.mark.browser


def preview(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Preview").click()


def test_a_recruiter_mends_a_sheet_looks_at_the_preview_and_imports_it(
    running_tasks: None, rubric: Rubric, recruiter: User, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page("/import/", recruiter)
    preview(page, DATA / "broken.csv")
    expect(page.get_by_role("alert")).to_contain_text("10 problems in these sheets")
    expect(page.get_by_role("row").nth(1)).to_contain_text("the score “6” is off the scale of 1 to 5")
    preview(page, DATA / "clean.csv")
    expect(page.get_by_role("heading", level=1)).to_have_text("These sheets are sound")
    assert Application.objects.count() == 0
    page.get_by_role("button", name="Import 15 scorecards").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imported", timeout=20_000)
    assert Application.objects.count() == 2
    page.get_by_role("link", name="Imported", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Imported")


def test_two_tabs_with_the_same_preview_import_once(
    running_tasks: None, rubric: Rubric, recruiter: User, open_page: OpenPage, tmp_path: Path
) -> None:
    sheet = tmp_path / "past.csv"
    sheet.write_text(written(card()), "utf-8")
    pages = [open_page("/import/", recruiter, width=390), open_page("/import/", recruiter)]
    for page in pages:
        preview(page, sheet)
        expect(page.get_by_role("button", name="Import 1 scorecard")).to_be_visible()
    for page in pages:
        page.get_by_role("button", name="Import 1 scorecard").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Imported", timeout=20_000)
    assert Application.objects.count() == 1

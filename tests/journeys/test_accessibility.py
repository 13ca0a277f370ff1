"""Every page under axe-core, the checker of the accessibility guidelines (WCAG), in both colour schemes."""

from pathlib import Path
from typing import TypeAlias

import pytest
from django.test import Client
from playwright.sync_api import Page

from accounts.models import User
from rubrics.models import Rubric
from tests.plugins.chromium import OpenPage
from tests.visibility.addresses import POSTED, address, names
from tests.visibility.world import World, build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text()
RUN = """async (options) => (await axe.run(document, {resultTypes: ["violations"], ...options})).violations
    .map(found => `${found.id}: ${found.nodes[0].html.slice(0, 200)}`)"""
# In the dark only the colours are others.
IN_THE_DARK = {"runOnly": ["color-contrast"]}
# Who is asked to open a page; the first who may does.
READERS = ("recruiter", "blind", "scored", "bar_raiser", "administrator", "chair")

Violations: TypeAlias = dict[tuple[str, str], list[str]]


@pytest.fixture
def world(request: pytest.FixtureRequest, rubric: Rubric) -> World:
    return build_world(request.param, rubric)


def pages_of(world: World) -> dict[str, list[str]]:
    """The addresses of whole pages, each under the name of the first person who may open it."""
    found: dict[str, list[str]] = {name: [] for name in READERS if name in world.people}
    browsers = {name: Client() for name in found}
    for name, browser in browsers.items():
        browser.force_login(world.people[name])
    for asked in (address(name, world) for name in names() if name not in POSTED):
        reader = next((name for name in found if is_page(browsers[name], asked)), None)
        if reader:
            found[reader].append(asked)
    return found


def is_page(browser: Client, asked: str) -> bool:
    answer = browser.get(asked)
    return answer.status_code == 200 and b"<html" in answer.getvalue()


def violations(page: Page, asked: str) -> Violations:
    """What axe-core holds against the page in each scheme, by address and scheme."""
    page.goto(asked)
    page.evaluate(AXE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    light = page.evaluate(RUN, {})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    dark = page.evaluate(RUN, IN_THE_DARK)
    return {key: found for key, found in {(asked, "light"): light, (asked, "dark"): dark}.items() if found}


@pytest.mark.parametrize("world", ["scoring"], indirect=True)
def test_no_page_keeps_anybody_out(open_page: OpenPage, world: World) -> None:
    found: Violations = {}
    pages = pages_of(world)
    assert {"/pipeline/", "/candidates/", "/jobs/new/"} <= set(pages["recruiter"])
    for name, addresses in pages.items():
        page = open_page("/", world.people[name])
        for asked in ["/", *addresses]:
            found |= violations(page, asked)
    assert found == {}


@pytest.mark.parametrize("world", ["stopped", "bar_raiser", "complete"], indirect=True)
def test_no_application_page_keeps_anybody_out(open_page: OpenPage, world: World) -> None:
    found: Violations = {}
    for name in ("recruiter", "scored", "bar_raiser", "chair"):
        page = open_page("/", world.people[name])
        found |= violations(page, f"/applications/{world.application.uuid}/")
    assert found == {}


@pytest.mark.parametrize("world", ["complete"], indirect=True)
def test_no_packet_keeps_anybody_out(open_page: OpenPage, world: World) -> None:
    found: Violations = {}
    for name in ("bar_raiser", "chair"):
        page = open_page("/", world.people[name])
        found |= violations(page, f"/applications/{world.application.uuid}/packet/")
        assert page.get_by_role("heading", name="What is ambiguous").is_visible()
    assert found == {}


def test_no_entrance_keeps_anybody_out(open_page: OpenPage, administrator: User) -> None:
    page = open_page("/account/login/")
    found: Violations = {}
    for asked in ("/account/login/", "/account/password/reset/", "/nowhere/"):
        found |= violations(page, asked)
    assert found == {}


def test_no_mistaken_form_keeps_anybody_out(open_page: OpenPage, administrator: User) -> None:
    page = open_page("/teams/new/", administrator)
    page.get_by_role("button", name="Save team").click()
    page.get_by_text("Enter the team's name.").first.wait_for()
    page.evaluate(AXE)
    assert page.evaluate(RUN, {}) == []

"""Charts in a browser: drawn under the content policy, told by pointer and keys, coloured by the scheme."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.plugins.chromium import OpenPage, wait_until_true

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.journeys.chart_urls"),
]

CHARTS = "/charts/?rows=6"
# Every chart of the page, and there are some.
DRAWN = """(() => {
    const states = [...document.querySelectorAll("[data-chart]")].map(chart => chart.dataset.chart);
    return states.length > 0 && states.every(state => state === "drawn");
})()"""
AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text()
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .map(found => `${found.id}: ${found.nodes[0].html.slice(0, 200)}`)"""


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    page = open_page(CHARTS)
    wait_until_true(page, DRAWN)
    return page


@pytest.fixture
def page_without_scripts(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(CHARTS)
    yield page
    context.close()


def heights(page: Page) -> list[float]:
    charts = page.locator(".figure-chart")
    return list(charts.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)"))


def fills(page: Page, slug: str) -> set[str]:
    """The colours of the marks of a chart."""
    marks = page.locator(f"#{slug} .figure-chart path[fill]")
    return set(marks.evaluate_all("all => all.map(one => getComputedStyle(one).fill)"))


def test_every_chart_is_drawn_in_the_room_that_was_kept_for_it(page: Page) -> None:
    kept = page.locator("[data-chart] svg").evaluate_all("all => all.map(one => one.height.baseVal.value)")

    assert len(kept) == 8
    assert heights(page) == kept
    assert page.locator(".figure-room").count() == 0


def test_row_tells_its_numbers_under_the_pointer_with_its_name_in_full(page: Page) -> None:
    label = page.locator("#severity svg text", has_text="Benedict")
    expect(label).to_have_text("Benedict Featherstonehaugh-Chol…")
    box = label.bounding_box()
    assert box is not None

    page.mouse.move(box["x"] + 400, box["y"] + box["height"] / 2)

    tip = page.locator(".figure-tip")
    expect(tip.locator("strong")).to_have_text("Benedict Featherstonehaugh-Cholmondeley-Wentworth")
    expect(tip).to_contain_text("Scorecards")
    page.mouse.move(1, 1)
    expect(tip).to_be_hidden()


def test_arrow_keys_go_from_row_to_row_and_enter_opens_its_page(page: Page) -> None:
    page.locator("#severity .figure-chart").focus()
    tip = page.locator(".figure-tip strong")

    page.keyboard.press("ArrowDown")
    expect(tip).to_have_text("Ines Moreau")
    page.keyboard.press("ArrowDown")
    expect(tip).to_have_text("Tom Okafor")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.keyboard.press("Enter")

    page.wait_for_url("**/?interviewer=1")


def test_table_opens_by_keyboard(page: Page) -> None:
    table = page.locator("#severity table")
    expect(table).to_be_hidden()

    page.locator("#severity summary").focus()
    page.keyboard.press("Enter")

    expect(table).to_be_visible()


def test_chart_takes_the_colours_of_the_scheme_without_moving(page: Page) -> None:
    light, before = fills(page, "bands"), heights(page)

    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")

    assert fills(page, "bands").isdisjoint(light - {"rgba(0, 0, 0, 0)"})
    assert heights(page) == before


def test_chart_that_was_swapped_in_is_drawn(page: Page) -> None:
    page.evaluate(
        """() => htmx.ajax("GET", "/charts/?rows=2",
            {target: "#severity", select: "#severity", swap: "outerHTML"})"""
    )

    expect(page.locator("#severity tbody tr")).to_have_count(2)
    wait_until_true(page, DRAWN)
    expect(page.locator("#severity .figure-chart svg")).to_have_count(1)


def test_chart_keeps_to_a_page_that_becomes_narrow(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})

    wait_until_true(page, "document.querySelector('#severity .figure-chart svg').clientWidth < 390")
    wait_until_true(page, DRAWN)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_the_numbers_stand_open(page_without_scripts: Page) -> None:
    expect(page_without_scripts.locator("#severity table")).to_be_visible()
    expect(page_without_scripts.locator("#severity .figure-chart")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_chart_keeps_anybody_out(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.locator("#severity summary").click()
    page.evaluate(AXE)
    assert page.evaluate(RUN) == []

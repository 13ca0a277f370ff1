"""What every page does by itself, in a real browser: colours, confirming, sending once, notices, keys."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from tests.plugins.chromium import OpenPage, wait_until_true

pytestmark = pytest.mark.browser

SECOND_STEP = "/account/2fa/"
PASSWORD = "/account/password/change/"
OWN_SETTINGS = "/settings/"


@pytest.fixture
def page(open_page: OpenPage, recruiter: User) -> Page:
    return open_page(SECOND_STEP, recruiter)


def answer(page: Page, address: str, *, status: int = 200, body: str = "", kind: str = "text/html") -> None:
    """Lets `address` answer with `body`, as a server of ours would."""
    page.route(f"**{address}", lambda route: route.fulfill(status=status, body=body, content_type=kind))


def fetch(page: Page, address: str, target: str = "#main") -> None:
    """What a link with hx-get does."""
    page.evaluate("([address, target]) => htmx.ajax('GET', address, {target})", [address, target])


def write(page: Page, html: str) -> None:
    """Puts a piece of a page into the content, and tells htmx of it."""
    page.evaluate("html => { const main = document.getElementById('main'); main.innerHTML = html; }", html)
    page.evaluate("htmx.process(document.getElementById('main'))")


def count_what_is_sent(page: Page, field: str) -> None:
    """Notes in `window.sent` the `field` of each form the browser would send, and keeps it on the page."""
    page.evaluate(
        """(field) => {
            window.sent = [];
            window.addEventListener("submit", (event) => {
                if (event.defaultPrevented || event.target.method === "dialog") return;
                window.sent.push(new FormData(event.target, event.submitter).get(field));
                event.preventDefault();
            });
        }""",
        field,
    )


def test_chosen_colours_hold_on_the_next_page(page: Page) -> None:
    page.get_by_role("button", name="You").click()
    page.get_by_role("button", name="Dark").click()

    page.goto(PASSWORD)

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 17, 23)"


def test_system_colours_follow_the_system(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")

    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_own_menu_opens_and_escape_closes_it(page: Page) -> None:
    page.get_by_role("button", name="You").click()
    expect(page.locator("#user-menu")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator("#user-menu")).to_be_hidden()


def test_first_tab_stop_leads_past_the_rail(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_what_cannot_be_undone_asks_first(page: Page) -> None:
    write(
        page,
        '<form method="post" action="/release/" data-confirm="Tom leaves the panel; the draft is deleted.">'
        '<button name="card" value="7">Release interviewer</button></form>',
    )
    count_what_is_sent(page, "card")

    page.get_by_role("button", name="Release interviewer").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Tom leaves the panel; the draft is deleted.")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    assert page.evaluate("window.sent") == []

    page.get_by_role("button", name="Release interviewer").click()
    dialog.get_by_role("button", name="Release interviewer").click()
    wait_until_true(page, "window.sent.length")
    assert page.evaluate("window.sent") == ["7"]


def test_an_htmx_button_asks_first_too(page: Page) -> None:
    asked: list[str] = []

    def release(route: Route) -> None:
        asked.append(route.request.method)
        route.fulfill(body="gone")

    page.route("**/release/", release)
    write(page, '<button hx-post="/release/" data-confirm="Their draft is deleted.">Release</button>')

    page.get_by_role("button", name="Release").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert asked == []

    page.get_by_role("button", name="Release").click()
    page.get_by_role("dialog").get_by_role("button", name="Release").click()
    expect(page.get_by_text("gone")).to_be_visible()
    assert asked == ["POST"]


def test_a_form_is_sent_once_and_its_button_rests(page: Page) -> None:
    write(page, '<form method="post" action="/save/"><button name="go" value="1">Save</button></form>')
    count_what_is_sent(page, "go")

    page.get_by_role("button", name="Save").click()
    page.evaluate("document.querySelector('#main form').requestSubmit()")

    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    expect(page.locator("#main form")).to_have_attribute("aria-busy", "true")
    assert page.evaluate("window.sent") == ["1"]

    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.get_by_role("button", name="Save")).to_be_enabled()


def test_a_form_wakes_when_an_htmx_answer_is_there(page: Page) -> None:
    answer(page, "/save/", status=422, body="<p>Name: This field is required.</p>")
    write(page, '<form hx-post="/save/" hx-target="#out"><button>Save</button><div id="out"></div></form>')

    page.get_by_role("button", name="Save").click()

    expect(page.locator("#out")).to_have_text("Name: This field is required.")
    expect(page.get_by_role("button", name="Save")).to_be_enabled()


def test_good_news_leaves_and_trouble_stays_until_dismissed(open_page: OpenPage, recruiter: User) -> None:
    page = open_page(SECOND_STEP, recruiter)
    page.clock.install()
    page.reload()
    page.evaluate("house.toast('Saved', 'success')")
    page.evaluate("house.toast('Not saved', 'error')")

    page.clock.fast_forward(10_000)

    expect(page.locator(".toast-note")).to_have_text(["Not saved"])
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".toast-note")).to_have_count(0)


def test_an_answer_brings_its_own_toast(page: Page) -> None:
    headers = {"HX-Trigger": '{"toast": {"text": "Nudge sent to Tom", "kind": "success"}}'}
    page.route("**/nudge/", lambda route: route.fulfill(status=204, headers=headers))

    fetch(page, "/nudge/")

    expect(page.locator(".toast-note")).to_have_text(["Nudge sent to Tom"])


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (404, "<p>no</p>", "text/html", "This is no longer there."),
        (409, "Tom has submitted already.", "text/plain; charset=utf-8", "Tom has submitted already."),
        (500, "Traceback", "text/plain", "Something went wrong on our side."),
    ],
)
def test_a_failure_is_a_toast_and_leaves_the_page(
    page: Page, status: int, body: str, kind: str, words: str
) -> None:
    # The watcher of the page takes a server error for a fault of ours, so the page itself is told of one.
    page.evaluate(
        """([status, body, kind]) => {
            const xhr = {status, responseText: body, getResponseHeader: () => kind, responseURL: ""};
            htmx.trigger(document.body, "htmx:responseError", {xhr});
        }""",
        [status, body, kind],
    )

    assert page.locator(".toast-note").inner_text().startswith(words)
    expect(page.get_by_role("heading", name="Two-step sign-in")).to_be_visible()


def test_a_refused_request_changes_nothing_on_the_page(page: Page) -> None:
    answer(page, "/assign/", status=409, body="Tom is on holiday.", kind="text/plain")

    fetch(page, "/assign/")

    expect(page.locator(".toast-note")).to_have_text(["Tom is on holiday."])
    expect(page.get_by_role("heading", name="Two-step sign-in")).to_be_visible()


def test_signed_out_meanwhile_never_swaps_the_sign_in_page_into_a_form(page: Page) -> None:
    write(page, '<textarea id="evidence">Four minutes of typing</textarea>')
    page.context.clear_cookies()

    fetch(page, SECOND_STEP)

    expect(page.locator(".toast-note a")).to_have_attribute("href", "/account/login/")
    expect(page.locator("#evidence")).to_have_value("Four minutes of typing")


def test_offline_is_said_and_unsaid(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator(".toast-note")).to_contain_text("You are offline.")

    page.context.set_offline(False)
    expect(page.locator(".toast-note")).to_have_count(0)


def test_only_what_changed_elsewhere_is_tinted(page: Page) -> None:
    ana, new = '<li data-key="ana" data-state="1"></li>', '<li data-key="new" data-state="1"></li>'
    write(page, f'<ul id="cards">{ana}<li data-key="ben" data-state="1"></li></ul>')
    answer(page, "/cards/", body=f'<ul id="cards">{ana}<li data-key="ben" data-state="2"></li>{new}</ul>')

    page.evaluate("htmx.ajax('GET', '/cards/', {target: '#cards', swap: 'outerHTML'})")

    expect(page.locator("[data-changed]")).to_have_count(2)
    assert page.eval_on_selector_all("[data-changed]", "all => all.map(e => e.dataset.key)") == ["ben", "new"]
    expect(page.locator("[data-changed]")).to_have_count(0)


def test_keys_search_and_walk(page: Page) -> None:
    write(page, '<input data-search><a href="#a" data-stop>Ana</a><a href="#b" data-stop>Ben</a>')

    def focused() -> str:
        text: str = page.evaluate("document.activeElement.textContent")
        return text

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.hasAttribute('data-search')") is True
    page.keyboard.type("j/")
    assert page.locator("[data-search]").input_value() == "j/"

    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert focused() == "Ana"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused() == "Ben"
    page.keyboard.press("k")
    assert focused() == "Ana"


def test_errors_of_a_form_are_where_the_reader_starts(open_page: OpenPage, recruiter: User) -> None:
    recruiter.set_password("a long enough password")
    recruiter.save()
    page = open_page("/account/login/")
    page.get_by_label("Email").fill(recruiter.email)
    page.get_by_label("Password").fill("wrong")

    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text("There is a problem")


@pytest.mark.parametrize("address", [SECOND_STEP, PASSWORD, OWN_SETTINGS])
def test_rail_is_a_bar_at_the_bottom_of_a_phone(open_page: OpenPage, recruiter: User, address: str) -> None:
    page = open_page(address, recruiter, width=390, height=844)

    box = page.locator(".rail").bounding_box()

    assert box is not None
    assert (box["y"] + box["height"], box["width"] > 370) == (844, True)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_page_for_a_stranger_has_all_the_room_that_the_rail_leaves(open_page: OpenPage) -> None:
    box = open_page("/nowhere/").locator("main").bounding_box()

    assert box is not None
    assert (box["x"], box["width"] > 1_400) == (0, True)


def test_figures_of_scores_stand_in_columns(page: Page) -> None:
    write(page, '<span class="score">1.11</span><br><span class="score">4.00</span>')
    boxes = [box.bounding_box() for box in page.locator(".score").all()]

    assert len({round(box["width"], 2) for box in boxes if box}) == 1
    assert re.match(r'"?Inter', page.evaluate("getComputedStyle(document.body).fontFamily"))

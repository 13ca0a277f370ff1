"""A real browser for the journeys: the Chromium of this machine, driven by Playwright."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from accounts.models import User

NAMES = ("chromium", "chromium-browser", "google-chrome")
# No sandbox, since containers and root have none; nothing that calls home.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No other host, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    # The list of the address bar is a page in a process of its own for each window, whoever types there;
    # the others are those that Playwright leaves out, whose own flag this one replaces.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,"
    "AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,"
    "PreconnectToSearch",
)
WAIT_SECONDS = 20
NOT_FOUND = "no Chromium was found"
# What the browser and htmx write to the console when an answer is an error or none comes.
FAILED_REQUEST = (
    "Failed to load resource",
    "Response Status Error Code",
    "htmx:afterRequest",
    "htmx:sendError",
    "htmx:timeout",
)

OpenPage = Callable[..., Page]


def find_chromium() -> str | None:
    """The path of the Chromium that CHROMIUM names, or of the first on the PATH; None without one."""
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, (named,) if named else NAMES)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if find_chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NOT_FOUND))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    journeys = [report.nodeid for report in skipped if NOT_FOUND in str(report.longrepr)]
    if journeys:
        names = ", ".join(sorted(nodeid.split("::")[-1] for nodeid in journeys))
        terminalreporter.write_line(f"These journeys did not run, since {NOT_FOUND}: {names}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys; each has its pages in contexts that share nothing."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright leaves its event loop running in this thread, and Django would take every query of the
        # test for one made inside asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens a page for one person, each in a browser of their own: `open_page("/pipeline/", user)`.

    The journey fails when a page threw a script error, was refused a script or style, missed a static file,
    got a server error, or asked any other host for anything.
    """
    troubles: list[str] = []
    contexts: list[BrowserContext] = []

    def open_(path: str = "/", user: "User | None" = None, *, width: int = 1440, height: int = 900) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        contexts.append(context)
        if user is not None:
            _sign_in(context, user, live_server.url)
        page = context.new_page()
        _watch(page, live_server.url, troubles)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert troubles == []


def wait_until_true(page: Page, expression: str) -> None:
    """Waits for a JavaScript expression, in the one way that the content policy does not refuse."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"not within {WAIT_SECONDS} seconds: {expression}"
        page.wait_for_timeout(50)


def _sign_in(context: BrowserContext, user: "User", url: str) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def _watch(page: Page, url: str, troubles: list[str]) -> None:
    def note_console(message: ConsoleMessage) -> None:
        # A failed request is judged below: a conflict or a lost connection may be what the journey is about.
        if message.type == "error" and not message.text.startswith(FAILED_REQUEST):
            troubles.append(f"{page.url}: {message.text}")

    def note_failure(response: Response) -> None:
        missing = response.status == HTTPStatus.NOT_FOUND and f"{url}/static/" in response.url
        if missing or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            troubles.append(f"{page.url}: {response.status} for {response.url}")

    # Not page.route(), with which the browser would keep no file and get them all for every page.
    def note_other_host(request: Request) -> None:
        if request.url.startswith("http") and not request.url.startswith(url):
            troubles.append(f"{page.url} asked for {request.url}")

    page.on("console", note_console)
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on("response", note_failure)
    page.on("request", note_other_host)

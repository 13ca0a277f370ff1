"""The rail and the role homes: apps say here what they offer, so that this package names none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

Test = Callable[[Any], bool]


@dataclass(frozen=True)
class RailEntry:
    """A place in the left rail for those of whom `allowed(user)` is true; lower `order` comes first."""

    label: str
    url_name: str
    icon: str
    order: int
    allowed: Test


@dataclass(frozen=True)
class RoleHome:
    """Where a person starts when `applies(user)`; the lowest `order` wins."""

    url_name: str
    order: int
    applies: Test


@dataclass(frozen=True)
class RailLink:
    """A rail entry as one page shows it."""

    label: str
    url: str
    icon: str
    current: bool


_rail: dict[str, RailEntry] = {}
_menu: dict[str, RailEntry] = {}
_homes: dict[str, RoleHome] = {}
_counters: list[Callable[[Any], int]] = []
_demo: list[Test] = []


def register_rail(entry: RailEntry) -> None:
    """Adds an entry to the rail; called from `AppConfig.ready()`."""
    _rail[entry.url_name] = entry


def register_menu(entry: RailEntry) -> None:
    """Adds an entry to a person's own menu (inbox, settings); called from `AppConfig.ready()`."""
    _menu[entry.url_name] = entry


def register_home(home: RoleHome) -> None:
    """Adds a role's home; called from `AppConfig.ready()`."""
    _homes[home.url_name] = home


def register_unread(counter: Callable[[Any], int]) -> None:
    """Names the function that counts a person's unread notifications; the last one registered is used."""
    _counters[:] = [counter]


def register_demo(test: Test) -> None:
    """Names the test of whether what a person sees is made up; asked on every page, so without a query."""
    _demo[:] = [test]


def home(request: HttpRequest) -> HttpResponse:
    """Sends a person to the home of their first role, or says that they have none yet."""
    for candidate in sorted(_homes.values(), key=lambda home: home.order):
        if candidate.applies(request.user):
            return redirect(candidate.url_name)
    return render(request, "hiring/no_role.html")


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context every page shares; computed only when the base template asks for it."""
    return {
        "rail": SimpleLazyObject(lambda: _links(request, _rail)),
        "user_menu": SimpleLazyObject(lambda: _links(request, _menu)),
        "unread_count": SimpleLazyObject(lambda: _unread(request)),
        "demo": SimpleLazyObject(lambda: _sees_demo(request)),
        "theme": _theme(request),
        "organisation_name": settings.ORGANISATION_NAME,
    }


def _links(request: HttpRequest, entries: dict[str, RailEntry]) -> list[RailLink]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    allowed = [
        entry for entry in sorted(entries.values(), key=lambda entry: entry.order) if entry.allowed(user)
    ]
    urls = [reverse(entry.url_name) for entry in allowed]
    # One page may stand below another's address and have an entry of its own.
    here = max((url for url in urls if request.path.startswith(url)), key=len, default="")
    return [
        RailLink(entry.label, url, entry.icon, url == here) for entry, url in zip(allowed, urls, strict=True)
    ]


def _unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not _counters:
        return 0
    return _counters[0](user)


def _sees_demo(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated and any(test(user) for test in _demo)


def _theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "system")
    return chosen if chosen in ("light", "dark") else "system"

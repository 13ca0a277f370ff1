"""What every request passes through besides Django's own."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from hiring.access import Refusal


class LocalTimeMiddleware:
    """Shows times in the reader's own time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            timezone.activate(zoneinfo.ZoneInfo(request.user.time_zone))
        else:
            timezone.deactivate()
        return self.get_response(request)


class FragmentMiddleware:
    """A page and the part of it that htmx gets at the same address are two answers to whoever keeps answers:
    going back in a browser must not show the part alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        return response


class RefusalMiddleware:
    """A refusal that a view lets through is shown in words with status 409, never as a server error.

    htmx requests get the words as a toast and keep the page, and so whatever was typed, as it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        if request.headers.get("HX-Request"):
            response = HttpResponse(exception.words, status=409, content_type="text/plain; charset=utf-8")
            response.headers["HX-Reswap"] = "none"
            return response
        back = request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
            back = "/"
        return render(request, "hiring/refused.html", {"words": exception.words, "back": back}, status=409)

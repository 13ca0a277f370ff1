"""Error pages in words: what is wrong, and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "hiring/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "hiring/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    # The same page for what does not exist and what one may not know of.
    return render(request, "hiring/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "hiring/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "hiring/csrf.html", status=403)

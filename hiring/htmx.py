"""Answers that mean the same to htmx as to a browser without it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect


def redirect_page(request: HttpRequest, url: str) -> HttpResponse:
    """On to another page as a whole, also from a request that htmx made for a part of one."""
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)

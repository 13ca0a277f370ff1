"""What stands apart from the board: stops to confirm, confirmed stops, withdrawn applications."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from candidates.queries.board_cards import column_counts
from candidates.queries.board_page import Scope
from candidates.queries.shelves import (
    confirmed_stops,
    stops_of,
    stops_to_confirm,
    withdrawals_of,
    withdrawn_applications,
)
from candidates.views.board import scope_or_404
from hiring.pagination import keyset_page


@require_GET
def pipeline_stops(request: HttpRequest) -> HttpResponse:
    """Stops that wait for somebody to confirm them, the oldest first."""
    scope = scope_or_404(request)
    page = keyset_page(request, stops_to_confirm(scope), ("due_at", "id"))
    return _shelf(request, scope, {"page": page, "stops": stops_of(scope, page.rows), "shelf": "stops"})


@require_GET
def pipeline_stopped(request: HttpRequest) -> HttpResponse:
    """Confirmed stops, the latest first."""
    scope = scope_or_404(request)
    page = keyset_page(request, confirmed_stops(scope), ("-stop_confirmed_at", "-id"))
    return _shelf(request, scope, {"page": page, "stops": stops_of(scope, page.rows), "shelf": "stopped"})


@require_GET
def pipeline_withdrawn(request: HttpRequest) -> HttpResponse:
    """Withdrawn applications, the latest first."""
    scope = scope_or_404(request)
    page = keyset_page(request, withdrawn_applications(scope), ("-state_since", "-id"))
    context = {"page": page, "withdrawals": withdrawals_of(page.rows), "shelf": "withdrawn"}
    return _shelf(request, scope, context)


def _shelf(request: HttpRequest, scope: Scope, context: dict[str, object]) -> HttpResponse:
    _, stops = column_counts(scope.visits, scope.stored)
    query = scope.wanted.query()
    return render(
        request,
        "candidates/board_shelf.html",
        context | {"scope": scope, "query": query, "stop_count": stops},
    )

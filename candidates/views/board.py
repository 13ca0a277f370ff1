"""The pipeline: its board, a column read on, the number that pages poll, and reminding people."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import push_url, trigger_client_event

from accounts.models import User
from accounts.signed_in import signed_in
from candidates.board import named
from candidates.board_filter import BoardFilter
from candidates.models import StageVisit
from candidates.permissions import can_move_application, can_open_board, visible_applications
from candidates.queries.board import board_version
from candidates.queries.board_cards import CARD_KEYS, in_place, places
from candidates.queries.board_page import (
    COLUMN_SIZE,
    Scope,
    board_of,
    board_scope,
    column_cards,
)
from candidates.services.nudges import nudge_send
from hiring.pagination import cursor_of, keyset_page

REDRAW_SECONDS = 60  # time alone makes cards late, so a board is drawn anew at this age
PAGE_SIZE = 50


@require_GET
def pipeline(request: HttpRequest) -> HttpResponse:
    """The board; to htmx, the part of it that changes."""
    user = signed_in(request)
    can_open_board(user).require()
    scope = board_scope(user, BoardFilter.read(request.GET), timezone.now())
    if scope is None:
        return render(request, "candidates/board_empty.html")
    part = "candidates/board.html#board" if request.headers.get("HX-Request") else "candidates/board.html"
    response = render(request, part, {"scope": scope, "board": board_of(scope, opened_columns(request))})
    if request.headers.get("HX-Trigger") == "board-filter":
        push_url(response, f"{request.path}?{scope.wanted.query()}")
    return response


def opened_columns(request: HttpRequest) -> dict[str, int]:
    """How far columns had been read on, from `shown=slug:30`."""
    pairs = [text.rpartition(":") for text in request.GET.getlist("shown")]
    return {slug: int(size) for slug, _, size in pairs if size.isascii() and size.isdigit()}


@require_GET
def pipeline_column(request: HttpRequest, slug: str) -> HttpResponse:
    """One column by itself; to htmx, its next cards and the link behind them."""
    scope = scope_or_404(request)
    place = next((place for place in places(scope.stored) if place.slug == slug), None)
    if place is None:
        raise Http404
    for_htmx = bool(request.headers.get("HX-Request"))
    visits = in_place(scope.visits, place).only("id", "due_at")
    page = keyset_page(request, visits, CARD_KEYS, COLUMN_SIZE if for_htmx else PAGE_SIZE)
    context = {
        "scope": scope,
        "place": place,
        "page": page,
        "cards": column_cards(scope, [visit.pk for visit in page.rows]),
        "slug": place.slug,
        "query": scope.wanted.query(),
        "more": cursor_of(page.rows[-1], CARD_KEYS) if page.next_url else "",
    }
    part = "candidates/board.html#cards" if for_htmx else "candidates/board_column.html"
    return render(request, part, context)


@require_GET
def pipeline_version(request: HttpRequest) -> HttpResponse:
    """Tells a board whether to fetch itself anew: it changed, or it is old enough for a card to be late."""
    version = board_version(signed_in(request), BoardFilter.read(request.GET).rubric)
    if version is None:
        raise Http404
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    drawn = request.GET.get("drawn", "")
    age = timezone.now().timestamp() - int(drawn) if drawn.isascii() and drawn.isdigit() else REDRAW_SECONDS
    if request.GET.get("version") != str(version) or age >= REDRAW_SECONDS:
        return trigger_client_event(response, "board-changed", {})
    return response


@require_POST
def pipeline_nudge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Reminds the people a visit waits for."""
    user = signed_in(request)
    visit = visit_or_404(user, uuid)
    can_move_application(user, visit.application).require()
    nudges = nudge_send(actor=user, at=timezone.now(), visit=visit)
    words = f"{named([nudge.person.name for nudge in nudges])} nudged"
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        toast = {"text": words, "kind": "success"}
        return trigger_client_event(trigger_client_event(response, "toast", toast), "board-changed", {})
    messages.success(request, words)
    return redirect(f"{reverse('candidates:pipeline')}?{BoardFilter.read(request.POST).query()}")


def scope_or_404(request: HttpRequest) -> Scope:
    """The part of the pipeline that the request asks for; 403 without a pipeline, 404 when it is empty."""
    user = signed_in(request)
    can_open_board(user).require()
    scope = board_scope(user, BoardFilter.read(request.GET), timezone.now())
    if scope is None:
        raise Http404
    return scope


def visit_or_404(user: User, uuid: UUID) -> StageVisit:
    """The visit, of an application that the person may know of."""
    visits = StageVisit.objects.select_related("application__job")
    return get_object_or_404(visits, uuid=uuid, application__in=visible_applications(user))

"""Asking the author of a scorecard, answering, and taking a question back."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.signed_in import signed_in
from candidates.models import Application
from candidates.permissions import visible_applications
from committee.forms.clarifications import ANYWAY, AnswerForm, AskForm
from committee.models import Clarification
from committee.permissions.clarifications import can_ask, may_take_back, still_open, was_asked
from committee.queries.clarification_pages import (
    AnswerPage,
    AskPage,
    TypedScores,
    answer_page,
    ask_page,
    typed_scores,
)
from committee.queries.clarifications import clarification_seen
from committee.quoting import Quoted
from committee.services.clarifications import (
    ClarificationClosed,
    clarification_answer,
    clarification_ask,
    clarification_withdraw,
)
from hiring.access import Refusal
from hiring.forms import form_status
from hiring.htmx import redirect_page
from interviewers.models import Scorecard

private = cache_control(private=True, no_store=True)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Asks about a scorecard of the packet; a question that quotes others comes back with what it quotes."""
    user = signed_in(request)
    rows = visible_applications(user).select_related("candidate", "job")
    application = get_object_or_404(rows, uuid=uuid)
    can_ask(user, application).require()
    page = _ask_page(request, user, application)
    start = {"card": page.card.key, "competency": page.competency, "version": page.version}
    form = AskForm(request.POST if request.method == "POST" else None, initial=start)
    quoted: list[Quoted] = []
    if request.method == "POST" and form.is_valid():
        quoted = [] if request.POST.get("intent") == ANYWAY else page.quoted(form.cleaned_data["question"])
        if not quoted and _asked(request, user, page, form):
            return redirect_page(request, reverse("committee:packet", args=[uuid]))
    context = {"page": page, "application": application, "form": form, "quoted": quoted}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if quoted else form_status(form)
    return _render(request, "committee/clarification_ask.html", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def clarification(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A question: to answer for its author while it is open, to read for whoever else may."""
    user = signed_in(request)
    asked = _seen_or_404(user, uuid)
    if request.method == "POST":
        was_asked(user, asked).require()
        if still_open(asked):
            return _answer(request, user, asked)
        return _too_late(request, user, asked)
    if was_asked(user, asked) and still_open(asked):
        return _answer_page(request, answer_page(user, asked))
    return _read(request, user, asked)


@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Takes a question back, and leads to the packet."""
    user = signed_in(request)
    asked = _seen_or_404(user, uuid)
    may_take_back(user, asked).require()
    try:
        clarification_withdraw(actor=user, at=timezone.now(), clarification=asked)
    except ClarificationClosed as refusal:
        messages.warning(request, refusal.words)
    else:
        messages.success(request, f"Taken back. {asked.scorecard.interviewer} need not answer.")
    return redirect("committee:packet", uuid=asked.application.uuid)


def _ask_page(request: HttpRequest, user: User, application: Application) -> AskPage:
    """What the request is about; Http404 when the packet that the reader may read has no such thing."""
    about = request.POST if request.method == "POST" else request.GET
    version = about.get("version", "")
    page = ask_page(
        user,
        application,
        card=about.get("card", ""),
        competency=about.get("competency", ""),
        version=int(version) if version.isdecimal() and len(version) < 9 else None,
    )
    if page is None:
        raise Http404("The packet has no such scorecard.")
    return page


def _asked(request: HttpRequest, user: User, page: AskPage, form: AskForm) -> bool:
    """Whether the question is asked; if not, the form says why."""
    scorecard = Scorecard.objects.select_related("interviewer", "visit", "application").get(
        uuid=page.scorecard
    )
    try:
        clarification_ask(
            actor=user,
            at=timezone.now(),
            application=scorecard.application,
            scorecard=scorecard,
            competency=page.competency,
            question=form.cleaned_data["question"],
        )
    except Refusal as refusal:
        form.add_error(None, refusal.words)
        return False
    messages.success(request, f"Asked. {scorecard.interviewer} has been told, and answers here.")
    return True


def _seen_or_404(user: User, uuid: UUID) -> Clarification:
    asked = clarification_seen(user, uuid)
    if asked is None:
        raise Http404("There is no such question.")
    return asked


def _answer(request: HttpRequest, user: User, asked: Clarification) -> HttpResponse:
    """Stores the answer with what was corrected, or gives the page back with what keeps it from that."""
    page = answer_page(user, asked)
    form = AnswerForm(request.POST)
    scores = typed_scores(page, request.POST)
    if form.is_valid() and form.cleaned_data["revision"] != page.revision:
        form.add_error(None, "You have corrected this scorecard meanwhile. Look at the scores once more.")
    if form.is_valid() and not scores.problems:
        try:
            clarification_answer(
                actor=user,
                at=timezone.now(),
                clarification=asked,
                answer=form.cleaned_data["answer"],
                corrected=scores.corrected,
            )
        except ClarificationClosed:
            return _too_late(request, user, _seen_or_404(user, asked.uuid))
        except Refusal as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, f"Your answer is in. {asked.asked_by} has been told.")
            return redirect_page(request, reverse("committee:clarification", args=[asked.uuid]))
    return _answer_page(request, answer_page(user, asked, scores.fields, scores.problems), form, scores)


def _answer_page(
    request: HttpRequest,
    page: AnswerPage,
    form: AnswerForm | None = None,
    scores: TypedScores | None = None,
) -> HttpResponse:
    status = HTTPStatus.OK if form is None else HTTPStatus.UNPROCESSABLE_ENTITY
    shown = form or AnswerForm(initial={"revision": page.revision})
    context = {
        "page": page,
        "asked": page.asked,
        "form": shown,
        "own": page.own,
        "sheet": page.sheet,
        "opened": scores is not None and scores.corrected is not None,
    }
    return _render(request, "committee/clarification_answer.html", context, status)


def _read(request: HttpRequest, user: User, asked: Clarification, unsent: str = "") -> HttpResponse:
    is_author = bool(was_asked(user, asked))
    context = {
        "asked": asked,
        "page": answer_page(user, asked) if is_author else None,
        "may_withdraw": bool(may_take_back(user, asked)) and bool(still_open(asked)),
        "unsent": unsent,
    }
    status = HTTPStatus.CONFLICT if unsent else HTTPStatus.OK
    return render(request, "committee/clarification.html", context, status=status)


def _too_late(request: HttpRequest, user: User, asked: Clarification) -> HttpResponse:
    """What became of the question, with the answer that was not stored."""
    return _read(request, user, asked, unsent=request.POST.get("answer", "").strip() or " ")


def _render(request: HttpRequest, template: str, context: dict[str, object], status: int) -> HttpResponse:
    """The page; to htmx, which keeps what was typed when the session has ended, the part with the form."""
    part = "#part" if request.headers.get("HX-Request") else ""
    return render(request, template + part, context, status=status)

"""Importing past scorecards: upload, preview, confirm, result."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.signed_in import signed_in
from hiring.htmx import redirect_page
from hiring.pagination import keyset_page
from integrations.files import progress_read
from integrations.forms import ImportForm
from integrations.history.plan import Summary
from integrations.history.sheet import OPTIONAL, Problem
from integrations.models import SheetImport
from integrations.permissions import can_import, visible_imports
from integrations.queries import finished_imports, waiting_imports
from integrations.services import SheetsRefused, import_confirm, import_prepare
from rubrics.models import Rubric
from rubrics.sheet import COLUMNS

MOST_PROBLEMS = 200  # shown on the page; the command names them all


@require_http_methods(["GET", "POST"])
def import_history(request: HttpRequest) -> HttpResponse:
    """Takes sheets, and shows what is wrong with them or leads on to what they would add."""
    user = signed_in(request)
    can_import(user).require()
    rubrics = list(Rubric.objects.published())
    sent = request.method == "POST"
    form = ImportForm(request.POST if sent else None, request.FILES if sent else None, rubrics=rubrics)
    problems: list[Problem] = []
    if form.is_valid():
        try:
            prepared = import_prepare(
                actor=user,
                at=timezone.now(),
                rubric=form.cleaned_data["rubric"],
                sheets=form.cleaned_data["sheets"],
            )
        except SheetsRefused as refusal:
            problems = refusal.problems
        else:
            return redirect("integrations:import", uuid=prepared.uuid)
    context = {
        "form": form,
        "rubrics": rubrics,
        "problems": problems[:MOST_PROBLEMS],
        "problem_count": len(problems),
        "unshown": max(0, len(problems) - MOST_PROBLEMS),
        "columns": COLUMNS,
        "optional": OPTIONAL,
        "waiting": waiting_imports(user),
        "page": keyset_page(request, finished_imports(user), ["-finished_at", "-pk"], size=20),
    }
    return render(request, "integrations/import_history.html", context, status=422 if sent else 200)


@require_GET
def import_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One import: what it would add, how far it is, or what it added."""
    user = signed_in(request)
    row = _load(user, uuid)
    summary = Summary(**row.summary)
    context = {"import": row, "summary": summary, "made": summary.made, "progress": progress_read(uuid)}
    return render(request, "integrations/import.html", context)


@require_POST
def import_confirmed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Has a previewed import written; sent twice, it is written once."""
    user = signed_in(request)
    import_confirm(actor=user, at=timezone.now(), sheet_import=_load(user, uuid))
    return redirect_page(request, reverse("integrations:import", args=[uuid]))


@require_GET
def import_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The bar of an import, which asks again by itself until there is a result to show."""
    row = _load(signed_in(request), uuid)
    if row.finished_at is not None:
        return redirect_page(request, reverse("integrations:import", args=[uuid]))
    context = {"import": row, "progress": progress_read(uuid)}
    return render(request, "integrations/import.html#bar", context)


def _load(user: User, uuid: UUID) -> SheetImport:
    rows = visible_imports(user).select_related("person", "rubric")
    return get_object_or_404(rows, uuid=uuid)

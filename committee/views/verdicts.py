"""The page of the bar raiser's verdict."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.signed_in import signed_in
from candidates.models import StageVisit
from candidates.permissions import visible_applications
from committee.forms.verdicts import VerdictForm, typed_fields
from committee.permissions.verdicts import ONLY_THE_BAR_RAISER, can_give_verdict, visit_to_judge
from committee.queries.verdict_page import verdict_page
from committee.queries.verdicts import critique_prompt
from committee.services.verdict_drafts import verdict_draft_save
from committee.services.verdicts import verdict_give
from hiring.access import Refusal
from hiring.forms import form_status

SAVED = "Saved"


@require_http_methods(["GET", "HEAD", "POST"])
def verdict(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Shows the form with what was typed before, and takes the verdict."""
    user = signed_in(request)
    visit = _visit(user, uuid)
    if request.method != "POST":
        return _page(request, user, visit, None)
    form = VerdictForm(request.POST, critique=bool(critique_prompt(visit)))
    if form.is_valid():
        try:
            verdict_give(actor=user, at=timezone.now(), visit=visit, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, "Your verdict is in. The committee decides next.")
            return redirect("committee:application", uuid=uuid)
    return _page(request, user, visit, form)


@require_POST
def verdict_draft(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keeps what is typed so far; answers with the words of the bar, or leads back to the form."""
    user = signed_in(request)
    visit = _visit(user, uuid)
    verdict_draft_save(actor=user, at=timezone.now(), visit=visit, fields=typed_fields(request.POST.dict()))
    if request.headers.get("HX-Request"):
        return HttpResponse(SAVED, content_type="text/plain")
    messages.success(request, "Your draft is saved.")
    return redirect("committee:verdict", uuid=uuid)


def _visit(user: User, uuid: UUID) -> StageVisit:
    """The visit that the person may judge. A refusal says the same wherever the application stands, which not
    everybody may know.
    """
    visit = visit_to_judge(user, get_object_or_404(visible_applications(user), uuid=uuid))
    if visit is None:
        raise PermissionDenied(ONLY_THE_BAR_RAISER)
    can_give_verdict(user, visit).require()
    return visit


def _page(request: HttpRequest, user: User, visit: StageVisit, form: VerdictForm | None) -> HttpResponse:
    typed_on = None if form is None else form.cleaned_data.get("packet_version")
    page = verdict_page(user, visit, typed_on)
    if form is None:
        form = VerdictForm(initial=page.initial, critique=bool(page.critique))
    context = {"page": page, "form": form}
    return render(request, "committee/verdict.html", context, status=form_status(form))

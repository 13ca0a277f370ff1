"""The application page and the verdict given on it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.signed_in import signed_in
from candidates.permissions import visible_applications
from committee.forms.verdicts import VerdictForm
from committee.permissions.verdicts import ONLY_THE_BAR_RAISER, can_give_verdict, visit_to_judge
from committee.queries.application import application_page
from committee.services.verdicts import verdict_give
from hiring.access import Refusal
from hiring.forms import form_status


def application(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One application, as far as the reader may see it."""
    return _page(request, uuid, VerdictForm())


@require_POST
def verdict(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Takes the bar raiser's verdict from the form on the application page."""
    user = signed_in(request)
    visit = visit_to_judge(user, get_object_or_404(visible_applications(user), uuid=uuid))
    if visit is None:
        # The same words wherever the application stands, which not everybody may know.
        raise PermissionDenied(ONLY_THE_BAR_RAISER)
    can_give_verdict(user, visit).require()
    form = VerdictForm(request.POST)
    if form.is_valid():
        try:
            verdict_give(actor=user, at=timezone.now(), visit=visit, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, "Your verdict is in. The committee decides next.")
            return redirect("committee:application", uuid=uuid)
    return _page(request, uuid, form)


def _page(request: HttpRequest, uuid: UUID, form: VerdictForm) -> HttpResponse:
    page = application_page(signed_in(request), uuid, timezone.now())
    if page is None:
        raise Http404("There is no such application.")
    context = {"page": page, "verdict_form": form}
    return render(request, "committee/application.html", context, status=form_status(form))

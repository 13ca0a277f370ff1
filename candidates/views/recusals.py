"""Conflicts of interest: declaring one, and ending somebody else's."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.signed_in import signed_in
from candidates.forms.applications import ReasonForm
from candidates.models import Recusal
from candidates.permissions import can_end_recusal, can_run_application, visible_applications
from candidates.services.recusal import recusal_declare, recusal_end
from candidates.views.applications import application_or_404
from hiring.access import Refusal
from hiring.forms import form_status


def recusal_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Declares the reader's own conflict; afterwards they see nothing of the application."""
    user = signed_in(request)
    application = application_or_404(user, uuid)
    form = ReasonForm(request.POST or None, submit_label="Declare conflict", required=False)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        recusal_declare(actor=user, at=timezone.now(), application=application, reason=reason)
        messages.success(request, "You are recused. You no longer see this application.")
        return redirect("home")
    context = {"form": form, "application": application}
    return render(request, "candidates/recusal_form.html", context, status=form_status(form))


@require_GET
def recusal_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who is or was recused from the application, for the recruiters of its job."""
    user = signed_in(request)
    application = application_or_404(user, uuid)
    can_run_application(user, application).require()
    recusals = application.recusals.select_related("user", "ended_by").order_by("-declared_at", "-id")
    context = {"application": application, "recusals": recusals, "reader": user}
    return render(request, "candidates/recusal_list.html", context)


def recusal_over(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ends a recusal, with the reason."""
    user = signed_in(request)
    rows = Recusal.objects.filter(application__in=visible_applications(user))
    recusal = get_object_or_404(
        rows.select_related("application__job", "application__candidate", "user"), uuid=uuid
    )
    can_end_recusal(user, recusal).require()
    form = ReasonForm(request.POST or None, submit_label="End recusal")
    if request.method == "POST" and form.is_valid():
        try:
            recusal_end(actor=user, at=timezone.now(), recusal=recusal, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, f"{recusal.user} sees this application again.")
            return redirect("candidates:recusal_list", uuid=recusal.application.uuid)
    context = {"form": form, "recusal": recusal, "application": recusal.application}
    return render(request, "candidates/recusal_end.html", context, status=form_status(form))

"""A person's own pages: settings and inbox."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.own import OwnDetailsForm, PreferencesForm
from accounts.queries.inbox import inbox as notifications_of
from accounts.queries.inbox import kinds_by_email
from accounts.services.notifications import notifications_mark_read, preferences_change
from accounts.services.people import person_change_details
from accounts.signed_in import signed_in
from hiring.forms import form_status
from hiring.pagination import keyset_page


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """One's name and time zone, and which notifications come by e-mail."""
    user = signed_in(request)
    form = OwnDetailsForm(request.POST or None, person=user)
    if request.method == "POST" and form.is_valid():
        person_change_details(actor=user, at=timezone.now(), user=user, **form.cleaned_data)
        messages.success(request, "Your settings are saved.")
        return redirect("accounts:settings")
    context = {"form": form, "preferences": PreferencesForm(by_email=kinds_by_email(user))}
    return render(request, "accounts/settings.html", context, status=form_status(form))


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Which notifications come by e-mail from now on."""
    user = signed_in(request)
    form = PreferencesForm(request.POST)
    if form.is_valid():
        preferences_change(actor=user, by_email=form.cleaned_data["kinds"])
        messages.success(request, "Your choice of e-mails is saved.")
    else:
        messages.error(request, "Nothing was saved: one of these kinds does not exist.")
    return redirect("accounts:settings")


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What one has been told, the latest first."""
    user = signed_in(request)
    page = keyset_page(request, notifications_of(user), ["-id"])
    return render(request, "accounts/inbox.html", {"page": page})


@require_POST
def inbox_open(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Marks one notification read and goes to what it is about."""
    user = signed_in(request)
    notification = get_object_or_404(notifications_of(user), uuid=uuid)
    notifications_mark_read(actor=user, at=timezone.now(), keys=[notification.pk])
    leads_here = url_has_allowed_host_and_scheme(notification.url, allowed_hosts=None)
    return redirect(notification.url if leads_here else "accounts:inbox")


@require_POST
def inbox_read(request: HttpRequest) -> HttpResponse:
    """Marks everything read."""
    notifications_mark_read(actor=signed_in(request), at=timezone.now())
    return redirect("accounts:inbox")

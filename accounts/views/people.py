"""Colleagues: finding them, seeing one, and, for administrators, inviting and changing them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.people import PeopleFilter, PersonForm, put_refusal
from accounts.models import User
from accounts.permissions import can_administer_people, visible_people
from accounts.queries.people import people_found, person_page
from accounts.services.addresses import EmailMalformed, EmailTaken
from accounts.services.invitations import AlreadyJoined, InvitationSpent, invitation_resend, person_invite
from accounts.services.locks import LastAdministrator
from accounts.services.people import ReportingLineCycle, person_change
from accounts.signed_in import signed_in
from hiring.access import Refusal
from hiring.forms import form_status
from hiring.pagination import keyset_page

# Beside which field a refusal of each kind is shown.
FIELDS: dict[type[Refusal], str] = {
    EmailTaken: "email",
    EmailMalformed: "email",
    ReportingLineCycle: "manager",
    LastAdministrator: "roles",
}


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, found by name, e-mail, role and state."""
    user = signed_in(request)
    chosen = PeopleFilter(request.GET)
    people = people_found(
        user, words=chosen.value("q").strip(), role=chosen.value("role"), state=chosen.value("state")
    )
    return render(
        request,
        "accounts/person_list.html",
        {
            "filter": chosen,
            "filtered": any(chosen.value(field) for field in chosen.fields),
            "page": keyset_page(request, people, ["name", "id"]),
            "may_administer": bool(can_administer_people(user)),
        },
    )


@require_safe
def person(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One colleague: roles, whom they report to, who reports to them, and what an administrator may do."""
    user = signed_in(request)
    page = person_page(user, _load(user, uuid))
    return render(
        request,
        "accounts/person.html",
        {"page": page, "person": page.person, "may_administer": bool(can_administer_people(user))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invites a colleague by e-mail."""
    user = signed_in(request)
    can_administer_people(user).require()
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        content = form.content()
        try:
            invited = person_invite(
                actor=user,
                at=timezone.now(),
                email=content.email,
                name=content.name,
                roles=content.roles,
                manager=content.manager,
                time_zone=content.time_zone,
            )
        except tuple(FIELDS) as refusal:
            put_refusal(form, FIELDS[type(refusal)], refusal.words)
        else:
            messages.success(request, f"Invited. The link is on its way to {invited.email}.")
            return redirect("accounts:person", uuid=invited.uuid)
    return _form_page(request, "accounts/invite.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Changes a colleague's name, e-mail, roles, manager and time zone."""
    user = signed_in(request)
    found = _load(user, uuid)
    can_administer_people(user).require()
    form = PersonForm(request.POST or None, person=found)
    if request.method == "POST" and form.is_valid():
        try:
            changed = person_change(actor=user, at=timezone.now(), user=found, content=form.content())
        except tuple(FIELDS) as refusal:
            put_refusal(form, FIELDS[type(refusal)], refusal.words)
        else:
            messages.success(request, f"{changed.name} is saved.")
            return redirect("accounts:person", uuid=uuid)
    return _form_page(request, "accounts/edit.html", {"form": form, "person": found})


@require_POST
def resend(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Sends an invitation again, with a new link."""
    user = signed_in(request)
    found = _load(user, uuid)
    can_administer_people(user).require()
    try:
        invitation_resend(actor=user, at=timezone.now(), user=found)
    except (AlreadyJoined, InvitationSpent) as refusal:
        messages.error(request, refusal.words)
    else:
        messages.success(request, f"A new link is on its way to {found.email}.")
    return redirect("accounts:person", uuid=uuid)


def _form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=form_status(context["form"]))


def _load(user: User, uuid: UUID) -> User:
    return get_object_or_404(visible_people(user).select_related("manager"), uuid=uuid)

"""When somebody leaves: their open work, handing it over, shutting them out and letting them in again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.people import HandOverForm
from accounts.models import User
from accounts.permissions import can_administer_people, visible_people
from accounts.queries.people import open_work_by_kind
from accounts.services.leaving import (
    HandOver,
    OpenWorkLeft,
    open_work_reassign,
    person_deactivate,
    person_reactivate,
)
from accounts.services.locks import LastAdministrator
from accounts.signed_in import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the person would leave undone, and shutting them out once nothing is."""
    user, person = _load(request, uuid)
    if not person.is_active:
        return redirect("accounts:person", uuid=uuid)
    if request.method != "POST":
        return _leaving_page(request, person)
    try:
        person_deactivate(actor=user, at=timezone.now(), user=person)
    except (OpenWorkLeft, LastAdministrator) as refusal:
        messages.error(request, refusal.words)
        return redirect("accounts:person_deactivate", uuid=uuid)
    messages.success(request, f"{person.name} is deactivated and signed out everywhere.")
    return redirect("accounts:person", uuid=uuid)


@require_POST
def reassign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Gives pieces of one kind of the person's open work to somebody else."""
    user, person = _load(request, uuid)
    kind = next((kind for kind in open_work_by_kind(person) if kind.kind == request.POST.get("kind")), None)
    if kind is None:
        raise Http404
    form = HandOverForm(request.POST, person=person, kind=kind.kind, works=kind.works)
    if not form.is_valid():
        return _leaving_page(request, person, form)
    data = form.cleaned_data
    handed = open_work_reassign(
        actor=user,
        at=timezone.now(),
        user=person,
        kind=kind.kind,
        works=data["works"],
        to=data["to"],
        reason=data["reason"],
    )
    _tell(request, handed, data["to"])
    return redirect("accounts:person_deactivate", uuid=uuid)


@require_POST
def reactivate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Lets a deactivated person in again."""
    user, person = _load(request, uuid)
    person_reactivate(actor=user, at=timezone.now(), user=person)
    messages.success(request, f"{person.name} can sign in again, with the roles they had.")
    return redirect("accounts:person", uuid=uuid)


def _load(request: HttpRequest, uuid: UUID) -> tuple[User, User]:
    """Who asks, an administrator, and about whom."""
    user = signed_in(request)
    person = get_object_or_404(visible_people(user), uuid=uuid)
    can_administer_people(user).require()
    return user, person


def _leaving_page(request: HttpRequest, person: User, refused: HandOverForm | None = None) -> HttpResponse:
    """The page, with `refused` in the place of its kind's form."""
    kinds = open_work_by_kind(person)
    forms = [
        refused
        if refused is not None and refused["kind"].value() == kind.kind
        else HandOverForm(person=person, kind=kind.kind, works=kind.works)
        for kind in kinds
    ]
    return render(
        request,
        "accounts/deactivate.html",
        {
            "person": person,
            "kinds": list(zip(kinds, forms, strict=True)),
            "left": sum(len(kind.works) for kind in kinds),
        },
        status=200 if refused is None else 422,
    )


def _tell(request: HttpRequest, handed: HandOver, to: User) -> None:
    if handed.given:
        messages.success(request, f"{handed.given} given to {to.name}.")
    for words in handed.kept:
        messages.error(request, words)

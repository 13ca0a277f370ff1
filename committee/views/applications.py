"""The application page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import User
from accounts.signed_in import signed_in
from candidates.models import Application
from committee.forms.decisions import DecisionForm
from committee.permissions.decisions import nameable_people
from committee.queries.application import application_page
from committee.queries.decisions import people_offered
from hiring.forms import form_status


def application(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One application, as far as the reader may see it."""
    return application_page_with(request, uuid, None)


def application_page_with(request: HttpRequest, uuid: UUID, form: DecisionForm | None) -> HttpResponse:
    """The page, with what is typed of a decision; without its form when there is nothing left to decide."""
    user = signed_in(request)
    page = application_page(user, uuid, timezone.now())
    if page is None:
        raise Http404("There is no such application.")
    if page.deciding is None:
        return _without_form(request, uuid, form) if form else _render(request, {"page": page})
    form = form or _fresh_form(user, page.deciding.application)
    people = people_offered(page.deciding.application, form.named(), form.sought())
    return _render(request, {"page": page, "form": form, "people": people}, form_status(form))


def _without_form(request: HttpRequest, uuid: UUID, form: DecisionForm) -> HttpResponse:
    """Somebody else was quicker, or the application has moved: told on the page as it is now."""
    for words in form.non_field_errors():
        messages.error(request, str(words))
    return redirect("committee:application", uuid=uuid)


def _fresh_form(user: User, application: Application) -> DecisionForm:
    return DecisionForm(initial={"members": [str(user.uuid)]}, people=nameable_people(application))


def _render(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, "committee/application.html", context, status=status)

"""Recording the committee's decision, from the form on the application page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.signed_in import signed_in
from candidates.models import Application
from candidates.permissions import visible_applications
from committee.forms.decisions import DecisionForm
from committee.permissions.decisions import can_decide, nameable_people
from committee.queries.decisions import people_offered
from committee.services.decisions import decision_record
from committee.views.applications import application_page_with
from hiring.access import Refusal

TYPED = ("result", "find", "reason")


@require_POST
def decision(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Takes the decision; or, when asked to find people by name, shows these with everything typed kept."""
    user = signed_in(request)
    application = get_object_or_404(visible_applications(user).select_related("job"), uuid=uuid)
    can_decide(user, application).require()
    if "finding" in request.POST:
        return _find(request, application)
    form = DecisionForm(request.POST, people=nameable_people(application))
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("result", "members", "reason")}
        try:
            decision_record(actor=user, at=timezone.now(), application=application, **data)
        except Refusal as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, "The decision is recorded. The interviewers of the loop are told.")
            return redirect("committee:application", uuid=uuid)
    return application_page_with(request, uuid, form)


def _find(request: HttpRequest, application: Application) -> HttpResponse:
    """The form as it is typed so far, without judging it: to htmx, the list of people alone."""
    typed = {name: request.POST.get(name, "") for name in TYPED}
    members = request.POST.getlist("members")
    form = DecisionForm(initial=typed | {"members": members}, people=nameable_people(application))
    if request.headers.get("HX-Request"):
        people = people_offered(application, form.named(), form.sought())
        return render(request, "committee/decision_form.html#people", {"people": people})
    return application_page_with(request, application.uuid, form)

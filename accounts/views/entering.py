"""Pages for people who are not in yet."""

from uuid import UUID

from allauth.account import views as allauth_views
from django.contrib.auth import login as start_session
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms.entering import InvitationForm, WelcomeForm
from accounts.forms.people import put_refusal
from accounts.invitations import invitation_is_good
from accounts.models import Role, User
from accounts.services.addresses import EmailMalformed, EmailTaken
from accounts.services.invitations import InvitationSpent, administrator_create, invitation_accept
from hiring.forms import form_status

GONE = 410


@login_not_required
def login(request: HttpRequest) -> HttpResponseBase:
    """allauth's page to sign in, or on a fresh install the page that makes its first person."""
    if request.method == "GET" and not User.objects.exists():
        return redirect("accounts:welcome")
    answer: HttpResponseBase = allauth_views.login(request)
    return answer


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Makes the first administrator and lets them in; there only while there is none."""
    if User.objects.with_role(Role.ADMINISTRATOR).exists():
        raise Http404
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = administrator_create(at=timezone.now(), **form.cleaned_data)
        except (EmailTaken, EmailMalformed) as refusal:
            put_refusal(form, "email", refusal.words)
        else:
            start_session(request, user)
            return redirect("home")
    return render(request, "accounts/welcome.html", {"form": form}, status=form_status(form))


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """Where an invited person sets their password; a link that no longer works says what to do."""
    person = get_object_or_404(User.objects.get_queryset(), uuid=uuid)
    if not invitation_is_good(person, token):
        return _spent(request, person)
    form = InvitationForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            joined = invitation_accept(at=timezone.now(), user=person, token=token, **form.cleaned_data)
        except InvitationSpent:
            return _spent(request, person)
        start_session(request, joined)
        return redirect("home")
    context = {"form": form, "person": person}
    return render(request, "accounts/invitation.html", context, status=form_status(form))


def _spent(request: HttpRequest, person: User) -> HttpResponse:
    return render(request, "accounts/invitation_spent.html", {"state": person.state}, status=GONE)

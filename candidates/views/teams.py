"""Pages of teams and hiring cycles."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.signed_in import signed_in
from candidates.forms.organisation import CycleForm, TeamForm
from candidates.models import HiringCycle, Team
from candidates.permissions import can_manage_jobs, can_view_organisation, visible_cycles, visible_teams
from candidates.queries.organisation import cycles_listed, jobs_found, jobs_in_cycle, teams_listed
from candidates.services.organisation import cycle_create, cycle_update, team_create, team_update
from hiring.access import Refusal
from hiring.forms import form_status
from hiring.pagination import keyset_page


@require_GET
def team_list(request: HttpRequest) -> HttpResponse:
    """Every team, with its lead and its open jobs."""
    user = signed_in(request)
    can_view_organisation(user).require()
    page = keyset_page(request, teams_listed(user), ["name", "id"])
    return render(
        request, "candidates/team_list.html", {"page": page, "may_add": bool(can_manage_jobs(user))}
    )


@require_GET
def team_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One team and its jobs."""
    user = signed_in(request)
    team = get_object_or_404(visible_teams(user).select_related("lead"), uuid=uuid)
    jobs = keyset_page(request, jobs_found(user, team=team, shown="all"), ["title", "id"])
    context = {
        "team": team,
        "page": jobs,
        "may_edit": bool(can_manage_jobs(user)),
        "sees_profiles": user.is_chair,
    }
    return render(request, "candidates/team.html", context)


def team_new(request: HttpRequest) -> HttpResponse:
    """Makes a team."""
    user = signed_in(request)
    can_manage_jobs(user).require()
    return _team_form(request, user, None)


def team_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Renames a team or gives it another lead."""
    user = signed_in(request)
    team = get_object_or_404(visible_teams(user).select_related("lead"), uuid=uuid)
    can_manage_jobs(user).require()
    return _team_form(request, user, team)


@require_GET
def cycle_list(request: HttpRequest) -> HttpResponse:
    """Every hiring cycle, the latest first."""
    user = signed_in(request)
    can_view_organisation(user).require()
    page = keyset_page(request, cycles_listed(user), ["-starts_on", "-id"])
    return render(
        request, "candidates/cycle_list.html", {"page": page, "may_add": bool(can_manage_jobs(user))}
    )


@require_GET
def cycle_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One hiring cycle and the jobs in it."""
    user = signed_in(request)
    cycle = get_object_or_404(visible_cycles(user), uuid=uuid)
    jobs = keyset_page(request, jobs_in_cycle(user, cycle), ["title", "id"])
    context = {"cycle": cycle, "page": jobs, "may_edit": bool(can_manage_jobs(user))}
    return render(request, "candidates/cycle.html", context)


def cycle_new(request: HttpRequest) -> HttpResponse:
    """Makes a hiring cycle."""
    user = signed_in(request)
    can_manage_jobs(user).require()
    return _cycle_form(request, user, None)


def cycle_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Renames a hiring cycle or moves its days."""
    user = signed_in(request)
    cycle = get_object_or_404(visible_cycles(user), uuid=uuid)
    can_manage_jobs(user).require()
    return _cycle_form(request, user, cycle)


def _team_form(request: HttpRequest, user: User, team: Team | None) -> HttpResponse:
    form = TeamForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        name, lead, at = form.cleaned_data["name"], form.cleaned_data["lead"], timezone.now()
        try:
            if team is None:
                saved = team_create(actor=user, at=at, name=name, lead=lead)
            else:
                saved = team_update(actor=user, at=at, team=team, name=name, lead=lead)
        except Refusal as refusal:
            form.add_error("name", refusal.words)
        else:
            messages.success(request, f"{saved} is saved.")
            return redirect("candidates:team", uuid=saved.uuid)
    context = {"form": form, "team": team}
    return render(request, "candidates/team_form.html", context, status=form_status(form))


def _cycle_form(request: HttpRequest, user: User, cycle: HiringCycle | None) -> HttpResponse:
    form = CycleForm(request.POST or None, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        at, typed = timezone.now(), form.cleaned_data
        days = {"starts_on": typed["starts_on"], "ends_on": typed["ends_on"]}
        try:
            if cycle is None:
                saved = cycle_create(actor=user, at=at, name=typed["name"], **days)
            else:
                saved = cycle_update(actor=user, at=at, cycle=cycle, name=typed["name"], **days)
        except Refusal as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, f"{saved} is saved.")
            return redirect("candidates:cycle", uuid=saved.uuid)
    context = {"form": form, "cycle": cycle}
    return render(request, "candidates/cycle_form.html", context, status=form_status(form))

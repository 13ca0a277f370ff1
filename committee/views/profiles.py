"""The pages of a team's profiles."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.signed_in import signed_in
from candidates.models import Team
from candidates.permissions import can_view_organisation
from committee.forms.profiles import LevelsForm, MemberForm, TopPerformerForm
from committee.models import TeamMember
from committee.permissions.profiles import (
    can_set_profiles,
    can_view_profiles,
    known_teams,
    visible_members,
)
from committee.queries.profiles import latest_levels, team_plan
from committee.queries.profiles_page import member_line, profiles_page
from committee.services.profiles import member_add, member_leave, member_set_levels, top_performer_name
from committee.talent_density import read_levels
from hiring.access import Refusal
from hiring.forms import form_status


@require_GET
def profiles(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who is on the team, at which levels, and what that comes to."""
    user = signed_in(request)
    return _page(request, user, _team(user, uuid))


@require_POST
def add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Puts somebody on the team."""
    user = signed_in(request)
    team = _own_team(user, uuid)
    form = MemberForm(request.POST, plan=team_plan(team))
    if form.is_valid():
        name, key = form.cleaned_data["name"], form.cleaned_data["key"]
        try:
            member = member_add(
                actor=user, at=timezone.now(), team=team, name=name, levels=form.levels(), key=key
            )
        except Refusal as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, f"{member} is on the team.")
            return redirect("committee:team_profiles", uuid)
    return _page(request, user, team, member_form=form)


@require_POST
def top_performer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Names whom candidates are compared with, or nobody."""
    user = signed_in(request)
    team = _own_team(user, uuid)
    form = TopPerformerForm(request.POST, members=_present(user, team))
    if form.is_valid():
        member = form.cleaned_data["member"]
        try:
            top_performer_name(actor=user, at=timezone.now(), team=team, member=member)
        except Refusal as refusal:
            form.add_error("member", refusal.words)
        else:
            messages.success(request, f"Top performer: {member or 'nobody'}.")
            return redirect("committee:team_profiles", uuid)
    return _page(request, user, team, top_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def member_levels(request: HttpRequest, uuid: UUID, member_uuid: UUID) -> HttpResponse:
    """One member: their levels to set, and how they came to be."""
    user, at = signed_in(request), timezone.now()
    team = _own_team(user, uuid)
    member = get_object_or_404(_present(user, team), uuid=member_uuid)
    plan, latest = team_plan(team), latest_levels([member.pk], at).get(member.pk)
    before = read_levels(latest.levels) if latest else {}
    form = LevelsForm(request.POST if request.method == "POST" else None, plan=plan, before=before)
    if form.is_valid():
        try:
            member_set_levels(actor=user, at=at, member=member, levels=form.levels())
        except Refusal as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, f"The levels of {member} are set. Earlier ones are kept.")
            return redirect("committee:team_profiles", uuid)
    context = {
        "team": team,
        "sees_team": bool(can_view_organisation(user)),
        "member": member_line(member, plan),
        "form": form,
    }
    return render(request, "committee/team_profiles_member.html", context, status=form_status(form))


@require_POST
def leave(request: HttpRequest, uuid: UUID, member_uuid: UUID) -> HttpResponse:
    """Takes somebody off the team."""
    user = signed_in(request)
    member = get_object_or_404(visible_members(user, _own_team(user, uuid)), uuid=member_uuid)
    member_leave(actor=user, at=timezone.now(), member=member)
    messages.success(request, f"{member} has left the team. Their profile up to now is kept.")
    return redirect("committee:team_profiles", uuid)


def _page(
    request: HttpRequest,
    user: User,
    team: Team,
    member_form: MemberForm | None = None,
    top_form: TopPerformerForm | None = None,
) -> HttpResponse:
    page = profiles_page(user, team, timezone.now())
    form = member_form or top_form
    context = {
        "page": page,
        "sees_team": bool(can_view_organisation(user)),
        "form": form,
        "member_form": member_form or MemberForm(plan=team_plan(team)),
        "top_form": top_form or TopPerformerForm(members=_present(user, team), initial={"member": page.top}),
    }
    return render(request, "committee/team_profiles.html", context, status=form_status(form) if form else 200)


def _team(user: User, uuid: UUID) -> Team:
    """404 when they may not know of the team, 403 with the reason when its profiles are not for them."""
    team = get_object_or_404(known_teams(user), uuid=uuid)
    can_view_profiles(user, team).require()
    return team


def _own_team(user: User, uuid: UUID) -> Team:
    """The same, for those who set its profiles."""
    team = _team(user, uuid)
    can_set_profiles(user, team).require()
    return team


def _present(user: User, team: Team) -> QuerySet[TeamMember]:
    return visible_members(user, team).filter(left_at=None).order_by("name", "pk")

"""Team profiles: who is on a team, at which levels, and who its top performer is.

Levels and the naming of the top performer are only ever added to. A change makes the packets of the team's
open loops due again, as each of them shows the team's bar.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from candidates.models import Application, Team
from candidates.models.applications import UNDECIDED_STATES
from committee.models import MemberLevels, TeamMember, TopPerformer
from committee.permissions.profiles import can_set_profiles, visible_members
from committee.queries.profiles import latest_levels, team_plan, top_performer_at
from committee.services.packets import packet_due_note
from committee.talent_density import Levels, off_scale, read_levels, scale_words, stored_levels
from hiring.access import AccessRefused, Refusal
from rubrics.wording import listed


class NameMissing(Refusal):
    """A member has a name."""


class LevelOffScale(Refusal):
    """A level is a whole step of the scale, in a competency of the team's rubric."""


class NothingChanged(Refusal):
    """The profile says so already."""


class MemberGone(Refusal):
    """The member has left the team, or never was on it."""


@transaction.atomic
def member_add(*, actor: User, at: datetime, team: Team, name: str, levels: Levels, key: UUID) -> TeamMember:
    """Puts somebody on the team, with the levels that are known. `key` becomes the row's uuid: the same key
    again returns the member made before.

    Raises AccessRefused, NameMissing or LevelOffScale.
    """
    AccessRefused.unless(can_set_profiles(actor, team))
    _team_lock(team)
    earlier = TeamMember.objects.filter(uuid=key, team=team).first()
    if earlier is not None:
        return earlier
    if not name.strip():
        raise NameMissing("Enter the member's name.")
    kept = _on_scale(team, levels, before={})
    member = TeamMember.objects.create(uuid=key, team=team, name=name.strip(), joined_at=at)
    MemberLevels.objects.create(member=member, levels=stored_levels(kept), set_by=actor, set_at=at)
    _audit(actor, at, "team_member.add", member, "name", "levels")
    _packets_due(team.pk, at)
    return member


@transaction.atomic
def member_set_levels(*, actor: User, at: datetime, member: TeamMember, levels: Levels) -> MemberLevels:
    """Sets the member's levels from now on; what they were stays in the history. A competency that `levels`
    does not name is not set.

    Raises AccessRefused, MemberGone, LevelOffScale or NothingChanged.
    """
    held = _held(actor, member)
    latest = latest_levels([held.pk], at).get(held.pk)
    before = read_levels(latest.levels) if latest else {}
    kept = _on_scale(held.team, levels, before=before)
    if latest and stored_levels(kept) == latest.levels:
        raise NothingChanged("These are the levels as they stand; nothing has been changed.")
    row = MemberLevels.objects.create(member=held, levels=stored_levels(kept), set_by=actor, set_at=at)
    _audit(actor, at, "team_member.set_levels", held, "levels")
    _packets_due(held.team_id, at)
    return row


@transaction.atomic
def member_leave(*, actor: User, at: datetime, member: TeamMember) -> TeamMember:
    """Takes somebody off the team from now on; the days before keep them. Raises AccessRefused or MemberGone.

    Nobody is the top performer any more when it was them.
    """
    held = _held(actor, member)
    held.left_at = at
    held.save(update_fields=["left_at"])
    _audit(actor, at, "team_member.leave", held, "name")
    if top_performer_at(held.team_id, at) == held.pk:
        _name_top(actor, at, held.team, None)
    _packets_due(held.team_id, at)
    return held


@transaction.atomic
def top_performer_name(*, actor: User, at: datetime, team: Team, member: TeamMember | None) -> TopPerformer:
    """Names whom the team's candidates are compared with from now on; None is nobody.

    Raises AccessRefused, MemberGone or NothingChanged.
    """
    AccessRefused.unless(can_set_profiles(actor, team))
    _team_lock(team)
    held = _held(actor, member) if member is not None else None
    if held is not None and held.team != team:
        raise MemberGone(f"{held.name} is not on this team.")
    if top_performer_at(team.pk, at) == (held.pk if held else None):
        raise NothingChanged(f"{held.name if held else 'Nobody'} is named already.")
    row = _name_top(actor, at, team, held)
    _packets_due(team.pk, at)
    return row


@transaction.atomic
def member_join_hire(*, actor: User, at: datetime, application: Application, levels: Levels) -> TeamMember:
    """Puts the candidate of an offer on the team with the profile of their packet, which may lie between the
    steps of the scale. The same application again returns the member made before.

    For the decision, in its transaction and holding the application's row; whether `actor` may decide is
    asked there. The packets of other loops become due after that, in their own turn: a transaction that
    holds one application does not wait for the next.
    """
    team = application.job.team
    member, is_new = TeamMember.objects.get_or_create(
        application=application,
        defaults={"team": team, "name": application.candidate.name, "joined_at": at},
    )
    if is_new:
        MemberLevels.objects.create(member=member, levels=stored_levels(levels), set_by=None, set_at=at)
        _audit(actor, at, "team_member.join", member, "name", "levels")
        transaction.on_commit(partial(_packets_due, team.pk, at), robust=True)
    return member


def _team_lock(team: Team) -> None:
    """Lets nobody else change this team's profiles until the transaction ends."""
    Team.objects.select_for_update(no_key=True, of=("self",)).get(pk=team.pk)


def _held(actor: User, member: TeamMember) -> TeamMember:
    """The member as they are now, for the actor to change, with the team's lock held."""
    AccessRefused.unless(can_set_profiles(actor, member.team))
    _team_lock(member.team)
    fresh = visible_members(actor, member.team).select_related("team", "application").filter(pk=member.pk)
    held = fresh.first()
    if held is None:
        raise AccessRefused("You have no part in the application that this member was hired by.")
    if held.left_at is not None:
        raise MemberGone(f"{held.name} has left the team. What their profile was is kept.")
    return held


def _on_scale(team: Team, levels: Levels, *, before: Levels) -> Levels:
    """All of the team's competencies, those that nobody set as None. A hire's level may stay as it is."""
    plan = team_plan(team)
    if plan is None:
        if levels:
            raise LevelOffScale(f"{team} has no job yet, and with it no rubric to set levels on.")
        return {}
    names = plan.competency_names
    wrong = off_scale(levels, before, plan)
    if wrong:
        raise LevelOffScale(
            f"Choose {scale_words(plan.policy)}, or no level, for "
            f"{listed([names.get(slug, slug) for slug in wrong], 'and')}."
        )
    return {slug: levels.get(slug) for slug in names}


def _name_top(actor: User, at: datetime, team: Team, member: TeamMember | None) -> TopPerformer:
    row = TopPerformer.objects.create(team=team, member=member, named_by=actor, named_at=at)
    scope = member.application.uuid if member and member.application else None
    audit_record(
        actor=actor, at=at, action="team.name_top_performer", on=team, personal=["top_performer"], scope=scope
    )
    return row


def _audit(actor: User, at: datetime, action: str, member: TeamMember, *personal: str) -> None:
    audit_record(
        actor=actor,
        at=at,
        action=action,
        on=member,
        changes={"team": str(member.team.uuid)},
        personal=personal,
        scope=member.application.uuid if member.application else None,
    )


@transaction.atomic
def _packets_due(team_id: int, at: datetime) -> None:
    """Has the packets of the team's open loops built again."""
    loops = Application.objects.filter(
        job__team=team_id, bar_raiser_opened_at__isnull=False, state__in=UNDECIDED_STATES
    )
    for application in loops.order_by("pk"):
        packet_due_note(application=application, at=at)

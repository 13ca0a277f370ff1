"""The bar that a team sets: its members' profiles as they stood at a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from candidates.models import Job, Team
from committee.models import MemberLevels, TeamMember, TopPerformer
from committee.talent_density import Levels, TeamAverage, density, read_levels
from rubrics.plan import RubricPlan
from rubrics.queries import stored_rubric


@dataclass(frozen=True)
class TeamBar:
    """Profiles without names. `top` is the top performer's, None while nobody on the team is named."""

    top: Levels | None
    members: list[Levels]


def team_bar(team_id: int, at: datetime) -> TeamBar:
    """The profiles of those on the team at `at`, each as last set by then; three statements."""
    present = list(members_at(team_id, at).order_by("pk").values_list("pk", flat=True))
    levels = {key: read_levels(row.levels) for key, row in latest_levels(present, at).items()}
    top = top_performer_at(team_id, at)
    return TeamBar(
        top=levels.get(top, {}) if top in present else None,
        members=[levels.get(key, {}) for key in present],
    )


def members_at(team_id: int, at: datetime) -> QuerySet[TeamMember]:
    """Those who are on the team at `at`."""
    not_left = Q(left_at=None) | Q(left_at__gt=at)
    return TeamMember.objects.filter(not_left, team=team_id, joined_at__lte=at)


def latest_levels(members: Iterable[int], at: datetime) -> dict[int, MemberLevels]:
    """The levels of these members (keys) as they stood at `at`; who has none yet is absent."""
    rows = MemberLevels.objects.filter(member__in=list(members), set_at__lte=at).order_by("set_at", "pk")
    return {row.member_id: row for row in rows}


def top_performer_at(team_id: int, at: datetime) -> int | None:
    """The key of the member named as top performer at `at`, whether or not they are still on the team."""
    named = TopPerformer.objects.filter(team=team_id, named_at__lte=at).order_by("-named_at", "-pk")
    return named.values_list("member", flat=True).first()


def team_plan(team: Team) -> RubricPlan | None:
    """The rubric on whose scale the team's levels are: that of its most recent job; None without a job."""
    latest = (
        Job.objects.filter(team=team).order_by("-opened_at", "-pk").values_list("rubric", flat=True).first()
    )
    return None if latest is None else stored_rubric(latest).plan


def density_history(team: Team) -> list[tuple[datetime, TeamAverage]]:
    """The team's talent density from each change on, the oldest first, from the rows alone; two statements.

    A moment's competencies, by slug, are those that the profiles of that moment name, so that neither a later
    rubric nor a later change makes a past day come out otherwise.
    """
    members = list(TeamMember.objects.filter(team=team))
    return density_of(members, MemberLevels.objects.filter(member__team=team).order_by("set_at", "pk"))


def density_of(
    members: Sequence[TeamMember], levels: Iterable[MemberLevels]
) -> list[tuple[datetime, TeamAverage]]:
    """The same of these members of a team alone, from their levels in the order in which they were set."""
    rows = list(levels)
    moments = {row.set_at for row in rows} | {member.joined_at for member in members}
    moments |= {member.left_at for member in members if member.left_at is not None}
    return [(moment, _density_at(moment, members, rows)) for moment in sorted(moments)]


def _density_at(at: datetime, members: Sequence[TeamMember], rows: list[MemberLevels]) -> TeamAverage:
    present = {
        member.pk
        for member in members
        if member.joined_at <= at and (not member.left_at or at < member.left_at)
    }
    latest = {row.member_id: row for row in rows if row.set_at <= at and row.member_id in present}
    profiles = [read_levels(row.levels) for row in latest.values()]
    return density(profiles, sorted({slug for levels in profiles for slug in levels}))

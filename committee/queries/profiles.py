"""The bar that a team sets: its members' profiles as they stood at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from committee.models import MemberLevels, TeamMember, TopPerformer
from committee.talent_density import Levels, read_levels


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

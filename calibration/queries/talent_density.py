"""How the talent density of each team has changed, in the profiles that a reader may know."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from candidates.models import Team
from committee.models import MemberLevels, TeamMember
from committee.permissions.profiles import known_members, visible_profiles
from committee.queries.profiles import density_of
from committee.talent_density import TeamAverage


@dataclass(frozen=True, slots=True)
class TeamDensity:
    """A team's density from each change on, the oldest first; empty while nobody has a profile."""

    team: Team
    history: Sequence[tuple[datetime, TeamAverage]]


def team_densities(reader: User) -> list[TeamDensity]:
    """The teams by name; five queries. Members whom the reader may not know of are in no average."""
    teams = list(visible_profiles(reader).order_by("name", "pk"))
    members: dict[int, list[TeamMember]] = defaultdict(list)
    for member in known_members(reader).filter(team__in=teams):
        members[member.team_id].append(member)
    known = [member.pk for of_team in members.values() for member in of_team]
    levels: dict[int, list[MemberLevels]] = defaultdict(list)
    for row in (
        MemberLevels.objects.filter(member__in=known).select_related("member").order_by("set_at", "pk")
    ):
        levels[row.member.team_id].append(row)
    return [TeamDensity(team, density_of(members[team.pk], levels[team.pk])) for team in teams]

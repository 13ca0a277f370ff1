"""The teams' profiles in the demo: made-up members, their levels, and who of them is the top performer."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random

from accounts.models import User
from candidates.models import Team
from committee.models import TeamMember
from committee.services.profiles import member_add, member_set_levels, top_performer_name
from integrations.demo.people import demo_names
from rubrics.plan import RubricPlan

MEMBERS = 5
RAISED_AFTER = timedelta(days=200)


def demo_profiles(random: Random, teams: Sequence[Team], plan: RubricPlan, at: datetime) -> None:
    """Five members on each team from `at` on, set by its lead; one rises later, the first is the best."""
    names = iter(demo_names(random, MEMBERS * len(teams)))
    for team in teams:
        lead = team.lead
        if lead is None:
            continue
        members = [
            member_add(
                actor=lead,
                at=at,
                team=team,
                name=next(names),
                levels=_levels(random, plan, 400 if best else 300),
                key=uuid.UUID(int=random.getrandbits(128), version=4),
            )
            for best in (True, *[False] * (MEMBERS - 1))
        ]
        top_performer_name(actor=lead, at=at, team=team, member=members[0])
        _rise(lead, members[-1], plan, at + RAISED_AFTER)


def _levels(random: Random, plan: RubricPlan, around: int) -> dict[str, Fraction | None]:
    return {slug: Fraction(around + random.choice((0, 0, 100))) for slug in plan.competency_names}


def _rise(lead: User, member: TeamMember, plan: RubricPlan, at: datetime) -> None:
    levels: dict[str, Fraction | None] = dict.fromkeys(plan.competency_names, Fraction(400))
    member_set_levels(actor=lead, at=at, member=member, levels=levels)

"""Teams with profiles, as tests of committee need them."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from accounts.models import User
from candidates.models import Application, StageVisit, Team
from candidates.services.visits import visit_open
from committee.models import TeamMember
from committee.services.profiles import member_add
from committee.talent_density import Levels
from interviewers.models import Assignment
from rubrics.queries import stored_rubric
from tests.committee.loops import plan_panel
from tests.factories import MONDAY


def points(levels: Mapping[str, int | None]) -> Levels:
    """Levels from whole points."""
    return {slug: None if value is None else Fraction(value * 100) for slug, value in levels.items()}


def add_member(
    actor: User, team: Team, name: str = "Mara Member", *, at: datetime = MONDAY, **levels: int | None
) -> TeamMember:
    """Somebody on the team with these levels in whole points."""
    return member_add(actor=actor, at=at, team=team, name=name, levels=points(levels), key=uuid.uuid4())


def bar_raiser_stage(
    application: Application, recruiter: User, bar_raiser: User, *, at: datetime = MONDAY
) -> Assignment:
    """The application at its bar raiser's stage, with `bar_raiser` assigned."""
    StageVisit.objects.filter(application=application, left_at=None).update(left_at=at)
    stage = stored_rubric(application.rubric_id).stage_ids["bar-raiser"]
    visit = visit_open(application=application, stage_id=stage, at=at)
    application.refresh_from_db()
    return plan_panel(visit, recruiter, [bar_raiser], at=at)[0]

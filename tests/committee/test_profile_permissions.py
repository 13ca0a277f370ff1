"""Who sees a team's profiles, who sets them, and whose profile stays hidden from whom."""

from fractions import Fraction

import pytest

from accounts.models import Role, User
from candidates.models import Application, ApplicationState, Job, StageVisit, Team
from candidates.services.recusal import recusal_declare
from committee.permissions.profiles import (
    can_set_profiles,
    can_view_profiles,
    known_teams,
    visible_members,
    visible_profiles,
)
from committee.services.profiles import member_join_hire, member_leave, member_set_levels
from hiring.access import AccessRefused
from interviewers.models import Assignment
from interviewers.services.assignments import assignment_decline
from tests.committee.loops import HOUR, plan_panel
from tests.committee.teams import add_member, bar_raiser_stage
from tests.factories import MONDAY, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db
LEVEL = {"judgment": Fraction(400)}


@pytest.fixture
def team(job: Job) -> Team:
    return job.team


@pytest.fixture
def raising(application: Application, visit: StageVisit, recruiter: User, bar_raiser: User) -> Assignment:
    """The bar raiser of an open loop at the team's job, asked."""
    return bar_raiser_stage(application, recruiter, bar_raiser)


def may(user: User, team: Team) -> tuple[bool, bool, bool]:
    """Whether the person knows of the team here, sees its profiles, sets them; lists and answers agree."""
    sees = bool(can_view_profiles(user, team))
    assert visible_profiles(user).filter(pk=team.pk).exists() == sees
    return known_teams(user).filter(pk=team.pk).exists(), sees, bool(can_set_profiles(user, team))


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.CHAIR, (True, True, True)),
        (Role.RECRUITER, (True, False, False)),
        (Role.ADMINISTRATOR, (True, False, False)),
        (Role.AUDITOR, (False, False, False)),
        (Role.INTERVIEWER, (False, False, False)),
        (Role.BAR_RAISER, (False, False, False)),
    ],
)
def test_of_the_roles_the_chair_alone_sees_profiles(
    team: Team, role: Role, expected: tuple[bool, bool, bool]
) -> None:
    assert may(UserFactory(**{f"is_{role.value}": True}), team) == expected


def test_a_hiring_manager_sees_and_sets_the_profiles_of_their_jobs_teams(
    team: Team, hiring_manager: User
) -> None:
    assert may(hiring_manager, team) == (True, True, True)
    assert may(hiring_manager, TeamFactory()) == (False, False, False)


def test_the_bar_raiser_of_an_open_loop_sees_profiles_and_sets_none(
    raising: Assignment, team: Team, bar_raiser: User
) -> None:
    assert may(bar_raiser, team) == (True, True, False)
    assert may(bar_raiser, TeamFactory()) == (False, False, False)


def test_the_bar_raiser_sees_nothing_before_their_stage_opens(
    application: Application, raising: Assignment, team: Team, bar_raiser: User
) -> None:
    Application.objects.filter(pk=application.pk).update(bar_raiser_opened_at=None)

    assert may(bar_raiser, team) == (False, False, False)


@pytest.mark.parametrize("state", [state for state in ApplicationState if state not in ("active", "on_hold")])
def test_the_bar_raiser_sees_nothing_once_the_loop_is_over(
    application: Application, raising: Assignment, team: Team, bar_raiser: User, state: ApplicationState
) -> None:
    Application.objects.filter(pk=application.pk).update(state=state)

    assert may(bar_raiser, team) == (False, False, False)


def test_a_bar_raiser_whose_stage_was_left_sees_nothing(
    raising: Assignment, team: Team, bar_raiser: User
) -> None:
    StageVisit.objects.filter(pk=raising.visit_id).update(left_at=MONDAY)

    assert may(bar_raiser, team) == (False, False, False)


def test_a_bar_raiser_who_declined_sees_nothing(raising: Assignment, team: Team, bar_raiser: User) -> None:
    assignment_decline(actor=bar_raiser, at=MONDAY, assignment=raising, reason="Away.")

    assert may(bar_raiser, team) == (False, False, False)


def test_a_bar_raiser_who_is_not_independent_any_more_sees_nothing(
    raising: Assignment, team: Team, bar_raiser: User
) -> None:
    Assignment.objects.filter(pk=raising.pk).update(dependent_since=MONDAY)

    assert may(bar_raiser, team) == (False, False, False)


def test_a_bar_raiser_with_a_conflict_sees_nothing(
    application: Application, raising: Assignment, team: Team, bar_raiser: User
) -> None:
    recusal_declare(actor=bar_raiser, at=MONDAY, application=application, reason="")

    assert may(bar_raiser, team) == (False, False, False)


def test_an_interviewer_of_a_loop_sees_nothing(
    visit: StageVisit, recruiter: User, interviewer: User, team: Team
) -> None:
    plan_panel(visit, recruiter, [interviewer])

    assert may(interviewer, team) == (False, False, False)


def test_whoever_may_not_is_refused_by_the_services(team: Team, chair: User, recruiter: User) -> None:
    member = add_member(chair, team)

    with pytest.raises(AccessRefused):
        add_member(recruiter, team)
    with pytest.raises(AccessRefused):
        member_leave(actor=recruiter, at=MONDAY, member=member)


def test_who_has_a_conflict_with_a_hire_knows_nothing_of_their_profile(
    application: Application, team: Team, chair: User, hiring_manager: User
) -> None:
    recusal_declare(actor=chair, at=MONDAY, application=application, reason="")
    add_member(hiring_manager, team, "Mara")
    hire = member_join_hire(actor=hiring_manager, at=MONDAY, application=application, levels=LEVEL)

    assert [member.name for member in visible_members(chair, team)] == ["Mara"]
    assert visible_members(hiring_manager, team).count() == 2
    with pytest.raises(AccessRefused):
        member_set_levels(actor=chair, at=MONDAY, member=hire, levels=LEVEL)


def test_who_still_owes_a_scorecard_of_a_hire_knows_nothing_of_their_profile(
    application: Application, visit: StageVisit, team: Team, chair: User, recruiter: User
) -> None:
    chair.is_interviewer = True
    chair.save()
    plan_panel(visit, recruiter, [chair], at=MONDAY + HOUR)
    member_join_hire(actor=recruiter, at=MONDAY, application=application, levels=LEVEL)

    assert not visible_members(chair, team).exists()

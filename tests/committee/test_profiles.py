"""Team profiles: added to, never rewritten, and what becomes of the packets that show them."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import AuditEntry, User
from candidates.models import Application, Job, StageVisit, Team
from committee.models import MemberLevels, PacketDue, TeamMember, TopPerformer
from committee.queries.profiles import density_history, team_bar, team_plan
from committee.services.profiles import (
    LevelOffScale,
    MemberGone,
    NameMissing,
    NothingChanged,
    member_add,
    member_join_hire,
    member_leave,
    member_set_levels,
    top_performer_name,
)
from committee.talent_density import TeamAverage
from rubrics.models import Rubric
from tests.committee.teams import add_member, bar_raiser_stage, points
from tests.factories import MONDAY, ApplicationFactory, JobFactory, TeamFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HIRE = {"judgment": Fraction(1300, 3), "communication": None, "impact": Fraction(400), "curiosity": None}


@pytest.fixture
def team(job: Job) -> Team:
    return job.team


def test_a_member_counts_from_the_day_they_are_added(team: Team, hiring_manager: User) -> None:
    add_member(hiring_manager, team, at=MONDAY, judgment=4, impact=3)

    assert team_bar(team.pk, MONDAY - DAY).members == []
    assert team_bar(team.pk, MONDAY).members == [
        points({"judgment": 4, "communication": None, "impact": 3, "curiosity": None})
    ]


def test_levels_are_added_to_and_the_earlier_ones_stay(team: Team, hiring_manager: User, chair: User) -> None:
    member = add_member(hiring_manager, team, at=MONDAY, judgment=4)
    member_set_levels(actor=chair, at=MONDAY + DAY, member=member, levels=points({"judgment": 5}))

    history = MemberLevels.objects.filter(member=member)

    assert [(row.set_by, row.set_at, row.levels["judgment"]) for row in history] == [
        (hiring_manager, MONDAY, [400, 1]),
        (chair, MONDAY + DAY, [500, 1]),
    ]
    assert team_bar(team.pk, MONDAY).members[0]["judgment"] == Fraction(400)
    assert team_bar(team.pk, MONDAY + DAY).members[0]["judgment"] == Fraction(500)


def test_setting_the_same_levels_again_adds_nothing(team: Team, chair: User) -> None:
    member = add_member(chair, team, judgment=4)

    with pytest.raises(NothingChanged):
        member_set_levels(actor=chair, at=MONDAY + DAY, member=member, levels=points({"judgment": 4}))
    assert MemberLevels.objects.count() == 1


@pytest.mark.parametrize(
    "levels",
    [
        {"judgment": Fraction(350)},
        {"judgment": Fraction(600)},
        {"judgment": Fraction(0)},
        {"charm": Fraction(400)},
        {"charm": None},
    ],
)
def test_a_level_off_the_scale_of_the_teams_rubric_is_refused(
    team: Team, chair: User, levels: dict[str, Fraction | None]
) -> None:
    with pytest.raises(LevelOffScale, match="1 to 5 in steps of 1"):
        member_add(actor=chair, at=MONDAY, team=team, name="Mara", levels=levels, key=uuid.uuid4())
    assert not TeamMember.objects.exists()


def test_the_scale_is_that_of_the_teams_most_recent_job(
    team: Team, chair: User, small_rubric: Rubric
) -> None:
    JobFactory(rubric=small_rubric, team=team, opened_at=MONDAY + DAY)

    plan = team_plan(team)

    assert plan is not None
    assert plan.slug == small_rubric.slug
    member = member_add(
        actor=chair,
        at=MONDAY,
        team=team,
        name="Mara",
        levels={"craft": Fraction(350)},
        key=uuid.uuid4(),
    )
    assert member.levels.get().levels["craft"] == [350, 1]


def test_a_team_without_a_job_takes_members_and_no_levels(chair: User) -> None:
    team = TeamFactory()
    add_member(chair, team, "Mara")

    with pytest.raises(LevelOffScale, match="no job yet"):
        add_member(chair, team, "Nils", judgment=4)


def test_a_member_has_a_name(team: Team, chair: User) -> None:
    with pytest.raises(NameMissing):
        add_member(chair, team, "  ")


def test_the_same_form_sent_twice_adds_one_member(team: Team, chair: User) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        member_add(actor=chair, at=MONDAY, team=team, name="Mara", levels={}, key=key)

    assert TeamMember.objects.get().uuid == key


def test_who_has_left_counts_on_the_days_before(team: Team, chair: User) -> None:
    member = add_member(chair, team, judgment=4)
    member_leave(actor=chair, at=MONDAY + DAY, member=member)

    assert len(team_bar(team.pk, MONDAY + DAY / 2).members) == 1
    assert team_bar(team.pk, MONDAY + DAY).members == []


def test_who_has_left_is_not_changed_any_more(team: Team, chair: User) -> None:
    member = add_member(chair, team, judgment=4)
    member_leave(actor=chair, at=MONDAY + DAY, member=member)

    with pytest.raises(MemberGone):
        member_leave(actor=chair, at=MONDAY + 2 * DAY, member=member)
    with pytest.raises(MemberGone):
        member_set_levels(actor=chair, at=MONDAY + 2 * DAY, member=member, levels={})
    with pytest.raises(MemberGone):
        top_performer_name(actor=chair, at=MONDAY + 2 * DAY, team=team, member=member)


def test_the_top_performer_is_the_one_named_last(team: Team, chair: User) -> None:
    first, second = (add_member(chair, team, name, judgment=3 + n) for n, name in enumerate(["A", "B"]))
    top_performer_name(actor=chair, at=MONDAY + DAY, team=team, member=first)
    top_performer_name(actor=chair, at=MONDAY + 2 * DAY, team=team, member=second)

    assert team_bar(team.pk, MONDAY).top is None
    tops = [team_bar(team.pk, MONDAY + days * DAY).top for days in (1, 2)]
    assert [top and top["judgment"] for top in tops] == [Fraction(300), Fraction(400)]


def test_nobody_can_be_the_top_performer(team: Team, chair: User) -> None:
    member = add_member(chair, team)
    with pytest.raises(NothingChanged):
        top_performer_name(actor=chair, at=MONDAY, team=team, member=None)
    top_performer_name(actor=chair, at=MONDAY, team=team, member=member)
    with pytest.raises(NothingChanged):
        top_performer_name(actor=chair, at=MONDAY + DAY, team=team, member=member)
    top_performer_name(actor=chair, at=MONDAY + DAY, team=team, member=None)

    assert team_bar(team.pk, MONDAY + DAY).top is None


def test_nobody_is_the_top_performer_once_they_have_left(team: Team, chair: User) -> None:
    member = add_member(chair, team)
    top_performer_name(actor=chair, at=MONDAY, team=team, member=member)
    member_leave(actor=chair, at=MONDAY + DAY, member=member)

    assert list(TopPerformer.objects.values_list("member", flat=True)) == [member.pk, None]
    assert team_bar(team.pk, MONDAY + DAY).top is None


def test_the_top_performer_of_a_team_is_on_it(team: Team, chair: User, rubric: Rubric) -> None:
    elsewhere = add_member(chair, JobFactory(rubric=rubric).team, "Somebody else")

    with pytest.raises(MemberGone, match="not on this team"):
        top_performer_name(actor=chair, at=MONDAY, team=team, member=elsewhere)


def test_a_hire_joins_with_the_profile_of_their_packet(application: Application, chair: User) -> None:
    member = member_join_hire(actor=chair, at=MONDAY, application=application, levels=HIRE)

    assert (member.team, member.name) == (application.job.team, application.candidate.name)
    row = MemberLevels.objects.get(member=member)
    assert row.levels == {"judgment": [1300, 3], "communication": None, "impact": [400, 1], "curiosity": None}
    assert row.set_by is None


def test_a_hire_joins_once(application: Application, chair: User) -> None:
    first = member_join_hire(actor=chair, at=MONDAY, application=application, levels=HIRE)
    again = member_join_hire(actor=chair, at=MONDAY + DAY, application=application, levels={})

    assert again == first
    assert MemberLevels.objects.count() == 1


def test_a_hires_mean_can_stay_when_another_level_is_set(application: Application, chair: User) -> None:
    member = member_join_hire(actor=chair, at=MONDAY, application=application, levels=HIRE)

    row = member_set_levels(
        actor=chair, at=MONDAY + DAY, member=member, levels={**HIRE, "curiosity": Fraction(500)}
    )

    assert (row.levels["judgment"], row.levels["curiosity"]) == ([1300, 3], [500, 1])


def test_past_days_come_out_the_same_after_later_changes(team: Team, chair: User) -> None:
    mara = add_member(chair, team, "Mara", at=MONDAY, judgment=4, communication=4, impact=4, curiosity=4)
    add_member(chair, team, "Nils", at=MONDAY + DAY, judgment=2, communication=2, impact=2)
    early = density_history(team)

    member_set_levels(actor=chair, at=MONDAY + 2 * DAY, member=mara, levels=points({"judgment": 5}))
    member_leave(actor=chair, at=MONDAY + 3 * DAY, member=mara)
    later = density_history(team)

    assert [at for at, _ in later] == [MONDAY + days * DAY for days in range(4)]
    assert later[:2] == early
    assert [average.headcount for _, average in later] == [1, 2, 2, 1]
    assert [average.overall for _, average in later] == [Fraction(400), Fraction(325), None, None]
    assert later[1][1].by_competency == points(
        {"communication": 3, "curiosity": 4, "impact": 3, "judgment": 3}
    )


def test_the_history_agrees_with_the_bar_of_each_moment(
    team: Team, application: Application, chair: User
) -> None:
    add_member(chair, team, judgment=4, communication=3, impact=4, curiosity=2)
    member_join_hire(actor=chair, at=MONDAY + DAY, application=application, levels=HIRE)

    for at, average in density_history(team):
        assert average.headcount == len(team_bar(team.pk, at).members)
    assert density_history(team)[1][1].by_competency["judgment"] == Fraction(400 * 3 + 1300, 6)


def test_a_team_without_members_has_no_history(team: Team) -> None:
    assert density_history(team) == []
    assert team_bar(team.pk, MONDAY).members == []


def test_a_day_without_members_is_in_the_history(team: Team, chair: User) -> None:
    member_leave(actor=chair, at=MONDAY + DAY, member=add_member(chair, team, judgment=4))

    assert density_history(team)[-1] == (MONDAY + DAY, TeamAverage({}, None, 0))


def test_the_trail_names_neither_person_nor_level(team: Team, application: Application, chair: User) -> None:
    member = add_member(chair, team, "Mara Member", judgment=4)
    member_set_levels(actor=chair, at=MONDAY, member=member, levels=points({"judgment": 5}))
    top_performer_name(actor=chair, at=MONDAY, team=team, member=member)
    member_leave(actor=chair, at=MONDAY + DAY, member=member)
    member_join_hire(actor=chair, at=MONDAY, application=application, levels=HIRE)

    entries = AuditEntry.objects.filter(action__regex=r"^(team_member\.|team\.name)").order_by("pk")

    noted = {"team": str(team.uuid)}
    assert list(entries.values_list("action", "changes", "scope")) == [
        ("team_member.add", {**noted, "name": "changed", "levels": "changed"}, None),
        ("team_member.set_levels", {**noted, "levels": "changed"}, None),
        ("team.name_top_performer", {"top_performer": "changed"}, None),
        ("team_member.leave", {**noted, "name": "changed"}, None),
        ("team.name_top_performer", {"top_performer": "changed"}, None),
        ("team_member.join", {**noted, "name": "changed", "levels": "changed"}, application.uuid),
    ]


CHANGES: dict[str, Callable[[User, TeamMember], object]] = {
    "a member added": lambda actor, member: add_member(actor, member.team, "Nils"),
    "levels set": lambda actor, member: member_set_levels(
        actor=actor, at=MONDAY, member=member, levels=points({"judgment": 5})
    ),
    "a member gone": lambda actor, member: member_leave(actor=actor, at=MONDAY, member=member),
    "another top performer": lambda actor, member: top_performer_name(
        actor=actor, at=MONDAY, team=member.team, member=member
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_packets_of_the_teams_open_loops_are_due_after(
    change: Callable[[User, TeamMember], object],
    application: Application,
    visit: StageVisit,
    recruiter: User,
    bar_raiser: User,
    chair: User,
    rubric: Rubric,
    job: Job,
) -> None:
    ApplicationFactory(job=job)  # no bar raiser's stage yet
    elsewhere = ApplicationFactory(job=JobFactory(rubric=rubric, recruiter=recruiter))
    for loop in (application, elsewhere):
        bar_raiser_stage(loop, recruiter, bar_raiser)
    member = add_member(chair, job.team)
    PacketDue.objects.all().delete()

    change(chair, member)

    assert list(PacketDue.objects.values_list("application", flat=True)) == [application.pk]


def test_a_hire_makes_the_packets_of_other_loops_due_once_decided(
    application: Application,
    visit: StageVisit,
    recruiter: User,
    bar_raiser: User,
    chair: User,
    job: Job,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    bar_raiser_stage(application, recruiter, bar_raiser)
    hired = ApplicationFactory(job=job)
    PacketDue.objects.all().delete()

    with django_capture_on_commit_callbacks() as callbacks:
        member_join_hire(actor=chair, at=MONDAY, application=hired, levels=HIRE)
    assert not PacketDue.objects.exists()
    for callback in callbacks:
        callback()

    assert PacketDue.objects.get().application == application

"""The pages of a team's profiles: what they say, to whom, and that nothing typed is lost."""

import re
import uuid
from datetime import timedelta
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from candidates.models import Application, Job, StageVisit, Team
from candidates.services.recusal import recusal_declare
from committee.models import TeamMember, TopPerformer
from committee.queries.profiles_page import ProfilesPage, profiles_page
from committee.services.profiles import (
    member_join_hire,
    member_leave,
    member_set_levels,
    top_performer_name,
)
from tests.committee.teams import add_member, bar_raiser_stage, points
from tests.factories import MONDAY, TeamFactory
from tests.plugins.statements import Watch

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FULL = {"judgment": 4, "communication": 3, "impact": 4, "curiosity": 2}
HIRE = {
    "judgment": Fraction(1300, 3),
    "communication": Fraction(400),
    "impact": Fraction(400),
    "curiosity": Fraction(400),
}


@pytest.fixture
def team(job: Job) -> Team:
    return job.team


@pytest.fixture
def mara(team: Team, chair: User) -> TeamMember:
    return add_member(chair, team, "Mara Member", judgment=4, communication=3, impact=4, curiosity=2)


def url(name: str, team: Team, member: TeamMember | None = None) -> str:
    return reverse(f"committee:{name}", args=[team.uuid, member.uuid] if member else [team.uuid])


def text_of(client: Client, reader: User, address: str) -> str:
    client.force_login(reader)
    main = client.get(address).content.decode().split("<main")[1]
    return re.sub(r"\s+", " ", strip_tags(main))


def page_for(reader: User, team: Team) -> ProfilesPage:
    return profiles_page(reader, team, MONDAY + 9 * DAY)


def test_the_page_shows_levels_average_and_who_set_them(
    team: Team, mara: TeamMember, chair: User, application: Application
) -> None:
    member_join_hire(actor=chair, at=MONDAY + DAY, application=application, levels=HIRE)
    top_performer_name(actor=chair, at=MONDAY + DAY, team=team, member=mara)

    page = page_for(chair, team)

    assert page.competencies == ("Judgment", "Communication", "Impact", "Curiosity")
    assert {line.name: [cell.score for cell in line.cells] for line in page.members} == {
        "Mara Member": ["4.00", "3.00", "4.00", "2.00"],
        application.candidate.name: ["4.33", "4.00", "4.00", "4.00"],
    }
    assert [cell.score for cell in page.average] == ["4.16", "3.50", "4.00", "3.00"]
    assert (page.overall.score, page.headcount) == ("3.66", 2)
    assert {line.name: line.history[0].by for line in page.members} == {
        "Mara Member": "by Chloe Chair",
        application.candidate.name: "from their packet",
    }
    assert [line.name for line in page.members if line.is_top] == ["Mara Member"]


def test_the_page_says_that_nothing_is_computed_from_it(team: Team, chair: User) -> None:
    assert "Shown and argued, never computed into a decision." in text_of(
        Client(), chair, url("team_profiles", team)
    )


def test_the_history_says_each_change(
    team: Team, mara: TeamMember, chair: User, hiring_manager: User
) -> None:
    changed = {"judgment": 5, "communication": 3, "impact": None, "curiosity": 2}
    member_set_levels(actor=hiring_manager, at=MONDAY + DAY, member=mara, levels=points(changed))
    member_leave(actor=chair, at=MONDAY + 2 * DAY, member=mara)

    (line,) = page_for(chair, team).former

    assert [(entry.at, entry.by, entry.words) for entry in line.history] == [
        (MONDAY + DAY, "by Hugo Manager", "Judgment from 4.00 to 5.00, Impact from 4.00 to not set"),
        (MONDAY, "by Chloe Chair", "Judgment 4.00, Communication 3.00, Impact 4.00, Curiosity 2.00"),
    ]


def test_the_overall_average_waits_for_every_competency(team: Team, chair: User) -> None:
    add_member(chair, team, judgment=4)

    page = page_for(chair, team)

    assert page.overall.score is None
    assert "No overall average until each competency has a level" in text_of(
        Client(), chair, url("team_profiles", team)
    )


def test_an_empty_team_says_what_comes_next(
    team: Team, chair: User, application: Application, visit: StageVisit, recruiter: User, bar_raiser: User
) -> None:
    bar_raiser_stage(application, recruiter, bar_raiser)

    assert "Add the people who do the job now" in text_of(Client(), chair, url("team_profiles", team))
    assert "The hiring manager of the job or the committee chair adds" in text_of(
        Client(), bar_raiser, url("team_profiles", team)
    )


def test_the_bar_raiser_reads_and_finds_nothing_to_change(
    client: Client,
    team: Team,
    mara: TeamMember,
    application: Application,
    visit: StageVisit,
    recruiter: User,
    bar_raiser: User,
) -> None:
    bar_raiser_stage(application, recruiter, bar_raiser)
    client.force_login(bar_raiser)

    page = client.get(url("team_profiles", team)).content.decode().split("<main")[1].split("</main>")[0]

    assert "Mara Member" in page
    assert "<form" not in page
    for name, member in ADDRESSES_TO_SET:
        answer = client.post(url(name, team, mara if member else None), {"name": "Nils"})
        assert answer.status_code == 403
    assert client.get(url("member_levels", team, mara)).status_code == 403
    assert TeamMember.objects.get() == mara


ADDRESSES_TO_SET = (
    ("member_add", False),
    ("top_performer", False),
    ("member_levels", True),
    ("member_leave", True),
)


def test_who_knows_of_teams_is_told_why_and_others_find_nothing(
    client: Client, team: Team, mara: TeamMember, recruiter: User, interviewer: User
) -> None:
    expected = {recruiter: 403, interviewer: 404}
    for reader, status in expected.items():
        client.force_login(reader)
        assert client.get(url("team_profiles", team)).status_code == status
        assert client.get(url("member_levels", team, mara)).status_code == status
        for name, member in ADDRESSES_TO_SET:
            assert client.post(url(name, team, mara if member else None)).status_code == status

    client.force_login(recruiter)
    assert "are for the committee chair" in client.get(url("team_profiles", team)).content.decode()


def test_who_has_a_conflict_with_a_hire_finds_them_nowhere(
    client: Client, team: Team, mara: TeamMember, chair: User, hiring_manager: User, application: Application
) -> None:
    recusal_declare(actor=chair, at=MONDAY, application=application, reason="")
    hire = member_join_hire(actor=hiring_manager, at=MONDAY, application=application, levels=HIRE)
    top_performer_name(actor=hiring_manager, at=MONDAY, team=team, member=hire)

    page = page_for(chair, team)
    client.force_login(chair)

    assert [line.name for line in page.members] == ["Mara Member"]
    assert (page.headcount, page.top, page.tops) == (1, None, ())
    assert application.candidate.name not in text_of(client, chair, url("team_profiles", team))
    assert client.get(url("member_levels", team, hire)).status_code == 404
    assert client.post(url("member_leave", team, hire)).status_code == 404


def test_a_member_is_added_through_the_page(client: Client, team: Team, hiring_manager: User) -> None:
    client.force_login(hiring_manager)

    typed = {"key": str(uuid.uuid4()), "name": "Nils New", "level-judgment": "400", "level-impact": ""}
    answer = client.post(url("member_add", team), typed)
    client.post(url("member_add", team), typed)

    assert answer.status_code == 302
    member = TeamMember.objects.get()
    assert (member.name, member.levels.get().levels["judgment"]) == ("Nils New", [400, 1])
    assert member.levels.get().levels["impact"] is None


def test_what_was_typed_survives_a_mistake(client: Client, team: Team, chair: User) -> None:
    client.force_login(chair)
    key = str(uuid.uuid4())

    answer = client.post(url("member_add", team), {"key": key, "name": " ", "level-judgment": "400"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter the member&#x27;s name." in page
    assert '<option value="400" selected>4</option>' in page
    assert key in page


@pytest.mark.parametrize("level", ["350", "600", "4", "x", "1/0"])
def test_only_levels_of_the_scale_are_taken(client: Client, team: Team, chair: User, level: str) -> None:
    client.force_login(chair)

    answer = client.post(
        url("member_add", team), {"key": str(uuid.uuid4()), "name": "Nils", "level-judgment": level}
    )

    assert answer.status_code == 422
    assert not TeamMember.objects.exists()


def test_a_hires_mean_stays_when_the_form_is_sent_as_it_came(
    client: Client, team: Team, application: Application, chair: User
) -> None:
    hire = member_join_hire(actor=chair, at=MONDAY, application=application, levels=HIRE)
    client.force_login(chair)
    page = client.get(url("member_levels", team, hire)).content.decode()

    assert '<option value="1300/3" selected>4.33, as it stands</option>' in page
    typed = {f"level-{slug}": str(level) for slug, level in HIRE.items()} | {"level-curiosity": "500"}
    assert client.post(url("member_levels", team, hire), typed).status_code == 302
    latest = hire.levels.last()
    assert latest is not None
    assert (latest.levels["judgment"], latest.levels["curiosity"]) == ([1300, 3], [500, 1])


def test_levels_sent_as_they_are_come_back_with_the_reason(
    client: Client, team: Team, mara: TeamMember, chair: User
) -> None:
    client.force_login(chair)

    answer = client.post(
        url("member_levels", team, mara), {f"level-{slug}": str(value * 100) for slug, value in FULL.items()}
    )

    assert answer.status_code == 422
    assert "nothing has been changed" in answer.content.decode()


def test_a_member_leaves_through_the_page(
    client: Client, team: Team, mara: TeamMember, hiring_manager: User
) -> None:
    client.force_login(hiring_manager)

    assert client.post(url("member_leave", team, mara)).status_code == 302
    mara.refresh_from_db()
    assert mara.left_at is not None
    assert client.get(url("member_levels", team, mara)).status_code == 404


def test_the_top_performer_is_named_through_the_page(
    client: Client, team: Team, mara: TeamMember, hiring_manager: User
) -> None:
    client.force_login(hiring_manager)

    assert client.post(url("top_performer", team), {"member": str(mara.uuid)}).status_code == 302
    assert client.post(url("top_performer", team), {"member": ""}).status_code == 302
    assert client.post(url("top_performer", team), {"member": ""}).status_code == 422
    assert [row.member for row in TopPerformer.objects.all()] == [mara, None]


def test_a_member_of_another_team_is_not_found_under_this_one(
    client: Client, mara: TeamMember, chair: User
) -> None:
    elsewhere = TeamFactory()
    client.force_login(chair)

    assert client.get(url("member_levels", elsewhere, mara)).status_code == 404
    assert client.post(url("top_performer", elsewhere), {"member": str(mara.uuid)}).status_code == 422


def test_a_team_without_a_job_says_that_levels_come_later(chair: User) -> None:
    team = TeamFactory()
    add_member(chair, team, "Nils")

    assert "This team has no job yet" in text_of(Client(), chair, url("team_profiles", team))


def test_a_blanked_name_stays_a_row(team: Team, mara: TeamMember, chair: User) -> None:
    TeamMember.objects.update(name="")

    assert [line.name for line in page_for(chair, team).members] == ["Name erased"]


def test_the_page_asks_as_much_for_one_member_as_for_many(
    team: Team, mara: TeamMember, chair: User, watch_statements: Watch
) -> None:
    def asked() -> int:
        with watch_statements() as seen:
            page_for(chair, team)
        return len(seen.statements)

    top_performer_name(actor=chair, at=MONDAY, team=team, member=mara)
    page_for(chair, team)  # the rubric is read once
    one = asked()
    for number in range(5):
        member = add_member(
            chair, team, f"Member {number}", judgment=4, communication=3, impact=4, curiosity=2
        )
        member_set_levels(actor=chair, at=MONDAY + DAY, member=member, levels=points({"judgment": 5}))
        top_performer_name(actor=chair, at=MONDAY + DAY, team=team, member=member)

    assert asked() == one == 4


def test_the_pages_of_job_and_team_lead_those_who_may_to_the_profiles(
    client: Client, team: Team, job: Job, chair: User, hiring_manager: User, recruiter: User
) -> None:
    job_page, team_page = (
        reverse("candidates:job", args=[job.uuid]),
        reverse("candidates:team", args=[team.uuid]),
    )
    leads = {}
    for reader, address in [
        (chair, job_page),
        (hiring_manager, job_page),
        (recruiter, job_page),
        (chair, team_page),
        (recruiter, team_page),
    ]:
        client.force_login(reader)
        leads[reader.name, address] = url("team_profiles", team) in client.get(address).content.decode()

    assert list(leads.values()) == [True, True, False, True, False]

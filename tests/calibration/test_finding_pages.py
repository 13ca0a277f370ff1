"""The pages of agreement, score bands, funnel and talent density: for whom, and whatever the address says."""

import csv
import io
import uuid
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from accounts.models import User
from calibration.models import RunSection
from calibration.queries.talent_density import team_densities
from candidates.models import Job, Participation
from candidates.services.recusal import recusal_declare
from committee.queries.profiles import density_history
from committee.services.profiles import member_join_hire
from rubrics.models import Rubric
from tests.calibration.periods import Cycle, computed
from tests.candidates.pages import FORBIDDEN, FOUND, same_queries_for_three, signed_in, text
from tests.committee.teams import add_member
from tests.factories import MONDAY, JobFactory, TeamFactory

pytestmark = pytest.mark.django_db
PAGES = ("agreement", "bands", "funnel", "talent-density")
SHARED = PAGES[:3]
DAY = timedelta(days=1)
FULL: dict[str, Any] = {"judgment": 4, "communication": 3, "impact": 4, "curiosity": 3}


@pytest.fixture
def cycle(job: Job, recruiter: User, people: list[User]) -> Cycle:
    return Cycle(job, recruiter, people)


@pytest.fixture
def measured(cycle: Cycle) -> Cycle:
    """Six candidates with two stages scored, all decided."""
    for value in (3, 4, 5):
        for state in ("offer", "no_offer"):
            cycle.candidate([4], [5, 4, value], state=state)
    computed()
    return cycle


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("persona", "opens"),
    [
        ("chair", PAGES),
        ("auditor", SHARED),
        ("recruiter", ()),
        ("interviewer", ()),
        ("bar_raiser", ()),
        ("hiring_manager", ()),
        ("administrator", ()),
    ],
)
def test_who_opens_which_page(
    request: pytest.FixtureRequest, rubric: Rubric, page: str, persona: str, opens: tuple[str, ...]
) -> None:
    client = signed_in(request.getfixturevalue(persona))
    status = client.get(f"/calibration/{page}/").status_code
    assert status == (FOUND if page in opens else FORBIDDEN)


def test_an_auditor_is_not_led_to_pages_for_chairs(measured: Cycle, auditor: User, chair: User) -> None:
    link = 'href="/calibration/talent-density/'
    assert link not in text(signed_in(auditor), "/calibration/bands/")
    assert link in text(signed_in(chair), "/calibration/bands/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query",
    ["?first=%00&second=;&by=[]&csv=nothing", "?first=leadership&second=leadership", "?by=job&first=&csv="],
)
def test_nonsense_in_the_address_is_no_error(measured: Cycle, chair: User, page: str, query: str) -> None:
    assert signed_in(chair).get(f"/calibration/{page}/{query}").status_code == FOUND


@pytest.mark.parametrize(
    ("page", "figures"),
    [
        ("agreement", ("agreement", "scale", "agreement-measures")),
        (
            "bands",
            (
                "offers-crossed",
                "offers-recruiter-screen",
                "offers-product-sense",
                "offers-leadership",
                "offers-bar-raiser",
            ),
        ),
        ("funnel", ("funnel", "pass-through", "time-in-stage", "pass-through-by-team")),
        ("funnel?by=job", ("pass-through-by-job",)),
        ("funnel?by=source", ("pass-through-by-source",)),
        ("funnel?by=cycle", ("pass-through-by-cycle",)),
    ],
)
def test_every_figure_has_its_table_its_file_and_the_way_it_is_computed(
    measured: Cycle, chair: User, page: str, figures: tuple[str, ...]
) -> None:
    client = signed_in(chair)
    path, _, query = page.partition("?")
    url = f"/calibration/{path}/?{query}"
    shown = text(client, url)
    for slug in figures:
        part = shown.split(f'id="{slug}"')[1].split("</figure>")[0]
        assert "/calibration/method/#" in part
        if "<table" not in part:
            assert "figure-empty" in part
            continue
        answer = client.get(f"{url}&csv={slug}")
        rows = list(csv.reader(io.StringIO(answer.content.decode())))
        assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{slug}-all-cycles')
        assert len(rows) == part.count("<tr>")


def test_the_page_of_agreement_says_the_halo_that_the_pages_of_interviewers_say(
    measured: Cycle, chair: User
) -> None:
    habits = RunSection.objects.get(name="habits")
    habits.content["overall"] |= {"correlation": 0.61, "compared": 1200}
    habits.save()
    assert "0.61 on a scale from 0 to 1, from 1,200 scorecards" in text(
        signed_in(chair), "/calibration/agreement/"
    )


def test_the_stages_and_the_period_are_kept_by_each_others_forms(measured: Cycle, chair: User) -> None:
    url = f"/calibration/bands/?first=leadership&second=product-sense&{measured.period.query}"
    computed(measured.period)
    shown = text(signed_in(chair), url)
    assert f'<input type="hidden" name="cycle" value="{measured.cycle.uuid}">' in shown
    assert '<option value="leadership" selected>' in shown.split('name="first"')[1].split("</select>")[0]
    assert '<option value="product-sense" selected>' in shown.split('name="second"')[1].split("</select>")[0]


def test_talent_density_is_not_from_a_run(rubric: Rubric, chair: User) -> None:
    shown = text(signed_in(chair), "/calibration/talent-density/")
    assert "Not computed yet" not in shown
    assert "There are no teams yet." in shown


def test_a_teams_density_is_that_of_its_profiles(job: Job, chair: User) -> None:
    for at in (MONDAY, MONDAY + DAY):
        add_member(chair, job.team, at=at, **FULL)
    (found,) = team_densities(chair)
    assert (found.team, found.history) == (job.team, density_history(job.team))
    shown = text(signed_in(chair), "/calibration/talent-density/")
    assert f'id="team-{job.team.slug}"' in shown


@pytest.mark.parametrize("kept_from", ["recused", "owing"])
def test_a_hire_whom_the_chair_may_know_nothing_of_is_in_no_average(
    cycle: Cycle, chair: User, kept_from: str
) -> None:
    add_member(chair, cycle.job.team, **FULL)
    hired = cycle.candidate(state="offer")
    levels = {slug: Fraction(500) for slug in FULL}
    member_join_hire(actor=chair, at=MONDAY + DAY, application=hired, levels=levels)
    (known,) = team_densities(chair)
    assert known.history[-1][1].headcount == 2
    if kept_from == "recused":
        recusal_declare(actor=chair, at=MONDAY, application=hired, reason="")
    else:
        Participation.objects.create(application=hired, user=chair, capacity="interviewer", open_cards=1)
    (hidden,) = team_densities(chair)
    assert [average.headcount for _, average in hidden.history] == [1]
    assert hidden.history[-1][1].overall == Fraction(350)


def test_talent_density_takes_as_many_queries_for_three_teams_as_for_one(chair: User, rubric: Rubric) -> None:
    def grow() -> None:
        team = JobFactory(rubric=rubric, team=TeamFactory(name=f"Team {uuid.uuid4()}")).team
        add_member(chair, team, **FULL)

    assert same_queries_for_three(signed_in(chair), "/calibration/talent-density/", grow)

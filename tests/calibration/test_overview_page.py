"""The period at a glance: what needs attention, with names for chairs and without for auditors."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import User
from calibration.models import CalibrationRun
from candidates.models import Job
from candidates.services.recusal import recusal_declare
from rubrics.models import Rubric
from tests.calibration.kept import kept, of_people
from tests.calibration.periods import Cycle, computed
from tests.calibration.simulated_evidence import Committee, simulated_evidence
from tests.candidates.pages import FORBIDDEN, FOUND, queries, signed_in, text
from tests.factories import MONDAY, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/calibration/"
STRICT = Committee([0.9, (0.0, 0.9), *[0.0] * 6], candidates=100, cycles=2)
EVEN = Committee([0.0] * 8, candidates=60)


@pytest.fixture
def committee(rubric: Rubric) -> list[User]:
    names = (
        "Ana Ruiz",
        "Lena Fischer",
        "Tom Okafor",
        "Kai Sato",
        "Mei Rahman",
        "Ivo Lopes",
        "Noor Ali",
        "Jo Wu",
    )
    return [UserFactory(name=name, is_interviewer=True) for name in names]


def compute(committee: Sequence[User], made: Committee = STRICT) -> CalibrationRun:
    return kept(of_people(simulated_evidence(made), committee))


def shown(client: Client) -> str:
    page = re.sub(r"<[^>]+>", " ", text(client, PAGE).split("<main")[1])
    return re.sub(r"\s+", " ", page.replace("\N{NO-BREAK SPACE}", " "))


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("chair", FOUND),
        ("auditor", FOUND),
        ("interviewer", FORBIDDEN),
        ("bar_raiser", FORBIDDEN),
        ("recruiter", FORBIDDEN),
        ("administrator", FORBIDDEN),
        ("hiring_manager", FORBIDDEN),
    ],
)
def test_who_may_see_the_overview(
    request: pytest.FixtureRequest, rubric: Rubric, persona: str, status: int
) -> None:
    assert signed_in(request.getfixturevalue(persona)).get(PAGE).status_code == status


def test_the_chair_reads_who_is_strict_and_who_drifts_and_is_led_there(
    committee: list[User], chair: User
) -> None:
    compute(committee)
    client = signed_in(chair)
    page = shown(client)
    assert re.search(
        r"One interviewer is stricter than the rest by more than half a point: Ana Ruiz \(0\.", page
    )
    assert re.search(
        r"Lena Fischer scores stricter from cycle to cycle: by 0\.\d\d points from Cycle 1", page
    )
    assert page.index("Ana Ruiz") < page.index("Lena Fischer")
    for person in committee[:2]:
        link = f"/calibration/interviewers/{person.uuid}/?rubric=reference&amp;cycle=all"
        assert f'href="{link}"' in text(client, PAGE)


def test_the_auditor_reads_the_same_without_names_or_ways_to_them(
    committee: list[User], auditor: User
) -> None:
    compute(committee)
    client = signed_in(auditor)
    page = text(client, PAGE)
    assert "One interviewer is stricter than the rest by more than half a point. " in shown(client)
    assert "One interviewer scores stricter from cycle to cycle. " in shown(client)
    assert not [person for person in committee if person.name in page or str(person.uuid) in page]
    assert "/calibration/interviewers/" not in page


def test_key_numbers_say_what_it_rests_on(committee: list[User], chair: User) -> None:
    compute(committee)
    page = shown(signed_in(chair))
    assert "Applications 200 Scorecards 800 Interviewers 8 Scores tell candidates apart Very well 0.9" in page


def test_an_even_committee_has_nothing_that_stands_out(committee: list[User], chair: User) -> None:
    run = compute(committee, EVEN)
    run.sections.filter(name__in=("agreement", "funnel", "bands")).delete()
    assert "What needs attention Nothing stands out in this period." in shown(signed_in(chair))


def test_a_run_that_lacks_subjects_says_what_it_has(committee: list[User], chair: User) -> None:
    compute(committee).sections.exclude(name="drift").delete()
    page = shown(signed_in(chair))
    assert "Drift Somebody scores stricter from cycle to cycle" in page
    assert "Severity" not in page


def test_a_fresh_installation_says_what_to_do_and_claims_nothing(rubric: Rubric, chair: User) -> None:
    page = shown(signed_in(chair))
    assert "Not computed yet" in page
    assert "What needs attention" not in page
    computed()
    page = shown(signed_in(chair))
    assert "Nothing can be said of severity. No final scorecard of this period holds a score." in page
    assert "Applications 0 Scorecards 0 Interviewers 0" in page


def test_an_application_that_the_chair_is_recused_from_is_in_no_number(
    job: Job, recruiter: User, people: list[User], chair: User
) -> None:
    cycle = Cycle(job, recruiter, people)
    related, _ = cycle.candidate([4], [4, 4, 3]), cycle.candidate([3])
    recusal_declare(actor=chair, at=MONDAY, application=related, reason="")
    computed(hidden=[str(related.uuid)])
    assert "Applications 1 Scorecards 1 Interviewers 1" in shown(signed_in(chair))


def test_three_interviewers_take_as_many_queries_as_one(committee: list[User], chair: User) -> None:
    client, counts = signed_in(chair), []
    for size in (1, 3):
        compute(committee[:size], replace(EVEN, severity=EVEN.severity[:size]))
        client.get(PAGE)
        counts.append(queries(client, PAGE))
    assert counts[0] == counts[1] <= 12

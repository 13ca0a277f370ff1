"""How strict each interviewer is, for chairs: in order, by name, apart where they cannot be compared."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import User
from calibration.models import CalibrationRun
from rubrics.models import Rubric
from tests.calibration.kept import kept, of_people
from tests.calibration.simulated_evidence import Committee, simulated_evidence, without_scores
from tests.candidates.pages import FORBIDDEN, FOUND, MISSING, NOBODY, queries, signed_in, text
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/calibration/interviewers/"
STRICT = Committee([0.0, 0.9, 0.0, 0.0, 0.0, 0.0], candidates=60)


@pytest.fixture
def committee(rubric: Rubric) -> list[User]:
    """Six interviewers, the second of whom is strict."""
    names = ("Ana Ruiz", "Tom Okafor", "Lena Fischer", "Ines Moreau", "Kai Sato", "Mei Rahman")
    return [UserFactory(name=name, is_interviewer=True) for name in names]


def shown(client: Client, url: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(client, url).split("<main")[1]))


def names_in_order(client: Client, url: str = PAGE) -> list[str]:
    """The first column of the page's tables."""
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a></th>', text(client, url))


def compute(committee: Sequence[User], made: Committee = STRICT) -> CalibrationRun:
    return kept(of_people(simulated_evidence(made), committee))


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("chair", FOUND),
        ("auditor", FORBIDDEN),
        ("interviewer", FORBIDDEN),
        ("bar_raiser", FORBIDDEN),
        ("recruiter", FORBIDDEN),
        ("administrator", FORBIDDEN),
        ("hiring_manager", FORBIDDEN),
    ],
)
def test_who_may_see_how_each_interviewer_scores(
    request: pytest.FixtureRequest, committee: list[User], persona: str, status: int
) -> None:
    client = signed_in(request.getfixturevalue(persona))
    assert client.get(PAGE).status_code == status
    assert client.get(f"{PAGE}{committee[0].uuid}/").status_code == status
    assert client.get("/calibration/scores/").status_code == status


def test_the_strictest_is_first_and_everybody_leads_to_their_page(committee: list[User], chair: User) -> None:
    compute(committee)
    client = signed_in(chair)
    assert names_in_order(client)[0] == "Tom Okafor"
    assert sorted(names_in_order(client)) == sorted(person.name for person in committee)
    page = text(client, PAGE)
    assert f'href="{PAGE}{committee[1].uuid}/?rubric=reference&amp;cycle=all"' in page
    assert re.search(r'data-label="Reading">Stricter<', page)
    assert page.count('data-label="Reading">In line<') == 5


def test_who_has_left_keeps_their_name(committee: list[User], chair: User) -> None:
    User.objects.get_queryset().filter(pk=committee[1].pk).update(is_active=False)
    compute(committee)
    assert names_in_order(signed_in(chair))[0] == "Tom Okafor (has left)"


def test_who_cannot_be_compared_stands_apart_with_the_reason(committee: list[User], chair: User) -> None:
    compute(committee, replace(STRICT, alone=1))
    page = shown(signed_in(chair), PAGE)
    assert "Not compared Nobody else scored candidates of theirs at a stage of theirs. " in page
    assert page.index("Not compared") < page.index("Mei Rahman", page.index("Not compared"))


def test_those_with_a_stage_of_their_own_have_a_figure_of_their_own(
    committee: list[User], chair: User
) -> None:
    compute(committee, replace(STRICT, own_stage=3))
    page = shown(signed_in(chair), PAGE)
    assert "Severity, group 1 of 2 These share no candidate or no stage with the other groups" in page
    assert "Severity, group 2 of 2" in page


def test_the_numbers_come_as_csv(committee: list[User], chair: User) -> None:
    compute(committee)
    answer = signed_in(chair).get(f"{PAGE}?csv=severity")
    lines = answer.content.decode().splitlines()
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert lines[0].startswith("Interviewer,Points,From,To,Scores,Candidates,Consistency,")
    assert lines[1].startswith("Tom Okafor,-0.")
    assert len(lines) == 7


def test_what_cannot_be_fitted_is_said_instead_of_a_figure(committee: list[User], chair: User) -> None:
    kept(of_people(without_scores(simulated_evidence(STRICT)), committee))
    page = shown(signed_in(chair), PAGE)
    assert "Nothing can be said of severity No final scorecard of this period holds a score." in page


def test_before_the_first_run_the_page_offers_one(committee: list[User], chair: User) -> None:
    for url in (PAGE, f"{PAGE}{committee[0].uuid}/"):
        page = shown(signed_in(chair), url)
        assert "Not computed yet" in page
        assert "No final scorecards" not in page


def test_three_interviewers_take_as_many_queries_as_one(committee: list[User], chair: User) -> None:
    client, counts = signed_in(chair), []
    for size in (1, 3):
        compute(committee[:size], replace(STRICT, severity=STRICT.severity[:size]))
        client.get(PAGE)
        counts.append((queries(client, PAGE), queries(client, f"{PAGE}{committee[0].uuid}/")))
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 12


def test_one_interviewer_is_shown_beside_peers_in_words(committee: list[User], chair: User) -> None:
    compute(committee, replace(STRICT, cycles=2, hours=[30.0] * 6))
    page = shown(signed_in(chair), f"{PAGE}{committee[1].uuid}/")
    assert re.search(r"This interviewer gives 0\.\d\d points less than the average interviewer", page)
    assert "Severity from cycle to cycle No clear movement from Cycle 1 to Cycle 2" in page
    assert re.search(r"beside the scores that others gave the same candidates .* \(\d+ scores\)", page)
    assert "Half within 30.0 hours of the interview’s end" in page
    assert "As expected: the scores vary about as much as the candidates do." in page
    assert "Ana Ruiz" not in page


def test_an_unknown_interviewer_is_not_there_and_a_known_one_without_scorecards_says_so(
    committee: list[User], chair: User
) -> None:
    compute(committee)
    client = signed_in(chair)
    assert client.get(f"{PAGE}{NOBODY}/").status_code == MISSING
    assert "No final scorecards in this period" in shown(client, f"{PAGE}{chair.uuid}/")


def test_too_few_scores_are_counted_in_words(committee: list[User], chair: User) -> None:
    compute(committee, replace(STRICT, candidates=4))
    page = shown(signed_in(chair), f"{PAGE}{committee[0].uuid}/")
    assert re.search(r"Too few to say how strict their scores are: \d+ scores of \d candidates?\.", page)
    assert re.search(r"Too few scores beside a colleague’s: \d+\.", page)

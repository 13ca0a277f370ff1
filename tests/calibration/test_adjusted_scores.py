"""Candidates' scores beside what average interviewers would have given: for chairs, and only to be read."""

import re

import pytest

from accounts.models import User
from calibration.results.adjusted import adjusted_content
from calibration.views.scores import PAGE as PAGE_SIZE
from candidates.models import Application, Job, Participation
from candidates.services.recusal import recusal_declare
from tests.calibration.kept import kept, of_people
from tests.calibration.periods import computed
from tests.calibration.simulated_evidence import Committee, simulated_evidence
from tests.candidates.pages import queries, signed_in, text
from tests.factories import MONDAY, ApplicationFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/calibration/scores/"
STRICT = Committee([0.9, 0.0, 0.0, 0.0, 0.0], candidates=PAGE_SIZE + 10)


@pytest.fixture
def applications(job: Job) -> list[Application]:
    return [ApplicationFactory(job=job, applied_at=MONDAY) for _ in range(STRICT.candidates)]


@pytest.fixture
def committee(db: None) -> list[User]:
    return [UserFactory() for _ in STRICT.severity]


def candidates_of(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a></th>', page)


def test_the_largest_difference_is_first_and_pages_follow(
    applications: list[Application], committee: list[User], chair: User
) -> None:
    evidence = of_people(simulated_evidence(STRICT), committee, applications)
    kept(evidence)
    names = {application.pk: application.candidate.name for application in applications}
    expected = [names[key] for key in adjusted_content(evidence)["applications"]]
    client = signed_in(chair)
    first, second = text(client, PAGE), text(client, f"{PAGE}?page=2")
    assert candidates_of(first) == expected[:PAGE_SIZE]
    assert candidates_of(second) == expected[PAGE_SIZE:]
    assert f'href="{PAGE}?rubric=reference&amp;cycle=all&amp;page=2"' in first
    assert "51 to 60 of 60" in second
    assert f'href="/applications/{applications[0].uuid}/"' in first + second


def test_the_page_says_that_it_enters_no_gate(
    applications: list[Application], committee: list[User], chair: User
) -> None:
    kept(of_people(simulated_evidence(STRICT), committee, applications))
    page = " ".join(text(signed_in(chair), PAGE).split())
    assert "It is only to be read: it never enters a gate." in page


def test_what_the_chair_may_not_know_of_is_not_named(
    applications: list[Application], committee: list[User], chair: User
) -> None:
    related, owing = applications[:2]
    recusal_declare(actor=chair, at=MONDAY, application=related, reason="")
    Participation.objects.create(application=owing, user=chair, capacity="interviewer", open_cards=1)
    hidden = sorted(str(application.uuid) for application in (related, owing))
    kept(of_people(simulated_evidence(STRICT), committee, applications), hidden=hidden)
    client = signed_in(chair)
    rows = text(client, f"{PAGE}?csv=adjusted-scores").splitlines()[1:]
    assert len(rows) == len(applications) - 2
    assert not [row for row in rows if row.startswith((f"{related.candidate},", f"{owing.candidate},"))]


@pytest.mark.parametrize("page", ["0", "-1", "²", "nonsense", ""])
def test_a_page_that_makes_no_sense_is_the_first(
    applications: list[Application], committee: list[User], chair: User, page: str
) -> None:
    kept(of_people(simulated_evidence(STRICT), committee, applications))
    assert "1 to 50 of 60" in text(signed_in(chair), f"{PAGE}?page={page}")


def test_a_page_beyond_the_last_is_the_last(
    applications: list[Application], committee: list[User], chair: User
) -> None:
    kept(of_people(simulated_evidence(STRICT), committee, applications))
    for number in ("3", "9" * 5000):
        assert "51 to 60 of 60" in text(signed_in(chair), f"{PAGE}?page={number}")


def test_all_candidates_take_as_many_queries_as_three(
    applications: list[Application], committee: list[User], chair: User
) -> None:
    client, counts = signed_in(chair), []
    for size in (3, len(applications)):
        made = Committee(STRICT.severity, candidates=size)
        kept(of_people(simulated_evidence(made), committee, applications[:size]))
        client.get(PAGE)
        counts.append(queries(client, PAGE))
    assert counts[0] == counts[1] <= 12


def test_without_scores_the_page_says_so(job: Job, chair: User) -> None:
    computed()
    assert "No final scorecard of this period holds a score." in text(signed_in(chair), PAGE)

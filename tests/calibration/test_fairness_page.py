"""The page Fairness: who sees it, how old it is, and what is said of what is not shown."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from calibration.models import Scope
from calibration.periods import Period
from calibration.permissions.hidden import hidden_applications
from candidates.models import Application, HiringCycle, Job, Recusal
from tests.calibration.answers import past_cycle, settled, uneven
from tests.calibration.periods import ALL, computed
from tests.factories import MONDAY, HiringCycleFactory, UserFactory

PAGE = "/calibration/fairness/"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def auditor(db: None) -> User:
    return UserFactory(name="Audra Auditor", is_auditor=True)


@pytest.fixture
def cycle(db: None) -> HiringCycle:
    return past_cycle()


@pytest.fixture
def funnel(job: Job, cycle: HiringCycle) -> list[Application]:
    return uneven(job, cycle)


def visit(client: Client, person: User, query: str = "") -> str:
    """The page once all cycles were computed for the person."""
    computed(ALL, Scope.SETTLED, hidden_applications(person, Scope.SETTLED))
    client.force_login(person)
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.content.decode()


def test_only_auditors_see_the_page(
    client: Client, chair: User, recruiter: User, administrator: User
) -> None:
    for person in (chair, recruiter, administrator):
        client.force_login(person)
        assert client.get(PAGE).status_code == 403


def test_chair_is_not_told_of_the_page(client: Client, chair: User) -> None:
    client.force_login(chair)

    assert PAGE not in client.get("/calibration/").content.decode()


def test_page_shows_the_ratio_in_words(client: Client, auditor: User, funnel: list[Application]) -> None:
    shown = visit(client, auditor)

    assert "The whole way: Female at 0.38 of the rate of Male; hardly chance" in shown
    assert "▼ below four fifths" in shown


def test_page_of_a_gate_has_its_own_tables(client: Client, auditor: User, funnel: list[Application]) -> None:
    shown = visit(client, auditor, "?gate=gate-1")

    assert "Of 150 people who came to this gate it let 130 through." in shown


def test_csv_has_only_what_is_shown(client: Client, auditor: User, job: Job, cycle: HiringCycle) -> None:
    settled(job, cycle, "male", "white", stopped=[10, 10, 10, 10], cleared=10, offers=30)
    settled(job, cycle, "female", "white", stopped=[10, 10, 10, 10], cleared=10, offers=3)
    visit(client, auditor)
    answer = client.get(f"{PAGE}?csv=sex")

    lines = answer.content.decode().splitlines()
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert lines[0] == "Group,Applicants,Selected,Selection rate,Impact ratio,Reading"
    assert [line.split(",")[:3] for line in lines[1:]] == [
        ["Male", "80", "not\N{NO-BREAK SPACE}shown"],
        ["Female", "53", "not\N{NO-BREAK SPACE}shown"],
    ]


def test_auditor_who_is_recused_sees_counts_without_that_application(
    client: Client, auditor: User, funnel: list[Application]
) -> None:
    Recusal.objects.create(application=funnel[0], user=auditor, declared_at=MONDAY, declared_by=auditor)

    assert "Of 149 people at the first gate" in visit(client, auditor)


def test_page_of_nothing_says_when_there_will_be_something(client: Client, auditor: User, job: Job) -> None:
    now = HiringCycleFactory(name="Now", ends_on=timezone.localdate() + timedelta(days=3))
    for query, can_compute in (("", True), (f"?cycle={now.uuid}", False)):
        shown = visit(client, auditor, query)
        assert "Nothing to count in this period" in shown
        assert "Now is not over" in shown
        assert ("Compute again" in shown, "Compute now" in shown) == (can_compute, False)


def test_nothing_is_shown_of_a_cycle_that_runs_again(
    client: Client, auditor: User, funnel: list[Application], cycle: HiringCycle
) -> None:
    """Its end was put off after it had been counted."""
    computed(Period("reference", "Reference", cycle), Scope.SETTLED)
    asked = f"?cycle={cycle.uuid}"
    assert "Female at 0.38" in visit(client, auditor, asked)
    HiringCycle.objects.update(ends_on=timezone.localdate())

    shown = visit(client, auditor, asked)
    assert "Autumn is not over" in shown
    assert "0.38" not in shown
    assert client.get(f"{PAGE}{asked}&csv=sex").headers["Content-Type"].startswith("text/html")


def test_page_that_nobody_had_computed_offers_to(
    client: Client, auditor: User, funnel: list[Application], cycle: HiringCycle
) -> None:
    shown = visit(client, auditor, f"?cycle={cycle.uuid}")

    assert "Not computed yet" in shown
    assert "Compute now" in shown


def test_page_says_when_it_was_counted_and_from_what(
    client: Client, auditor: User, funnel: list[Application]
) -> None:
    shown = " ".join(visit(client, auditor).split())

    assert "from 150 applications." in shown
    assert "Compute again" in shown


def test_page_sends_few_statements(
    client: Client,
    auditor: User,
    funnel: list[Application],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    visit(client, auditor)

    with django_assert_num_queries(10):
        client.get(PAGE)


def test_no_page_names_a_candidate(client: Client, auditor: User, funnel: list[Application]) -> None:
    assert funnel[0].candidate.name not in visit(client, auditor)

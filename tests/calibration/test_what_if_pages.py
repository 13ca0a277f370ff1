"""The what-if page: who opens it, what it counts, whom it names, and how many statements that takes."""

import csv
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.models import User
from calibration.queries import what_if as what_if_queries
from candidates.models import Application, Job
from candidates.services.recusal import recusal_declare
from tests.calibration.periods import ALL, Cycle, computed
from tests.factories import MONDAY
from tests.plugins.statements import Watch

pytestmark = pytest.mark.django_db

ADDRESS = "/calibration/what-if/"
EVERYTHING = {
    "rubric": "reference",
    "cycle": "all",
    "aggregation": "mean",
    "stage": ["recruiter-screen", "product-sense", "leadership", "bar-raiser"],
    "competency": ["judgment", "communication", "impact", "curiosity"],
}


def address(**changed: object) -> str:
    return f"{ADDRESS}?{urlencode({**EVERYTHING, **changed}, doseq=True)}"


def page(user: User, **changed: object) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(address(**changed))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def cycle(job: Job, recruiter: User, people: list[User]) -> Cycle:
    return Cycle(job, recruiter, people)


@pytest.fixture
def history(cycle: Cycle) -> Cycle:
    """One past two stages with fours, one past them with fives, one stopped at the second."""
    cycle.candidate([4], [4, 4, 4], candidate__name="Mei Tanaka", state="offer")
    cycle.candidate([5], [5, 5, 5], candidate__name="Sam Okoro", state="no_offer")
    cycle.candidate([5], [3, 4, 4], candidate__name="Ida Berg", state="stopped")
    computed(ALL)
    return cycle


@pytest.mark.parametrize(
    ("who", "status"), [("chair", 200), ("auditor", 200), ("recruiter", 403), ("interviewer", 403)]
)
def test_chairs_and_auditors_open_the_page(
    who: str, status: int, history: Cycle, request: pytest.FixtureRequest, client: Client
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(ADDRESS).status_code == status


def test_the_page_opens_with_the_rubric_as_it_stands(history: Cycle, chair: User) -> None:
    html = page(chair)
    assert "Move the threshold or the floor" in html
    assert "0 of 3 applications pass every stage, before and after." in html
    assert "Who it changes" not in html


def test_a_higher_threshold_counts_and_names_who_would_be_stopped(history: Cycle, chair: User) -> None:
    html = page(chair, threshold="4.50")
    assert "<strong>1</strong> would be stopped (Recruiter screen 1)" in html
    assert "2 of 3" in html
    assert "Mei Tanaka" in html
    assert "Sam Okoro" not in html
    assert "Stopped by the threshold: recruiter screen" in html


def test_a_lower_threshold_says_who_was_never_seen_further(history: Cycle, chair: User) -> None:
    html = page(chair, threshold="3.60")
    assert "<strong>1</strong> would have gone on to a stage that never saw them" in html
    assert "Ida Berg" in html
    assert "Not seen further: leadership and collaboration" in html


def test_offers_are_told(history: Cycle, chair: User) -> None:
    assert "Of 1 offer made, 1 would be made still; 0 would not." in page(chair, threshold="3.60")
    assert "Of 1 offer made, 0 would be made still; 1 would not." in page(chair, threshold="4.50")


def test_an_auditor_sees_counts_and_no_name(history: Cycle, auditor: User) -> None:
    html = page(auditor, threshold="4.50", who="stopped", page="1")
    assert "<strong>1</strong> would be stopped" in html
    for name in ("Mei Tanaka", "Sam Okoro", "Ida Berg", "Who it changes", "/applications/"):
        assert name not in html


def test_only_an_auditor_may_compare_groups(history: Cycle, auditor: User, chair: User) -> None:
    assert "Groups are compared for one cycle at a time, once it is over." in page(auditor, groups="1")
    html = page(chair, groups="1")
    assert "Groups" not in html
    assert 'name="groups"' not in html


def test_whom_a_chair_is_recused_from_is_in_no_count_and_no_list(history: Cycle, chair: User) -> None:
    hidden = Application.objects.get(candidate__name="Mei Tanaka")
    recusal_declare(actor=chair, at=MONDAY + timedelta(days=90), application=hidden, reason="A relative.")
    client = Client()
    client.force_login(chair)
    assert "Not computed yet" in client.get(address(threshold="4.50")).content.decode()
    computed(ALL, hidden=[str(hidden.uuid)])
    html = page(chair, threshold="4.50")
    assert "of 2 applications" in html
    assert "Mei Tanaka" not in html


def test_before_anything_is_computed_the_page_offers_to(cycle: Cycle, chair: User, client: Client) -> None:
    client.force_login(chair)
    html = client.get(ADDRESS).content.decode()
    assert "Not computed yet" in html
    assert 'name="threshold"' not in html


def test_a_period_without_applications_says_so(cycle: Cycle, chair: User, client: Client) -> None:
    computed(ALL)
    client.force_login(chair)
    assert "Nothing to replay" in client.get(ADDRESS).content.decode()


def test_to_htmx_the_answer_alone_is_sent(history: Cycle, chair: User, client: Client) -> None:
    client.force_login(chair)
    html = client.get(address(threshold="4.50"), headers={"HX-Request": "true"}).content.decode()
    assert html.strip().startswith('<div id="what-if-answer">')
    assert 'name="threshold"' not in html


def test_the_address_reproduces_the_setting(history: Cycle, chair: User) -> None:
    html = page(chair, threshold="4.35", floor="2", aggregation="lowest", stage=["leadership"])
    for field in ('name="threshold" value="4.35"', 'name="floor" value="2.00"'):
        assert field in html
    assert '<option value="lowest" selected>' in html
    assert 'value="leadership" checked' in html
    assert 'value="bar-raiser" checked' not in html


@pytest.mark.parametrize(
    "nonsense",
    [
        {"threshold": "abc", "floor": "-9", "page": "-1"},
        {"threshold": "9" * 400, "floor": "", "page": "9" * 400},
        {"aggregation": "x", "stage": ["\x00"], "competency": ["'"], "who": "<b>", "page": "٣"},
        {"rubric": "none", "cycle": "none", "csv": "none"},
    ],
)
def test_an_address_of_nonsense_is_a_page(nonsense: dict[str, object], history: Cycle, chair: User) -> None:
    assert "What if" in page(chair, **nonsense)


def test_the_numbers_come_as_a_file(history: Cycle, chair: User, client: Client) -> None:
    client.force_login(chair)
    answer = client.get(address(threshold="4.50", csv="what-if"))
    assert answer.headers["Content-Type"].startswith("text/csv")
    head, screen, case, *_ = csv.reader(answer.content.decode().splitlines())
    assert head[:3] == ["Stage", "Before", "Results before"]
    assert (screen[0], screen[2], screen[6]) == ("Recruiter screen", "3", "1")
    assert case[4] == "2"


def test_names_come_in_pages(cycle: Cycle, chair: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(what_if_queries, "PAGE", 2)
    names = ("Mei Tanaka", "Sam Okoro", "Ida Berg")
    for name in names:
        cycle.candidate([4], candidate__name=name)
    computed(ALL)
    first, second, beyond = (page(chair, threshold="4.50", page=number) for number in (1, 2, 9))
    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in second
    assert "Page 2 of 2" in beyond
    assert [sum(name in html for name in names) for html in (first, second, beyond)] == [2, 1, 1]
    assert all(name in first + second for name in names)


@pytest.mark.parametrize("candidates", [1, 3])
def test_the_page_takes_as_many_statements_whoever_it_names(
    candidates: int, cycle: Cycle, chair: User, client: Client, watch_statements: Watch
) -> None:
    for _ in range(candidates):
        cycle.candidate([4])
    computed(ALL)
    client.force_login(chair)
    counts = []
    for threshold in ("4.50", "4.55"):
        with watch_statements() as asked:
            assert client.get(address(threshold=threshold)).status_code == 200
        counts.append(len(asked.statements))
    assert counts == [11, 10], "the arrays are read once, and kept between the moves of a slider"

"""Having a period computed from a page: who may, where it leads, and what is said meanwhile."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from calibration.models import CalibrationRun, RunState, Scope
from calibration.services.runs import FAILED
from candidates.models import Job
from candidates.services.recusal import recusal_declare
from rubrics.models import Rubric
from tests.calibration.periods import ALL, Cycle, computed
from tests.candidates.pages import FORBIDDEN, MOVED, queries, signed_in, text
from tests.factories import MONDAY, HiringCycleFactory

pytestmark = pytest.mark.django_db
COMPUTE, PROGRESS, PAGE = "/calibration/compute/", "/calibration/progress/", "/calibration/agreement/"
FINAL, DECIDED, SETTLED = "?scope=final", "?scope=decided", "?scope=settled"


@pytest.fixture
def cycle(job: Job, recruiter: User, people: list[User]) -> Cycle:
    return Cycle(job, recruiter, people)


@pytest.fixture
def waiting(rubric: Rubric) -> CalibrationRun:
    """A run of all cycles that a worker is at."""
    return CalibrationRun.objects.create(
        key=computed().key,
        rubric_slug="reference",
        scope=Scope.FINAL,
        state=RunState.RUNNING,
        asked_at=timezone.now(),
        started_at=timezone.now(),
        steps=200,
        steps_done=50,
        doing="Reading scores",
    )


def words(client: Client, url: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(client, url).split("<main")[1]))


@pytest.mark.parametrize(
    ("persona", "scope", "status"),
    [
        ("chair", FINAL, MOVED),
        ("auditor", FINAL, MOVED),
        ("interviewer", FINAL, FORBIDDEN),
        ("bar_raiser", FINAL, FORBIDDEN),
        ("recruiter", FINAL, FORBIDDEN),
        ("administrator", FINAL, FORBIDDEN),
        ("hiring_manager", FINAL, FORBIDDEN),
        ("interviewer", DECIDED, MOVED),
        ("bar_raiser", DECIDED, MOVED),
        ("chair", DECIDED, FORBIDDEN),
        ("auditor", DECIDED, FORBIDDEN),
        ("recruiter", DECIDED, FORBIDDEN),
        ("auditor", SETTLED, MOVED),
        ("chair", SETTLED, FORBIDDEN),
        ("interviewer", SETTLED, FORBIDDEN),
        ("bar_raiser", SETTLED, FORBIDDEN),
        ("recruiter", SETTLED, FORBIDDEN),
        ("administrator", SETTLED, FORBIDDEN),
        ("hiring_manager", SETTLED, FORBIDDEN),
        ("interviewer", "?scope=nonsense", MOVED),
        ("chair", "", FORBIDDEN),
    ],
)
def test_who_may_have_what_computed(
    request: pytest.FixtureRequest, rubric: Rubric, persona: str, scope: str, status: int
) -> None:
    client = signed_in(request.getfixturevalue(persona))
    assert client.post(COMPUTE + scope).status_code == status
    assert CalibrationRun.objects.count() == (status == MOVED)
    assert client.get(PROGRESS + scope).status_code == (FORBIDDEN if status == FORBIDDEN else 200)


def test_a_period_is_asked_for_and_computed_by_the_task(
    cycle: Cycle, chair: User, django_capture_on_commit_callbacks: Any
) -> None:
    cycle.candidate([4])
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in(chair).post(f"{COMPUTE}?scope=final&{cycle.period.query}", {"back": PAGE})
    assert answer.headers["Location"] == PAGE
    run = CalibrationRun.objects.get()
    assert (run.state, run.cycle, run.asked_by, run.scores) == (RunState.DONE, cycle.cycle, chair, 4)


def test_asking_in_two_tabs_is_asking_once(rubric: Rubric, chair: User) -> None:
    client = signed_in(chair)
    for _ in range(2):
        client.post(COMPUTE + FINAL)
    assert CalibrationRun.objects.count() == 1


def test_only_a_post_computes(rubric: Rubric, chair: User) -> None:
    assert signed_in(chair).get(COMPUTE + FINAL).status_code == 405
    assert CalibrationRun.objects.count() == 0


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/calibration/bands/?first=leadership", "/calibration/bands/?first=leadership"),
        ("https://elsewhere.example/calibration/", "/"),
        ("//elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_who_computed_comes_back_to_a_page_of_ours(
    rubric: Rubric, chair: User, back: str, leads_to: str
) -> None:
    client = signed_in(chair)
    assert client.post(COMPUTE + FINAL, {"back": back}).headers["Location"] == leads_to
    swapped = client.post(COMPUTE + FINAL, {"back": back}, headers={"HX-Request": "true"})
    assert swapped.headers["HX-Redirect"] == leads_to


def test_a_page_before_the_first_run_says_so_and_offers_one(rubric: Rubric, chair: User) -> None:
    shown = words(signed_in(chair), PAGE)
    assert "Not computed yet" in shown
    assert "Compute now" in shown
    assert "Agreement by stage" not in shown


def test_without_a_rubric_there_is_nothing_to_compute(chair: User) -> None:
    shown = words(signed_in(chair), PAGE)
    assert "Nothing to measure yet" in shown
    assert "Compute now" not in shown
    signed_in(chair).post(COMPUTE + FINAL)
    assert CalibrationRun.objects.count() == 0


def test_a_page_shows_how_old_its_numbers_are_and_what_has_come_since(cycle: Cycle, chair: User) -> None:
    cycle.candidate([4])
    computed(at=MONDAY + timedelta(hours=5))
    shown = words(signed_in(chair), PAGE)
    assert "from 1 scorecard of 1 application." in shown
    assert "Compute again" in shown
    computed(at=MONDAY - timedelta(days=1))
    assert "1 application; 1 new since then." in words(signed_in(chair), PAGE)


def test_of_very_many_new_scorecards_no_more_than_many_are_counted(
    cycle: Cycle, chair: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("queries.evidence", "views.frame"):
        monkeypatch.setattr(f"calibration.{module}.MANY", 2)
    computed(at=MONDAY - timedelta(days=1))
    cycle.candidate([4], [4, 4, 4])
    assert "; 2 or more new since then." in words(signed_in(chair), PAGE)


def test_a_run_under_way_is_shown_beside_the_last_result(waiting: CalibrationRun, chair: User) -> None:
    shown = text(signed_in(chair), PAGE)
    assert '<progress max="200" value="50"' in shown
    assert "Reading scores" in shown
    assert "No scorecard is final yet" in shown, "the last result stands"
    assert 'id="compute"' not in shown


def test_the_bar_asks_until_the_run_is_done_and_then_loads_the_page(
    waiting: CalibrationRun, chair: User
) -> None:
    client = signed_in(chair)
    bar = client.get(PROGRESS + FINAL)
    assert "HX-Refresh" not in bar.headers
    assert re.search(
        r'hx-get="/calibration/progress/\?rubric=reference[^"]*scope=final"', bar.content.decode()
    )
    assert "25 %" in bar.content.decode()
    CalibrationRun.objects.filter(pk=waiting.pk).update(state=RunState.DONE)
    assert client.get(PROGRESS + FINAL).headers["HX-Refresh"] == "true"


def test_a_failure_is_told_and_can_be_tried_again(waiting: CalibrationRun, chair: User) -> None:
    CalibrationRun.objects.filter(pk=waiting.pk).update(state=RunState.FAILED, words=FAILED)
    client = signed_in(chair)
    shown = words(client, PAGE)
    assert FAILED in shown
    assert "Compute again" in shown
    assert client.get(PROGRESS + FINAL).headers["HX-Refresh"] == "true"


def test_a_recused_chair_is_not_shown_what_others_had_computed(cycle: Cycle, chair: User) -> None:
    related = cycle.candidate([4])
    computed()
    client = signed_in(chair)
    assert "from 1 scorecard" in words(client, PAGE)
    recusal_declare(actor=chair, at=MONDAY, application=related, reason="")
    assert "Not computed yet" in words(client, PAGE)
    client.post(COMPUTE + FINAL)
    assert CalibrationRun.objects.latest("pk").hidden == [str(related.uuid)]


def test_nonsense_in_the_address_is_all_cycles(rubric: Rubric, chair: User) -> None:
    run = computed()
    shown = text(signed_in(chair), f"{PAGE}?rubric=nonsense&cycle=%00&scope=x")
    assert "Computed" in shown
    assert run.rubric_slug == "reference"


@pytest.mark.parametrize("page", ["agreement", "bands", "funnel", "talent-density"])
def test_a_page_takes_as_many_queries_for_three_candidates_as_for_one(
    cycle: Cycle, chair: User, page: str
) -> None:
    client, url = signed_in(chair), f"/calibration/{page}/"

    def measured(candidates: int, candidate: Callable[..., Any]) -> int:
        for _ in range(candidates):
            candidate([4], cycle=HiringCycleFactory())
        computed(ALL)
        return queries(client, url)

    client.get(url)
    assert measured(1, cycle.candidate) == measured(2, cycle.candidate) <= 14

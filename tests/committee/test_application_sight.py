"""Who sees which part of the application page, by capacity and by the state of the application."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import User
from candidates.models import Application, Recusal, StageVisit
from committee.queries.application import ApplicationPage, application_page
from interviewers.models import Assignment
from tests.committee.loops import HOUR, compute, hold_stage, plan_panel, standing, submit
from tests.factories import MONDAY, UserFactory

pytestmark = pytest.mark.django_db

# Values that appear nowhere else, so that finding one on a page is finding a score.
FIRST, SECOND, THIRD = (
    {"judgment": 5, "impact": 3},
    {"judgment": 4, "impact": 5},
    {"judgment": 5, "impact": 4},
)


@pytest.fixture
def screener(db: None) -> User:
    return UserFactory(name="Sam Screener", is_interviewer=True)


@pytest.fixture
def midway(
    application: Application, visit: StageVisit, recruiter: User, screener: User, people: list[User]
) -> Application:
    """Screened with 4.25; at the exercise two of three scorecards are in, the third interviewer's is due."""
    hold_stage(application, recruiter, [screener], {"curiosity": 5})
    exercise = standing(application)
    first, second, _ = plan_panel(exercise, recruiter, people)
    submit(first, FIRST)
    compute(exercise)
    submit(second, SECOND)
    compute(exercise)
    return application


@pytest.fixture
def finished(midway: Application, third_interviewer: User) -> Application:
    """The exercise is final too: 4.25 as well, from three scorecards."""
    exercise = standing(midway)
    submit(Assignment.objects.get(visit=exercise, interviewer=third_interviewer), THIRD)
    compute(exercise)
    return midway


def page_for(reader: User, application: Application) -> ApplicationPage | None:
    application.refresh_from_db()
    return application_page(reader, application.uuid, MONDAY + 9 * HOUR)


def seen(reader: User, application: Application) -> dict[str, object]:
    """What the reader sees of it, as one comparable answer."""
    page = page_for(reader, application)
    if page is None:
        return {"page": False}
    return {
        "state": bool(page.state),
        "wait": page.wait is not None,
        "scored": [row.stage for row in page.matrix.rows if row.score] if page.matrix else [],
        "gates": [stage.title for stage in page.stages if stage.gate],
        "cards": [len(stage.cards) for stage in page.stages],
        "trace": [len(stage.trace) for stage in page.stages],
        "panel": [len(stage.panel) for stage in page.stages],
        "ticks": any(cell.ticks for row in page.matrix.rows for cell in row.cells) if page.matrix else False,
        "timeline": bool(page.timeline),
        "hidden": page.hidden,
    }


SCREEN, EXERCISE = "Recruiter screen", "Product sense exercise"
NO_PAGE: dict[str, object] = {"page": False}
BLIND: dict[str, object] = {
    "state": False,
    "wait": False,
    "scored": [],
    "gates": [],
    "cards": [],
    "trace": [],
    "panel": [],
    "ticks": False,
    "timeline": False,
    "hidden": "What others found is hidden from you here. Opens once you have submitted your own scorecard.",
}


def sees(scored: list[str], cards: list[int], trace: list[int], hidden: str = "") -> dict[str, object]:
    """A reader with progress."""
    return {
        "state": True,
        "wait": True,
        "scored": scored,
        "gates": scored,
        "cards": cards,
        "trace": trace,
        "panel": [1, 3, 0][: len(cards)],
        "ticks": any(cards),
        "timeline": True,
        "hidden": hidden,
    }


DEBRIEF = "Scorecards open to you with the debrief or the decision."

MIDWAY = {
    "recruiter": sees([SCREEN], [0, 0], [1, 0]),
    "chair": sees([SCREEN], [1, 0], [1, 0]),
    "hiring_manager": sees([SCREEN], [0, 0], [1, 0], DEBRIEF),
    "screener": sees([SCREEN, EXERCISE], [1, 2], [1, 2]),
    "interviewer": sees([SCREEN, EXERCISE], [1, 2], [1, 2]),
    "third_interviewer": BLIND,
    "bar_raiser": NO_PAGE,
    "administrator": NO_PAGE,
    "auditor": NO_PAGE,
}


@pytest.mark.parametrize("persona", MIDWAY)
def test_while_a_scorecard_is_due(midway: Application, request: pytest.FixtureRequest, persona: str) -> None:
    assert seen(request.getfixturevalue(persona), midway) == MIDWAY[persona]


FINISHED = {
    "recruiter": sees([SCREEN, EXERCISE], [0, 0, 0], [1, 1, 0]),
    "chair": sees([SCREEN, EXERCISE], [1, 3, 0], [1, 3, 0]),
    "hiring_manager": sees([SCREEN, EXERCISE], [0, 0, 0], [1, 1, 0], DEBRIEF),
    "screener": sees([SCREEN, EXERCISE], [1, 3, 0], [1, 3, 0]),
    "third_interviewer": sees([SCREEN, EXERCISE], [1, 3, 0], [1, 3, 0]),
    "bar_raiser": NO_PAGE,
    "administrator": NO_PAGE,
    "auditor": NO_PAGE,
}


@pytest.mark.parametrize("persona", FINISHED)
def test_once_the_stage_is_final(finished: Application, request: pytest.FixtureRequest, persona: str) -> None:
    assert seen(request.getfixturevalue(persona), finished) == FINISHED[persona]


def test_the_hiring_manager_reads_scorecards_once_it_is_decided(
    finished: Application, hiring_manager: User
) -> None:
    Application.objects.filter(pk=finished.pk).update(decided_at=MONDAY + 8 * HOUR)
    assert seen(hiring_manager, finished)["cards"] == [1, 3, 0]


def test_the_hiring_manager_of_another_job_has_no_page(finished: Application) -> None:
    assert page_for(UserFactory(), finished) is None


@pytest.fixture
def at_the_bar(finished: Application, recruiter: User, bar_raiser: User) -> Application:
    """At the bar-raiser stage, whose bar raiser has yet to score."""
    hold_stage(finished, recruiter, [UserFactory(is_interviewer=True) for _ in range(3)], 4, 4, 4)
    plan_panel(standing(finished), recruiter, [bar_raiser])
    return finished


def test_the_bar_raiser_reads_all_earlier_stages_and_owes_their_own(
    at_the_bar: Application, bar_raiser: User
) -> None:
    page = page_for(bar_raiser, at_the_bar)
    assert page is not None
    assert [len(stage.cards) for stage in page.stages] == [1, 3, 3, 0]
    assert page.stages[3].hidden == "Opens once you have submitted your own scorecard."
    assert [part.submitted for part in page.own] == [False]


def test_a_second_bar_raiser_stays_blind_to_the_first_until_their_own_is_in(
    at_the_bar: Application, recruiter: User, bar_raiser: User
) -> None:
    other = UserFactory(is_bar_raiser=True, is_interviewer=True)
    last = standing(at_the_bar)
    plan_panel(last, recruiter, [other], at=MONDAY + HOUR)
    submit(Assignment.objects.get(visit=last, interviewer=bar_raiser), 5)
    compute(last)
    page = page_for(other, at_the_bar)
    assert page is not None
    assert (page.stages[3].cards, page.stages[3].trace, page.stages[3].gate) == ((), (), None)
    assert [len(stage.cards) for stage in page.stages[:3]] == [1, 3, 3]


Recuse = Callable[[User], None]


@pytest.fixture
def recuse(midway: Application) -> Recuse:
    def recuse_(person: User) -> None:
        Recusal.objects.create(application=midway, user=person, declared_at=MONDAY, declared_by=person)

    return recuse_


@pytest.mark.parametrize("persona", ["recruiter", "chair", "hiring_manager", "interviewer"])
def test_a_recused_person_finds_nothing_whatever_else_they_are(
    midway: Application, recuse: Recuse, request: pytest.FixtureRequest, persona: str
) -> None:
    reader = request.getfixturevalue(persona)
    recuse(reader)
    assert answer(reader, f"/applications/{midway.uuid}/") == 404


@pytest.mark.parametrize("persona", ["auditor", "administrator", "bar_raiser"])
def test_an_application_one_may_not_know_of_is_like_one_that_is_not_there(
    midway: Application, request: pytest.FixtureRequest, persona: str
) -> None:
    reader = request.getfixturevalue(persona)
    there = answer(reader, f"/applications/{midway.uuid}/")
    not_there = answer(reader, "/applications/00000000-0000-0000-0000-000000000000/")
    assert (there, not_there) == (404, 404)


def answer(reader: User, url: str) -> int:
    client = Client()
    client.force_login(reader)
    return client.get(url).status_code


@pytest.mark.parametrize("role", ["is_recruiter", "is_chair"])
def test_a_role_that_sees_more_does_not_lift_blindness(
    midway: Application, third_interviewer: User, role: str
) -> None:
    setattr(third_interviewer, role, True)
    third_interviewer.save()
    assert seen(third_interviewer, midway) == BLIND
    page = page_for(third_interviewer, midway)
    assert page is not None
    assert (page.actions.steps, page.actions.confirm_url) == ((), "")


def test_a_blind_page_holds_no_name_score_count_or_result_of_others(
    midway: Application, third_interviewer: User, screener: User, interviewer: User
) -> None:
    client = Client()
    client.force_login(third_interviewer)
    html = client.get(f"/applications/{midway.uuid}/").content.decode()
    text = re.sub(r"\s+", " ", strip_tags(html))
    forbidden = [screener.name, interviewer.name, "Omar Other", "4.25", "4.00", "Advanced", "Stopped"]
    forbidden += ["2 of 3", "one of three", "Active", "What they said", "Recruiter screen", "advance"]
    assert [word for word in forbidden if word in text] == []
    assert "chip-advance" not in html
    assert "Your part" in text


def test_a_blind_reader_reads_their_own_scorecards(
    finished: Application, recruiter: User, interviewer: User, third_interviewer: User
) -> None:
    """Back on a panel, with one scorecard in and another due."""
    plan_panel(standing(finished), recruiter, [interviewer])
    page = page_for(interviewer, finished)
    assert page is not None
    assert page.matrix is None
    assert [card.interviewer for card in page.own_cards] == [interviewer.name]
    assert [part.submitted for part in page.own] == [True, False]


def test_outcomes_between_the_scorecards_are_not_told_to_who_may_not_read_those(
    finished: Application, recruiter: User, chair: User
) -> None:
    """From one to the next they would say what each scorecard said."""
    for_recruiter, for_chair = page_for(recruiter, finished), page_for(chair, finished)
    assert for_recruiter is not None
    assert for_chair is not None
    assert [row.number for row in for_recruiter.stages[1].trace] == [4]
    assert [row.number for row in for_chair.stages[1].trace] == [2, 3, 4]

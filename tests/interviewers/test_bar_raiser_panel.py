"""The panel page of the bar raiser's stage: who may judge, least burdened first, and why others may not."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from candidates.models import Application, Job, Recusal, StageVisit
from interviewers.models import Assignment
from interviewers.queries.panel import PanelPage, panel_page
from tests.factories import MONDAY, ApplicationFactory, UserFactory
from tests.interviewers.bars import AFTER, another_bar_raiser, bar_stage, scored
from tests.interviewers.interviews import TUESDAY, assignment_of, plan
from tests.interviewers.scorecards import assign
from tests.plugins.statements import Watch

NOW = TUESDAY + timedelta(days=60)


@pytest.fixture
def bar(application: Application) -> StageVisit:
    return bar_stage(application)


@pytest.fixture
def as_recruiter(client: Client, recruiter: User) -> Client:
    client.force_login(recruiter)
    return client


def judged(job: Job, person: User, at: datetime, **fields: object) -> StageVisit:
    """Another candidate of the job whose verdict the person gave then."""
    visit = bar_stage(ApplicationFactory(job=job, applied_at=MONDAY))
    scored(visit, person)
    Assignment.objects.filter(visit=visit).update(**fields)
    StageVisit.objects.filter(pk=visit.pk).update(verdict_at=at)
    return visit


def verdicts(page: PanelPage) -> dict[str, int | None]:
    """By name, in the order of the page."""
    return {option.user.name: option.load.verdicts for option in page.options}


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def tied(bar: StageVisit) -> User:
    """A bar raiser two steps below the hiring manager."""
    between = UserFactory(name="Mo Between", manager=bar.job.hiring_manager)
    return another_bar_raiser("Lia Below", manager=between)


LINE = "reports to Mo Between, who reports to Hugo Manager, the hiring manager"


def test_those_who_may_come_first_by_their_verdicts_of_thirty_days(bar: StageVisit, recruiter: User) -> None:
    tied(bar)
    often, once, rested = (another_bar_raiser(name) for name in ("Abe Often", "Bea Once", "Cy Rested"))
    for at in (NOW, NOW - timedelta(days=29)):
        judged(bar.job, often, at)
    judged(bar.job, once, NOW - timedelta(days=30))
    judged(bar.job, rested, NOW - timedelta(days=30, seconds=1))

    page = panel_page(recruiter, bar, NOW)

    assert verdicts(page) == {"Cy Rested": 0, "Bea Once": 1, "Abe Often": 2, "Lia Below": 0}
    assert [option.why_not for option in page.options] == ["", "", "", LINE]


def test_of_as_many_verdicts_the_one_with_less_open_comes_first(
    bar: StageVisit, job: Job, recruiter: User
) -> None:
    busy, free = another_bar_raiser("Abe Busy"), another_bar_raiser("Bea Free")
    plan(bar_stage(ApplicationFactory(job=job, applied_at=MONDAY)), busy)

    assert list(verdicts(panel_page(recruiter, bar, NOW))) == [free.name, busy.name]


def test_a_bar_raiser_who_was_set_aside_gave_no_verdict(bar: StageVisit, recruiter: User) -> None:
    judged(bar.job, another_bar_raiser("Bea Aside"), NOW, dependent_since=AFTER, dependence="is the lead")

    assert verdicts(panel_page(recruiter, bar, NOW)) == {"Bea Aside": 0}


def test_an_application_the_reader_may_not_know_of_is_in_no_count(bar: StageVisit, recruiter: User) -> None:
    person = another_bar_raiser("Bea Second")
    recused, blind, _ = (judged(bar.job, person, NOW) for _ in range(3))
    Recusal.objects.create(
        application=recused.application, user=recruiter, declared_at=MONDAY, declared_by=recruiter
    )
    assign(blind, recruiter)

    assert verdicts(panel_page(recruiter, bar, NOW)) == {"Bea Second": 1}


def test_the_load_is_said_in_words(bar: StageVisit, as_recruiter: Client) -> None:
    person = another_bar_raiser("Bea Second")
    judged(bar.job, person, datetime.now(tz=MONDAY.tzinfo))
    plan(bar, another_bar_raiser("Cy Seated"))

    page = text(as_recruiter.get(f"/interviews/visits/{bar.uuid}/"))

    assert "Bea Second: 1 verdict in 30 days" in page
    assert re.search(r'<td data-label="Load"> ?0 verdicts in 30 days ?</td>', page)
    assert "this week" not in page


def test_who_is_tied_is_greyed_out_with_the_line_and_cannot_be_chosen(
    bar: StageVisit, as_recruiter: Client
) -> None:
    person, free = tied(bar), another_bar_raiser("Bea Second")

    page = text(as_recruiter.get(f"/interviews/visits/{bar.uuid}/"))

    assert LINE in page
    assert re.search(rf'value="{person.uuid}" disabled ', page)
    assert re.search(rf'value="{free.uuid}" > ', page)


def test_who_is_tied_cannot_be_planned_and_what_was_typed_stays(
    bar: StageVisit, as_recruiter: Client
) -> None:
    person = tied(bar)
    typed = {"starts_at": "2026-03-03T09:00", "minutes": "45", "place": "Room 7", "link": ""}

    answer = as_recruiter.post(
        f"/interviews/visits/{bar.uuid}/schedule/", typed | {"interviewers": str(person.uuid)}
    )

    page = text(answer)
    assert answer.status_code == 409
    assert f"Lia Below {LINE}." in page
    assert 'value="Room 7"' in page
    assert 'value="45"' in page
    assert re.search(rf'value="{person.uuid}" disabled checked', page)
    assert not Assignment.objects.exists()


def test_who_is_tied_cannot_be_asked_to_a_planned_interview(bar: StageVisit, as_recruiter: Client) -> None:
    person = tied(bar)
    interview = plan(bar, another_bar_raiser())

    answer = as_recruiter.post(f"/interviews/{interview.uuid}/add/", {"person": str(person.uuid)})

    page = text(answer)
    assert answer.status_code == 409
    assert f"Lia Below {LINE}." in page
    assert re.search(rf'<option value="{person.uuid}" disabled selected', page)
    assert Assignment.objects.count() == 1


def test_who_is_tied_cannot_take_a_place_and_the_reason_typed_stays(
    bar: StageVisit, as_recruiter: Client
) -> None:
    person, held = tied(bar), another_bar_raiser()
    plan(bar, held)
    own = f"/interviews/assignments/{assignment_of(bar, held).uuid}/reassign/"

    answer = as_recruiter.post(own, {"person": str(person.uuid), "reason": "On leave"})

    page = text(answer)
    assert answer.status_code == 409
    assert f"Lia Below {LINE}." in page
    assert "On leave" in page


def test_a_page_on_which_nobody_can_be_asked_says_what_to_do(bar: StageVisit, as_recruiter: Client) -> None:
    tied(bar)
    words = "None of them can be asked. An administrator can make somebody else a bar raiser."

    assert words in text(as_recruiter.get(f"/interviews/visits/{bar.uuid}/"))
    another_bar_raiser()
    assert words not in text(as_recruiter.get(f"/interviews/visits/{bar.uuid}/"))


def test_a_bar_raiser_who_was_set_aside_is_marked_with_the_reason(
    bar: StageVisit, as_recruiter: Client, recruiter: User
) -> None:
    scored(bar, another_bar_raiser())
    Assignment.objects.update(dependent_since=AFTER, dependence="reports to Hugo Manager, the hiring manager")

    page = text(as_recruiter.get(f"/interviews/visits/{bar.uuid}/"))

    assert "Not independent" in page
    words = "Bea Second reports to Hugo Manager, the hiring manager; somebody else gives the verdict."
    assert words in page


def test_who_still_owes_a_scorecard_does_not_learn_from_the_mark_that_one_is_in(
    bar: StageVisit, recruiter: User
) -> None:
    scored(bar, another_bar_raiser())
    Assignment.objects.update(dependent_since=AFTER, dependence="is the hiring manager")
    assign(bar, recruiter)

    seats = [seat for planned in panel_page(recruiter, bar, NOW).interviews for seat in planned.seats]

    assert {seat.assignment.interviewer.name: seat.set_aside for seat in seats} == {
        "Bea Second": "",
        "Rana Recruiter": "",
    }


def test_the_page_takes_as_many_queries_for_many_bar_raisers_as_for_one(
    bar: StageVisit, recruiter: User, watch_statements: Watch
) -> None:
    def asked() -> int:
        with watch_statements() as seen:
            panel_page(recruiter, bar, NOW)
        return len(seen.statements)

    tied(bar)
    one = asked()
    manager = bar.job.hiring_manager
    for number in range(6):
        another_bar_raiser(f"Tied {number}", manager=manager)
        judged(bar.job, another_bar_raiser(f"Free {number}"), NOW)

    assert asked() == one

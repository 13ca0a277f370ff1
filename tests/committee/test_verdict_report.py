"""The report of verdicts: whose, how many of them no, in which period, and what is not counted for whom."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from candidates.models import Application, HiringCycle, Job, Participation, StageVisit
from candidates.services.recusal import recusal_declare
from candidates.services.visits import visit_open
from committee.models import Verdict
from committee.queries.verdict_report import VerdictRow, verdict_report
from interviewers.models import Assignment, Interview
from rubrics.queries import stored_rubric
from tests.factories import MONDAY, ApplicationFactory, HiringCycleFactory, UserFactory
from tests.plugins.statements import Watch

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def other_raiser(db: None) -> User:
    return UserFactory(name="Bea Second", is_bar_raiser=True)


def given(
    job: Job,
    bar_raiser: User,
    answers: str,
    *,
    at: datetime = MONDAY + 10 * DAY,
    days: float = 2,
    cycle: HiringCycle | None = None,
) -> Application:
    """A verdict, `answers` being "yy", "yn", "ny" or "nn"; the bar raiser was asked `days` before."""
    application = ApplicationFactory(job=job, applied_at=MONDAY, cycle=cycle)
    *_, last = stored_rubric(application.rubric_id).stage_ids.values()
    visit = visit_open(application=application, stage_id=last, at=MONDAY)
    asked = at - days * DAY
    interview = Interview.objects.create(visit=visit, starts_at=at, ends_at=at + DAY, created_at=asked)
    Assignment.objects.create(
        interview=interview,
        visit=visit,
        application=application,
        interviewer=bar_raiser,
        capacity="bar_raiser",
        state="submitted",
        due_at=at,
        assigned_at=asked,
    )
    judge(visit, bar_raiser, answers, at, number=1)
    return application


def judge(visit: StageVisit, bar_raiser: User, answers: str, at: datetime, *, number: int) -> None:
    Verdict.objects.create(
        application=visit.application,
        visit=visit,
        number=number,
        bar_raiser=bar_raiser,
        raises_judgment=answers[0] == "y",
        raises_impact=answers[1] == "y",
        given_at=at,
    )


def test_each_bar_raiser_has_a_row_with_counts_and_a_share(
    job: Job, bar_raiser: User, other_raiser: User, chair: User
) -> None:
    for answers in ("yy", "yy", "yy", "yn", "ny", "nn"):
        given(job, bar_raiser, answers)
    given(job, other_raiser, "nn", days=0.5)
    report = verdict_report(chair)
    assert report.rows == (
        VerdictRow("Bao Barraiser", 6, no=3, share=50, no_in_judgment=2, no_in_impact=2, median_days="2.0"),
        VerdictRow("Bea Second", 1, no=1, share=None, no_in_judgment=1, no_in_impact=1, median_days="0.5"),
    )
    assert (report.total.given, report.total.no, report.total.share) == (7, 4, 57)


@pytest.mark.parametrize(("verdicts", "share"), [(4, None), (5, 20), (12, 8)])
def test_a_share_is_said_of_five_verdicts_on_and_cut(
    job: Job, bar_raiser: User, chair: User, verdicts: int, share: int | None
) -> None:
    given(job, bar_raiser, "ny")
    for _ in range(verdicts - 1):
        given(job, bar_raiser, "yy")
    assert verdict_report(chair).rows[0].share == share


def test_the_median_is_of_the_days_from_being_asked_to_the_first_answer(
    job: Job, bar_raiser: User, chair: User
) -> None:
    first, *_ = [given(job, bar_raiser, "yy", days=days) for days in (1, 2, 6)]
    judge(first.visits.get(), bar_raiser, "ny", MONDAY + 90 * DAY, number=2)
    (row,) = verdict_report(chair).rows
    assert (row.given, row.no, row.median_days) == (4, 1, "2.0")


def test_a_period_and_a_cycle_limit_it(job: Job, bar_raiser: User, chair: User) -> None:
    cycle = HiringCycleFactory()
    given(job, bar_raiser, "yy", at=MONDAY, cycle=cycle)
    given(job, bar_raiser, "yy", at=MONDAY + 20 * DAY)
    assert verdict_report(chair).total.given == 2
    assert verdict_report(chair, since=MONDAY + DAY).total.given == 1
    assert verdict_report(chair, cycle=cycle).total.given == 1
    assert verdict_report(chair, cycle=HiringCycleFactory()).rows == ()


def test_what_the_chair_is_recused_from_or_has_still_to_score_counts_nowhere(
    job: Job, bar_raiser: User, other_raiser: User, chair: User
) -> None:
    given(job, bar_raiser, "yy")
    related, owing = given(job, bar_raiser, "nn"), given(job, other_raiser, "nn")
    recusal_declare(actor=chair, at=MONDAY, application=related, reason="")
    Participation.objects.create(application=owing, user=chair, capacity="interviewer", open_cards=1)
    report = verdict_report(chair)
    assert [(row.name, row.given, row.no) for row in report.rows] == [("Bao Barraiser", 1, 0)]
    assert (report.total.given, report.total.no) == (1, 0)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_says_the_counts_and_too_few(job: Job, bar_raiser: User, chair: User) -> None:
    for answers in ("yy", "yy", "ny"):
        given(job, bar_raiser, answers, at=timezone.now() - 400 * DAY)
    client = signed_in(chair)
    assert "No verdict in this period" in client.get("/verdicts/").content.decode()
    shown = " ".join(client.get("/verdicts/?period=all").content.decode().split())
    assert 'Bao Barraiser</th> <td class="number" data-label="Verdicts">3</td>' in shown
    assert '1 of 3, <span class="quiet">too few for a share</span>' in shown
    given(job, bar_raiser, "yy")
    given(job, bar_raiser, "yy")
    assert "1 of 5, 20 %" in " ".join(client.get("/verdicts/?period=all").content.decode().split())


def test_a_cycle_can_be_chosen_and_nonsense_is_the_last_twelve_months(
    job: Job, bar_raiser: User, chair: User
) -> None:
    cycle = HiringCycleFactory(name="Spring")
    given(job, bar_raiser, "yy", at=timezone.now() - DAY)
    client = signed_in(chair)
    assert "Bao Barraiser" in client.get("/verdicts/?period=nonsense").content.decode()
    chosen = client.get(f"/verdicts/?period={cycle.uuid}").content.decode()
    assert f'value="{cycle.uuid}" selected' in chosen
    assert "Bao Barraiser" not in chosen


@pytest.mark.parametrize("persona", ["recruiter", "bar_raiser", "administrator", "auditor", "hiring_manager"])
def test_it_is_for_chairs(request: pytest.FixtureRequest, persona: str) -> None:
    answer = signed_in(request.getfixturevalue(persona)).get("/verdicts/")
    assert answer.status_code == 403
    assert b"The report of verdicts is for committee chairs." in answer.content


def test_chairs_find_it_in_the_rail_and_others_do_not(chair: User, recruiter: User) -> None:
    assert b'href="/verdicts/"' in signed_in(chair).get("/verdicts/").content
    assert b'href="/verdicts/"' not in signed_in(recruiter).get("/pipeline/").content


def test_three_verdicts_take_as_many_statements_as_one(
    job: Job, bar_raiser: User, other_raiser: User, chair: User, watch_statements: Watch
) -> None:
    client = signed_in(chair)
    given(job, bar_raiser, "yy")
    with watch_statements() as one:
        client.get("/verdicts/?period=all")
    for person in (bar_raiser, other_raiser):
        given(job, person, "yy")
    with watch_statements() as three:
        client.get("/verdicts/?period=all")
    assert len(one.statements) == len(three.statements)

"""Once a day, and by a command: bar raisers who are not independent are found however they got there."""

import logging
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import AuditEntry, Notification, User
from candidates.models import Application, Participation, StageVisit
from candidates.services.recusal import recusal_declare
from candidates.services.visits import visit_note_verdict
from interviewers.models import Assignment
from interviewers.services.independence import independence_check
from interviewers.tasks import check_independence
from tests.factories import ApplicationFactory, UserFactory
from tests.interviewers.bars import AFTER, LATER, another_bar_raiser, bar_stage, behind_the_services, scored
from tests.interviewers.interviews import assignment_of, plan, told
from tests.interviewers.scorecards import assign


@pytest.fixture
def bar(application: Application) -> StageVisit:
    return bar_stage(application)


def tie(person: User, manager: User) -> None:
    """A line that nobody announces."""
    User.objects.filter(pk=person.pk).update(manager=manager)


@pytest.fixture
def dependent(bar_raiser: User, hiring_manager: User) -> User:
    tie(bar_raiser, hiring_manager)
    return bar_raiser


def checked(*arguments: str) -> tuple[list[str], bool]:
    """The lines of the command, and whether it found anything."""
    said = StringIO()
    try:
        call_command("check_independence", *arguments, stdout=said)
    except CommandError:
        return said.getvalue().splitlines(), True
    return said.getvalue().splitlines(), False


def test_where_everybody_is_independent_there_is_nothing_to_do(bar: StageVisit, bar_raiser: User) -> None:
    plan(bar, bar_raiser)
    assert checked() == (["Every bar raiser is independent."], False)
    assert assignment_of(bar, bar_raiser).state == "open"


@pytest.mark.parametrize("capacity", ["bar_raiser", "interviewer"])
def test_a_row_written_behind_the_services_is_found_and_released(
    bar: StageVisit, dependent: User, capacity: str
) -> None:
    behind_the_services(bar, dependent, capacity=capacity)
    check_independence()
    found = assignment_of(bar, dependent)
    assert (found.state, found.close_reason) == ("released", "reports to Hugo Manager, the hiring manager")
    assert Participation.objects.get(user=dependent).open_cards == 0


def test_a_row_that_plain_sql_gave_to_somebody_else_is_found(
    bar: StageVisit, bar_raiser: User, hiring_manager: User
) -> None:
    plan(bar, bar_raiser)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE interviewers_assignment SET interviewer_id = %s", [hiring_manager.pk])
    lines, found = checked()
    assert found
    assert lines == [
        f"Hugo Manager is the hiring manager ({bar.job}, application {bar.application.uuid}). Released."
    ]
    assert checked() == (["Every bar raiser is independent."], False)


def test_a_dry_run_says_what_is_found_and_does_nothing(bar: StageVisit, dependent: User, chair: User) -> None:
    behind_the_services(bar, dependent, capacity="bar_raiser")
    lines, found = checked("--dry-run")
    assert (len(lines), found) == (1, True)
    assert lines[0].startswith("Bao Barraiser reports to Hugo Manager, the hiring manager (")
    assert assignment_of(bar, dependent).state == "open"
    assert not Notification.objects.filter(recipient__in=[dependent, chair]).exists()


def test_who_has_scored_is_set_aside(bar: StageVisit, bar_raiser: User, hiring_manager: User) -> None:
    scored(bar, bar_raiser)
    tie(bar_raiser, hiring_manager)
    lines, _ = checked()
    assert lines[0].endswith("Set aside: another bar raiser gives the verdict.")
    assert assignment_of(bar, bar_raiser).dependent_since is not None
    assert checked()[1] is False


def test_who_is_independent_again_is_taken_back(
    bar: StageVisit, bar_raiser: User, hiring_manager: User, chair: User
) -> None:
    scored(bar, bar_raiser)
    tie(bar_raiser, hiring_manager)
    independence_check(at=AFTER)
    User.objects.filter(pk=bar_raiser.pk).update(manager=None)
    lines, found = checked()
    assert found
    assert "Bao Barraiser is independent again" in lines[0]
    assert assignment_of(bar, bar_raiser).dependent_since is None
    assert len(told(chair, "found-dependent")) == 1


def test_a_verdict_that_is_in_stands_and_the_chairs_are_told_once(
    bar: StageVisit,
    bar_raiser: User,
    hiring_manager: User,
    chair: User,
    administrator: User,
    recruiter: User,
) -> None:
    scored(bar, bar_raiser)
    bar.refresh_from_db()
    visit_note_verdict(application=bar.application, visit=bar, at=AFTER)
    tie(bar_raiser, hiring_manager)
    for _ in range(2):
        lines, found = checked()
        assert found
        assert lines[0].endswith("The verdict is in and stands; the chairs are told.")
    assert assignment_of(bar, bar_raiser).dependent_since is None
    [notice] = Notification.objects.filter(recipient=chair)
    assert notice.body.split("\n")[1:] == [
        "Bao Barraiser reports to Hugo Manager, the hiring manager.",
        "The verdict is in and nothing was changed. Weigh it when you decide.",
    ]
    assert (told(administrator), told(recruiter), told(bar_raiser, "not-independent")) == ([], [], [])


def test_a_verdict_given_in_place_of_who_was_set_aside_is_no_finding(
    bar: StageVisit, bar_raiser: User, hiring_manager: User
) -> None:
    scored(bar, bar_raiser)
    tie(bar_raiser, hiring_manager)
    independence_check(at=AFTER)
    bar.refresh_from_db()
    visit_note_verdict(application=bar.application, visit=bar, at=AFTER)
    assert checked()[1] is False


def test_chairs_and_administrators_are_told_and_those_with_a_conflict_are_not(
    bar: StageVisit, dependent: User, chair: User, administrator: User, recruiter: User
) -> None:
    recused = UserFactory(name="Rex Recused", is_chair=True)
    left = UserFactory(name="Lou Left", is_chair=True, is_active=False)
    recusal_declare(actor=recused, at=LATER, application=bar.application, reason="")
    behind_the_services(bar, dependent, capacity="bar_raiser")
    independence_check(at=AFTER)
    candidate = bar.application.candidate
    assert told(chair) == [f"A bar raiser of {candidate} was found not to be independent"]
    assert told(administrator) == ["A bar raiser was found not to be independent"]
    assert told(recruiter) == [f"Bao Barraiser is no longer the bar raiser of {candidate}"]
    assert (told(recused), told(left)) == ([], [])


def test_administrators_read_no_candidate(bar: StageVisit, dependent: User, administrator: User) -> None:
    behind_the_services(bar, dependent, capacity="bar_raiser")
    independence_check(at=AFTER)
    notice = Notification.objects.get(recipient=administrator)
    assert bar.application.candidate.name not in notice.subject + notice.body
    assert notice.url == f"/people/{dependent.uuid}/"


def test_a_chair_who_still_scores_learns_of_no_verdict(
    bar: StageVisit, bar_raiser: User, hiring_manager: User, chair: User
) -> None:
    scored(bar, bar_raiser)
    bar.refresh_from_db()
    visit_note_verdict(application=bar.application, visit=bar, at=AFTER)
    StageVisit.objects.update(left_at=AFTER)
    early = StageVisit.objects.create(
        application=bar.application,
        job=bar.job,
        rubric=bar.rubric,
        stage=bar.rubric.stages.get(slug="product-sense"),
        entered_at=AFTER,
        expected=3,
        waiting_since=AFTER,
        due_at=AFTER,
    )
    assign(early, chair)
    tie(bar_raiser, hiring_manager)
    independence_check(at=AFTER)
    assert told(chair) == []
    Participation.objects.filter(user=chair).update(open_cards=0, submitted_cards=1)
    independence_check(at=AFTER)
    assert len(told(chair, "found-dependent-answered")) == 1


def test_a_recused_bar_raiser_behind_the_services_is_released_and_told_nothing(
    bar: StageVisit, bar_raiser: User, recruiter: User
) -> None:
    plan(bar, bar_raiser)
    recusal_declare(actor=bar_raiser, at=LATER, application=bar.application, reason="A cousin.")
    Assignment.objects.update(state="open", closed_at=None, close_reason="")
    Notification.objects.all().delete()
    independence_check(at=AFTER)
    assert assignment_of(bar, bar_raiser).state == "released"
    assert told(bar_raiser) == []
    assert told(recruiter) == [f"Bao Barraiser cannot interview {bar.application.candidate}"]


def test_what_was_found_is_in_the_log_and_in_the_trail(
    bar: StageVisit, dependent: User, caplog: pytest.LogCaptureFixture
) -> None:
    behind_the_services(bar, dependent, capacity="bar_raiser")
    with caplog.at_level(logging.WARNING, "interviewers"):
        independence_check(at=AFTER)
    assert caplog.messages == [
        f"bar raiser {dependent.uuid} of application {bar.application.uuid}: release (below_leader)"
    ]
    assert AuditEntry.objects.get(action="assignment.released").actor is None


def test_every_application_is_looked_at(bar: StageVisit, dependent: User) -> None:
    for number in range(3):
        visit = bar_stage(ApplicationFactory(job=bar.job))
        person = another_bar_raiser(f"B{number}", manager=dependent)
        behind_the_services(visit, person, capacity="bar_raiser")
    lines, _ = checked()
    assert [line.split(" reports")[0] for line in lines] == ["B0", "B1", "B2"]

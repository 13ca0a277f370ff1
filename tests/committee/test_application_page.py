"""The application page: what it says in each situation, and how many statements that takes."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from candidates.models import Application, ApplicationState, Job, Origin, StageVisit
from candidates.queries.applications import CHIPS
from candidates.services.applications import application_hold, application_reopen, stop_confirm
from candidates.services.visits import visit_open
from committee.queries.application import ApplicationPage, application_page
from committee.services.outcomes import outcome_compute
from interviewers.models import Scorecard
from rubrics.queries import stored_rubric
from tests.committee.loops import HOUR, compute, correct, hold_stage, plan_panel, standing, submit
from tests.committee.verdicts import decide, give_verdict
from tests.factories import MONDAY, ApplicationFactory, JobFactory, UserFactory
from tests.plugins.statements import Asked, Watch

pytestmark = pytest.mark.django_db


def page_of(reader: User, application: Application) -> ApplicationPage:
    page = application_page(reader, application.uuid, MONDAY + 48 * HOUR)
    assert page is not None
    return page


def words_of(reader: User, application: Application) -> str:
    """The page as it is read, in one line."""
    client = Client()
    client.force_login(reader)
    answer = client.get(f"/applications/{application.uuid}/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def test_a_fresh_application_waits_for_a_panel(
    application: Application, visit: StageVisit, recruiter: User
) -> None:
    page = page_of(recruiter, application)
    assert page.wait is not None
    assert (page.wait.what, page.wait.on) == ("A panel", "you")
    assert page.matrix is not None
    assert [(row.stage, row.hidden, row.ahead) for row in page.matrix.rows] == [
        ("Recruiter screen", "Opens once every expected scorecard is in.", ""),
        ("Product sense exercise", "", "Not reached yet"),
        ("Leadership and collaboration", "", "Not reached yet"),
        ("Bar raiser", "", "Not reached yet"),
    ]
    assert [stage.title for stage in page.stages] == ["Recruiter screen"]
    assert page.stages[0].panel_url == f"/interviews/visits/{visit.uuid}/"


def test_while_it_waits_for_people_the_recruiter_is_led_to_the_panel(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, chair: User
) -> None:
    assert page_of(recruiter, application).actions.assign_url == f"/interviews/visits/{visit.uuid}/"
    assert page_of(chair, application).actions.assign_url == ""
    plan_panel(visit, recruiter, [interviewer])
    assert page_of(recruiter, application).actions.assign_url == ""


def test_a_stop_says_why_in_one_sentence_everywhere(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    hold_stage(application, recruiter, [interviewer], {"judgment": 2})
    page = page_of(recruiter, application)
    sentence = "Stopped: judgment 2.00 is below the floor of 3.00; one scorecard"
    assert page.matrix is not None
    assert page.matrix.rows[0].sentence == sentence
    gate = page.stages[0].gate
    assert gate is not None
    assert (gate.sentence, gate.result, gate.score) == (sentence, "stop", "3.50")
    assert [(lane.name, lane.score, lane.breach) for lane in gate.lanes] == [
        ("Judgment", "2.00", True),
        ("Communication", "4.00", False),
        ("Impact", "4.00", False),
        ("Curiosity", "4.00", False),
    ]
    assert page.stages[0].firmness == "Rests on one scorecard; two points on judgment would change this"
    assert (page.state, page.state_kind) == ("Stopped", "stop")


@pytest.mark.parametrize("state", ApplicationState)
def test_the_page_opens_in_every_state_of_an_application(
    application: Application, recruiter: User, state: ApplicationState
) -> None:
    Application.objects.filter(pk=application.pk).update(state=state)
    page = page_of(recruiter, application)
    assert (page.state, page.state_kind) == (state.label, CHIPS[state])


def test_a_stop_offers_its_confirmation_once(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    stopped = hold_stage(application, recruiter, [interviewer], 2)
    assert (
        page_of(recruiter, application).actions.confirm_url
        == f"/applications/{application.uuid}/confirm-stop/"
    )
    stop_confirm(actor=recruiter, at=MONDAY + 7 * HOUR, visit=stopped)
    page = page_of(recruiter, application)
    assert page.actions.confirm_url == ""
    assert page.timeline[0].title == "Stop confirmed"
    assert page.timeline[0].by == recruiter.name


def test_the_steps_are_those_that_its_state_allows(
    application: Application, visit: StageVisit, recruiter: User
) -> None:
    assert [step.label for step in page_of(recruiter, application).actions.steps] == [
        "Put on hold",
        "Withdraw",
    ]
    application_hold(actor=recruiter, at=MONDAY, application=application, reason="Their wish.")
    assert [step.label for step in page_of(recruiter, application).actions.steps] == ["Resume", "Withdraw"]


def test_a_recruiter_of_other_jobs_sees_no_step(application: Application, visit: StageVisit) -> None:
    elsewhere = UserFactory(is_recruiter=True)
    page = page_of(elsewhere, application)
    assert (page.actions.steps, page.actions.confirm_url, page.stages[0].panel_url) == ((), "", "")
    assert page.wait is not None
    assert page.wait.on == "the recruiter"


def test_ticks_name_the_interviewers_for_those_who_may_read_scorecards(
    application: Application,
    visit: StageVisit,
    recruiter: User,
    people: list[User],
    chair: User,
) -> None:
    hold_stage(application, recruiter, people[:1], 4)
    hold_stage(application, recruiter, people, {"impact": 5}, 4, 4)
    read_by_chair, read_by_recruiter = page_of(chair, application), page_of(recruiter, application)
    assert read_by_chair.matrix is not None
    assert read_by_recruiter.matrix is not None
    impact = read_by_chair.matrix.rows[1].cells[2]
    assert impact.score == "4.33"
    assert sorted((tick.label, tick.value, tick.position) for tick in impact.ticks) == [
        ("Ines Interviewer", "5", "100.00"),
        ("Omar Other", "4", "75.00"),
        ("Tess Third", "4", "75.00"),
    ]
    unnamed = read_by_recruiter.matrix.rows[1].cells[2]
    assert (unnamed.score, unnamed.ticks) == ("4.33", ())


def test_a_correction_stands_beside_the_old_value_and_says_what_its_author_could_see(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, chair: User
) -> None:
    hold_stage(application, recruiter, [interviewer], 4)
    correct(Scorecard.objects.get(), {"judgment": 5}, reason="I had swapped two notes.")
    compute(visit)
    (card,) = page_of(chair, application).stages[0].cards
    judgment = card.values[0]
    assert (judgment.value, judgment.before) == ("5", ("4",))
    assert [value.before for value in card.values[1:]] == [(), (), ()]
    assert [(row.number, row.reason, row.saw_others) for row in card.corrections] == [
        (2, "I had swapped two notes.", False)
    ]
    assert [mark.word for mark in card.marks] == ["Revised"]


def test_late_not_blind_and_revised_are_marked_on_the_panel(
    application: Application, visit: StageVisit, recruiter: User, people: list[User]
) -> None:
    hold_stage(application, recruiter, people[:1], 4)
    exercise = standing(application)
    first, second, _ = plan_panel(exercise, recruiter, people)
    submit(first, 4)
    scorecard = submit(second, 4, at=MONDAY + timedelta(days=20))
    correct(scorecard, 5, at=MONDAY + timedelta(days=21))
    panel = page_of(recruiter, application).stages[1].panel
    assert [(row.name, row.word, [mark.word for mark in row.marks]) for row in panel] == [
        ("Ines Interviewer", "Scorecard in", ["Not blind"]),
        ("Omar Other", "Scorecard in", ["Late", "Revised"]),
        ("Tess Third", "Outstanding", []),
    ]


def test_the_trace_names_what_was_read_under_which_policy(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, chair: User
) -> None:
    hold_stage(application, recruiter, [interviewer], 4)
    stage = page_of(chair, application).stages[0]
    assert stage.rubric == "Four-stage committee loop, version 1"
    assert stage.policy == ("Threshold 4.00, floor 3.00, mean of the scorecards, scale 1 to 5 in steps of 1")
    (row,) = stage.trace
    scorecard = Scorecard.objects.get()
    assert (row.number, row.word, row.score) == (1, "Advanced", "4.00")
    assert row.trigger == "A scorecard was submitted"
    assert row.scorecards == f"{str(scorecard.uuid)[:8]} revision 1"
    assert (len(row.digest), len(row.hash)) == (64, 64)


def test_an_old_attempt_stays_and_says_that_it_is_superseded(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    hold_stage(application, recruiter, [interviewer], 2)
    application_reopen(actor=recruiter, at=MONDAY + 8 * HOUR, application=application, reason="A mix-up.")
    page = page_of(recruiter, application)
    assert [(stage.title, stage.attempt, stage.superseded) for stage in page.stages] == [
        ("Recruiter screen", "", True),
        ("Recruiter screen", "Second attempt", False),
    ]
    assert page.stages[0].panel_url == ""
    assert [event.title for event in page.timeline[:2]] == ["Entered Recruiter screen", "Reopened"]


def test_what_happened_is_told_latest_first_and_effects_above_their_causes(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    hold_stage(application, recruiter, [interviewer], 4)
    assert [event.title for event in page_of(recruiter, application).timeline] == [
        "Entered Product sense exercise",
        "Recruiter screen",
        "Scorecard for Recruiter screen",
        "Entered Recruiter screen",
        "Applied",
    ]


def test_an_imported_application_says_so_and_waits_for_nothing(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, chair: User
) -> None:
    assignment, *_ = plan_panel(visit, recruiter, [interviewer])
    submit(assignment, 2)
    Application.objects.filter(pk=application.pk).update(
        origin=Origin.IMPORTED, state=ApplicationState.NO_OFFER, decided_at=MONDAY + 5 * HOUR
    )
    outcome_compute(visit_id=visit.pk, at=MONDAY + 6 * HOUR)
    page = page_of(chair, application)
    assert (page.imported, page.wait, page.state) == (True, None, "No offer")
    assert "Decided: no offer" in [event.title for event in page.timeline]
    assert "advisory, and moved nothing" in words_of(chair, application)


def test_while_the_outcome_is_computed_the_stage_says_that_it_follows(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    assignment, *_ = plan_panel(visit, recruiter, [interviewer])
    submit(assignment, 4)
    page = page_of(interviewer, application)
    assert page.matrix is not None
    assert page.matrix.rows[0].ahead == "The outcome follows in a moment."
    assert page.stages[0].gate is None


def test_a_scale_of_half_points_and_three_competencies_is_drawn_as_it_is(
    small_rubric: object, recruiter: User, interviewer: User, chair: User
) -> None:
    job = JobFactory(rubric=small_rubric, recruiter=recruiter)
    application = ApplicationFactory(job=job, applied_at=MONDAY)
    first = next(iter(stored_rubric(application.rubric_id).stage_ids.values()))
    visit_open(application=application, stage_id=first, at=MONDAY)
    hold_stage(application, recruiter, [interviewer], 4)
    page = page_of(chair, application)
    assert page.matrix is not None
    assert len(page.matrix.competencies) == 3
    assert len(page.matrix.rows) == 3
    absent = {cell.absent for cell in page.matrix.rows[0].cells if cell.score is None}
    assert absent <= {"not scored here"}


def test_the_page_is_read_in_full(
    application: Application, visit: StageVisit, recruiter: User, people: list[User], chair: User
) -> None:
    hold_stage(application, recruiter, people[:1], 4)
    hold_stage(application, recruiter, people, {"judgment": 2}, {"judgment": 2}, {"judgment": 3})
    words = words_of(chair, application)
    for said in (
        "Stopped: judgment 2.33 is below the floor of 3.00; three scorecards",
        "Waits for confirmation of the stop, on the recruiter",
        "What they said about judgment.",
        "3 scorecards with evidence",
        "How the gate came to this",
        "Not blind",
    ):
        assert said in words


@pytest.fixture
def long_loop(
    job: Job,
    application: Application,
    visit: StageVisit,
    recruiter: User,
    people: list[User],
    bar_raiser: User,
) -> Application:
    """A complete loop of four stages with eight scorecards, one of them corrected."""
    hold_stage(application, recruiter, people[:1], 4)
    hold_stage(application, recruiter, people, 4, 4, 4)
    hold_stage(application, recruiter, [UserFactory(is_interviewer=True) for _ in range(3)], 4, 4, 4)
    hold_stage(application, recruiter, [bar_raiser], 4)
    corrected = Scorecard.objects.filter(application=application)[0]
    correct(corrected, 5)
    compute(corrected.visit)
    return application


@pytest.fixture
def short_loop(job: Job, recruiter: User, interviewer: User) -> Application:
    """A second application at its first stage, with one scorecard."""
    other = ApplicationFactory(job=job, applied_at=MONDAY)
    first = next(iter(stored_rubric(other.rubric_id).stage_ids.values()))
    visit_open(application=other, stage_id=first, at=MONDAY)
    hold_stage(other, recruiter, [interviewer], 4)
    return other


@pytest.mark.parametrize("persona", ["recruiter", "chair", "bar_raiser", "hiring_manager"])
def test_a_long_loop_takes_as_many_statements_as_a_short_one(
    long_loop: Application,
    short_loop: Application,
    request: pytest.FixtureRequest,
    watch_statements: Watch,
    persona: str,
) -> None:
    reader = request.getfixturevalue(persona)
    words_of(request.getfixturevalue("recruiter"), short_loop)
    long = asked_by(reader, long_loop, watch_statements)
    assert len(long.statements) <= 14
    assert long.rows <= 110
    if persona != "bar_raiser":  # who has no part in the short one
        short = asked_by(reader, short_loop, watch_statements)
        assert len(short.statements) == len(long.statements)


@pytest.mark.parametrize("persona", ["recruiter", "chair", "bar_raiser", "hiring_manager"])
def test_a_verdict_and_a_decision_keep_the_page_within_its_statements(
    cleared: StageVisit,
    chair: User,
    bar_raiser: User,
    request: pytest.FixtureRequest,
    watch_statements: Watch,
    persona: str,
) -> None:
    reader, application = request.getfixturevalue(persona), cleared.application
    words_of(reader, application)
    give_verdict(bar_raiser, cleared)
    assert len(asked_by(reader, application, watch_statements).statements) <= 14
    decide(chair, application)
    assert len(asked_by(reader, application, watch_statements).statements) <= 14


def asked_by(reader: User, application: Application, watch: Watch) -> Asked:
    client = Client()
    client.force_login(reader)
    with watch() as asked:
        answer = client.get(f"/applications/{application.uuid}/")
    assert answer.status_code == 200
    assert isinstance(asked, Asked)
    return asked


def test_shown_times_are_read_in_the_readers_zone(
    application: Application, visit: StageVisit, recruiter: User
) -> None:
    recruiter.time_zone = "Asia/Tokyo"
    recruiter.save(update_fields=["time_zone"])
    assert "2 Mar 2026, 18:00" in words_of(recruiter, application)
    assert timezone.is_aware(page_of(recruiter, application).timeline[0].at)

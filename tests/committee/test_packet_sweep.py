"""The sweep: every packet that is due is built, whatever became of its task."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from candidates.models import Application, ApplicationState, Job
from committee.models import GateOutcome, Packet, PacketDue
from committee.queries.packet_sweep import COMPARED, packets_to_build
from committee.tasks import build_packet, sweep
from tests.committee.loops import HOUR, correct
from tests.committee.packet_loops import DAY, build, card_of, content_of, correct_score, made_loop
from tests.committee.teams import bar_raiser_stage
from tests.factories import MONDAY, ApplicationFactory, UserFactory

pytestmark = pytest.mark.django_db

NOON = MONDAY + 3 * DAY


@pytest.fixture
def loop(recruiter: User, job: Job) -> Application:
    """An application that has come to the bar raiser's stage, its packet due."""
    return made_loop(recruiter, job)


def another_loop(job: Job, recruiter: User) -> Application:
    """One more at the bar raiser's stage, without any evidence."""
    application = ApplicationFactory(job=job, applied_at=MONDAY)
    raiser = UserFactory(is_interviewer=True, is_bar_raiser=True)
    bar_raiser_stage(application, recruiter, raiser)
    return application


def test_a_packet_that_is_due_is_swept(loop: Application) -> None:
    sweep()
    assert content_of(loop).version == 1
    assert not PacketDue.objects.exists()


def test_a_second_sweep_adds_nothing(loop: Application) -> None:
    sweep()
    sweep()
    assert Packet.objects.count() == 1


def test_the_task_may_run_twice(loop: Application) -> None:
    build_packet(loop.pk)
    build_packet(loop.pk)
    assert Packet.objects.count() == 1


def test_an_outcome_that_is_due_comes_before_the_packet(loop: Application) -> None:
    build(loop, at=NOON)
    correct(card_of(loop, "Jo Park"), 5, at=NOON)
    sweep()
    packet = content_of(loop)
    kinds = {(change["kind"], change["interviewer"]) for change in packet.content.changes}
    assert (packet.version, kinds) == (2, {("score", "Jo Park")})


def test_a_stage_without_a_packet_is_found_though_nothing_says_so(loop: Application) -> None:
    PacketDue.objects.all().delete()
    assert packets_to_build(0) == [loop.pk]


def test_a_packet_behind_its_evidence_is_found_though_nothing_says_so(loop: Application) -> None:
    build(loop, at=NOON)
    correct_score(loop, "Jo Park", at=NOON, judgment=5)
    PacketDue.objects.all().delete()
    sweep()
    assert content_of(loop).version == 2


def test_the_longest_waiting_is_built_first(loop: Application, job: Job, recruiter: User) -> None:
    later = another_loop(job, recruiter)
    PacketDue.objects.filter(application=later).update(since=MONDAY - timedelta(days=1))
    assert packets_to_build(0) == [later.pk, loop.pk]


def test_every_open_stage_has_its_turn(job: Job, recruiter: User) -> None:
    loops = [another_loop(job, recruiter).pk for _ in range(COMPARED + 2)]
    for key in loops:
        build_packet(key)
    turns = [packets_to_build(turn) for turn in range(3)]
    assert turns == [loops[:COMPARED], loops[COMPARED:], loops[:COMPARED]]


def test_a_decided_application_is_not_due_for_ever(loop: Application) -> None:
    Application.objects.filter(pk=loop.pk).update(state=ApplicationState.NO_OFFER)
    sweep()
    assert not Packet.objects.exists()
    assert not PacketDue.objects.exists()


def test_a_packet_that_fails_is_logged_and_keeps_no_other_from_its_turn(
    loop: Application, job: Job, recruiter: User, caplog: pytest.LogCaptureFixture
) -> None:
    later = another_loop(job, recruiter)
    torn = GateOutcome(
        application=loop,
        visit=loop.visits.earliest("pk"),
        number=99,
        competencies={},
        inputs={"rubric": "torn"},
        computed_at=MONDAY,
        hash="torn",
    )
    torn.save(force_insert=True)
    for key in (loop.pk, later.pk):
        build_packet.apply(args=(key,))
    sweep()
    assert not Packet.objects.filter(application=loop).exists()
    assert PacketDue.objects.filter(application=loop).exists()
    assert content_of(later).version == 1
    assert f"packet of application {loop.pk} could not be built" in caplog.text


def test_three_stages_are_looked_at_in_as_many_statements_as_one(
    loop: Application, job: Job, recruiter: User
) -> None:
    with CaptureQueriesContext(connection) as one:
        packets_to_build(0)
    for _ in range(2):
        another_loop(job, recruiter)
    with CaptureQueriesContext(connection) as three:
        packets_to_build(0)
    assert len(three) == len(one)


def test_tasks_that_come_late_and_out_of_order_end_with_what_stands(loop: Application) -> None:
    for hour, points in enumerate([5, 3, 4]):
        correct_score(loop, "Jo Park", at=NOON + hour * HOUR, judgment=points)
        if Random(hour).random() > 0.5:
            build_packet(loop.pk)
    build_packet(loop.pk)
    build_packet(loop.pk)
    latest = content_of(loop)
    assert build(loop, at=NOON + DAY) is None
    assert [packet.version for packet in Packet.objects.all()] == list(range(1, latest.version + 1))

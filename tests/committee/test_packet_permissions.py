"""Who reads a packet, in each capacity and state; and that both ways of asking give one answer."""

import pytest
from django.db.models import F

from accounts.models import User
from candidates.models import Application, Job, Participation, ParticipationCapacity, Recusal, StageVisit
from candidates.permissions import standing_of
from candidates.sight import AFTER_DEBRIEF, STAGE_NOT_OPEN, SUBMIT_FIRST
from committee.models import Packet
from committee.permissions.packets import (
    NOT_A_READER,
    NOT_YET,
    UNFINISHED,
    can_read_packet,
    packets_for,
)
from interviewers.models import Assignment
from tests.committee.loops import HOUR, compute, standing, submit
from tests.committee.packet_loops import DAY, build, made_loop, seat_bar_raiser
from tests.factories import MONDAY, UserFactory

pytestmark = pytest.mark.django_db

NOON = MONDAY + 3 * DAY
NO_PART = "You have no part in this application."
MAY = ""


@pytest.fixture
def loop(recruiter: User, job: Job, bar_raiser: User) -> Application:
    """At the bar raiser's stage, their scorecard owed, with the packet's first version built."""
    application = made_loop(recruiter, job)
    seat_bar_raiser(application, recruiter, bar_raiser, at=NOON)
    build(application, at=NOON)
    return application


@pytest.fixture
def readers(
    loop: Application, recruiter: User, bar_raiser: User, chair: User, hiring_manager: User, auditor: User
) -> dict[str, User]:
    """Somebody in every capacity at the loop."""
    people = {
        "bar raiser": bar_raiser,
        "chair": chair,
        "hiring manager": hiring_manager,
        "recruiter": recruiter,
        "interviewer": User.objects.get(name="Ines Falk"),
        "auditor": auditor,
        "administrator": UserFactory(is_administrator=True),
        "stranger": UserFactory(is_interviewer=True, is_bar_raiser=True),
        "released bar raiser": UserFactory(is_interviewer=True, is_bar_raiser=True),
        "chair who owes a scorecard": UserFactory(is_chair=True),
        "chair who interviewed": UserFactory(is_chair=True),
        "recused chair": UserFactory(is_chair=True),
    }
    _take_part(loop, people["released bar raiser"], ParticipationCapacity.BAR_RAISER, ended_at=NOON)
    _take_part(loop, people["chair who owes a scorecard"], ParticipationCapacity.INTERVIEWER, open_cards=1)
    _take_part(loop, people["chair who interviewed"], ParticipationCapacity.INTERVIEWER, submitted_cards=1)
    _recuse(loop, people["recused chair"])
    return people


def _take_part(
    application: Application, user: User, capacity: ParticipationCapacity, **facts: object
) -> None:
    Participation.objects.create(application=application, user=user, capacity=capacity, **facts)


def _recuse(application: Application, user: User) -> None:
    Recusal.objects.create(
        application=application, user=user, declared_by=user, declared_at=NOON, reason="A friend."
    )


def answers(application: Application, readers: dict[str, User]) -> dict[str, str]:
    """What each of them is told; agreeing with the versions they get."""
    fresh = Application.objects.get(pk=application.pk)
    told = {}
    for name, user in readers.items():
        access = can_read_packet(user, fresh)
        assert bool(access) == packets_for(user, fresh).exists(), name
        assert access == can_read_packet(user, fresh, standing_of(user, fresh), list(visits(fresh))), name
        told[name] = access.reason
    return told


def visits(application: Application) -> "list[StageVisit]":
    return list(StageVisit.objects.filter(application=application))


ALWAYS = {
    "recruiter": NOT_A_READER,
    "interviewer": NOT_A_READER,
    "auditor": NO_PART,
    "administrator": NO_PART,
    "stranger": NO_PART,
    "released bar raiser": NO_PART,
    "chair who owes a scorecard": SUBMIT_FIRST,
    "recused chair": NO_PART,
}


def test_while_the_bar_raiser_scores_it_is_theirs_and_the_chairs(
    loop: Application, readers: dict[str, User]
) -> None:
    assert answers(loop, readers) == ALWAYS | {
        "bar raiser": MAY,
        "chair": MAY,
        "chair who interviewed": MAY,
        "hiring manager": AFTER_DEBRIEF,
    }


@pytest.mark.parametrize("moment", ["debrief_opened_at", "decided_at"])
def test_the_debrief_or_the_decision_opens_it_to_the_hiring_manager(
    loop: Application, readers: dict[str, User], moment: str
) -> None:
    Application.objects.filter(pk=loop.pk).update(**{moment: NOON})
    assert answers(loop, readers) == ALWAYS | {
        "bar raiser": MAY,
        "chair": MAY,
        "chair who interviewed": MAY,
        "hiring manager": MAY,
    }


def test_before_the_stage_opens_nobody_reads_one_and_the_blind_are_told_nothing_new(
    loop: Application, readers: dict[str, User]
) -> None:
    Application.objects.filter(pk=loop.pk).update(bar_raiser_opened_at=None)
    fresh = Application.objects.get(pk=loop.pk)
    told = {name: can_read_packet(user, fresh).reason for name, user in readers.items()}
    assert told == ALWAYS | {
        "bar raiser": STAGE_NOT_OPEN,
        "chair": NOT_YET,
        "chair who interviewed": NOT_YET,
        "hiring manager": AFTER_DEBRIEF,
    }
    assert not any(packets_for(user, fresh).exists() for user in readers.values())


def test_a_hiring_manager_who_interviewed_waits_for_the_debrief_too(
    loop: Application, hiring_manager: User
) -> None:
    _take_part(loop, hiring_manager, ParticipationCapacity.INTERVIEWER, submitted_cards=1)
    assert can_read_packet(hiring_manager, loop).reason == AFTER_DEBRIEF


def test_a_stage_with_scorecards_outstanding_closes_it_to_those_who_see_final_stages_alone(
    loop: Application, readers: dict[str, User]
) -> None:
    StageVisit.objects.filter(application=loop, stage__slug="leadership").update(
        final=False, expected=F("expected") + 1
    )
    assert answers(loop, readers) == ALWAYS | {
        "bar raiser": MAY,
        "chair": UNFINISHED,
        "chair who interviewed": MAY,
        "hiring manager": AFTER_DEBRIEF,
    }


def test_a_recused_bar_raiser_reads_nothing(loop: Application, bar_raiser: User) -> None:
    _recuse(loop, bar_raiser)
    assert can_read_packet(bar_raiser, loop).reason == NO_PART


def test_who_owes_a_scorecard_at_the_bar_raisers_stage_gets_no_version_that_holds_one(
    loop: Application, bar_raiser: User, chair: User
) -> None:
    submit(Assignment.objects.get(interviewer=bar_raiser), 5, at=NOON + HOUR)
    compute(standing(loop), at=NOON + 2 * HOUR)
    build(loop, at=NOON + 3 * HOUR)
    assert list(Packet.objects.values_list("version", "holds_bar_raisers_card")) == [(1, False), (2, True)]
    assert [packet.version for packet in packets_for(bar_raiser, loop)] == [1, 2]
    second = UserFactory(name="Bea Second", is_interviewer=True, is_bar_raiser=True)
    _take_part(loop, second, ParticipationCapacity.BAR_RAISER, open_cards=1)
    assert [packet.version for packet in packets_for(second, loop)] == [1]
    assert [packet.version for packet in packets_for(chair, loop)] == [1, 2]


def test_with_everything_at_hand_the_answer_asks_nothing(
    loop: Application, chair: User, django_assert_num_queries: object
) -> None:
    seen, known = standing_of(chair, loop), visits(loop)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert can_read_packet(chair, loop, seen, known)

"""Packets through the services: when there is a version, what it is made of, and who is told."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notification, User
from candidates.models import Application, ApplicationState, Job, Origin, StageVisit
from candidates.services.recusal import recusal_declare
from committee.models import Clarification, Packet, PacketContent, PacketDue, PacketFace, PacketOpening
from committee.queries.packets import latest_packet, packet_of
from committee.services.packets import packet_build, packet_due_note, packet_note_opened
from interviewers.models import Assignment, ScorecardText
from tests.committee.loops import HOUR, compute, correct, standing, submit
from tests.committee.packet_loops import (
    DAY,
    ask_and_answer,
    build,
    card_of,
    content_of,
    correct_score,
    made_loop,
    seat_bar_raiser,
    set_the_bar,
)
from tests.factories import MONDAY
from tests.plugins.statements import Watch

pytestmark = pytest.mark.django_db

NOON = MONDAY + 3 * DAY


@pytest.fixture
def loop(recruiter: User, job: Job) -> Application:
    """An application that has just come to the bar raiser's stage."""
    return made_loop(recruiter, job)


@pytest.fixture
def seat(loop: Application, recruiter: User, bar_raiser: User) -> Assignment:
    """The bar raiser's, with the scorecard outstanding."""
    return seat_bar_raiser(loop, recruiter, bar_raiser, at=NOON)


@pytest.fixture
def first(loop: Application, seat: Assignment) -> Packet:
    """The first version of the packet."""
    build(loop, at=NOON)
    return content_of(loop)


def said(packet: Packet) -> dict[str, Any]:
    snapshot: dict[str, Any] = json.loads(packet.content.snapshot)
    return snapshot


def told(person: User) -> list[str]:
    """What the person was told of packets."""
    rows = Notification.objects.filter(recipient=person, key__startswith="packet:")
    return list(rows.order_by("pk").values_list("subject", flat=True))


# When there is one


def test_before_the_bar_raisers_stage_opens_nothing_is_due(visit: StageVisit) -> None:
    packet_due_note(application=visit.application, at=MONDAY)
    assert not PacketDue.objects.exists()
    assert build(visit.application, at=MONDAY) is None


def test_the_opening_of_the_bar_raisers_stage_makes_the_packet_due(loop: Application) -> None:
    [due] = PacketDue.objects.all()
    assert (due.application, due.since) == (loop, loop.bar_raiser_opened_at)


def test_the_first_version_says_nothing_of_changes(loop: Application) -> None:
    packet = build(loop, at=NOON)
    assert packet is not None
    assert (packet.version, packet.new_evidence, packet.holds_bar_raisers_card) == (1, False, False)
    assert (packet.content.changes, packet.content.pdf[:5]) == ([], b"%PDF-")
    assert not PacketDue.objects.exists()


def test_building_it_twice_makes_one_version(loop: Application) -> None:
    build(loop, at=NOON)
    assert build(loop, at=NOON + HOUR) is None
    assert Packet.objects.count() == 1


def test_what_makes_it_due_again_leaves_it_as_old_as_it_is(loop: Application) -> None:
    [before] = PacketDue.objects.all()
    packet_due_note(application=loop, at=NOON + DAY)
    [after] = PacketDue.objects.all()
    assert (after.pk, after.since) == (before.pk, before.since)


@pytest.mark.parametrize(
    "ended",
    [
        {"state": ApplicationState.WITHDRAWN},
        {"state": ApplicationState.OFFER},
        {"state": ApplicationState.NO_OFFER},
        {"origin": Origin.IMPORTED},
    ],
)
def test_of_an_application_that_has_ended_none_is_built(loop: Application, ended: dict[str, str]) -> None:
    Application.objects.filter(pk=loop.pk).update(**ended)
    assert build(loop, at=NOON) is None
    assert not PacketDue.objects.exists()


def test_of_an_application_that_is_not_there_none_is_built() -> None:
    with pytest.raises(Application.DoesNotExist):
        packet_build(application_id=0, at=NOON)


def test_it_waits_for_an_outcome_that_is_being_computed(first: Packet) -> None:
    scorecard = card_of(first.application, "Jo Park")
    packet_due_note(application=first.application, at=NOON)
    correct(scorecard, 5, at=NOON)
    assert build(first.application, at=NOON) is None
    assert PacketDue.objects.exists()
    compute(scorecard.visit, at=NOON + HOUR)
    renewed = build(first.application, at=NOON + HOUR)
    assert renewed is not None
    assert renewed.version == 2


def test_committed_evidence_is_built_by_its_task(
    recruiter: User, job: Job, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        loop = made_loop(recruiter, job)
        assert not Packet.objects.exists()
    assert content_of(loop).version == 1


# What changes it


def test_a_changed_score_makes_a_version_that_names_exactly_that_score(first: Packet) -> None:
    loop = first.application
    correct_score(loop, "Søren Lindqvist", at=NOON + HOUR, judgment=3)
    renewed = build(loop, at=NOON + 2 * HOUR)
    assert renewed is not None
    assert (renewed.version, renewed.new_evidence) == (2, True)
    assert renewed.digest != first.digest
    [change] = renewed.content.changes
    named = {key: change[key] for key in ("kind", "stage", "competency", "interviewer", "before", "after")}
    assert named == {
        "kind": "score",
        "stage": "product-sense",
        "competency": "judgment",
        "interviewer": "Søren Lindqvist",
        "before": "4",
        "after": "3",
    }


def test_the_correction_is_beside_the_score(first: Packet) -> None:
    correct_score(first.application, "Søren Lindqvist", at=NOON + HOUR, judgment=3)
    build(first.application, at=NOON + 2 * HOUR)
    [_, exercise, _] = said(content_of(first.application))["stages"]
    [soren] = [card for card in exercise["cards"] if card["interviewer"] == "Søren Lindqvist"]
    assert soren["values"]["judgment"] == 300
    assert soren["corrections"] == [
        {
            "revision": 2,
            "reason": "I misread.",
            "saw_others": True,
            "changed": [{"competency": "judgment", "before": 400, "after": 300}],
        }
    ]


def test_a_score_changed_and_changed_back_is_told_as_handed_in_again(first: Packet) -> None:
    correct_score(first.application, "Jo Park", at=NOON + HOUR, judgment=5)
    correct_score(first.application, "Jo Park", at=NOON + 3 * HOUR, judgment=4)
    renewed = build(first.application, at=NOON + 5 * HOUR)
    assert renewed is not None
    [change] = renewed.content.changes
    assert change["sentence"].startswith(
        "Jo Park handed in the scorecard on Leadership and collaboration again"
    )


def test_an_answered_question_makes_the_next_version(first: Packet, bar_raiser: User) -> None:
    ask_and_answer(first.application, bar_raiser, "Jo Park", at=NOON + HOUR)
    assert PacketDue.objects.filter(application=first.application).exists()
    renewed = build(first.application, at=NOON + 3 * HOUR)
    assert renewed is not None
    [change] = renewed.content.changes
    assert (change["kind"], change["interviewer"], change["competency"]) == (
        "clarification",
        "Jo Park",
        "judgment",
    )
    [answered] = said(content_of(first.application))["clarifications"]
    assert (answered["answer"], answered["asked_by"]) == ("After the launch.", bar_raiser.name)


def test_an_open_question_is_not_in_it(first: Packet, bar_raiser: User) -> None:
    ask_and_answer(first.application, bar_raiser, "Jo Park", at=NOON + HOUR)
    Clarification.objects.update(state="open", answered_at=None)
    assert build(first.application, at=NOON + 3 * HOUR) is None


def test_the_bar_raisers_own_scorecard_is_no_new_evidence(
    first: Packet, seat: Assignment, bar_raiser: User
) -> None:
    submit(seat, 4, at=NOON + HOUR)
    compute(seat.visit, at=NOON + 2 * HOUR)
    renewed = build(first.application, at=NOON + 3 * HOUR)
    assert renewed is not None
    assert (renewed.holds_bar_raisers_card, renewed.new_evidence) == (True, False)
    assert told(bar_raiser) == []


def test_an_unfinished_bar_raisers_stage_is_not_in_it(first: Packet) -> None:
    slugs = [stage["slug"] for stage in said(first)["stages"]]
    assert slugs == ["recruiter-screen", "product-sense", "leadership"]


def test_the_teams_bar_makes_a_version_without_new_evidence(first: Packet, job: Job, chair: User) -> None:
    set_the_bar(job, chair, at=NOON)
    renewed = build(first.application, at=NOON + HOUR)
    assert renewed is not None
    assert {change["kind"] for change in renewed.content.changes} == {"profile"}
    assert not renewed.new_evidence
    bar = said(content_of(first.application))["bar"]
    assert (bar["headcount"], bar["before"]["judgment"], bar["top"]["curiosity"]) == (2, [450, 1], None)


def test_the_profile_is_the_exact_mean_over_the_stages(first: Packet) -> None:
    bar = said(first)["bar"]
    # The screen 4, the exercise (4 + 5 + 4) / 3 and leadership (5 + 4 + 4) / 3.
    assert bar["candidate"]["judgment"] == [3800, 9]


def test_days_are_whole_ones_from_the_application_to_the_stage(first: Packet) -> None:
    assert said(first)["days"] == {"taken": 2, "expected": 30}


# Erasure


def test_texts_that_were_erased_are_gone_from_the_next_version(first: Packet) -> None:
    ScorecardText.objects.update(text="")
    renewed = build(first.application, at=NOON + HOUR)
    assert renewed is not None
    assert not renewed.new_evidence
    assert "What they said about" not in renewed.content.snapshot


def test_an_erased_version_is_not_built_again(first: Packet) -> None:
    PacketContent.objects.update(snapshot="", pdf=b"", changes=[])
    assert build(first.application, at=NOON + HOUR) is None


def test_after_an_erased_version_the_next_one_cannot_tell_what_changed(first: Packet) -> None:
    PacketContent.objects.update(snapshot="", pdf=b"", changes=[])
    correct_score(first.application, "Jo Park", at=NOON, judgment=5)
    renewed = build(first.application, at=NOON + 2 * HOUR)
    assert renewed is not None
    [change] = renewed.content.changes
    assert change["sentence"] == "What the version before said was erased"


# Who is told


def test_the_bar_raiser_is_told_of_new_evidence_without_a_score(first: Packet, bar_raiser: User) -> None:
    correct_score(first.application, "Jo Park", at=NOON + HOUR, judgment=5)
    build(first.application, at=NOON + 2 * HOUR)
    build(first.application, at=NOON + 3 * HOUR)
    assert told(bar_raiser) == ["New evidence: the packet of Amara Okonkwo-Lindström has a version 2"]


def test_nobody_is_told_of_the_first_version(first: Packet, bar_raiser: User) -> None:
    assert told(bar_raiser) == []


def test_a_recused_bar_raiser_is_not_told(first: Packet, bar_raiser: User) -> None:
    recusal_declare(actor=bar_raiser, at=NOON, application=first.application, reason="")
    correct_score(first.application, "Jo Park", at=NOON + HOUR, judgment=5)
    assert build(first.application, at=NOON + 2 * HOUR) is not None
    assert told(bar_raiser) == []


def test_a_bar_raiser_who_is_not_independent_any_more_is_not_told(
    first: Packet, seat: Assignment, bar_raiser: User
) -> None:
    Assignment.objects.filter(pk=seat.pk).update(dependent_since=NOON)
    correct_score(first.application, "Jo Park", at=NOON + HOUR, judgment=5)
    assert build(first.application, at=NOON + 2 * HOUR) is not None
    assert told(bar_raiser) == []


# Rows


def test_a_packet_takes_seventeen_statements_however_much_there_is_to_it(
    first: Packet, job: Job, chair: User, watch_statements: Watch
) -> None:
    set_the_bar(job, chair, at=NOON)
    asked = []
    for hour, points in enumerate([5, 3, 5, 4]):
        correct_score(first.application, "Jo Park", at=NOON + hour * HOUR, judgment=points)
        with transaction.atomic(), watch_statements() as here:
            build(first.application, at=NOON + hour * HOUR)
        asked.append(len([sql for sql in here.statements if "SAVEPOINT" not in sql]))
    assert asked == [17] * 4


def test_versions_are_numbered_once(first: Packet) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Packet.objects.create(application=first.application, version=1, digest="", built_at=NOON)


def test_each_version_can_be_read(first: Packet) -> None:
    correct_score(first.application, "Jo Park", at=NOON, judgment=5)
    second = build(first.application, at=NOON + 2 * HOUR)
    assert packet_of(first.application, 1) == first
    assert packet_of(first.application, 2) == latest_packet(first.application) == second
    assert packet_of(first.application, 3) is None


def test_an_opening_keeps_the_first_time_and_the_last(first: Packet, bar_raiser: User) -> None:
    for hours in (0, 1, 2):
        at = NOON + timedelta(hours=hours)
        packet_note_opened(packet=first, reader=bar_raiser, face=PacketFace.PAGE, at=at)
    packet_note_opened(packet=first, reader=bar_raiser, face=PacketFace.PDF, at=NOON)
    page, pdf = PacketOpening.objects.order_by("pk")
    assert (page.opened_at, page.last_opened_at) == (NOON, NOON + 2 * HOUR)
    assert (pdf.face, pdf.opened_at) == (PacketFace.PDF, NOON)


def test_a_stage_entered_again_makes_the_packet_due(first: Packet) -> None:
    """A correction turns an earlier stage, and another one turns it back."""
    loop = first.application
    correct_score(loop, "Grace Achterberg", at=NOON, judgment=1, communication=1, impact=1)
    correct_score(loop, "Grace Achterberg", at=NOON + HOUR, judgment=4, communication=5, impact=4)
    loop.refresh_from_db()
    assert standing(loop).stage.slug == "bar-raiser"
    assert PacketDue.objects.filter(application=loop).exists()

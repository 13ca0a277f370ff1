"""The same evidence gives the same digest on any database, on any day, in whatever order it came in."""

import json
from datetime import datetime, timedelta
from random import Random

import pytest

from accounts.models import User
from candidates.models import Job, Team
from committee.models import Packet
from hiring.canonical import canonical_json, text_digest
from tests.committee.packet_loops import (
    DAY,
    ask_and_answer,
    build,
    content_of,
    correct_score,
    made_loop,
    seat_bar_raiser,
    set_the_bar,
)
from tests.factories import MONDAY, ApplicationFactory, JobFactory, UserFactory

pytestmark = pytest.mark.django_db

# Of the loop below, as this rubric, these rules and this format say it. It may only change with one of them.
DIGEST = "76e80dcec4923e779cef1e5fcf7e35da362864279f928af6b65f09b4a29b0ae7"


@pytest.fixture
def job(job: Job) -> Job:
    """The job with names that never change."""
    Team.objects.filter(pk=job.team_id).update(name="Discovery and search")
    Job.objects.filter(pk=job.pk).update(title="Senior product manager", level="P6")
    return Job.objects.get(pk=job.pk)


def play(
    recruiter: User,
    job: Job,
    chair: User,
    bar_raiser: User,
    at: datetime = MONDAY,
    dice: Random | None = None,
) -> Packet:
    """The loop with a correction and an answered question, and its last packet."""
    set_the_bar(job, chair, at=at)
    application = made_loop(recruiter, job, at=at, dice=dice)
    seat_bar_raiser(application, recruiter, bar_raiser, at=at + 3 * DAY)
    build(application, at=at + 3 * DAY)
    correct_score(application, "Søren Lindqvist", at=at + 3 * DAY, judgment=5)
    ask_and_answer(application, bar_raiser, "Jo Park", at=at + 3 * DAY)
    build(application, at=at + 4 * DAY)
    return content_of(application)


def test_the_digest_is_the_same_on_every_database(
    recruiter: User, job: Job, chair: User, bar_raiser: User
) -> None:
    assert play(recruiter, job, chair, bar_raiser).digest == DIGEST


@pytest.mark.parametrize("days", [1, 400, 4000])
def test_the_digest_is_the_same_on_another_day(
    recruiter: User, job: Job, chair: User, bar_raiser: User, days: int
) -> None:
    later = MONDAY + timedelta(days=days, hours=5)
    assert play(recruiter, job, chair, bar_raiser, at=later).digest == DIGEST


@pytest.mark.parametrize("seed", range(3))
def test_the_digest_is_the_same_whatever_the_order_and_the_keys(
    recruiter: User, job: Job, chair: User, bar_raiser: User, seed: int
) -> None:
    for _ in range(seed + 1):
        ApplicationFactory(job=JobFactory(rubric=job.rubric))
        UserFactory()
    assert play(recruiter, job, chair, bar_raiser, dice=Random(seed)).digest == DIGEST


def test_building_it_later_changes_nothing(recruiter: User, job: Job, chair: User, bar_raiser: User) -> None:
    packet = play(recruiter, job, chair, bar_raiser)
    assert build(packet.application, at=MONDAY + 4000 * DAY) is None


def test_the_digest_is_that_of_the_canonical_json(
    recruiter: User, job: Job, chair: User, bar_raiser: User
) -> None:
    packet = play(recruiter, job, chair, bar_raiser)
    text = packet.content.snapshot
    assert text == canonical_json(json.loads(text))
    assert packet.digest == text_digest(text)


def test_no_key_and_no_time_is_in_it(recruiter: User, job: Job, chair: User, bar_raiser: User) -> None:
    packet = play(recruiter, job, chair, bar_raiser)
    outside = [*packet.references.values(), str(packet.application.uuid), str(packet.uuid), "2026-"]
    assert [text for text in outside if text in packet.content.snapshot] == []

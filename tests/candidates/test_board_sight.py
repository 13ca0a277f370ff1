"""Blindness on the pipeline: what a person may not learn is on no card, in no list and in no count."""

import datetime
import itertools

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from candidates.models import Application, Job, Participation, ParticipationCapacity, Recusal
from candidates.permissions import sight_of, visible_applications, withheld_applications
from candidates.services.applications import application_withdraw, stop_confirm
from tests.candidates.pipeline import applied, decided, interviewed, takes_part
from tests.factories import ApplicationFactory

INTERVIEWER, BAR_RAISER = ParticipationCapacity.INTERVIEWER, ParticipationCapacity.BAR_RAISER
PATHS = ("", "stops/", "stopped/", "withdrawn/", "columns/recruiter-screen/")


@pytest.fixture
def now() -> datetime.datetime:
    return timezone.now()


@pytest.fixture
def everywhere(job: Job, recruiter: User, interviewer: User, now: datetime.datetime) -> list[Application]:
    """One candidate called Zed in each part of the pipeline, and one other person in each beside them."""
    colleague = recruiter
    zeds = []
    for name in ("Zed", "Other"):
        screened = interviewed(applied(job, f"{name} Screened", now), [interviewer], now, now)
        stopped = decided(applied(job, f"{name} Stopped", now), "stop", now)
        confirmed = decided(applied(job, f"{name} Confirmed", now), "stop", now)
        stop_confirm(actor=colleague, at=now, visit=confirmed)
        withdrawn = applied(job, f"{name} Withdrawn", now)
        application_withdraw(actor=colleague, at=now, application=withdrawn.application, reason="Plans")
        zeds += [visit.application for visit in (screened, stopped, confirmed, withdrawn)]
    return zeds[:4]


def pages(client: Client) -> dict[str, str]:
    return {path: client.get(f"/pipeline/{path}").content.decode() for path in PATHS}


def without_strip(html: str) -> str:
    head, _, rest = html.partition('<p class="board-scoring">')
    return head + rest.partition("</p>")[2]


def test_recruiter_who_still_scores_finds_the_candidate_in_no_part_of_the_pipeline(
    client: Client, recruiter: User, everywhere: list[Application]
) -> None:
    for application in everywhere:
        takes_part(application, recruiter, open_cards=1)
    client.force_login(recruiter)

    found = pages(client)

    assert {path: "Zed " in without_strip(html) for path, html in found.items()} == dict.fromkeys(
        PATHS, False
    )
    assert all("Other" in html for html in found.values())


def test_recruiter_who_still_scores_is_told_whom_and_what_brings_them_back(
    client: Client, recruiter: User, everywhere: list[Application]
) -> None:
    takes_part(everywhere[0], recruiter, open_cards=1)
    client.force_login(recruiter)

    html = " ".join(client.get("/pipeline/?late=1&q=nobody").content.decode().split())

    assert "You are scoring Zed Screened: shown again once your scorecard is in." in html


def test_strip_says_the_same_wherever_the_candidate_stands(
    client: Client, recruiter: User, everywhere: list[Application]
) -> None:
    client.force_login(recruiter)
    strips = []
    for application in everywhere:
        part = takes_part(application, recruiter, open_cards=1)
        html = " ".join(client.get("/pipeline/").content.decode().split())
        strips.append(
            html.partition("You are scoring ")[2].partition("<")[0].replace(str(application.candidate), "X")
        )
        part.delete()

    assert strips == ["X: shown again once your scorecard is in. "] * 4


def test_candidate_left_out_is_in_no_count(
    client: Client, recruiter: User, everywhere: list[Application]
) -> None:
    client.force_login(recruiter)
    before = client.get("/pipeline/").content.decode()
    for application in everywhere:
        takes_part(application, recruiter, open_cards=1)
    after = client.get("/pipeline/").content.decode()

    assert (
        before.count('<span class="board-count">2</span>'),
        after.count('<span class="board-count">1</span>'),
    ) == (2, 2)
    assert '<span class="board-count">2</span>' not in after


def test_search_does_not_find_a_candidate_left_out(
    client: Client, recruiter: User, everywhere: list[Application]
) -> None:
    takes_part(everywhere[0], recruiter, open_cards=1)
    client.force_login(recruiter)

    assert "Nobody fits these filters" in client.get("/pipeline/?q=zed").content.decode()


def test_recused_recruiter_is_not_even_told_that_there_is_something(
    client: Client, recruiter: User, everywhere: list[Application], now: datetime.datetime
) -> None:
    for application in everywhere:
        takes_part(application, recruiter, open_cards=1)
        Recusal.objects.create(
            application=application, user=recruiter, declared_at=now, declared_by=recruiter
        )
    client.force_login(recruiter)

    assert ["Zed " in html for html in pages(client).values()] == [False] * 5
    assert "You are scoring" not in client.get("/pipeline/").content.decode()


def test_chair_named_as_bar_raiser_too_early_learns_nothing_of_the_earlier_stages(
    client: Client, chair: User, everywhere: list[Application]
) -> None:
    takes_part(everywhere[0], chair, BAR_RAISER, open_cards=1)
    client.force_login(chair)

    html = client.get("/pipeline/").content.decode()

    assert "Zed " not in without_strip(html)
    assert "Other Screened" in html


@pytest.mark.parametrize("persona", ["recruiter", "chair", "hiring_manager"])
def test_what_is_left_out_of_the_pipeline_is_what_a_person_may_not_follow(
    request: pytest.FixtureRequest, job: Job, now: datetime.datetime, persona: str
) -> None:
    """Every combination of facts: the set-wise rule says of each application what the pure one says."""
    user = request.getfixturevalue(persona)
    for is_recused, stage_open, as_bar_raiser, over in itertools.product((False, True), repeat=4):
        for open_cards, submitted_cards in itertools.product((0, 1), (0, 1)):
            application = ApplicationFactory(job=job, bar_raiser_opened_at=now if stage_open else None)
            takes_part(application, user, open_cards=open_cards, submitted_cards=submitted_cards)
            if as_bar_raiser:
                Participation.objects.create(
                    application=application, user=user, capacity=BAR_RAISER, ended_at=now if over else None
                )
            if is_recused:
                Recusal.objects.create(application=application, user=user, declared_at=now, declared_by=user)

    withheld = {key for key, *_ in withheld_applications(user)}

    followed = {application.pk for application in visible_applications(user)} - withheld
    assert followed == {
        application.pk
        for application in Application.objects.select_related("job")
        if sight_of(user, application).progress
    }
    assert len(followed) == FOLLOWED


# Of 64 combinations: neither recused nor with an open card of their own, unless as an early bar raiser.
FOLLOWED = 14

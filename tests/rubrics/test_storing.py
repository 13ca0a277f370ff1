"""Rubrics are stored, published once, loaded by a command, and read by everybody who works here."""

import dataclasses
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry, User
from hiring.access import AccessRefused
from rubrics.files import shipped_rubric
from rubrics.models import Rubric
from rubrics.permissions import can_view_rubric, visible_rubrics
from rubrics.queries import forget_stored_rubrics, stored_rubric
from rubrics.services import (
    BarRaiserNotLast,
    RubricAlreadyPublished,
    RubricVersionExists,
    rubric_publish,
    rubric_store,
)
from tests.factories import MONDAY
from tests.plugins.shipped_rubrics import published_rubric


@pytest.fixture
def draft(db: None) -> Rubric:
    return rubric_store(actor=None, at=MONDAY, plan=shipped_rubric("small"))


@pytest.mark.parametrize("slug", ["reference", "small"])
def test_stored_rubric_reads_back_word_for_word(db: None, slug: str) -> None:
    plan = shipped_rubric(slug)
    rubric = rubric_store(actor=None, at=MONDAY, plan=plan)
    assert stored_rubric(rubric.pk).plan == plan


def test_published_rubric_is_read_once_in_a_process(
    rubric: Rubric, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    forget_stored_rubrics()
    stored_rubric(rubric.pk)
    with django_assert_num_queries(0):
        assert stored_rubric(rubric.pk).plan.slug == "reference"


def test_rows_written_for_a_test_are_those_that_the_services_store(db: None) -> None:
    with transaction.atomic():
        published_rubric("small")
        transaction.set_rollback(True)
    forget_stored_rubrics()
    written = published_rubric("small")
    remembered = stored_rubric(written.pk)
    forget_stored_rubrics()
    assert stored_rubric(written.pk) == remembered
    assert remembered.plan == shipped_rubric("small")


def test_draft_is_read_again_each_time(draft: Rubric) -> None:
    stored_rubric(draft.pk)
    Rubric.objects.filter(pk=draft.pk).update(name="Renamed")
    assert stored_rubric(draft.pk).plan.name == "Renamed"


def test_stages_are_found_by_their_keys(rubric: Rubric) -> None:
    forget_stored_rubrics()
    stored = stored_rubric(rubric.pk)
    stages = list(stored.stage_ids.values())
    assert [stored.stage_plan(stage).slug for stage in stages] == list(stored.stage_ids)


def test_same_rubric_again_is_the_stored_one(rubric: Rubric) -> None:
    again = rubric_store(actor=None, at=MONDAY, plan=shipped_rubric("reference"))
    assert again == rubric
    assert Rubric.objects.count() == 1


def test_another_content_under_a_taken_version_is_refused(rubric: Rubric) -> None:
    other = dataclasses.replace(shipped_rubric("reference"), summary="Another.")
    with pytest.raises(RubricVersionExists) as refusal:
        rubric_store(actor=None, at=MONDAY, plan=other)
    assert refusal.value.words == "Version 1 of reference is stored already; give this one the next number."


def test_publishing_twice_is_refused(rubric: Rubric) -> None:
    with pytest.raises(RubricAlreadyPublished):
        rubric_publish(actor=None, at=MONDAY, rubric=rubric)


def test_recruiter_may_not_publish(draft: Rubric, recruiter: User) -> None:
    with pytest.raises(AccessRefused):
        rubric_publish(actor=recruiter, at=MONDAY, rubric=draft)
    assert not Rubric.objects.get().is_published


def test_chair_publishes_and_the_trail_says_so(draft: Rubric, chair: User) -> None:
    rubric_publish(actor=chair, at=MONDAY, rubric=draft)
    entry = AuditEntry.objects.get(action="rubric.publish")
    assert (entry.actor, entry.object_uuid) == (chair, draft.uuid)


def test_command_loads_every_shipped_rubric_and_repeats_without_change(db: None) -> None:
    for _ in range(2):
        out = io.StringIO()
        call_command("load_rubric", "reference", "small", stdout=out)
        assert [line.rsplit(": ", 1)[1] for line in out.getvalue().splitlines()] == ["published."] * 2
    assert list(Rubric.objects.order_by("slug").values_list("slug", "version")) == [
        ("reference", 1),
        ("small", 1),
    ]


def test_command_stores_nothing_when_one_name_is_unknown(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("load_rubric", "reference", "no-such-rubric", stdout=io.StringIO())
    assert Rubric.objects.count() == 0


def test_drafts_show_only_to_those_who_may_publish(
    draft: Rubric, chair: User, administrator: User, recruiter: User, interviewer: User
) -> None:
    for user, expected in (
        (chair, True),
        (administrator, True),
        (recruiter, False),
        (interviewer, False),
    ):
        assert bool(can_view_rubric(user, draft)) is expected
        assert visible_rubrics(user).filter(pk=draft.pk).exists() is expected


def test_list_takes_the_same_statements_for_one_rubric_and_for_three(
    client: Client, interviewer: User, rubric: Rubric
) -> None:
    client.force_login(interviewer)
    with CaptureQueriesContext(connection) as with_one:
        client.get("/rubrics/")
    for version in (1, 2):
        plan = dataclasses.replace(shipped_rubric("small"), version=version)
        rubric_publish(actor=None, at=MONDAY, rubric=rubric_store(actor=None, at=MONDAY, plan=plan))
    with CaptureQueriesContext(connection) as with_three:
        response = client.get("/rubrics/")
    assert [row.rubric.version for row in response.context["rubrics"]] == [1, 2, 1]
    assert len(with_three) == len(with_one)


def test_rubric_page_shows_every_anchor(client: Client, interviewer: User, rubric: Rubric) -> None:
    client.force_login(interviewer)
    page = client.get(f"/rubrics/{rubric.uuid}/").content.decode()
    assert page.count('class="rubric-anchor ') == 80


def test_draft_page_is_absent_for_an_interviewer(client: Client, interviewer: User, draft: Rubric) -> None:
    client.force_login(interviewer)
    assert client.get(f"/rubrics/{draft.uuid}/").status_code == 404
    assert client.post(f"/rubrics/{draft.uuid}/publish/").status_code == 404


def test_publish_button_publishes_once(client: Client, chair: User, draft: Rubric) -> None:
    client.force_login(chair)
    assert "Publish version 1" in client.get(f"/rubrics/{draft.uuid}/").content.decode()
    for _ in range(2):
        assert client.post(f"/rubrics/{draft.uuid}/publish/").status_code == 302
    assert Rubric.objects.get().is_published
    assert "Publish version 1" not in client.get(f"/rubrics/{draft.uuid}/").content.decode()


def test_interviewer_is_told_who_publishes(client: Client, interviewer: User, rubric: Rubric) -> None:
    client.force_login(interviewer)
    response = client.post(f"/rubrics/{rubric.uuid}/publish/")
    assert response.status_code == 403
    assert "Only administrators and the committee chair publish rubrics." in response.content.decode()


def test_nothing_follows_the_stage_of_the_verdict(db: None) -> None:
    plan = shipped_rubric("small")
    turned = dataclasses.replace(plan, slug="turned", stages=tuple(reversed(plan.stages)))
    draft = rubric_store(actor=None, at=MONDAY, plan=turned)
    with pytest.raises(BarRaiserNotLast):
        rubric_publish(actor=None, at=MONDAY, rubric=draft)
    draft.refresh_from_db()
    assert not draft.is_published

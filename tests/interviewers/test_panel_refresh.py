"""What others read of a panel is kept in step with its assignments, in few statements."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from candidates.models import (
    Application,
    Participation,
    ParticipationCapacity,
    StageVisit,
    VisitWaiting,
    WaitingFor,
)
from candidates.services.visits import visit_note_verdict
from interviewers.services.assignments import assignment_decline, assignment_release
from interviewers.services.panel import panel_lock, panel_refresh
from interviewers.signals import evidence_changed
from tests.factories import MONDAY
from tests.interviewers.interviews import TUESDAY, assignment_of, hand_in, plan
from tests.interviewers.scorecards import DUE, assign, open_stage


@pytest.fixture
def triggers() -> Iterator[list[str]]:
    heard: list[str] = []

    def listen(*, trigger: str, **kwargs: Any) -> None:
        heard.append(trigger)

    evidence_changed.connect(listen)
    yield heard
    evidence_changed.disconnect(listen)


@pytest.fixture
def panel_visit(application: Application) -> StageVisit:
    """A visit at a stage with a panel of three."""
    return open_stage(application, "product-sense")


def part(person: User) -> tuple[int, int, bool]:
    """Open cards, submitted cards, and whether it has ended."""
    row = Participation.objects.get(user=person)
    return row.open_cards, row.submitted_cards, row.ended_at is not None


def test_the_visit_knows_how_many_are_assigned_and_when_they_meet(
    panel_visit: StageVisit, interviewer: User, other_interviewer: User
) -> None:
    plan(panel_visit, interviewer)
    plan(panel_visit, other_interviewer, starts_at=TUESDAY + timedelta(hours=2))
    panel_visit.refresh_from_db()
    assert (panel_visit.assigned, panel_visit.submitted, panel_visit.expected) == (2, 0, 3)
    assert panel_visit.interview_starts_at == TUESDAY
    assert panel_visit.interview_ends_at == TUESDAY + timedelta(hours=2, minutes=45)
    assert panel_visit.waiting_for == WaitingFor.SCORECARDS


def test_the_next_interview_ahead_is_the_one_that_is_shown(
    panel_visit: StageVisit, interviewer: User, other_interviewer: User
) -> None:
    plan(panel_visit, interviewer)
    plan(panel_visit, other_interviewer, starts_at=TUESDAY + timedelta(days=1))
    application, visit = panel_lock(panel_visit)
    panel_refresh(application=application, visit=visit, at=TUESDAY + timedelta(hours=3), trigger="panel")
    assert visit.interview_starts_at == TUESDAY + timedelta(days=1)


def test_once_all_are_over_the_last_interview_is_shown(visit: StageVisit, interviewer: User) -> None:
    plan(visit, interviewer)
    application, fresh = panel_lock(visit)
    panel_refresh(application=application, visit=fresh, at=TUESDAY + timedelta(days=3), trigger="panel")
    assert fresh.interview_starts_at == TUESDAY


def test_the_visit_waits_on_whoever_owes_a_scorecard(
    panel_visit: StageVisit, interviewer: User, other_interviewer: User
) -> None:
    plan(panel_visit, interviewer, other_interviewer)
    hand_in(assignment_of(panel_visit, interviewer), TUESDAY + timedelta(hours=1))
    waiting = VisitWaiting.objects.filter(visit=panel_visit).values_list("user", flat=True)
    assert list(waiting) == [other_interviewer.pk]


def test_a_bar_raiser_is_waited_on_until_the_verdict_is_in(
    application: Application, bar_raiser: User
) -> None:
    visit = open_stage(application, "bar-raiser")
    plan(visit, bar_raiser)
    hand_in(assignment_of(visit, bar_raiser), TUESDAY + timedelta(hours=1))
    assert VisitWaiting.objects.filter(visit=visit, user=bar_raiser).exists()
    application, fresh = panel_lock(visit)
    visit_note_verdict(application=application, visit=fresh, at=TUESDAY + timedelta(hours=2))
    assert not VisitWaiting.objects.filter(visit=visit).exists()


def test_an_open_card_makes_a_person_take_part(visit: StageVisit, interviewer: User) -> None:
    plan(visit, interviewer)
    assert part(interviewer) == (1, 0, False)


def test_a_submitted_card_keeps_its_author_taking_part(visit: StageVisit, interviewer: User) -> None:
    plan(visit, interviewer)
    hand_in(assignment_of(visit, interviewer), TUESDAY + timedelta(hours=1))
    assert part(interviewer) == (0, 1, False)


def test_who_holds_nothing_any_more_has_ended(visit: StageVisit, interviewer: User, recruiter: User) -> None:
    plan(visit, interviewer)
    assignment_release(actor=recruiter, at=TUESDAY, assignment=assignment_of(visit, interviewer))
    assert part(interviewer) == (0, 0, True)
    assert Participation.objects.get(user=interviewer).ended_at == TUESDAY


def test_who_is_asked_again_has_not_ended(visit: StageVisit, interviewer: User, recruiter: User) -> None:
    interview = plan(visit, interviewer)
    assignment_release(actor=recruiter, at=MONDAY, assignment=assignment_of(visit, interviewer))
    plan(visit, interviewer, starts_at=interview.ends_at)
    assert part(interviewer) == (1, 0, False)


def test_cards_of_every_stage_count_for_the_person(
    application: Application, visit: StageVisit, interviewer: User
) -> None:
    plan(visit, interviewer)
    hand_in(assignment_of(visit, interviewer), TUESDAY + timedelta(hours=1))
    visit.left_at = TUESDAY
    visit.save(update_fields=["left_at"])
    plan(open_stage(application, "product-sense"), interviewer)
    assert part(interviewer) == (1, 1, False)


def test_a_bar_raiser_takes_part_in_that_capacity(application: Application, bar_raiser: User) -> None:
    plan(open_stage(application, "bar-raiser"), bar_raiser)
    assert Participation.objects.get(user=bar_raiser).capacity == ParticipationCapacity.BAR_RAISER


def test_filling_a_panel_up_to_its_size_changes_nothing_for_the_gate(
    panel_visit: StageVisit, interviewer: User, other_interviewer: User, triggers: list[str]
) -> None:
    plan(panel_visit, interviewer, other_interviewer)
    assert triggers == []


def test_one_more_than_the_panel_size_is_news_for_the_gate(
    visit: StageVisit, interviewer: User, other_interviewer: User, triggers: list[str]
) -> None:
    plan(visit, interviewer, other_interviewer)
    visit.refresh_from_db()
    assert (triggers, visit.expected, visit.computing_since) == (["panel"], 2, MONDAY)


def test_one_fewer_is_news_too(
    visit: StageVisit, interviewer: User, other_interviewer: User, triggers: list[str]
) -> None:
    plan(visit, interviewer, other_interviewer)
    assignment_decline(
        actor=other_interviewer,
        at=TUESDAY,
        assignment=assignment_of(visit, other_interviewer),
        reason="Ill",
    )
    assert triggers == ["panel", "panel"]


def test_a_submitted_scorecard_is_news(visit: StageVisit, interviewer: User, triggers: list[str]) -> None:
    plan(visit, interviewer)
    hand_in(assignment_of(visit, interviewer), TUESDAY + timedelta(hours=1))
    assert triggers == ["submit"]


def test_a_revision_is_always_news(visit: StageVisit, interviewer: User, triggers: list[str]) -> None:
    assign(visit, interviewer)
    application, fresh = panel_lock(visit)
    panel_refresh(application=application, visit=fresh, at=DUE, trigger="revision")
    assert triggers == ["revision"]


@pytest.mark.parametrize("size", [1, 3])
def test_refreshing_takes_four_statements_whatever_the_size_of_the_panel(
    panel_visit: StageVisit,
    interviewer: User,
    other_interviewer: User,
    third_interviewer: User,
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    plan(panel_visit, *[interviewer, other_interviewer, third_interviewer][:size])
    with transaction.atomic():
        application, visit = panel_lock(panel_visit)
        with django_assert_num_queries(4):
            panel_refresh(application=application, visit=visit, at=TUESDAY, trigger="submit")

"""How the demo is made: the same for a seed and day, all of it or nothing, only where nobody works yet."""

from datetime import UTC, date, datetime
from random import Random

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from integrations.demo.calendar import half_hour_after, slot_after, slot_before
from integrations.demo.past import past_sheet
from integrations.demo.people import demo_interviewers, demo_people
from integrations.demo.services import demo_create
from integrations.demo.stories import STORIES, demo_timings
from rubrics.files import shipped_rubric
from rubrics.models import Rubric
from tests.factories import MONDAY, UserFactory


def sheet_of(seed: int) -> str:
    random = Random(seed)
    people = demo_people(random)
    cycles = {"cycle-2025-q1": date(2025, 1, 27), "cycle-2025-q3": date(2025, 7, 26)}
    return past_sheet(random, shipped_rubric("reference"), demo_interviewers(random, people), cycles)


def test_the_same_seed_and_day_give_the_same_sheet_and_another_seed_another() -> None:
    assert sheet_of(7) == sheet_of(7)
    assert sheet_of(7) != sheet_of(8)


def test_an_error_half_way_leaves_an_empty_database(db: None) -> None:
    def stop(done: float, what: str) -> None:
        if what == "Two finished cycles":
            raise RuntimeError(what)

    with pytest.raises(RuntimeError, match="Two finished cycles"):
        demo_create(at=MONDAY, seed=1, progress=stop)
    assert (User.objects.get_queryset().count(), Rubric.objects.count()) == (0, 0)


def test_a_database_with_people_is_left_alone(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    UserFactory(email="ana@example.com")
    call_command("load_demo", "--yes-made-up-data")
    assert capsys.readouterr().out == "People work here already, so no demo was made.\n"
    assert User.objects.get_queryset().count() == 1


def test_a_deployment_is_asked_twice(db: None, settings: object) -> None:
    settings.EMBEDDED = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="only loaded with --yes-made-up-data"):
        call_command("load_demo")


def test_candidates_of_one_story_differ_in_when_they_applied() -> None:
    timings = list(demo_timings())
    assert len(timings) == sum(copies for _, copies, _ in STORIES)
    assert all(timing.applied >= timing.latest for _, timing in timings)


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        ("2026-03-04T10:20", "2026-03-04T10:00", "2026-03-04T10:30"),
        ("2026-03-04T10:30", "2026-03-04T10:30", "2026-03-04T10:30"),
        ("2026-03-07T12:00", "2026-03-06T16:30", "2026-03-09T09:00"),
        ("2026-03-05T03:10", "2026-03-04T16:30", "2026-03-05T09:00"),
    ],
)
def test_interviews_are_on_the_half_hour_of_working_days(moment: str, before: str, after: str) -> None:
    at, earlier, later = (
        datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (moment, before, after)
    )
    assert (slot_before(at), slot_after(at)) == (earlier, later)
    assert half_hour_after(at).minute in (0, 30)

"""Runs: asked for once, computed once, honest about how far they are, and never left hanging."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from calibration.evidence import Evidence
from calibration.models import CalibrationRun, RunSection, RunState, Scope
from calibration.periods import Period
from calibration.permissions.hidden import hidden_applications
from calibration.queries.runs import periods_to_compute, run_sections, runs_of
from calibration.results.sections import Section
from calibration.services.runs import DIED, FAILED, KEPT, run_ask, run_compute, runs_continue
from calibration.tasks import refresh_runs
from candidates.models import Application, HiringCycle, Job, Participation
from candidates.services.recusal import recusal_declare
from interviewers.models import Scorecard
from tests.calibration.periods import ALL, Cycle, computed
from tests.committee.loops import correct
from tests.factories import MONDAY, HiringCycleFactory

pytestmark = pytest.mark.django_db
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
Compute = Callable[[Evidence], dict[str, Any]]


@pytest.fixture
def cycle(job: Job, recruiter: User, people: list[User]) -> Cycle:
    return Cycle(job, recruiter, people)


@pytest.fixture
def sections(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets runs compute these subjects, by name, alone: each costs half of what reading does."""

    def only(**computes: Compute) -> None:
        made = [Section(name, f"Doing {name}", 0.5, compute) for name, compute in computes.items()]
        monkeypatch.setattr("calibration.services.run_scores.SECTIONS", made)

    only(size=lambda evidence: {"applications": len(evidence.applications.uuids)})
    return only


def ask(period: Period = ALL, hidden: Sequence[str] = (), scope: Scope = Scope.FINAL) -> CalibrationRun:
    return run_ask(actor=None, at=MONDAY, period=period, scope=scope, hidden=hidden)


def progress_of(run: CalibrationRun) -> tuple[int, int, str]:
    return CalibrationRun.objects.values_list("steps_done", "steps", "doing").get(pk=run.pk)


def test_what_is_found_is_kept_with_what_it_was_found_in(cycle: Cycle, sections: Callable[..., None]) -> None:
    cycle.candidate([4], [4, 4, 4])
    run = computed(at=MONDAY + DAY)
    assert (run.state, run.computed_at, run.words) == (RunState.DONE, MONDAY + DAY, "")
    assert (run.applications, run.scorecards, run.scores) == (1, 4, 16)
    assert len(run.inputs_digest) == 64
    assert run_sections(run, ["size", "other"]) == {"size": {"applications": 1}}


def test_asking_twice_is_asking_once(rubric: object, chair: User, sections: Callable[..., None]) -> None:
    first = ask()
    again = run_ask(actor=chair, at=MONDAY + SECOND, period=ALL, scope=Scope.FINAL, hidden=())
    assert (again.pk, again.asked_by) == (first.pk, None)
    run_compute(run_id=first.pk, at=MONDAY)
    assert ask().pk != first.pk


def test_a_run_that_ends_while_somebody_asks_again_is_the_answer(
    rubric: object, sections: Callable[..., None]
) -> None:
    first = ask()

    def end(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("SELECT"):
            CalibrationRun.objects.filter(pk=first.pk).update(state=RunState.DONE)
        return execute(sql, *rest)

    with connection.execute_wrapper(end):
        assert ask().pk == first.pk


def test_each_question_has_a_run_of_its_own(cycle: Cycle, sections: Callable[..., None]) -> None:
    hidden = [str(cycle.candidate([4]).uuid)]
    asked = [ask(), ask(cycle.period), ask(scope=Scope.DECIDED), ask(hidden=hidden)]
    assert len({run.pk for run in asked}) == len({run.key for run in asked}) == 4


def test_a_run_is_computed_once_however_often_it_is_told_to(
    rubric: object, sections: Callable[..., None]
) -> None:
    times: list[Evidence] = []

    def count(evidence: Evidence) -> dict[str, Any]:
        times.append(evidence)
        return {}

    sections(count=count)
    run = ask()
    for _ in range(2):
        run_compute(run_id=run.pk, at=MONDAY)
    assert len(times) == 1
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_one_that_another_worker_has_taken_up_is_left_to_it(
    rubric: object, sections: Callable[..., None]
) -> None:
    run = ask()
    CalibrationRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
    run_compute(run_id=run.pk, at=MONDAY)
    run.refresh_from_db()
    assert (run.state, run.sections.count()) == (RunState.RUNNING, 0)


def test_a_failure_is_said_in_words_and_leaves_nothing_half_found(
    rubric: object, sections: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    sections(good=lambda evidence: {"found": 1}, bad=lambda evidence: {"share": 1 / 0})
    run = computed()
    assert (run.state, run.words, run.computed_at) == (RunState.FAILED, FAILED, None)
    assert RunSection.objects.count() == 0
    assert "ZeroDivisionError" in caplog.text
    assert ask().pk != run.pk, "it can be asked for again"


def test_what_no_database_can_hold_fails_too(
    rubric: object, sections: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    sections(bad=lambda evidence: {"share": object()})
    assert computed().state == RunState.FAILED


def test_the_last_result_stands_while_a_newer_run_is_under_way_or_has_failed(
    rubric: object, sections: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    done = computed()
    newer = ask()
    runs = runs_of(ALL, Scope.FINAL, ())
    assert (runs.done, runs.newer) == (done, newer)
    sections(bad=lambda evidence: {"share": 1 / 0})
    run_compute(run_id=newer.pk, at=MONDAY)
    runs = runs_of(ALL, Scope.FINAL, ())
    assert (runs.done, runs.newer and runs.newer.words) == (done, FAILED)


def test_a_run_whose_worker_died_is_given_up(
    rubric: object, settings: Any, sections: Callable[..., None]
) -> None:
    run = ask()
    CalibrationRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, started_at=MONDAY)
    longest = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    assert runs_continue(at=MONDAY + longest) == []
    run.refresh_from_db()
    assert run.state == RunState.RUNNING
    runs_continue(at=MONDAY + longest + SECOND)
    run.refresh_from_db()
    assert (run.state, run.words) == (RunState.FAILED, DIED)


def test_a_run_that_nobody_takes_up_is_found_again(rubric: object, sections: Callable[..., None]) -> None:
    run = ask()
    assert runs_continue(at=MONDAY + 5 * SECOND) == []
    assert runs_continue(at=MONDAY + timedelta(minutes=1)) == [run.pk]


def test_older_runs_are_forgotten_and_those_of_other_questions_are_not(
    cycle: Cycle, sections: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    other = computed(cycle.period)
    sections(bad=lambda evidence: {"share": 1 / 0})
    computed()
    sections(size=lambda evidence: {})
    runs = [computed() for _ in range(KEPT + 2)]
    left = CalibrationRun.objects.order_by("pk").values_list("pk", flat=True)
    assert list(left) == [other.pk, *[run.pk for run in runs[-KEPT:]]]
    assert RunSection.objects.count() == KEPT + 1


def test_the_progress_grows_never_says_more_than_is_done_and_ends_at_its_total(
    cycle: Cycle, sections: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        cycle.candidate([4])
    monkeypatch.setattr("calibration.queries.evidence.PIECE", 1)
    seen: list[tuple[int, int, str]] = []

    def note(evidence: Evidence) -> dict[str, Any]:
        seen.append(progress_of(run))
        return {}

    sections(first=note, second=note)
    run = ask()
    with _written(run, seen):
        run_compute(run_id=run.pk, at=MONDAY)
    seen.append(progress_of(run))
    done = [steps_done for steps_done, _, _ in seen]
    assert done == sorted(done)
    assert {steps for _, steps, _ in seen} == {24}, "12 scores, and two subjects at half of that each"
    assert (12, 24, "Doing first") in seen
    assert (18, 24, "Doing second") in seen
    assert max(steps_done for steps_done, _, doing in seen if doing == "Doing second") == 24
    assert max(steps_done for steps_done, _, doing in seen if doing == "Doing first") == 18
    assert seen[-1] == (24, 24, "")


class _written:
    """Notes the progress after every statement that writes it."""

    def __init__(self, run: CalibrationRun, seen: list[tuple[int, int, str]]) -> None:
        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            answer = execute(sql, params, many, context)
            if sql.startswith("UPDATE") and "steps_done" in sql:
                seen.append(progress_of(run))
            return answer

        self._watching = connection.execute_wrapper(note)

    def __enter__(self) -> None:
        self._watching.__enter__()

    def __exit__(self, *problem: Any) -> None:
        self._watching.__exit__(*problem)


def test_a_recused_chair_has_a_run_without_what_they_may_not_know(
    cycle: Cycle, chair: User, sections: Callable[..., None]
) -> None:
    for _ in range(2):
        cycle.candidate([4])
    related = cycle.candidate([4])
    recusal_declare(actor=chair, at=MONDAY, application=related, reason="")
    hidden = hidden_applications(chair)
    assert hidden == (str(related.uuid),)
    everybody, theirs = computed(), computed(hidden=hidden, actor=chair)
    assert runs_of(ALL, Scope.FINAL, hidden).done == theirs
    assert [run_sections(run, ["size"])["size"]["applications"] for run in (everybody, theirs)] == [3, 2]


def test_a_chair_who_still_has_to_score_learns_nothing_of_that_application(cycle: Cycle, chair: User) -> None:
    owing = cycle.candidate([4])
    Participation.objects.create(application=owing, user=chair, capacity="interviewer", open_cards=1)
    assert hidden_applications(chair) == (str(owing.uuid),)


def due(at: Any = MONDAY + DAY) -> set[tuple[str, Scope]]:
    return {(str(period), scope) for period, scope in periods_to_compute(at)}


def test_only_what_has_grown_is_computed_again(cycle: Cycle, sections: Callable[..., None]) -> None:
    application = cycle.candidate([4])
    name = cycle.cycle.name
    final = {("All cycles", Scope.FINAL), (name, Scope.FINAL)}
    assert due() == final
    for period in (ALL, cycle.period):
        computed(period, at=MONDAY + DAY)
    assert due() == set()
    correct(Scorecard.objects.get(application=application), 5, at=MONDAY + 2 * DAY)
    assert due() == final
    later = HiringCycleFactory(name="Later", starts_on=(MONDAY + 9 * DAY).date())
    cycle.candidate([4], cycle=later)
    assert ("Later", Scope.FINAL) not in due(MONDAY + 8 * DAY)


def test_a_decision_makes_the_decided_evidence_grow(cycle: Cycle, sections: Callable[..., None]) -> None:
    scopes = (Scope.FINAL, Scope.DECIDED)
    application = cycle.candidate([4])
    for scope in scopes:
        for period in (ALL, cycle.period):
            computed(period, scope, at=MONDAY + DAY)
    assert due() == set()
    Application.objects.filter(pk=application.pk).update(state="offer", state_since=MONDAY + 2 * DAY)
    assert due() == {(name, scope) for name in ("All cycles", cycle.cycle.name) for scope in scopes}


def test_a_cycle_of_long_ago_waits_until_somebody_asks(cycle: Cycle) -> None:
    cycle.candidate([4])
    assert ("Cycle", Scope.FINAL) not in due(MONDAY + 900 * DAY)
    assert ("All cycles", Scope.FINAL) in due(MONDAY + 900 * DAY)


def test_the_nightly_refresh_computes_what_is_due_and_nothing_the_second_time(
    cycle: Cycle, sections: Callable[..., None], django_capture_on_commit_callbacks: Any
) -> None:
    HiringCycle.objects.update(ends_on=timezone.now().date())
    cycle.candidate([4])
    with django_capture_on_commit_callbacks(execute=True):
        refresh_runs()
    assert set(CalibrationRun.objects.values_list("state", "scope")) == {("done", "final")}
    made = CalibrationRun.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        refresh_runs()
    assert (made, CalibrationRun.objects.count()) == (2, 2)

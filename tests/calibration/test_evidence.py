"""What is read for the statistics of a period: which applications and values, and always the same."""

import uuid
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from accounts.models import User
from calibration.evidence import Decided, Evidence, Ruled, evidence_digest
from calibration.models import Scope
from calibration.queries.evidence import evidence_read, scores_to_read
from candidates.models import Application, Job, StageVisit
from candidates.services.visits import visit_open
from interviewers.models import Scorecard
from rubrics.files import shipped_rubric
from rubrics.models import Rubric
from rubrics.services import rubric_publish, rubric_store
from tests.calibration.periods import ALL, Cycle, read
from tests.committee.loops import HOUR, correct, plan_panel, standing, submit
from tests.factories import MONDAY, HiringCycleFactory, JobFactory
from tests.plugins.statements import Watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(job: Job, recruiter: User, people: list[User]) -> Cycle:
    return Cycle(job, recruiter, people)


def values(evidence: Evidence, marked: Any) -> list[int]:
    return sorted(evidence.scores.value[marked].tolist())


def rows(evidence: Evidence) -> dict[str, list[Any]]:
    """Every column as a list, so that two readings can be compared."""
    tables = ("applications", "visits", "cards", "scores")
    return {
        f"{name}.{field.name}": [None if value != value else value for value in column]
        for name in tables
        for field in fields(getattr(evidence, name))
        if (column := getattr(getattr(evidence, name), field.name)) is not None
    }


def test_a_stage_counts_once_it_is_final(cycle: Cycle, recruiter: User, people: list[User]) -> None:
    application = cycle.candidate([4], [5, 5, 5])
    waiting = standing(application)
    first, *_ = plan_panel(waiting, recruiter, people)
    submit(first, 2)
    evidence = read()
    assert len(evidence.cards.visit) == 4
    assert scores_to_read(ALL, Scope.FINAL, ()) == 16
    assert values(evidence, evidence.scores.first) == [400] * 4 + [500] * 12
    assert evidence.visits.ruled.tolist() == [Ruled.ADVANCE, Ruled.ADVANCE, Ruled.NOT_YET]
    assert evidence.visits.denominator[2] == 0
    assert evidence.visits.outstanding.tolist() == [0, 0, 2]


def test_a_stage_that_is_not_final_shows_no_score_even_where_the_row_has_one(cycle: Cycle) -> None:
    application = cycle.candidate([4])
    StageVisit.objects.filter(application=application, left_at=None).update(
        score_numerator=175, score_denominator=1, result="stop", reason="floor", final=False
    )
    evidence = read()
    assert evidence.visits.numerator.tolist() == [400, 0]
    assert evidence.visits.ruled.tolist() == [Ruled.ADVANCE, Ruled.NOT_YET]


def test_a_corrected_score_is_kept_as_first_given_and_as_it_counts(cycle: Cycle) -> None:
    application = cycle.candidate([3])
    scorecard = Scorecard.objects.get(application=application)
    for value in (2, 5):
        correct(scorecard, value)
    evidence = read()
    assert values(evidence, evidence.scores.first) == [300] * 4
    assert values(evidence, evidence.scores.counting) == [500] * 4
    assert len(evidence.scores.value) == 8, "the revision in between is in neither"


def test_a_value_not_assessed_is_no_row(cycle: Cycle) -> None:
    cycle.candidate([{"impact": None}])
    evidence = read()
    assert [evidence.competencies[at].key for at in evidence.scores.competency] == [
        "judgment",
        "communication",
        "curiosity",
    ]


def test_a_hidden_application_is_in_nothing(cycle: Cycle, recruiter: User) -> None:
    seen = cycle.candidate([5])
    elsewhere = JobFactory(rubric=seen.rubric, recruiter=recruiter)
    hidden = cycle.candidate([1], job=elsewhere, source="Event")
    evidence = read(hidden=[str(hidden.uuid)])
    assert evidence.applications.uuids == (str(seen.uuid),)
    assert (len(evidence.jobs), len(evidence.teams), evidence.sources) == (1, 1, ())
    assert values(evidence, evidence.scores.first) == [500] * 4


def test_only_the_cycle_that_was_asked_for_is_read(cycle: Cycle) -> None:
    mine = cycle.candidate([4])
    cycle.candidate([4], cycle=HiringCycleFactory())
    cycle.candidate([4], cycle=None)
    assert read(cycle.period).applications.uuids == (str(mine.uuid),)
    evidence = read()
    assert sorted(evidence.applications.cycle.tolist()) == [-1, 0, 1]


def test_the_decided_scope_reads_decided_applications_alone(cycle: Cycle) -> None:
    states = ("offer", "no_offer", "stopped", "active", "withdrawn", "closed")
    found = {state: str(cycle.candidate([4], state=state).uuid) for state in states}
    assert set(read(scope=Scope.DECIDED).applications.uuids) == {found["offer"], found["no_offer"]}
    evidence = read()
    decided = dict(zip(evidence.applications.uuids, evidence.applications.decided.tolist(), strict=True))
    assert [decided[found[state]] for state in states] == [
        *(Decided.OFFER, Decided.NO_OFFER, Decided.NOT_YET),
        *[Decided.NOT_YET] * 3,
    ]
    assert evidence.applications.withdrawn.sum() == 1


def second_version(**policy: Any) -> Rubric:
    """The shipped rubric, published again with another policy."""
    plan = shipped_rubric("reference")
    draft = rubric_store(
        actor=None, at=MONDAY, plan=replace(plan, version=2, policy=replace(plan.policy, **policy))
    )
    return rubric_publish(actor=None, at=MONDAY, rubric=draft)


def test_versions_on_one_scale_are_read_together_each_with_its_policy(cycle: Cycle) -> None:
    old = cycle.candidate([4])
    new = cycle.candidate([4], rubric=second_version(threshold=350))
    evidence = read()
    at = dict(zip(evidence.applications.uuids, evidence.applications.policy.tolist(), strict=True))
    assert [evidence.policies[at[str(row.uuid)]].threshold for row in (old, new)] == [400, 350]
    assert len(evidence.stages) == 4
    assert evidence.visits.stage.tolist() == [0, 1] * 2


def test_applications_scored_on_another_scale_are_left_out_and_counted(cycle: Cycle) -> None:
    old = cycle.candidate([4])
    new = cycle.candidate(rubric=second_version(step=50))
    evidence = read()
    assert evidence.applications.uuids == (str(new.uuid),)
    assert (evidence.left_out, len(evidence.scores.value)) == (1, 0)
    assert scores_to_read(ALL, Scope.FINAL, ()) == 0
    assert str(old.uuid) not in evidence.applications.uuids


def test_the_latest_attempt_at_a_stage_stands(cycle: Cycle) -> None:
    application = cycle.candidate([2])
    first = StageVisit.objects.get(application=application)
    StageVisit.objects.filter(pk=first.pk).update(left_at=MONDAY)
    visit_open(application=application, stage_id=first.stage_id, at=MONDAY + HOUR)
    evidence = read()
    assert evidence.visits.attempt.tolist() == [1, 2]
    assert evidence.visits.standing.tolist() == [False, True]


def test_everything_stands_in_an_order_that_no_database_decides(cycle: Cycle) -> None:
    for value in (4, 5, 4):
        cycle.candidate([value], [value, 3, 5])
    evidence = read()
    assert list(evidence.applications.uuids) == sorted(evidence.applications.uuids)
    assert list(evidence.interviewers) == sorted(evidence.interviewers)
    for table, keys in {
        "visits": ("application", "stage", "attempt"),
        "cards": ("visit", "interviewer"),
        "scores": ("card", "competency"),
    }.items():
        columns = [getattr(getattr(evidence, table), key).tolist() for key in keys]
        lines = list(zip(*columns, strict=True))
        assert lines == sorted(lines), table


def test_reading_again_gives_the_same_digest_and_a_score_another(cycle: Cycle) -> None:
    application = cycle.candidate([4])
    evidence = read()
    before = evidence_digest(evidence)
    assert evidence_digest(read()) == before
    assert rows(read()) == rows(evidence)
    correct(Scorecard.objects.get(application=application), {"impact": 5})
    assert evidence_digest(read()) != before


def test_names_and_keys_of_the_database_leave_the_digest_alone(cycle: Cycle) -> None:
    cycle.candidate([4])
    evidence = read()
    before = evidence_digest(evidence)
    Job.objects.update(title="Renamed")
    again = read()
    again.applications.keys[:] += 1
    assert evidence_digest(again) == before
    Application.objects.update(uuid=uuid.uuid4())
    assert evidence_digest(read()) != before


def test_every_score_is_told_and_no_more_than_were_announced(
    cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        cycle.candidate([4])
    monkeypatch.setattr("calibration.queries.evidence.PIECE", 2)
    told: list[int] = []
    evidence = evidence_read(ALL, Scope.FINAL, (), told.append)
    assert told == [8, 8, 4]
    assert sum(told) == scores_to_read(ALL, Scope.FINAL, ()) == len(evidence.scores.value)


def test_reading_takes_as_many_statements_for_three_as_for_one(cycle: Cycle, watch_statements: Watch) -> None:
    cycle.candidate([4], source="Event")
    read()  # the rubric is read once in a process
    with watch_statements() as one:
        read()
    for _ in range(2):
        cycle.candidate([4], source="Event")
    with watch_statements() as three:
        read()
    assert len(one.statements) == len(three.statements)


def test_a_period_without_applications_is_read_as_nothing(rubric: Rubric) -> None:
    evidence = read()
    assert (len(evidence.stages), len(evidence.applications.uuids), len(evidence.scores.value)) == (4, 0, 0)
    assert np.array_equal(evidence.values, [1, 2, 3, 4, 5])
    assert len(evidence_digest(evidence)) == 64

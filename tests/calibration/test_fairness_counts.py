"""What is counted of groups of candidates: who is in a count, and when it is counted again."""

from datetime import timedelta

import numpy as np
import pytest
from django.core.cache import cache

from calibration.fairness.funnel import GroupFunnel
from calibration.fairness.period import SECTION, PartCounts, PeriodFunnel, period_funnel
from calibration.models import CalibrationRun, Scope
from calibration.models.demographics import DemographicAnswer
from calibration.periods import Period
from calibration.queries.fairness import compared_by_group, shown_funnel
from calibration.queries.runs import periods_to_compute, run_sections
from candidates.models import Application, ApplicationState, HiringCycle, Job
from tests.calibration.answers import TODAY, past_cycle, settled, uneven
from tests.calibration.periods import ALL, computed
from tests.factories import MONDAY

MALE, FEMALE = 0, 1
NOW = MONDAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def cycle(db: None) -> HiringCycle:
    return past_cycle()


@pytest.fixture
def funnel(job: Job, cycle: HiringCycle) -> list[Application]:
    return uneven(job, cycle)


def found(cycle: HiringCycle | None = None, hidden: tuple[str, ...] = ()) -> PeriodFunnel:
    run = computed(Period("reference", "Reference", cycle), Scope.SETTLED, hidden)
    return period_funnel(run_sections(run, [SECTION])[SECTION])


def sexes(of: PeriodFunnel) -> list[list[int]]:
    assert of.funnel is not None
    return [[int(row[MALE]), int(row[FEMALE])] for row in of.funnel.sex]


def test_counts_follow_applications_from_gate_to_gate(funnel: list[Application]) -> None:
    assert sexes(found()) == [[80, 70], [70, 60], [60, 50], [50, 40], [40, 30], [30, 10]]


def test_cycle_that_runs_is_counted_once_it_is_over(funnel: list[Application], cycle: HiringCycle) -> None:
    HiringCycle.objects.update(ends_on=TODAY)

    assert found(cycle) == PeriodFunnel(None, 0)
    assert found() == PeriodFunnel(None, 0)


@pytest.mark.parametrize(
    "state",
    [ApplicationState.ACTIVE, ApplicationState.ON_HOLD, ApplicationState.WITHDRAWN, ApplicationState.CLOSED],
)
def test_application_that_is_not_settled_counts_nowhere(
    funnel: list[Application], job: Job, cycle: HiringCycle, state: str
) -> None:
    more = settled(job, cycle, "female", "white", offers=20)
    Application.objects.filter(pk__in=[each.pk for each in more]).update(state=state)

    assert sexes(found())[0] == [80, 70]


def test_hidden_application_is_in_no_count(funnel: list[Application]) -> None:
    hidden = tuple(str(each.uuid) for each in funnel[:10])

    assert sexes(found(hidden=hidden))[0] == [70, 70]


def test_candidate_without_an_answer_is_of_unknown_group(funnel: list[Application]) -> None:
    DemographicAnswer.objects.filter(application__in=[each.pk for each in funnel[:5]]).delete()
    of = found().funnel

    assert of is not None
    assert of.sex[0].tolist() == [75, 70, 0, 5]
    assert of.everybody[0] == 150


def test_small_cycles_are_counted_as_one_and_alone_not_at_all(
    funnel: list[Application], job: Job, cycle: HiringCycle
) -> None:
    small, smaller = past_cycle("Winter"), past_cycle("Spring")
    settled(job, small, "male", "white", stopped=[10, 0, 0, 0], offers=10)
    settled(job, smaller, "female", "white", stopped=[10, 0, 0, 0], offers=10)

    assert found(small) == PeriodFunnel(None, 20)
    assert sexes(found())[0] == [100, 90]


def test_few_applications_of_a_small_cycle_are_left_out_and_counted(
    funnel: list[Application], job: Job
) -> None:
    settled(job, past_cycle("Winter"), "male", "white", offers=10)

    assert found().left_out == 10
    assert sexes(found())[0] == [80, 70]


def test_history_without_a_cycle_is_counted_with_all(funnel: list[Application], job: Job) -> None:
    settled(job, None, "male", "white", stopped=[20, 0, 0, 0], offers=20)

    assert sexes(found())[0] == [120, 70]


def test_unknown_rubric_has_nothing_to_count(db: None) -> None:
    assert computed(Period("none", "None", None), Scope.SETTLED).applications == 0


def test_part_after_part_is_counted_and_the_bar_says_which(
    funnel: list[Application], job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(job, past_cycle("Winter"), "male", "white", stopped=[20, 0, 0, 0], offers=20)
    seen = []

    def look(part: PartCounts) -> GroupFunnel:
        seen.append(CalibrationRun.objects.values_list("steps_done", "steps", "doing").get())
        return shown_funnel(part)

    monkeypatch.setattr("calibration.services.run_groups.shown_funnel", look)
    run = computed(ALL, Scope.SETTLED)

    doing = "Working out which counts may be shown, part"
    assert seen == [(0, 2, f"{doing} 1 of 2"), (1, 2, f"{doing} 2 of 2")]
    assert (run.percent, run.applications, len(run.inputs_digest)) == (100, 190, 64)


def test_what_was_counted_is_counted_again_once_somebody_answered(funnel: list[Application]) -> None:
    def due() -> list[str]:
        return [str(period) for period, scope in periods_to_compute(NOW) if scope == Scope.SETTLED]

    assert due() == ["All cycles", "Autumn"]
    for cycle in (None, HiringCycle.objects.get()):
        found(cycle)
    assert due() == []
    answer = DemographicAnswer.objects.filter(sex="female").earliest("pk")
    answer.sex = "male"
    answer.save()
    assert due() == ["All cycles", "Autumn"]


def test_one_answer_more_is_another_digest_and_the_same_answers_are_the_same(
    funnel: list[Application],
) -> None:
    digests = [computed(ALL, Scope.SETTLED).inputs_digest for _ in range(2)]
    DemographicAnswer.objects.earliest("pk").delete()

    assert digests[0] == digests[1] != computed(ALL, Scope.SETTLED).inputs_digest


def test_other_answers_are_other_counts(funnel: list[Application]) -> None:
    before = sexes(found())[0]
    DemographicAnswer.objects.update(sex="female")

    assert (before, sexes(found())[0]) == ([80, 70], [0, 150])


def test_what_if_compares_groups_of_the_applications_it_is_asked_about(funnel: list[Application]) -> None:
    keys = [each.pk for each in funnel]
    before = [True] * 60 + [False] * 20 + [True] * 40 + [False] * 30
    after = [True] * 70 + [False] * 10 + [True] * 40 + [False] * 30

    male, female = compared_by_group(keys, np.array(before), np.array(after)).sex
    assert (male.rate_before, male.rate_after) == (0.75, 0.875)
    assert (female.rate_before, female.ratio_after) == (4 / 7, 4 / 7 / 0.875)


def test_what_if_sees_an_answer_that_came_in_between(funnel: list[Application]) -> None:
    keys, rule = (
        [each.pk for each in funnel],
        np.array([True] * 60 + [False] * 20 + [True] * 40 + [False] * 30),
    )
    before = compared_by_group(keys, rule, rule).sex
    answer = DemographicAnswer.objects.filter(sex="female").earliest("pk")
    answer.sex, answer.answered_at = "male", MONDAY + timedelta(days=1)
    answer.save()

    assert before[MALE].rate_before == 0.75
    assert compared_by_group(keys, rule, rule).sex[MALE].rate_before == 61 / 81

"""Groups before and after another bar: of a cycle that is over, in rates alone, small changes unsaid."""

from datetime import date, timedelta

import numpy as np
import pytest
from django.http import QueryDict

from calibration.charts.figure import Figure
from calibration.forms.what_if import what_if_form
from calibration.models.demographics import DemographicAnswer
from calibration.periods import Period
from calibration.queries.fairness import LastAnswers
from calibration.services.demographics import SaidOfThemselves, answer_keep
from calibration.views.what_if_groups import group_figures
from calibration.whatif.history import Block, History
from candidates.models import Job
from tests.calibration.test_what_if_compare import NO_OFFER, block
from tests.calibration.test_what_if_form import COMPETENCIES, STAGES
from tests.factories import MONDAY, ApplicationFactory, HiringCycleFactory

pytestmark = pytest.mark.django_db

EACH = 30  # of each sex
WOMEN = [2] * 6 + [4] * 8 + [5] * 16
MEN = [2] * 6 + [4] * 15 + [5] * 9


@pytest.fixture
def period(job: Job) -> Period:
    return Period("reference", "Reference", HiringCycleFactory())


@pytest.fixture
def history(job: Job) -> History:
    scores = [*WOMEN, *MEN]
    found = block(*(((score, score), (score, score), NO_OFFER) for score in scores))
    applications = [ApplicationFactory(job=job) for _ in scores]
    DemographicAnswer.objects.bulk_create(
        DemographicAnswer(
            application=application,
            sex="female" if at < EACH else "male",
            race_ethnicity="declined",
            answered_at=MONDAY,
            how="form",
        )
        for at, application in enumerate(applications)
    )
    keys = np.array([application.pk for application in applications])
    renamed = Block(found.policy, found.plan, found.stages, keys, found.decided)
    return History(100, 500, 100, STAGES, COMPETENCIES, (renamed,))


def figures(period: Period, history: History, address: str, today: date | None = None) -> list[Figure]:
    assert period.cycle is not None
    form = what_if_form(QueryDict(address), history)
    return group_figures(period, history, form, today or period.cycle.ends_on + timedelta(days=1))


def test_rates_and_ratios_stand_side_by_side_and_are_too_coarse_to_count_people_by(
    period: Period, history: History
) -> None:
    sex, race = figures(period, history, "threshold=4.5")
    assert sex.rows == (
        ("Male", 0.8, 0.3, 1.0, 0.56, "after"),
        ("Female", 0.8, 0.53, 1.0, 1.0, None),
    )
    assert race.rows == ()


def test_a_cycle_that_still_runs_is_not_compared(period: Period, history: History) -> None:
    assert period.cycle is not None
    (running,) = figures(period, history, "threshold=4.5", today=period.cycle.ends_on)
    assert (running.rows, running.empty) == (
        (),
        "Groups are compared for one cycle at a time, once it is over.",
    )
    every = Period("reference", "Reference", None)
    form = what_if_form(QueryDict("threshold=4.5"), history)
    assert group_figures(every, history, form, date(2100, 1, 1))[0].rows == ()


@pytest.mark.parametrize("address", ["threshold=4.55", "threshold=4.5&floor=3.01"])
def test_groups_are_not_compared_a_hair_apart(address: str, period: Period, history: History) -> None:
    (refused,) = figures(period, history, address)
    assert refused.empty == "Groups are compared for a threshold and a floor in quarters of a point."


def test_a_group_of_whom_a_few_would_flip_is_not_told(period: Period, history: History) -> None:
    few = DemographicAnswer.objects.filter(sex="male").order_by("pk")[:20]
    withdrawn = DemographicAnswer.objects.filter(pk__in=[answer.pk for answer in few])
    withdrawn.update(sex="declined", answered_at=MONDAY + timedelta(days=1))
    sex, _ = figures(period, history, "threshold=4.5")
    assert ("Male", "too few to show", None, None, None, None) in sex.rows


def test_kept_answers_are_of_exactly_these_applications_and_of_what_is_answered_now(job: Job) -> None:
    asked = [ApplicationFactory(job=job) for _ in range(3)]
    keys = [application.pk for application in asked]
    last = LastAnswers()

    def sexes() -> list[int]:
        return [int(each) for each in last.of(keys).sex]

    nobody = sexes()
    answer_keep(at=MONDAY, application=asked[0], said=SaidOfThemselves("female", "declined"))
    one = sexes()
    assert (one[0] != nobody[0], one[1:]) == (True, nobody[1:])
    assert last.of(keys[::-1]).sex.tolist() == one[::-1]
    answer_keep(
        at=MONDAY + timedelta(days=1), application=asked[0], said=SaidOfThemselves("male", "declined")
    )
    assert sexes()[0] not in (one[0], nobody[0])
    DemographicAnswer.objects.all().delete()
    assert sexes() == nobody

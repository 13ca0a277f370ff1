"""How far a period's applications came, and what their candidates said: only counts leave this module."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.core.cache import cache
from django.db.models import Case, Count, Max, Q, QuerySet, Value, When
from django.utils.crypto import salted_hmac

from calibration.fairness.attack import Mask
from calibration.fairness.compared import Compared, compared
from calibration.fairness.funnel import GroupFunnel, group_funnel, together
from calibration.fairness.groups import Answers, Codes, coded
from calibration.models.demographics import DemographicAnswer
from calibration.periods import Period
from calibration.queries.evidence_shape import EvidenceShape, NothingMeasured, evidence_shape
from candidates.models import Application, ApplicationState, HiringCycle, Origin, StageVisit, VisitResult

OFFER_GATE = "Offer"
FEWEST = 30  # settled applications: of fewer, hardly a count could be shown
SETTLED = (ApplicationState.OFFER, ApplicationState.NO_OFFER, ApplicationState.STOPPED)
KEPT = 366 * 24 * 60 * 60  # seconds; what may be shown of the same counts never changes


@dataclass(frozen=True, slots=True)
class PeriodFunnel:
    """The funnel of a period by group, None where fewer than FEWEST applications are settled.

    `left_out` of the settled ones are not in it, being too few by themselves; `not_over` are the cycles still
    running, of which nothing is.
    """

    funnel: GroupFunnel | None
    left_out: int
    not_over: tuple[str, ...]


def fairness_of(period: Period, hidden: Collection[str], today: date) -> PeriodFunnel:
    """How groups fared in the period, with nothing of the `hidden` applications.

    A cycle counts from the day after its last. While it runs its counts grow person by person, and two looks
    with one decision between them would tell that person's answers. Applications that are withdrawn, open or
    without a decision count nowhere; of those without a cycle only imported ones do, which came all at once.
    """
    asked = (
        HiringCycle.objects.all() if period.cycle is None else HiringCycle.objects.filter(pk=period.cycle.pk)
    )
    running = asked.filter(ends_on__gte=today).order_by("starts_on", "pk")
    not_over = tuple(running.values_list("name", flat=True))
    try:
        shape = evidence_shape(period.rubric_slug)
    except NothingMeasured:
        return PeriodFunnel(None, 0, not_over)
    settled = _settled(shape, hidden)
    parts, rest = _parts(settled, asked.filter(ends_on__lt=today), together=period.cycle is None)
    funnels = [_funnel(part, shape) for part in parts]
    return PeriodFunnel(together(funnels) if funnels else None, rest, not_over)


def compared_by_group(applications: Sequence[int], before: Mask, after: Mask) -> Compared:
    """What two rules would have done to the groups of these applications (by key, in the masks' order)."""
    return compared(_last_answers.of(applications), before, after)


def _parts(
    settled: QuerySet[Application], cycles: QuerySet[HiringCycle], *, together: bool
) -> tuple[list[QuerySet[Application]], int]:
    """The applications in parts that have nobody in common, each of FEWEST or more; and how many are in none.

    A cycle of fewer has no page of numbers of its own, so that all such may be counted as one part.
    """
    sizes = dict(
        settled.filter(cycle__in=cycles).values_list("cycle").annotate(Count("pk")).order_by("cycle")
    )
    large = [settled.filter(cycle=cycle) for cycle, size in sizes.items() if size >= FEWEST]
    small = Q(cycle__in=[cycle for cycle, size in sizes.items() if size < FEWEST])
    rest = settled.filter(small | Q(cycle=None, origin=Origin.IMPORTED) if together else small)
    number = rest.count()
    return ([*large, rest], 0) if together and number >= FEWEST else (large, number)


def _settled(shape: EvidenceShape, hidden: Collection[str]) -> QuerySet[Application]:
    found = Application.objects.filter(rubric__in=shape.policy_of, state__in=SETTLED)
    return found.exclude(uuid__in=hidden) if hidden else found


def _funnel(applications: QuerySet[Application], shape: EvidenceShape) -> GroupFunnel:
    """The funnel of some applications; what may be shown of the same counts is worked out once."""
    rows = list(applications.order_by("pk").values_list("pk", "state"))
    gates = (*(stage.name for stage in shape.stages), OFFER_GATE)
    passed = _passed(applications, rows, shape)
    answers = _answers([key for key, _ in rows])
    key = _cache_key(gates, answers, passed)
    found = cache.get(key)
    if not isinstance(found, GroupFunnel):
        found = group_funnel(gates, answers, passed)
        cache.set(key, found, KEPT)
    return found


def _passed(
    applications: QuerySet[Application], rows: Sequence[tuple[int, str]], shape: EvidenceShape
) -> Codes:
    """How many gates each application passed: whoever came to a stage has passed all before it.

    Whoever cleared the last stage has passed that as well, and whoever got an offer has passed everything.
    """
    place = {key: at for at, (key, _) in enumerate(rows)}
    passed = np.zeros(len(rows), dtype=np.int64)
    last = len(shape.stages) - 1
    visits = StageVisit.objects.filter(application__in=applications.values("pk"), stage__in=shape.stage_of)
    furthest = Max(Case(*(When(stage=stage, then=Value(at)) for stage, at in shape.stage_of.items())))
    for application, at in visits.values_list("application").annotate(at=furthest).order_by("application"):
        if application in place:  # and not one that was settled since `rows` were read
            passed[place[application]] = at
    final = [stage for stage, at in shape.stage_of.items() if at == last]
    attempts = visits.filter(stage__in=final).order_by("attempt").values_list("application", "result")
    for application, result in attempts:
        if application in place:
            passed[place[application]] = last + 1 if result == VisitResult.ADVANCE else last
    passed[[state == ApplicationState.OFFER for _, state in rows]] = last + 2
    return passed


def _answers(applications: Sequence[int]) -> Answers:
    rows = DemographicAnswer.objects.filter(_among(applications))
    found = {
        key: (sex, race)
        for key, sex, race in rows.values_list("application", "sex", "race_ethnicity").iterator()
    }
    return coded(found.get(key, ("", "")) for key in applications)


class LastAnswers:
    """The answers that this process read last, as codes: a slider asks for the same ones again and again.

    They are of exactly these applications. Whoever answers, or takes an answer back, changes how many
    answers there are or the time of the latest, and so has them read anew.
    """

    def __init__(self) -> None:
        self._last: tuple[tuple[Any, ...], Answers] | None = None

    def of(self, applications: Sequence[int]) -> Answers:
        latest = DemographicAnswer.objects.aggregate(Count("pk"), Max("answered_at"))
        asked = (np.array(applications, np.int64).tobytes(), *latest.values())
        last = self._last  # another thread may put its own there meanwhile
        if last is None or last[0] != asked:
            last = self._last = (asked, _answers(applications))
        return last[1]


_last_answers = LastAnswers()


def _among(applications: Sequence[int]) -> Q:
    """A range and no list: databases bear only so many parameters; what is too much is not looked up."""
    return Q(application__gte=min(applications, default=0), application__lte=max(applications, default=0))


def _cache_key(gates: Sequence[str], answers: Answers, passed: Codes) -> str:
    """Keyed with the secret, so that nobody who reads the cache can try counts until one fits."""
    kinds, counts = np.unique(np.stack([passed, answers.sex, answers.race]), axis=1, return_counts=True)
    content = "\n".join([*gates, repr(kinds.tolist()), repr(counts.tolist())])
    return f"fairness:{salted_hmac('calibration.fairness', content, algorithm='sha256').hexdigest()}"

"""How far a period's applications came, and what their candidates said: only counts leave this module."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.core.cache import cache
from django.db.models import Case, Count, Max, Q, QuerySet, Value, When
from django.utils.crypto import salted_hmac

from calibration.fairness.attack import Mask
from calibration.fairness.compared import Compared, compared
from calibration.fairness.funnel import GroupFunnel, group_funnel
from calibration.fairness.groups import Answers, Codes, coded
from calibration.fairness.period import FEWEST, PartCounts, SettledCounts
from calibration.models import Scope
from calibration.models.demographics import DemographicAnswer
from calibration.periods import Period
from calibration.queries.evidence_shape import EvidenceShape, NothingMeasured, evidence_shape
from candidates.models import Application, ApplicationState, HiringCycle, Origin, StageVisit, VisitResult

OFFER_GATE = "Offer"
KEPT = 366 * 24 * 60 * 60  # seconds; what may be shown of the same counts never changes


def settled_counts(period: Period, hidden: Collection[str], today: date) -> SettledCounts:
    """What there is to count of groups in the period, with nothing of the `hidden` applications (uuids).

    A cycle counts from the day after its last. While it runs its counts grow person by person, and two looks
    with one decision between them would tell that person's answers. Applications that are withdrawn, open or
    without a decision count nowhere; of those without a cycle only imported ones do, which came all at once.
    """
    try:
        shape = evidence_shape(period.rubric_slug)
    except NothingMeasured:
        return SettledCounts((), 0, _digest(()))
    over = HiringCycle.objects.filter(ends_on__lt=today)
    asked = over if period.cycle is None else over.filter(pk=period.cycle.pk)
    querysets, left_out = _parts(_settled(shape, hidden), asked, together=period.cycle is None)
    parts = [_counts(applications, shape) for applications in querysets]
    return SettledCounts(parts, left_out, _digest(parts))


def shown_funnel(part: PartCounts) -> GroupFunnel:
    """What may be shown of a part; of the same counts it is worked out once, which can take seconds."""
    key = f"fairness:{_digest([part])}"
    found = cache.get(key)
    if not isinstance(found, GroupFunnel):
        found = group_funnel(part.gates, part.answers, part.passed)
        cache.set(key, found, KEPT)
    return found


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
    found = Application.objects.filter(rubric__in=shape.policy_of, state__in=Scope.SETTLED.states)
    return found.exclude(uuid__in=hidden) if hidden else found


def _counts(applications: QuerySet[Application], shape: EvidenceShape) -> PartCounts:
    rows = list(applications.order_by("pk").values_list("pk", "state"))
    gates = (*(stage.name for stage in shape.stages), OFFER_GATE)
    return PartCounts(gates, _answers([key for key, _ in rows]), _passed(applications, rows, shape))


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


def _digest(parts: Sequence[PartCounts]) -> str:
    """Keyed with the secret, so that nobody who reads it can try counts until one fits."""
    lines = []
    for part in parts:
        codes = np.stack([part.passed, part.answers.sex, part.answers.race])
        kinds, counts = np.unique(codes, axis=1, return_counts=True)
        lines += [*part.gates, repr(kinds.tolist()), repr(counts.tolist())]
    return salted_hmac("calibration.fairness", "\n".join(lines), algorithm="sha256").hexdigest()

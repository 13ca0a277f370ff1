"""Which stage visits have evidence that their latest outcome has not read."""

from collections.abc import Iterable, Iterator

from django.db.models import Max, OuterRef, Subquery

from candidates.models import StageVisit
from committee.inputs import GateInputs, inputs_digest
from committee.models import GateOutcome
from committee.queries.evidence import current_inputs
from interviewers.models import ScorecardRevision
from rubrics.queries import stored_rubric

LIMIT = 500  # visits looked at for each reason in one sweep


def stale_visits(turn: int) -> list[int]:
    """Keys of visits whose outcome is due, those that say so first; a handful of queries however many.

    Every change of evidence marks its visit (`computing_since`) in its own transaction, so marked visits are
    all there should be. In case a mark was lost, the visits of the latest revisions are compared with their
    outcomes too, and beyond them one slice of all visits: `turn` counts sweeps, and each takes the next.
    """
    marked = _marked()
    others = {*_of_latest_revisions(), *_slice(turn)}.difference(marked)
    return [*marked, *_differing(others)]


def _marked() -> list[int]:
    waiting = StageVisit.objects.filter(computing_since__isnull=False).order_by("computing_since", "pk")
    return list(waiting.values_list("pk", flat=True)[:LIMIT])


def _of_latest_revisions() -> Iterable[int]:
    latest = ScorecardRevision.objects.order_by("-pk")[:LIMIT]
    return latest.values_list("scorecard__visit_id", flat=True)


def _slice(turn: int) -> Iterable[int]:
    last = StageVisit.objects.aggregate(last=Max("pk"))["last"] or 0
    first = turn % (last // LIMIT + 1) * LIMIT
    return StageVisit.objects.filter(pk__gte=first, pk__lt=first + LIMIT).values_list("pk", flat=True)


def _differing(visit_ids: Iterable[int]) -> Iterator[int]:
    latest = GateOutcome.objects.filter(visit=OuterRef("pk")).order_by("-number")
    visits = StageVisit.objects.filter(pk__in=visit_ids).order_by("pk")
    read = dict(visits.annotate(read=Subquery(latest.values("inputs_digest")[:1])).values_list("pk", "read"))
    inputs = current_inputs(visits)
    for visit in visits:
        if read.get(visit.pk) is None and _nothing_to_decide(visit, inputs[visit.pk]):
            continue
        if read.get(visit.pk) != inputs_digest(inputs[visit.pk]):
            yield visit.pk


def _nothing_to_decide(visit: StageVisit, inputs: GateInputs) -> bool:
    """A visit just opened: the gate is first asked when a scorecard comes in or the panel grows."""
    panel_size = stored_rubric(visit.rubric_id).stage_plan(visit.stage_id).panel_size
    return not inputs.scorecards and inputs.expected == panel_size

"""The people that a stage visit waits on."""

from collections.abc import Iterable

from candidates.models import StageVisit, VisitResult, VisitWaiting
from hiring.built import Built

_PEOPLE = Built(
    lambda visit_id: VisitWaiting.objects.filter(visit=visit_id).values_list("user_id", flat=True)
)


def people_note(visit: StageVisit, outstanding: Iterable[int]) -> None:
    """Makes these people (keys) the ones that the visit waits on."""
    wanted = set(outstanding)
    present = set(_PEOPLE(visit.pk))
    if gone := present - wanted:
        VisitWaiting.objects.filter(visit=visit, user_id__in=gone).delete()
    if missing := wanted - present:
        VisitWaiting.objects.bulk_create(
            [VisitWaiting(visit=visit, user_id=key) for key in sorted(missing)], ignore_conflicts=True
        )


def lacks_judge(visit: StageVisit) -> bool:
    """Whether the panel of a bar raiser's visit that has advanced holds nobody of whom the verdict is due."""
    if visit.result != VisitResult.ADVANCE or visit.verdict_at is not None or not visit.assigned:
        return False
    return not VisitWaiting.objects.filter(visit=visit).exists()

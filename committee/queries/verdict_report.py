"""The verdicts of each bar raiser: how many they gave, how many were no, and how long they took."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from candidates.models import HiringCycle, ParticipationCapacity
from candidates.permissions import is_blind_to, visible_applications
from committee.models import Verdict
from interviewers.models import Assignment

FEWEST = 5  # verdicts of which a share is said; of fewer, one answer more would make it another


@dataclass(frozen=True, slots=True)
class Given:
    """One verdict; `took` from the assignment to it, None where it answered new evidence."""

    bar_raiser_id: int
    raises_judgment: bool
    raises_impact: bool
    took: timedelta | None

    @property
    def is_no(self) -> bool:
        return not (self.raises_judgment and self.raises_impact)


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A bar raiser's verdicts, or everybody's. `share` is in whole per cent, cut; None of too few."""

    name: str
    given: int
    no: int
    share: int | None
    no_in_judgment: int
    no_in_impact: int
    median_days: str


@dataclass(frozen=True, slots=True)
class VerdictReport:
    """The bar raisers by name, and all of them together."""

    rows: tuple[VerdictRow, ...]
    total: VerdictRow


def verdict_report(
    reader: User, *, since: datetime | None = None, cycle: HiringCycle | None = None
) -> VerdictReport:
    """Every verdict given since then, or on the applications of the cycle; two statements.

    An application that the reader is recused from or still has to score counts nowhere.
    """
    seen = visible_applications(reader).exclude(is_blind_to(reader))
    verdicts = Verdict.objects.filter(application__in=seen.values("pk"))
    if since is not None:
        verdicts = verdicts.filter(given_at__gte=since)
    if cycle is not None:
        verdicts = verdicts.filter(application__cycle=cycle)
    by_person: dict[int, list[Given]] = defaultdict(list)
    for given in _given(verdicts):
        by_person[given.bar_raiser_id].append(given)
    people = User.objects.filter(pk__in=by_person).order_by("name", "pk").only("name")
    return VerdictReport(
        rows=tuple(_row(person.name, by_person[person.pk]) for person in people),
        total=_row("All bar raisers", [given for listed in by_person.values() for given in listed]),
    )


def _given(verdicts: QuerySet[Verdict]) -> Iterable[Given]:
    assigned = Assignment.objects.live().filter(
        visit=OuterRef("visit"), interviewer=OuterRef("bar_raiser"), capacity=ParticipationCapacity.BAR_RAISER
    )
    rows = verdicts.annotate(assigned_at=Subquery(assigned.values("assigned_at")[:1])).values_list(
        "bar_raiser", "raises_judgment", "raises_impact", "number", "given_at", "assigned_at"
    )
    for person, judgment, impact, number, at, since in rows:
        yield Given(person, judgment, impact, at - since if since and number == 1 else None)


def _row(name: str, given: list[Given]) -> VerdictRow:
    no = sum(verdict.is_no for verdict in given)
    return VerdictRow(
        name=name,
        given=len(given),
        no=no,
        share=no * 100 // len(given) if len(given) >= FEWEST else None,
        no_in_judgment=sum(not verdict.raises_judgment for verdict in given),
        no_in_impact=sum(not verdict.raises_impact for verdict in given),
        median_days=_days([verdict.took for verdict in given if verdict.took is not None]),
    )


def _days(times: list[timedelta]) -> str:
    """The median in days with one decimal, "" of none."""
    return f"{median(time / timedelta(days=1) for time in times):.1f}" if times else ""

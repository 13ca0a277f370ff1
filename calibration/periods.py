"""What a page of calibration is about: one rubric's applications, in one hiring cycle or in all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.http import urlencode

from calibration.models import Scope
from candidates.models import HiringCycle
from hiring.canonical import digest
from rubrics.models import Rubric

ALL_CYCLES = "all"
SHAPE = 1  # of what a run keeps: counted up when pages read it otherwise, so that no page meets an older run


@dataclass(frozen=True, slots=True)
class Period:
    """`cycle` is None for all cycles together; versions of a rubric share its slug."""

    rubric_slug: str
    rubric_name: str
    cycle: HiringCycle | None

    def __str__(self) -> str:
        return self.cycle.name if self.cycle else "All cycles"

    @property
    def query(self) -> str:
        """The part of an address that leads back to this period."""
        return urlencode(
            {"rubric": self.rubric_slug, "cycle": str(self.cycle.uuid) if self.cycle else ALL_CYCLES}
        )


@dataclass(frozen=True, slots=True)
class Periods:
    """The period a page was asked for, and what else there is to choose."""

    chosen: Period
    rubrics: Mapping[str, str]  # names by slug
    cycles: Sequence[HiringCycle]


def periods(asked: Mapping[str, str]) -> Periods:
    """The period that the address asks for: nonsense is the first rubric in use, and all cycles.

    Two queries.
    """
    names: dict[str, str] = {}
    for rubric in Rubric.objects.published().only("slug", "name"):
        names.setdefault(rubric.slug, rubric.name)
    cycles = list(HiringCycle.objects.order_by("-starts_on", "name"))
    slug = asked.get("rubric", "")
    if slug not in names:
        slug = "reference" if "reference" in names else next(iter(names), "")
    cycle = {str(cycle.uuid): cycle for cycle in cycles}.get(asked.get("cycle", ""))
    return Periods(Period(slug, names.get(slug, ""), cycle), names, cycles)


def run_key(period: Period, scope: Scope, hidden: Sequence[str]) -> str:
    """What two runs share when they answer the same question: SHA-256, in lower-case hexadecimal."""
    cycle = str(period.cycle.uuid) if period.cycle else None
    return digest([SHAPE, period.rubric_slug, cycle, str(scope), list(hidden)])

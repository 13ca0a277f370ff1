"""How many applications came to each stage, what became of them, and how long it took."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

import numpy as np

from calibration.evidence import Evidence, Integers, Label, Ruled
from calibration.rates.durations import Duration, duration_of, durations_by
from calibration.rates.funnel import Ending, Funnel, endings_of, funnel, funnels_by

Content: TypeAlias = dict[str, Any]

MOST_GROUPS = 50  # the largest; of the others it is said how many they are
_ENDINGS = {
    Ruled.NOT_YET: Ending.PENDING,
    Ruled.PENDING: Ending.PENDING,
    Ruled.STOP_FLOOR: Ending.STOPPED_BY_FLOOR,
    Ruled.STOP_THRESHOLD: Ending.STOPPED_BY_THRESHOLD,
    Ruled.ADVANCE: Ending.ADVANCED,
}


def funnel_content(evidence: Evidence) -> Content:
    """JSON-ready: of all, and by `groups` job, team, source and cycle, the largest first.

    A stage has the counts of calibration.rates.funnel.StageFunnel; `ruled` of them the gate has decided,
    `passed` of those with `rate`; `went_on` entered a later stage; `days` in the stage, of those who have
    left it. `scorecards` are the hours from an interview's end to its first revision.
    """
    endings = _endings(evidence)
    stages = tuple(stage.slug for stage in evidence.stages)
    found = funnel(endings, evidence.applications.decided, stages)
    everybody = np.zeros(len(endings), np.int64)
    days = _days(evidence, everybody, 1)[0]
    return {
        "stages": _stages(evidence, found, endings, days),
        "applications": found.applications,
        "offers": asdict(found.offers),
        "flow": [asdict(link) for link in found.flow],
        "groups": {
            "job": _groups(evidence, endings, evidence.applications.job, evidence.jobs, "No job"),
            "team": _groups(evidence, endings, evidence.applications.team, evidence.teams, "No team"),
            "source": _groups(evidence, endings, evidence.applications.source, evidence.sources, "No source"),
            "cycle": _groups(evidence, endings, evidence.applications.cycle, evidence.cycles, "No cycle"),
        },
        "scorecards": asdict(duration_of(evidence.cards.submitted - evidence.cards.interviewed, "hours")),
    }


def _endings(evidence: Evidence) -> Integers:
    """Applications × stages: what became of each at the attempt that counts."""
    visits = evidence.visits
    rows = np.flatnonzero(visits.standing)
    applications = visits.application[rows]
    found = np.array([_ENDINGS[ruled] for ruled in Ruled], np.int8)[visits.ruled[rows]]
    left = evidence.applications.withdrawn[applications] & (found == Ending.PENDING)
    found = np.where(left, Ending.WITHDRAWN, found)
    shape = (len(evidence.applications.uuids), len(evidence.stages))
    return endings_of(applications, visits.stage[rows], found, shape)


def _groups(
    evidence: Evidence, endings: Integers, of_each: Integers, labels: Sequence[Label], nothing: str
) -> Content:
    """The groups with most applications; -1 is the one of those that have none."""
    stages = tuple(stage.slug for stage in evidence.stages)
    found = funnels_by(of_each, endings, evidence.applications.decided, stages)
    largest = sorted(found, key=lambda number: (-found[number].applications, number))
    days = _days(evidence, of_each + 1, len(labels) + 1)
    return {
        "rows": [
            {
                **({"key": "", "name": nothing} if number < 0 else asdict(labels[number])),
                "applications": found[number].applications,
                "offers": asdict(found[number].offers),
                "stages": _stages(evidence, found[number], endings[of_each == number], days[number + 1]),
            }
            for number in largest[:MOST_GROUPS]
        ],
        "others": len(largest[MOST_GROUPS:]),
        "of_others": sum(found[number].applications for number in largest[MOST_GROUPS:]),
    }


def _stages(evidence: Evidence, found: Funnel, endings: Integers, days: Sequence[Duration]) -> list[Content]:
    return [
        {
            "slug": stage.slug,
            "name": stage.name,
            "entered": counts.entered,
            "advanced": counts.advanced,
            "stopped_by_floor": counts.stopped_by_floor,
            "stopped_by_threshold": counts.stopped_by_threshold,
            "pending": counts.pending,
            "withdrawn": counts.withdrawn,
            "ruled": counts.passed.total,
            "passed": counts.passed.cases,
            "rate": asdict(counts.passed),
            "went_on": _went_on(endings, at),
            "days": asdict(days[at]),
        }
        for at, (stage, counts) in enumerate(zip(evidence.stages, found.stages, strict=True))
    ]


def _went_on(endings: Integers, stage: int) -> int:
    later = (endings[:, stage + 1 :] != Ending.NOT_ENTERED).any(axis=1)
    return int((later & (endings[:, stage] != Ending.NOT_ENTERED)).sum())


def _days(evidence: Evidence, groups: Integers, group_count: int) -> list[tuple[Duration, ...]]:
    """By group of applications: the days between entering and leaving each stage, every attempt a case."""
    visits, width = evidence.visits, len(evidence.stages)
    group = groups[visits.application] * width + visits.stage
    found = durations_by(group, visits.left - visits.entered, group_count * width, "days")
    return [found[start : start + width] for start in range(0, len(found), width)]

"""How long scorecards take from the end of their interview."""

from typing import Any

import numpy as np

from calibration.evidence import Evidence
from calibration.rates.durations import Duration, duration_of, durations_by

LATE_HOURS = 24  # what most stages of the shipped rubrics give


def timeliness_content(evidence: Evidence) -> dict[str, Any]:
    """JSON-ready: hours from an interview's end to its scorecard, of each of `interviewers` and `overall`.

    `cards` were submitted; of these `timed` have an interview whose end is known, and `late` of those came
    over `late_hours` after it. Median and 90th percentile are None of too few (calibration.rates.durations).
    """
    cards, people = evidence.cards, len(evidence.interviewers)
    taken = cards.submitted - cards.interviewed
    late = taken > LATE_HOURS * 3600  # not a number is not late
    of_each = zip(
        evidence.interviewers,
        np.bincount(cards.interviewer, minlength=people).tolist(),
        np.bincount(cards.interviewer[late], minlength=people).tolist(),
        durations_by(cards.interviewer, taken, people, "hours"),
        strict=True,
    )
    return {
        "late_hours": LATE_HOURS,
        "overall": _row(len(taken), int(late.sum()), duration_of(taken, "hours")),
        "interviewers": [{"uuid": uuid, **_row(*numbers)} for uuid, *numbers in of_each],
    }


def _row(cards: int, late: int, taken: Duration) -> dict[str, Any]:
    return {
        "cards": cards,
        "timed": taken.cases,
        "late": late,
        "median_hours": _tenth(taken.median),
        "p90_hours": _tenth(taken.p90),
    }


def _tenth(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 1)

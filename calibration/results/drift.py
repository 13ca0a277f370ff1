"""How each interviewer's severity moves from cycle to cycle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.evidence import Evidence
from calibration.rasch.calibration import Calibration
from calibration.rasch.drift import Drift, PeriodSeverity, drift
from calibration.rasch.fair_averages import TIMES_SE, Points, interval_points
from calibration.rasch.ratings import Ratings, chosen
from calibration.results.fitted import Comparable, fitted_to
from calibration.results.ratings import largest_group
from calibration.results.severity import FEWEST_SCORES, rounded

MOVED = 0.25  # points between the first cycle and the last that are worth a word
FALSE = 0.05  # of those said to drift, how many do not, at most and on average
CHANGE = ("first", "last", "change", "change_low", "change_high")
ONE_CYCLE = "Drift shows only over several cycles."


def drift_content(evidence: Evidence) -> dict[str, Any]:
    """JSON-ready: `cycles` in the order in which they were held, and for each interviewer a point per cycle
    with its 95 % interval, None of too few `scores` or without a link to the other cycles.

    Points are as in the severity section. `change` is from cycle `first` to cycle `last` (places in `cycles`,
    the outermost with a point), with its interval; `drift` says stricter or lenient when it is more than
    MOVED and certain enough that among all who are said to drift at most one in twenty is by chance
    (Y. Benjamini and Y. Hochberg, JRSS B 57, 1995), else nothing. `why_not` is a sentence where there is no
    drift to look for.
    """
    fitted, order = fitted_to(evidence), _in_order(evidence)
    cycles = [{"key": evidence.cycles[at].key, "name": evidence.cycles[at].name} for at in order]
    if fitted.calibration is None or len(order) < 2:
        return {"why_not": fitted.why_not or ONE_CYCLE, "cycles": cycles, "interviewers": []}
    ratings = fitted.ratings
    period = _periods(evidence, ratings, order)
    compared = chosen(ratings, _compared(ratings, period, len(order)))
    period_of = dict(zip(ratings.ratees, period.tolist(), strict=True))
    of_ratee = np.array([period_of[uuid] for uuid in compared.ratees], np.int32)
    found = drift(compared, of_ratee, len(order), fitted.calibration)
    among = {uuid: each for each in fitted.comparables for uuid in each.raters}
    scores = _scores(ratings, period, len(order))
    moves = [
        _Moves(uuid, scores[at], _severities(found.get(uuid), scores[at]), among[uuid])
        for at, uuid in enumerate(ratings.raters)
    ]
    surely = _surely(moves)
    rows = [_row(fitted.calibration, each, each.uuid in surely) for each in moves]
    return {"why_not": "", "cycles": cycles, "interviewers": rows}


@dataclass(frozen=True, slots=True)
class _Moves:
    """An interviewer's scores in each cycle and severity in those that say something of it."""

    uuid: str
    scores: Sequence[int]
    severities: Mapping[int, PeriodSeverity]
    among: Comparable

    @property
    def first(self) -> PeriodSeverity:
        return self.severities[min(self.severities)]

    @property
    def last(self) -> PeriodSeverity:
        return self.severities[max(self.severities)]

    @property
    def stricter(self) -> float:
        """By how many logits, from the first to the last."""
        return self.last.measure - self.first.measure

    @property
    def se(self) -> float:
        """Of that; the errors of the two are independent."""
        return float(np.hypot(self.first.se, self.last.se)) * self.among.wider


def _in_order(evidence: Evidence) -> list[int]:
    """The cycles that hold scorecards, by when these came on average: evidence has no other dates."""
    cycle = evidence.applications.cycle[evidence.visits.application[evidence.cards.visit]]
    means = {at: evidence.cards.submitted[cycle == at].mean() for at in np.unique(cycle[cycle >= 0]).tolist()}
    return sorted(means, key=lambda at: (means[at], at))


def _periods(evidence: Evidence, ratings: Ratings, order: Sequence[int]) -> NDArray[np.int64]:
    """The place of each ratee's cycle in the order, -1 for none."""
    place = np.full(len(evidence.cycles) + 1, -1)
    place[list(order)] = np.arange(len(order))
    at = {uuid: number for number, uuid in enumerate(evidence.applications.uuids)}
    return place[evidence.applications.cycle[[at[uuid] for uuid in ratings.ratees]]]


def _compared(ratings: Ratings, period: NDArray[np.int64], cycles: int) -> NDArray[np.bool_]:
    """The scores of those who compare within their cycle: a link over cycles needs one group in each."""
    of_score = period[ratings.ratee]
    kept = np.zeros(len(ratings), np.bool_)
    for cycle in range(cycles):
        rows = np.flatnonzero(of_score == cycle)
        mask = of_score == cycle
        kept[rows] = largest_group(chosen(ratings, mask))
    return kept


def _scores(ratings: Ratings, period: NDArray[np.int64], cycles: int) -> list[list[int]]:
    """How many scores each interviewer gave in each cycle."""
    of_score = period[ratings.ratee]
    known = of_score >= 0
    place = ratings.rater[known].astype(np.int64) * cycles + of_score[known]
    counted = np.bincount(place, minlength=len(ratings.raters) * cycles)
    rows: list[list[int]] = counted.reshape(-1, cycles).tolist()
    return rows


def _severities(found: Drift | None, scores: Sequence[int]) -> Mapping[int, PeriodSeverity]:
    periods = found.periods if found else ()
    return {each.period: each for each in periods if scores[each.period] >= FEWEST_SCORES}


def _surely(moves: Sequence[_Moves]) -> set[str]:
    """Who moved beyond chance, as many being looked at as are."""
    chances = sorted(
        (erfc(abs(each.stricter) / each.se / sqrt(2)), each.uuid)
        for each in moves
        if len(each.severities) > 1
    )
    last = max(
        (rank for rank, (chance, _) in enumerate(chances, 1) if chance <= FALSE * rank / len(chances)),
        default=0,
    )
    return {uuid for _, uuid in chances[:last]}


def _row(whole: Calibration, moves: _Moves, surely: bool) -> dict[str, Any]:
    found = {at: _in_points(whole, moves, each) for at, each in moves.severities.items()}
    cycles = [{**_point(found.get(at)), "scores": count} for at, count in enumerate(moves.scores)]
    if len(found) < 2:
        return {"uuid": moves.uuid, "cycles": cycles, "drift": "", **dict.fromkeys(CHANGE)}
    first, last = found[min(found)], found[max(found)]
    change, half = last.value - first.value, TIMES_SE * moves.se * _points_a_logit(moves, first, last)
    drifts = surely and abs(change) > MOVED
    return {
        "uuid": moves.uuid,
        "cycles": cycles,
        "first": min(found),
        "last": max(found),
        "change": rounded(change),
        "change_low": rounded(change - half),
        "change_high": rounded(change + half),
        "drift": ("stricter" if change < 0 else "lenient") if drifts else "",
    }


def _in_points(whole: Calibration, moves: _Moves, severity: PeriodSeverity) -> Points:
    among, number = moves.among, whole.severity[moves.uuid].subset
    return interval_points(whole, number, severity.measure - among.centre, severity.se * among.wider)


def _point(points: Points | None) -> dict[str, float | None]:
    ends = (points.value, points.lower, points.upper) if points else (None, None, None)
    return dict(zip(("points", "low", "high"), map(rounded, ends), strict=True))


def _points_a_logit(moves: _Moves, first: Points, last: Points) -> float:
    """How many points a logit is worth between the two; where they are close, around them."""
    if abs(moves.stricter) > moves.se:
        return abs((last.value - first.value) / moves.stricter)
    widths = first.upper - first.lower + last.upper - last.lower
    return widths / (2 * TIMES_SE * moves.among.wider * (moves.first.se + moves.last.se))

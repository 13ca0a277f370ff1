"""How each interviewer uses the scale: the values given beside the others' on the same candidates, the range,
and how far the competencies of a scorecard move together.
"""

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.agreement.habits import habits_of
from calibration.agreement.halo import halos
from calibration.evidence import Evidence


def habits_content(evidence: Evidence) -> dict[str, Any]:
    """JSON-ready, from first revisions given blind: shares are from 0 to 1 in the order of `values`, None
    with the count where a share or a correlation would rest on too few (see calibration.agreement).
    """
    scores = evidence.scores
    blind = ~np.asarray(evidence.cards.not_blind)
    first = np.flatnonzero(np.asarray(scores.first) & blind[scores.card])
    card, competency, value = scores.card[first], scores.competency[first], scores.value[first]
    visit, interviewer = evidence.cards.visit[card], evidence.cards.interviewer[card]
    category = (value - evidence.lowest) // evidence.step
    people = len(evidence.interviewers)
    found = habits_of(
        visit * len(evidence.competencies) + competency, interviewer, category, evidence.values, people
    )
    table = _by_card(len(evidence.cards.visit), len(evidence.competencies), card, competency, value)
    halo = halos(evidence.cards.visit[blind], evidence.cards.interviewer[blind], table[blind], people)
    return {
        "values": evidence.values.tolist(),
        "overall": asdict(halo.overall),
        "interviewers": [
            {"uuid": uuid, **asdict(habits), "halo": asdict(halo_of)}
            for uuid, habits, halo_of in zip(evidence.interviewers, found, halo.interviewers, strict=True)
        ],
    }


def _by_card(
    cards: int, competencies: int, card: NDArray[Any], competency: NDArray[Any], value: NDArray[Any]
) -> NDArray[np.float64]:
    """Scorecards × competencies in points, NaN where not assessed."""
    table = np.full((cards, competencies), np.nan)
    table[card, competency] = value / 100
    return table

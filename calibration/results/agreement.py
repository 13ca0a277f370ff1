"""How far interviewers agree, by stage and competency, and how they use the scale.

From first revisions, and only from scorecards that were given blind: who has read what others wrote agrees
with them for another reason.
"""

from dataclasses import asdict
from typing import Any, TypeAlias

import numpy as np

from calibration.agreement.summary import Agreement, agreement_of
from calibration.evidence import Evidence, Flags, Integers, StageShape

Content: TypeAlias = dict[str, Any]


def agreement_content(evidence: Evidence) -> Content:
    """JSON-ready: `rows` in order of stage and competency, as calibration.agreement.summary has them (the
    kappas as `kappa_pairs`, how many pairs their mean is of); `scale`, how often each value was given;
    `not_blind`, the scorecards left out of all of it.
    """
    compared = _compared_cards(evidence)
    scores = evidence.scores
    blind = np.asarray(scores.first) & ~np.asarray(evidence.cards.not_blind)[scores.card]
    used = blind & compared[scores.card]
    category = (scores.value - evidence.lowest) // evidence.step
    return {
        "rows": [
            _row(evidence, number, stage, competency, used, category)
            for number, stage in enumerate(evidence.stages)
            for competency in stage.competencies
        ],
        "scale": [
            {"value": float(value), "scores": int(count)}
            for value, count in zip(
                evidence.values,
                np.bincount(category[blind], minlength=len(evidence.values)),
                strict=True,
            )
        ],
        "not_blind": int(np.asarray(evidence.cards.not_blind).sum()),
    }


def _compared_cards(evidence: Evidence) -> Flags:
    """One scorecard of an interviewer and visit: the first, should there ever be two."""
    cards = evidence.cards
    pairs = cards.visit * max(len(evidence.interviewers), 1) + cards.interviewer
    compared = np.zeros(len(pairs), np.bool_)
    compared[np.unique(pairs, return_index=True)[1]] = True
    return compared


def _row(
    evidence: Evidence, number: int, stage: StageShape, competency: int, used: Flags, category: Integers
) -> Content:
    scores, cards = evidence.scores, evidence.cards
    card = scores.card[used & (scores.competency == competency)]
    here = evidence.visits.stage[cards.visit[card]] == number
    card = card[here]
    found = agreement_of(
        cards.visit[card],
        cards.interviewer[card],
        category[used & (scores.competency == competency)][here],
        evidence.values,
    )
    label = evidence.competencies[competency]
    return {
        "stage": stage.slug,
        "stage_name": stage.name,
        "competency": label.key,
        "competency_name": label.name,
        **_as_json(found),
    }


def _as_json(found: Agreement) -> Content:
    content = asdict(found)
    content["kappa_pairs"] = sum(pair["kappa"] is not None for pair in content.pop("kappas"))
    return content

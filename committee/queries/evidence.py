"""What the gate is given for stage visits as they stand."""

from collections.abc import Iterable

from candidates.models import StageVisit
from committee.inputs import CardRead, GateInputs, gate_inputs
from interviewers.queries.scorecards import SubmittedCard, cards_of_visits
from rubrics.queries import stored_rubric


def current_inputs(visits: Iterable[StageVisit]) -> dict[int, GateInputs]:
    """The inputs of each visit, by its key; one query however many there are."""
    listed = list(visits)
    cards = cards_of_visits([visit.pk for visit in listed])
    return {
        visit.pk: visit_inputs(visit, [_read(card) for card in cards.get(visit.pk, [])]) for visit in listed
    }


def visit_inputs(visit: StageVisit, cards: list[CardRead]) -> GateInputs:
    """The inputs of a visit with these scorecards; no query once the rubric is in memory."""
    stored = stored_rubric(visit.rubric_id)
    stage = stored.stage_plan(visit.stage_id)
    return gate_inputs(
        rubric=f"{stored.plan.slug}:{stored.plan.version}",
        stage=stage.slug,
        policy=stored.plan.policy,
        competencies=stage.competencies,
        expected=visit.expected,
        scorecards=cards,
    )


def _read(card: SubmittedCard) -> CardRead:
    assessed = {slug: value for slug, value in card.values.items() if value is not None}
    return CardRead(str(card.scorecard_uuid), card.revision_number, assessed)

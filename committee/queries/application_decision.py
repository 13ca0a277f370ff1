"""What a chair needs to decide, on the application page."""

from dataclasses import dataclass
from datetime import datetime

from candidates.lifecycle import Move
from candidates.models import Application, ApplicationState
from committee.offer import unmet_for_no_offer, unmet_for_offer
from committee.permissions.decisions import can_decide
from committee.queries.application_rows import ApplicationRows
from committee.queries.application_timeline import DECIDED
from committee.queries.decisions import Judged, loop_facts

# While it is in none of these, there is nothing to decide.
DECIDABLE = (ApplicationState.ACTIVE, ApplicationState.STOPPED)


@dataclass(frozen=True, slots=True)
class Deciding:
    """`unmet` is what an offer still lacks, in sentences."""

    application: Application
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The committee's decision; `by` recorded it, `members` were present."""

    is_offer: bool
    reason: str
    at: datetime
    by: str
    members: tuple[str, ...]


def deciding(rows: ApplicationRows) -> Deciding | None:
    """For a chair once the loop has ended, else None; at most a statement."""
    if not can_decide(rows.reader, rows.application, rows.sight) or not _may_have_ended(rows):
        return None
    visits = sorted(rows.visits, key=lambda visit: visit.attempt)
    facts = loop_facts(rows.application, visits, _judged(rows), rows.pending)
    return None if unmet_for_no_offer(facts) else Deciding(rows.application, unmet_for_offer(facts))


def decided(rows: ApplicationRows) -> DecisionView | None:
    """What the committee decided, for those who see results; None for an imported decision, which has no more
    to it than the state says.
    """
    made = next((move for move in rows.said.moves if move.move in DECIDED), None)
    if made is None or not rows.said.present:
        return None
    return DecisionView(
        is_offer=made.move == Move.DECIDE_OFFER,
        reason=rows.said.present[0].reason,
        at=made.at,
        by=made.by,
        members=tuple(row.name for row in rows.said.present),
    )


def _may_have_ended(rows: ApplicationRows) -> bool:
    application = rows.application
    if application.decided_at is not None or application.state not in DECIDABLE:
        return False
    stopped = application.state == ApplicationState.STOPPED
    return stopped or any(visit.is_complete for visit in rows.visits) or bool(rows.said.verdicts)


def _judged(rows: ApplicationRows) -> Judged | None:
    judged = [visit for visit in rows.visits if rows.said.verdicts.get(visit.pk)]
    latest = max(judged, key=lambda visit: visit.attempt, default=None)
    if latest is None:
        return None
    verdict = rows.said.verdicts[latest.pk][0]
    return Judged(verdict.raises_judgment, verdict.raises_impact, verdict.packet or 0)

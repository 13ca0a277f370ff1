"""What happened to an application, the latest first, as far as its reader may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from candidates.lifecycle import Move
from candidates.models import ApplicationState, StageVisit
from committee.matrix import attempt_words
from committee.queries.application_rows import ApplicationRows
from committee.queries.read_back import read_back

MOVED = {
    Move.HOLD: "Put on hold",
    Move.RESUME: "Resumed",
    Move.WITHDRAW: "Withdrawn",
    Move.REOPEN: "Reopened",
    Move.DECIDE_OFFER: "Decided: offer",
    Move.DECIDE_NO_OFFER: "Decided: no offer",
}
DECIDED = (Move.DECIDE_OFFER, Move.DECIDE_NO_OFFER)


@dataclass(frozen=True, slots=True)
class Event:
    """`kind` is advance, stop or empty; `by` who did it, "" when nobody did."""

    at: datetime
    title: str
    detail: str = ""
    by: str = ""
    kind: str = ""


def timeline(rows: ApplicationRows) -> tuple[Event, ...]:
    """Every event that the reader may know of; without progress in their sight, none."""
    if not rows.sight.progress:
        return ()
    events = [
        Event(rows.application.applied_at, "Applied", detail=rows.application.source),
        *_moves(rows),
        *(event for visit in rows.visits for event in _visit(rows, visit)),
        *_imported_decision(rows),
    ]
    # Turned round first, since a sort keeps the order of equals: an effect stands above its cause.
    events.reverse()
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))


def _moves(rows: ApplicationRows) -> Iterable[Event]:
    """The moves that people made; the gate's own are told by its outcomes."""
    for move in rows.said.moves:
        if move.move in MOVED:
            # The reason of a decision stands with the decision.
            detail = "" if move.move in DECIDED else move.reason
            yield Event(move.at, MOVED[Move(move.move)], detail=detail, by=move.by)


def _visit(rows: ApplicationRows, visit: StageVisit) -> Iterable[Event]:
    name = rows.stored.stage_plan(visit.stage_id).name
    attempt = attempt_words(visit.attempt)
    yield Event(visit.entered_at, f"Entered {name}", detail=attempt)
    for card in rows.cards.get(visit.pk, []):
        late = "Late" if card.is_late else ""
        yield Event(card.submitted_at, f"Scorecard for {name}", detail=late, by=card.interviewer)
        for revision in card.revisions[1:]:
            seen = "Could see others' scores by then" if revision.saw_others else ""
            yield Event(revision.submitted_at, f"Correction for {name}", detail=seen, by=card.interviewer)
    yield from _outcomes(rows, visit, name)
    if visit.stop_confirmed_at is not None:
        by = visit.stop_confirmed_by.name if visit.stop_confirmed_by else ""
        yield Event(visit.stop_confirmed_at, "Stop confirmed", by=by, kind="stop")
    for verdict in reversed(rows.said.verdicts.get(visit.pk, [])):
        title = "Verdict given" if verdict.number == 1 else "Verdict given again"
        yield Event(verdict.given_at, title, by=verdict.bar_raiser)


def _outcomes(rows: ApplicationRows, visit: StageVisit, name: str) -> Iterable[Event]:
    """The final outcomes of a visit whose results the reader may see."""
    if not rows.sees_results(visit):
        return
    for outcome in rows.outcomes.get(visit.pk, []):
        read = read_back(outcome, rows.stored)
        if read.final:
            kind = "" if outcome.result == "pending" else outcome.result
            yield Event(outcome.computed_at, name, detail=read.sentence, kind=kind)


def _imported_decision(rows: ApplicationRows) -> Iterable[Event]:
    """A decision that came with an import made no move here."""
    decided = rows.application.decided_at
    told = any(move.move in DECIDED for move in rows.said.moves)
    if decided is not None and not told:
        state = ApplicationState(rows.application.state).label.lower()
        yield Event(decided, f"Decided: {state}")

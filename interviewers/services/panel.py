"""The panel of a stage visit: locking it, and keeping what others read of it in step with its assignments."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from accounts.models import Lock
from accounts.services.locks import REPORTING_LINE
from candidates.models import Application, Participation, ParticipationCapacity, StageVisit
from candidates.services.visits import PanelFacts, expected_scorecards, visit_note_panel
from hiring.built import Built
from interviewers.models import Assignment, AssignmentState
from interviewers.queries.people import is_bar_raiser_stage, judges
from interviewers.signals import evidence_changed

Trigger = Literal["submit", "revision", "panel"]


class _Card(NamedTuple):
    """An assignment of the application, with the times of its interview."""

    visit_id: int
    interviewer_id: int
    capacity: str
    state: str
    due_at: datetime
    closed_at: datetime | None
    starts_at: datetime
    ends_at: datetime


def panel_lock(visit: StageVisit) -> tuple[Application, StageVisit]:
    """Locks the application's row and returns it, with job and candidate, and the visit as it is by then.

    Call inside a transaction, before anything of the panel is read to be changed.
    """
    application = _LOCKED_APPLICATION.get(visit.application_id)
    fresh = _VISIT.get(visit.pk)
    fresh.application = application
    return application, fresh


def panel_lock_to_give(visit: StageVisit) -> tuple[Application, StageVisit]:
    """The same for putting somebody on the panel: a bar raiser is judged by a reporting line, a hiring
    manager and a lead that nobody changes until the transaction ends.

    That lock comes before the application's, wherever both are taken.
    """
    if is_bar_raiser_stage(visit):
        Lock.hold(REPORTING_LINE)
    return panel_lock(visit)


_LOCKED_APPLICATION = Built(
    lambda key: (
        Application.objects.select_for_update(of=("self",)).select_related("job", "candidate").filter(pk=key)
    )
)
_VISIT = Built(lambda key: StageVisit.objects.filter(pk=key))


def panel_refresh(*, application: Application, visit: StageVisit, at: datetime, trigger: Trigger) -> None:
    """Brings the visit's facts and its people's Participation in step with the assignments.

    The caller holds the application's row lock and read `visit` after taking it. Sends `evidence_changed` on
    "submit" and "revision", and on "panel" when the gate would now expect other scorecards.
    """
    cards = _cards(application)
    here = [card for card in cards if card.visit_id == visit.pk]
    facts = _facts(here, visit, at)
    changed = (
        trigger != "panel"
        or facts.submitted != visit.submitted
        or expected_scorecards(visit, facts.assigned) != visit.expected
    )
    _note_participation(application, cards, {card.interviewer_id for card in here})
    visit_note_panel(application=application, visit=visit, facts=facts, evidence_changed=changed, at=at)
    if changed:
        evidence_changed.send(StageVisit, visit=visit, application=application, trigger=trigger, at=at)


def _cards(application: Application) -> list[_Card]:
    return [_Card(*row) for row in _CARDS(application.pk)]


_CARDS = Built(
    lambda application_id: Assignment.objects.filter(application=application_id).values_list(
        "visit_id",
        "interviewer_id",
        "capacity",
        "state",
        "due_at",
        "closed_at",
        "interview__starts_at",
        "interview__ends_at",
    )
)


def _facts(here: list[_Card], visit: StageVisit, at: datetime) -> PanelFacts:
    waiting = [card for card in here if card.state == AssignmentState.OPEN]
    done = [card for card in here if card.state == AssignmentState.SUBMITTED]
    live = waiting + done
    starts = sorted(card.starts_at for card in live)
    ahead = [start for start in starts if start > at]
    return PanelFacts(
        assigned=len(live),
        submitted=len(done),
        interview_starts_at=min(ahead) if ahead else max(starts, default=None),
        interview_ends_at=max((card.ends_at for card in live), default=None),
        scorecards_due_at=min((card.due_at for card in waiting), default=None),
        outstanding=frozenset(card.interviewer_id for card in waiting) | _owing(done, visit),
    )


def _owing(done: list[_Card], visit: StageVisit) -> frozenset[int]:
    """The bar raisers who owe the verdict after their scorecard, and can give it."""
    if visit.verdict_at or not any(card.capacity == ParticipationCapacity.BAR_RAISER for card in done):
        return frozenset()
    return frozenset(
        judges(visit).filter(state=AssignmentState.SUBMITTED).values_list("interviewer_id", flat=True)
    )


def _note_participation(application: Application, cards: list[_Card], people: Iterable[int]) -> None:
    """Counts the cards of these people over the whole application; one statement."""
    wanted = set(people)
    by_part: dict[tuple[int, str], list[_Card]] = defaultdict(list)
    for card in cards:
        if card.interviewer_id in wanted:
            by_part[card.interviewer_id, card.capacity].append(card)
    rows = [
        _participation(application, user_id, capacity, held)
        for (user_id, capacity), held in sorted(by_part.items())
    ]
    if rows:
        Participation.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["application", "user", "capacity"],
            update_fields=["open_cards", "submitted_cards", "ended_at"],
        )


def _participation(application: Application, user_id: int, capacity: str, held: list[_Card]) -> Participation:
    waiting = sum(card.state == AssignmentState.OPEN for card in held)
    done = sum(card.state == AssignmentState.SUBMITTED for card in held)
    ends = [card.closed_at for card in held if card.closed_at is not None]
    return Participation(
        application=application,
        user_id=user_id,
        capacity=capacity,
        open_cards=waiting,
        submitted_cards=done,
        ended_at=None if waiting or done else max(ends, default=None),
    )

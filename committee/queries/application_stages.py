"""The stages of the application page: what the gate said, on which evidence, and who is on the panel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from candidates.models import StageVisit
from committee.gate_line import GateLine, gate_line
from committee.matrix import Matrix, Row, attempt_words, scored_row
from committee.models import GateOutcome, Trigger
from committee.permissions.verdicts import can_give_verdict
from committee.queries.application_cards import NOT_BLIND, CardView, Mark, card_views, marks_of
from committee.queries.application_rows import ApplicationRows
from committee.queries.application_said import VerdictRow
from committee.queries.read_back import read_back
from committee.scale import RESULT_WORDS
from interviewers.models import Assignment, AssignmentState
from interviewers.models.interviews import LIVE_STATES
from rubrics.gate import GatePolicy, shown
from rubrics.points import written_points
from rubrics.queries import StoredRubric

COMPUTING = "The outcome follows in a moment."


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One interviewer of the visit. `kind` and `word` are those of a chip."""

    name: str
    own: bool
    starts_at: datetime
    due_at: datetime | None
    kind: str
    word: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An outcome in the trace."""

    number: int
    at: datetime
    trigger: str
    result: str
    word: str
    score: str
    scorecards: str
    digest: str
    hash: str


@dataclass(frozen=True, slots=True)
class StageView:
    """One visit. `hidden` says what unlocks what the gate said, and is empty when it is shown."""

    id: str
    title: str
    attempt: str
    superseded: bool
    result: str
    word: str
    gate: GateLine | None
    firmness: str
    hidden: str
    panel: tuple[PanelRow, ...]
    panel_url: str
    cards: tuple[CardView, ...]
    policy: str
    rubric: str
    trace: tuple[LedgerRow, ...]
    verdicts: tuple[VerdictRow, ...]  # the one that counts first
    verdict_in_words: bool  # its reasons quote scorecards, so they open with these
    verdict_open: bool


def stage_views(rows: ApplicationRows, runs: bool) -> tuple[StageView, ...]:
    """A view for each visit, in the order of the rubric; `runs`: the reader may change its panel."""
    latest = {visit.stage_id: visit.pk for visit in rows.visits}
    return tuple(
        _stage(rows, visit, runs=runs, superseded=latest[visit.stage_id] != visit.pk) for visit in rows.visits
    )


def matrix_view(rows: ApplicationRows) -> Matrix:
    """The score matrix: every visit, and the stages still ahead."""
    visits: dict[int, list[StageVisit]] = {}
    for visit in rows.visits:
        visits.setdefault(visit.stage_id, []).append(visit)
    listed = [
        row
        for stage_id in rows.stored.stage_ids.values()
        for row in _matrix_rows(rows, stage_id, visits.get(stage_id, []))
    ]
    plan = rows.stored.plan
    caption = f"Scores of {rows.application.candidate}, {rows.application.job}"
    return Matrix(caption, tuple(plan.competency_names.values()), tuple(listed))


def anchor(visit: StageVisit) -> str:
    return f"stage-{visit.uuid}"


def _matrix_rows(rows: ApplicationRows, stage_id: int, visits: list[StageVisit]) -> Iterable[Row]:
    name = rows.stored.stage_plan(stage_id).name
    if not visits:
        yield Row(name, ahead="Not reached yet")
    for visit in visits:
        attempt, url = attempt_words(visit.attempt), f"#{anchor(visit)}"
        outcomes = rows.outcomes.get(visit.pk)
        if not rows.sees_results(visit):
            yield Row(name, attempt, url, hidden=rows.why_hidden(visit))
        elif not outcomes:
            waiting = COMPUTING if visit.computing_since else "No scorecard is in yet"
            yield Row(name, attempt, url, ahead=waiting)
        else:
            read = read_back(outcomes[-1], rows.stored)
            people = _people(rows, visit) if rows.sees_cards(visit) else {}
            yield scored_row(
                stage=name,
                attempt=attempt,
                url=url,
                inputs=read.inputs,
                outcome=read.outcome,
                sentence=read.sentence,
                names=rows.stored.plan.competency_names,
                people=people,
            )


def _people(rows: ApplicationRows, visit: StageVisit) -> dict[str, str]:
    return {str(card.uuid): card.interviewer for card in rows.cards.get(visit.pk, [])}


def _stage(rows: ApplicationRows, visit: StageVisit, *, runs: bool, superseded: bool) -> StageView:
    plan = rows.stored.stage_plan(visit.stage_id)
    shows = rows.sees_results(visit)
    outcomes = rows.outcomes.get(visit.pk, []) if shows else []
    read = read_back(outcomes[-1], rows.stored) if outcomes else None
    names = rows.stored.plan.competency_names
    panel = [row for row in rows.assignments if row.visit_id == visit.pk]
    return StageView(
        id=anchor(visit),
        title=plan.name,
        attempt=attempt_words(visit.attempt),
        superseded=superseded,
        result=read.outcome.result if read else "pending",
        word=RESULT_WORDS[read.outcome.result] if read else "",
        gate=(
            gate_line(
                stage=plan.name,
                policy=read.inputs.policy,
                outcome=read.outcome,
                sentence=read.sentence,
                names=names,
            )
            if read and read.inputs.scorecards
            else None
        ),
        firmness=read.firmness if read else "",
        hidden="" if shows else rows.why_hidden(visit),
        panel=tuple(_panel(rows, visit, panel)),
        panel_url=reverse("interviewers:panel", args=[visit.uuid]) if runs and not superseded else "",
        cards=card_views(rows, visit),
        policy=policy_words(rows.stored.plan.policy),
        rubric=f"{rows.stored.plan.name}, version {rows.stored.plan.version}",
        trace=tuple(_trace(outcomes, rows.stored, everything=rows.sees_cards(visit))),
        verdicts=tuple(rows.said.verdicts.get(visit.pk, ())) if shows else (),
        verdict_in_words=rows.sees_cards(visit),
        verdict_open=visit.left_at is None and bool(can_give_verdict(rows.reader, visit, panel)),
    )


def policy_words(policy: GatePolicy) -> str:
    """The policy of the gate in one line."""
    how = "mean" if policy.aggregation == "mean" else "lowest"
    return (
        f"Threshold {shown((policy.threshold, 1))}, floor {shown((policy.floor, 1))}, "
        f"{how} of the scorecards, scale {written_points(policy.lowest)} to {written_points(policy.highest)} "
        f"in steps of {written_points(policy.step)}"
    )


def _trace(outcomes: Iterable[GateOutcome], stored: StoredRubric, *, everything: bool) -> Iterable[LedgerRow]:
    """The visit's part of the ledger. Who may not read the scorecards gets the final outcomes alone: from one
    to the next as scorecards come in, the others would tell what each of them said.
    """
    for outcome in outcomes:
        read = read_back(outcome, stored)
        if everything or read.final:
            yield LedgerRow(
                number=outcome.number,
                at=outcome.computed_at,
                trigger=Trigger(outcome.trigger).label,
                result=outcome.result,
                word=RESULT_WORDS[outcome.result],
                score=shown(outcome.score) if outcome.score else "",
                scorecards=", ".join(
                    f"{card.id[:8]} revision {card.revision}" for card in read.inputs.scorecards
                ),
                digest=outcome.inputs_digest,
                hash=outcome.hash,
            )


def _panel(rows: ApplicationRows, visit: StageVisit, panel: Iterable[Assignment]) -> Iterable[PanelRow]:
    cards = {card.assignment_id: card for card in rows.cards.get(visit.pk, [])}
    for row in panel:
        if row.state not in LIVE_STATES:
            continue
        card = cards.get(row.pk)
        submitted = row.state == AssignmentState.SUBMITTED
        marks = marks_of(card) if card else (NOT_BLIND,) if row.not_blind else ()
        yield PanelRow(
            name=row.interviewer.name,
            own=row.interviewer_id == rows.reader.pk,
            starts_at=row.interview.starts_at,
            due_at=None if submitted else row.due_at,
            kind="advance" if submitted else "pending",
            word="Scorecard in" if submitted else "Outstanding",
            marks=marks,
        )

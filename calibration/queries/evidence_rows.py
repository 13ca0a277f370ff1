"""The rows of a period's evidence as columns, each in its canonical order; streamed, never all as objects."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from accounts.models import User
from calibration.evidence import ApplicationRows, CardRows, Decided, Label, Ruled, ScoreRows, VisitRows
from calibration.queries.evidence_shape import EvidenceShape
from candidates.models import Application, ApplicationState, HiringCycle, Job, StageVisit
from interviewers.models import Scorecard

Places: TypeAlias = Mapping[int, int]  # where a row's key stands

FETCHED = 20_000  # rows at a time
NOWHERE = -1
_VISIT = (
    *("application_id", "stage_id", "attempt", "pk", "final", "result", "reason"),
    *("score_numerator", "score_denominator", "expected", "submitted", "entered_at", "left_at"),
)
_CARD = ("visit_id", "interviewer_id", "pk", "submitted_at", "assignment__interview__ends_at", "not_blind")
SCORE = (
    *("revision__scorecard_id", "competency_id", "revision__number", "value"),
    "revision__scorecard__latest",
)
_DECIDED = {ApplicationState.OFFER: Decided.OFFER, ApplicationState.NO_OFFER: Decided.NO_OFFER}


@dataclass(frozen=True, slots=True)
class Applications:
    """The applications' rows, and what they are grouped by."""

    rows: ApplicationRows
    cycles: tuple[Label, ...]
    jobs: tuple[Label, ...]
    teams: tuple[Label, ...]
    sources: tuple[Label, ...]


def application_rows(found: QuerySet[Application], shape: EvidenceShape) -> Applications:
    """In order of uuid; four statements."""
    fields = ("uuid", "pk", "state", "rubric_id", "cycle_id", "job_id", "source")
    rows = sorted(_stream(found.order_by().values_list(*fields)), key=lambda row: str(row[0]))
    uuids, keys, states, rubrics, cycle_keys, job_keys, sources = _columns(rows, len(fields))
    jobs = {job.pk: job for job in Job.objects.filter(pk__in=set(job_keys)).select_related("team")}
    cycles = HiringCycle.objects.filter(pk__in=set(cycle_keys) - {None})
    cycle_at, cycle_labels = _labels((cycle.pk, Label(str(cycle.uuid), cycle.name)) for cycle in cycles)
    job_at, job_labels = _labels((job.pk, Label(str(job.uuid), str(job))) for job in jobs.values())
    team_at, team_labels = _labels(
        {job.team_id: Label(str(job.team.uuid), job.team.name) for job in jobs.values()}.items()
    )
    source_at, source_labels = _labels((name, Label(name, name)) for name in set(sources) - {""})
    columns = ApplicationRows(
        keys=np.array(keys, np.int64),
        uuids=tuple(map(str, uuids)),
        decided=_numbers(_DECIDED.get(state, Decided.NOT_YET) for state in states),
        withdrawn=np.array([state == ApplicationState.WITHDRAWN for state in states], np.bool_),
        policy=_numbers(shape.policy_of[key] for key in rubrics),
        cycle=_numbers(cycle_at.get(key, NOWHERE) for key in cycle_keys),
        job=_numbers(job_at[key] for key in job_keys),
        team=_numbers(team_at[jobs[key].team_id] for key in job_keys),
        source=_numbers(source_at.get(name, NOWHERE) for name in sources),
    )
    return Applications(columns, cycle_labels, job_labels, team_labels, source_labels)


def visit_rows(
    visits: QuerySet[StageVisit], applications: Applications, shape: EvidenceShape
) -> tuple[VisitRows, Places]:
    """In order of application, stage and attempt; a visit that is not final shows no score and is pending."""
    application_at = {int(key): at for at, key in enumerate(applications.rows.keys)}
    rows = sorted(
        (application_at[application], shape.stage_of[stage], *rest)
        for application, stage, *rest in _stream(visits.order_by().values_list(*_VISIT))
        if application in application_at
    )
    at, stage, attempt, keys, final, result, reason, up, down, expected, submitted, entered, left = _columns(
        rows, len(_VISIT)
    )
    columns = VisitRows(
        application=_numbers(at),
        stage=_numbers(stage),
        attempt=_numbers(attempt),
        standing=_last_of_each(_numbers(at), _numbers(stage)),
        numerator=_numbers((up[i] or 0) * final[i] for i in range(len(rows))),
        denominator=_numbers((down[i] or 0) * final[i] for i in range(len(rows))),
        ruled=_numbers(_ruled(*facts) for facts in zip(final, result, reason, strict=True)),
        outstanding=_numbers(max(a - b, 0) for a, b in zip(expected, submitted, strict=True)),
        entered=_instants(entered),
        left=_instants(left),
    )
    return columns, {key: place for place, key in enumerate(keys)}


def card_rows(cards: QuerySet[Scorecard], visit_at: Places) -> tuple[CardRows, Places, tuple[str, ...]]:
    """In order of visit and interviewer; the interviewers' uuids, in order."""
    found = [row for row in _stream(cards.order_by().values_list(*_CARD)) if row[0] in visit_at]
    people = User.objects.filter(pk__in={row[1] for row in found}).values_list("uuid", "pk")
    ordered = sorted((str(uuid), key) for uuid, key in people)
    person_at = {key: at for at, (_, key) in enumerate(ordered)}
    rows = sorted((visit_at[visit], person_at[person], *rest) for visit, person, *rest in found)
    visit, person, keys, submitted, interviewed, not_blind = _columns(rows, len(_CARD))
    columns = CardRows(
        visit=_numbers(visit),
        interviewer=_numbers(person),
        submitted=_instants(submitted),
        interviewed=_instants(interviewed),
        not_blind=np.array(not_blind, np.bool_),
    )
    return columns, {key: place for place, key in enumerate(keys)}, tuple(uuid for uuid, _ in ordered)


def score_rows(
    pieces: Iterable[Sequence[tuple[int, ...]]], card_at: Places, shape: EvidenceShape
) -> ScoreRows:
    """In order of card, competency and revision; of rows with the fields of SCORE."""
    columns = [np.empty((0, len(SCORE)), np.int64)]
    for piece in pieces:
        known = [
            (card_at[card], shape.competency_of[competency], number, value, latest)
            for card, competency, number, value, latest in piece
            if card in card_at
        ]
        columns.append(np.array(known, np.int64).reshape(-1, len(SCORE)))
    rows = np.concatenate(columns)
    card, competency, number, value, latest = np.ascontiguousarray(rows[np.lexsort(rows[:, 2::-1].T)].T)
    return ScoreRows(card, competency, value, number == 1, number == latest)


def _stream(rows: QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    return rows.iterator(chunk_size=FETCHED)


def _columns(rows: Sequence[Sequence[Any]], width: int) -> list[tuple[Any, ...]]:
    return [tuple(column) for column in zip(*rows, strict=True)] or [()] * width


def _labels(found: Iterable[tuple[Any, Label]]) -> tuple[dict[Any, int], tuple[Label, ...]]:
    """Where each key's label stands, and the labels in order of their public keys."""
    ordered = sorted(found, key=lambda each: each[1].key)
    return {key: at for at, (key, _) in enumerate(ordered)}, tuple(label for _, label in ordered)


def _numbers(values: Iterable[Any]) -> NDArray[np.int64]:
    return np.fromiter(values, np.int64)


def _instants(values: Iterable[datetime | None]) -> NDArray[np.float64]:
    return np.fromiter((value.timestamp() if value else np.nan for value in values), np.float64)


def _last_of_each(application: NDArray[np.int64], stage: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a row is the last of its application and stage, rows being in order."""
    last = np.ones(len(application), np.bool_)
    last[:-1] = (application[1:] != application[:-1]) | (stage[1:] != stage[:-1])
    return last


def _ruled(final: bool, result: str, reason: str) -> Ruled:
    if not final:
        return Ruled.NOT_YET
    if result == "stop":
        return Ruled.STOP_FLOOR if reason == "floor" else Ruled.STOP_THRESHOLD
    return {"advance": Ruled.ADVANCE, "pending": Ruled.PENDING}.get(result, Ruled.NOT_YET)

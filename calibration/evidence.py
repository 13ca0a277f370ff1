"""All that the committee has measured in a period, as arrays: what every statistic is computed from. Pure.

Rows refer to each other and to the tuples of names by index. Instants are seconds since 1970 in UTC, NaN
where there is none; values and stage scores are in hundredths of a point. Everything is in an order of its
own (uuids, then stages and attempts), so that the same evidence gives the same digest in any database.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hiring.canonical import canonical_json
from rubrics.gate import GatePolicy

Integers: TypeAlias = NDArray[np.integer[Any]]
Flags: TypeAlias = NDArray[np.bool_]
Instants: TypeAlias = NDArray[np.float64]
# What one version of a rubric asks, in its order: stages (by index), each with its competencies (by index).
Plan: TypeAlias = tuple[tuple[int, tuple[int, ...]], ...]


class Decided(IntEnum):
    """What the committee decided on an application."""

    NOT_YET = 0
    OFFER = 1
    NO_OFFER = 2


class Ruled(IntEnum):
    """What the gate said last of a visit."""

    NOT_YET = 0
    PENDING = 1
    STOP_FLOOR = 2
    STOP_THRESHOLD = 3
    ADVANCE = 4


@dataclass(frozen=True, slots=True)
class StageShape:
    """A stage of the period's rubric; `competencies` are indices into the evidence's competencies."""

    slug: str
    name: str
    kind: str
    competencies: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """Something that rows are grouped by: its public key (a uuid, or the text itself) and its name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class ApplicationRows:
    """One row an application; `cycle` and `source` are -1 for none; `policy` is the one pinned to it."""

    keys: Integers
    uuids: tuple[str, ...]
    decided: Integers
    withdrawn: Flags
    policy: Integers
    cycle: Integers
    job: Integers
    team: Integers
    source: Integers


@dataclass(frozen=True, slots=True)
class VisitRows:
    """One row an attempt at a stage; `standing` marks the latest attempt, which counts; `denominator` is 0
    where there is no stage score; `outstanding` are the scorecards expected and not in.
    """

    application: Integers
    stage: Integers
    attempt: Integers
    standing: Flags
    numerator: Integers
    denominator: Integers
    ruled: Integers
    outstanding: Integers
    entered: Instants
    left: Instants


@dataclass(frozen=True, slots=True)
class CardRows:
    """One row a submitted scorecard: when its first revision came, and when its interview ended."""

    visit: Integers
    interviewer: Integers
    submitted: Instants
    interviewed: Instants
    not_blind: Flags


@dataclass(frozen=True, slots=True)
class ScoreRows:
    """One row a value that was given. `first` marks those of first revisions, which the statistics use;
    `counting` those of latest revisions, which the gate read.
    """

    card: Integers
    competency: Integers
    value: Integers
    first: Flags
    counting: Flags


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Evidence:
    """A period's evidence. `interviewers` are uuids; `left_out` applications were scored on another scale;
    `plans` are what versions under each of the `policies` ask (empty: all of them ask `stages` as they are).

    Equal only to itself, so that what several subjects need of it can be computed once.
    """

    rubric: str
    lowest: int
    highest: int
    step: int
    stages: tuple[StageShape, ...]
    competencies: tuple[Label, ...]
    policies: tuple[GatePolicy, ...]
    interviewers: tuple[str, ...]
    cycles: tuple[Label, ...]
    jobs: tuple[Label, ...]
    teams: tuple[Label, ...]
    sources: tuple[Label, ...]
    applications: ApplicationRows
    visits: VisitRows
    cards: CardRows
    scores: ScoreRows
    left_out: int
    plans: tuple[Plan, ...] = ()

    @property
    def values(self) -> NDArray[np.float64]:
        """The categories of the scale, in points."""
        return np.arange(self.lowest, self.highest + 1, self.step) / 100


def evidence_digest(evidence: Evidence) -> str:
    """SHA-256 over everything but database keys and names: equal when the same was measured."""
    digest = hashlib.sha256()
    shape = {
        "rubric": evidence.rubric,
        "scale": [evidence.lowest, evidence.highest, evidence.step],
        "stages": [[stage.slug, list(stage.competencies)] for stage in evidence.stages],
        "competencies": [label.key for label in evidence.competencies],
        "policies": [[policy.threshold, policy.floor, policy.aggregation] for policy in evidence.policies],
        "plans": [[[stage, list(asked)] for stage, asked in plan] for plan in evidence.plans],
        "interviewers": list(evidence.interviewers),
        "groups": [
            [label.key for label in group]
            for group in (evidence.cycles, evidence.jobs, evidence.teams, evidence.sources)
        ],
        "applications": list(evidence.applications.uuids),
    }
    digest.update(canonical_json(shape).encode())
    for rows in (evidence.applications, evidence.visits, evidence.cards, evidence.scores):
        for array in _arrays(rows):
            digest.update(array.tobytes())
    return digest.hexdigest()


def _arrays(rows: object) -> Iterator[NDArray[Any]]:
    """The columns but the database keys, at one width on every machine."""
    for field in fields(rows):  # type: ignore[arg-type]
        column = getattr(rows, field.name)
        if field.name != "keys" and isinstance(column, np.ndarray):
            yield column.astype("<f8" if column.dtype.kind == "f" else "<i8")

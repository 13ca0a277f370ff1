"""What people said of an application as a whole: its moves, the verdicts, and who was at the decision.

One statement for the three, which are a few rows of different kinds: each says its kind, key, time, person
and words, the words of a verdict being the JSON of its fields.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, JSONObject

from candidates.models import Application, ApplicationMove
from committee.models import DecisionMember, Verdict

MOVE, VERDICT, PRESENT = "move", "verdict", "present"
ANSWERS = ("raises_judgment", "raises_impact")
WORDS = ("judgment_because", "impact_because", "critique_asked", "critique_taken", "must_know")
IN_JSON = ("number", *ANSWERS, *WORDS)
MOST = 300  # rows: far above any real loop, so that no page is without end


class MoveRow(NamedTuple):
    """A move in the life of the application; `by` is "" when nobody made it."""

    move: str
    reason: str
    at: datetime
    by: str


class PresentRow(NamedTuple):
    """That somebody was present when the committee decided, and the reason that was given."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A verdict; `packet` is the version that it was given on, None from before there were packets."""

    number: int
    bar_raiser: str
    given_at: datetime
    packet: int | None
    raises_judgment: bool
    raises_impact: bool
    judgment_because: str
    impact_because: str
    critique_asked: str
    critique_taken: str
    must_know: str

    @property
    def raises_the_bar(self) -> bool:
        return self.raises_judgment and self.raises_impact


@dataclass(frozen=True)
class Said:
    """`moves` the latest first, `present` by name, `verdicts` by visit with the one that counts first."""

    moves: tuple[MoveRow, ...] = ()
    present: tuple[PresentRow, ...] = ()
    verdicts: Mapping[int, list[VerdictRow]] = field(default_factory=dict)


class _Row(NamedTuple):
    kind: str
    key: int
    at: datetime
    who: str | None
    words: str


def said_of(application: Application, *, judged: bool) -> Said:
    """What was said; no statement without a verdict (`judged`) while its state is the one it began in."""
    if not judged and application.state_since == application.applied_at:
        return Said()
    rows = sorted(map(_Row._make, _found(application)[:MOST]), key=lambda row: row.key, reverse=True)
    by_kind: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    return Said(
        moves=tuple(_move(row) for row in by_kind[MOVE]),
        present=tuple(sorted(PresentRow(row.who or "", row.words) for row in by_kind[PRESENT])),
        verdicts=_verdicts(by_kind[VERDICT]),
    )


def _found(application: Application) -> QuerySet[Any, Any]:
    moves: QuerySet[Any] = ApplicationMove.objects.filter(application=application).order_by()
    verdicts: QuerySet[Any] = Verdict.objects.filter(application=application)
    present: QuerySet[Any] = DecisionMember.objects.filter(decision__application=application)
    fields = JSONObject(
        visit=F("visit_id"), packet=F("packet__version"), **{name: F(name) for name in IN_JSON}
    )
    return _shaped(moves, MOVE, "at", "actor__name", Concat(F("move"), Value(" "), F("reason"))).union(
        _shaped(verdicts, VERDICT, "given_at", "bar_raiser__name", fields),
        _shaped(present, PRESENT, "decision__decided_at", "user__name", F("decision__reason")),
        all=True,
    )


def _shaped(rows: QuerySet[Any], kind: str, at: str, who: str, words: Any) -> QuerySet[Any, Any]:
    shaped: QuerySet[Any, Any] = rows.annotate(kind=Value(kind), words=Cast(words, TextField()))
    return shaped.values_list("kind", "pk", at, who, "words")


def _move(row: _Row) -> MoveRow:
    move, _, reason = row.words.partition(" ")
    return MoveRow(move, reason, row.at, row.who or "")


def _verdicts(rows: Iterable[_Row]) -> dict[int, list[VerdictRow]]:
    by_visit: dict[int, list[VerdictRow]] = defaultdict(list)
    for row in rows:
        fields: dict[str, Any] = json.loads(row.words)
        visit = fields.pop("visit")
        fields |= {name: bool(fields[name]) for name in ANSWERS}  # SQLite has numbers for them
        by_visit[visit].append(VerdictRow(given_at=row.at, bar_raiser=row.who or "", **fields))
    return by_visit

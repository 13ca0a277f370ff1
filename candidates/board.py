"""The cards of the pipeline: what each one says, in words, from the facts of its visit. Pure.

Times come in aware; `at` is now and `zone` the reader's time zone. A score shows only what is final.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple, Protocol
from uuid import UUID

from rubrics.gate import shown

HALF = 2  # past half of the time allowed, a wait asks for attention

WAITS_FOR = {
    "outcome": "The outcome, in a moment",
    "one_more_scorecard": "One more scorecard",
    "confirmation": "Confirmation of the stop",
    "bar_raiser": "A bar raiser",
    "answer": "An answer",
    "verdict": "The verdict",
    "decision": "The decision",
    "resumption": "The end of the hold",
    "nothing": "Nothing",
}
NEEDS_PEOPLE = frozenset({"panel", "one_more_scorecard", "bar_raiser"})
ON_WHOM = {
    "recruiter": "the recruiter",
    "interviewers": "the interviewers",
    "bar_raiser": "the bar raiser",
    "chair": "the chair",
    "nobody": "",
}


class CardFacts(NamedTuple):
    """One visit as the board reads it; the order is that of candidates.queries.board.CARD_FIELDS."""

    id: int
    uuid: UUID
    application_uuid: UUID
    name: str
    job_id: int
    job: str
    level: str
    stage_id: int
    is_complete: bool
    entered_at: datetime
    due_at: datetime
    expected: int
    assigned: int
    submitted: int
    interview_starts_at: datetime | None
    score_numerator: int | None
    score_denominator: int | None
    earlier_numerator: int | None
    earlier_denominator: int | None
    final: bool
    waiting_for: str
    waiting_on: str
    waiting_since: datetime
    nudged_at: datetime | None
    nudged_by: str | None


class Waiting(Protocol):
    """What says what a visit waits for: a CardFacts, or the visit itself."""

    @property
    def job_id(self) -> int: ...
    @property
    def expected(self) -> int: ...
    @property
    def assigned(self) -> int: ...
    @property
    def submitted(self) -> int: ...
    @property
    def interview_starts_at(self) -> datetime | None: ...
    @property
    def waiting_for(self) -> str: ...
    @property
    def waiting_on(self) -> str: ...
    @property
    def waiting_since(self) -> datetime: ...
    @property
    def due_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the board, when and where: what waits on them waits on "you"."""

    at: datetime
    zone: tzinfo
    is_chair: bool
    own_jobs: frozenset[int]  # keys of the jobs they recruit for


@dataclass(frozen=True, slots=True)
class Card:
    """A card as the template writes it; every text is ready, and empty where there is nothing to say.

    `key` says which card it is, `state` changes with what it says, not with the age of it.
    """

    key: UUID
    state: str
    url: str
    name: str
    job: str
    score: str
    waits: str
    on: str
    chip: str  # neutral, pending, attention or late
    age: str
    since: str
    stay: str
    nudged: str
    nudge_url: str  # where to remind the people it waits on, "" when the reader cannot today
    panel_url: str  # where to assign somebody, "" when it does not wait for the reader to


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a card leads: the application's page by its uuid, the others by the visit's."""

    application: Callable[[UUID], str]
    nudge: Callable[[UUID], str]
    panel: Callable[[UUID], str]


def cards_of(
    rows: Sequence[CardFacts], people: Mapping[int, Sequence[str]], pages: Addresses, reader: Reader
) -> list[Card]:
    """A card for each row; `people` names those waited on, by visit."""
    return [_card(row, people.get(row.id, ()), pages, reader) for row in rows]


def _card(row: CardFacts, people: Sequence[str], pages: Addresses, reader: Reader) -> Card:
    score, waits, on = score_so_far(row), waits_for(row, reader), on_whom(row, people, reader)
    chip, age = urgency(row, reader.at)
    nudged = last_nudge(row, reader)
    return Card(
        key=row.uuid,
        state=_digest(score, waits, on, nudged, str(row.stage_id)),
        url=pages.application(row.application_uuid),
        name=row.name,
        job=f"{row.job} {row.level}".strip(),
        score=score,
        waits=waits,
        on=on,
        chip=chip,
        age=age,
        since=f"Since {moment(row.waiting_since, reader.zone)}",
        stay=f"{brief(reader.at - row.entered_at)} in stage",
        nudged=nudged,
        nudge_url=pages.nudge(row.uuid) if is_nudgeable(row, people, reader) else "",
        panel_url=pages.panel(row.uuid) if needs_people(row, reader) else "",
    )


def score_so_far(row: CardFacts) -> str:
    """The visit's own score once final, else that of the last stage before it; cut to two decimals."""
    if row.final and row.score_numerator is not None and row.score_denominator is not None:
        return shown((row.score_numerator, row.score_denominator))
    if row.earlier_numerator is not None and row.earlier_denominator is not None:
        return shown((row.earlier_numerator, row.earlier_denominator))
    return ""


def waits_for(row: Waiting, reader: Reader) -> str:
    """What the visit waits for: "Scorecards (2 of 3 in)"."""
    if row.waiting_for == "panel":
        if row.assigned == 0:
            return "A panel"
        return f"The rest of the panel ({row.assigned} of {row.expected} assigned)"
    if row.waiting_for == "scorecards":
        if is_ahead(row, reader.at):
            return _interview_ahead(row, reader)
        return f"Scorecards ({row.submitted} of {row.expected} in)"
    return WAITS_FOR[row.waiting_for]


def _interview_ahead(row: Waiting, reader: Reader) -> str:
    starts_at = row.interview_starts_at or row.waiting_since
    if starts_at <= reader.at:
        return "The interview, under way"
    return f"The interview on {moment(starts_at, reader.zone)}"


def is_ahead(row: Waiting, at: datetime) -> bool:
    """Whether it waits for an interview that has not ended: for scorecards since a time still ahead."""
    return row.waiting_for == "scorecards" and row.waiting_since > at


def on_whom(row: Waiting, people: Sequence[str], reader: Reader) -> str:
    """On whom it waits: names where they are known, "you" for the reader, "" for nobody."""
    if is_ahead(row, reader.at):
        return ""
    if row.waiting_on == "recruiter" and row.job_id in reader.own_jobs:
        return "you"
    if row.waiting_on == "chair" and reader.is_chair:
        return "you"
    if waits_on_named(row, reader.at) and people:
        return named(people)
    return ON_WHOM[row.waiting_on]


def waits_on_named(row: Waiting, at: datetime) -> bool:
    """Whether the people it waits on are known one by one."""
    return row.waiting_on in ("interviewers", "bar_raiser") and not is_ahead(row, at)


def named(people: Sequence[str]) -> str:
    """Names in one narrow line: one, two, or "Ines Moreau and 2 more"."""
    if len(people) <= 2:
        return ", ".join(people)
    return f"{people[0]} and {len(people) - 1} more"


def urgency(row: Waiting, at: datetime) -> tuple[str, str]:
    """The chip: its kind and its words, which say how long it has waited, or how far ahead it is."""
    if is_ahead(row, at):
        starts_at = row.interview_starts_at or row.waiting_since
        return "neutral", f"in {brief(starts_at - at)}" if starts_at > at else "now"
    age = brief(at - row.waiting_since)
    if row.waiting_on == "nobody":
        return "neutral", age
    if row.due_at < at:
        return "late", f"Late, {age}"
    if (at - row.waiting_since) * HALF >= row.due_at - row.waiting_since:
        return "attention", age
    return "pending", age


def is_nudgeable(row: CardFacts, people: Sequence[str], reader: Reader) -> bool:
    """Whether the reader can remind somebody today: others than recruiters, of the reader's own jobs."""
    if row.job_id not in reader.own_jobs or nudged_today(row.nudged_at, reader.at):
        return False
    return row.waiting_on == "chair" or (waits_on_named(row, reader.at) and bool(people))


def needs_people(row: CardFacts, reader: Reader) -> bool:
    """Whether it waits for the reader to assign somebody."""
    return row.job_id in reader.own_jobs and row.waiting_for in NEEDS_PEOPLE


def nudged_today(nudged_at: datetime | None, at: datetime) -> bool:
    """Whether that was on the day of `at`; days are counted in UTC, as the constraint does."""
    return nudged_at is not None and nudged_at.astimezone(UTC).date() == at.astimezone(UTC).date()


def last_nudge(row: CardFacts, reader: Reader) -> str:
    """When anybody was last reminded during this wait, and by whom."""
    if row.nudged_at is None or row.nudged_at < row.waiting_since:
        return ""
    return f"Nudged {moment(row.nudged_at, reader.zone)} by {row.nudged_by}"


def brief(length: timedelta) -> str:
    """A length of time for a narrow place: "12 min", "5 h", "9 d"."""
    minutes = max(int(length.total_seconds()) // 60, 0)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 24 * 60 else f"{minutes // (24 * 60)} d"


def moment(time: datetime, zone: tzinfo) -> str:
    """A time as the reader would say it: "2 Dec, 14:00"."""
    local = time.astimezone(zone)
    return f"{local.day} {local:%b, %H:%M}"


def _digest(*said: str) -> str:
    return f"{zlib.crc32(chr(0).join(said).encode()):x}"

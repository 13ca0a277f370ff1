"""The packet's page: what a version says, and what has happened to it since, for one reader."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import User
from candidates.models import Application, ParticipationCapacity
from candidates.sight import Standing, sight
from committee.models import (
    Clarification,
    ClarificationState,
    Packet,
    PacketContent,
    PacketDue,
    PacketFace,
    PacketOpening,
)
from committee.packet_view import PacketView, packet_view
from committee.packet_view_evidence import AskedAt, Times
from committee.packet_view_names import CardName, names_of
from committee.permissions.clarifications import can_ask
from committee.permissions.packets import packets_for
from committee.permissions.verdicts import can_give_verdict
from committee.snapshot import Snapshot
from interviewers.models import Assignment, AssignmentState


@dataclass(frozen=True, slots=True)
class Version:
    """A version that the reader may read; `pdf` and `json` are the addresses of its other faces."""

    number: int
    built_at: datetime
    digest: str
    url: str
    pdf: str
    json: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question without an answer yet; `withdraw_url` is "" where the reader cannot take it back."""

    card: CardName
    about: str
    question: str
    asked_at: datetime
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class Opening:
    reader: str
    face: str
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Todo:
    """What the reader does next here, and where; of two the first."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PacketPage:
    """A version as its reader gets it. `view` is None when what it said has been erased. `due`: there may be
    a newer version in a moment. `ask_url` is "" for whoever asks no questions from this version.
    """

    packet: Packet
    shown: Version
    newest: Version
    versions: tuple[Version, ...]
    changes: tuple[str, ...]
    view: PacketView | None
    waiting: tuple[Waiting, ...]
    openings: tuple[Opening, ...]
    due: bool
    ask_url: str
    todo: Todo | None


def packet_page(
    reader: User, application: Application, seen: Standing, version: int | None = None
) -> PacketPage | None:
    """That version, or the newest one that the reader may read; None when there is none for them. Eight
    statements at most, `seen` being their standing at the application.
    """
    rows = readable_versions(reader, application, seen)
    packet = next((row for row in reversed(rows) if version in (None, row.version)), None)
    if packet is None:
        return None
    newest = packet.version == rows[-1].version
    content = PacketContent.objects.defer("pdf").get(packet=packet)
    snapshot: Snapshot | None = json.loads(content.snapshot) if content.snapshot else None
    questions = _questions(packet, application) if snapshot else {}
    asks = newest and seen.is_bar_raiser_here and bool(can_ask(reader, application, sight(seen)))
    versions = tuple(_version(application, row, packet) for row in rows)
    return PacketPage(
        packet=packet,
        shown=next(row for row in versions if row.shown),
        newest=versions[-1],
        versions=tuple(reversed(versions)),
        changes=_changes(packet, content, rows),
        view=packet_view(snapshot, _times(questions)) if snapshot else None,
        waiting=tuple(_waiting(questions, snapshot, asks)) if snapshot and newest else (),
        openings=tuple(_openings(packet)) if reader.is_chair else (),
        due=bool(rows[-1].due),  # type: ignore[attr-defined]
        ask_url=reverse("committee:clarification_ask", args=[application.uuid]) if asks else "",
        todo=_todo(reader, application) if seen.is_bar_raiser_here else None,
    )


def readable_versions(reader: User, application: Application, seen: Standing) -> list[Packet]:
    """The versions that the reader may read, in order, each with `due`: a newer one is being built."""
    due = PacketDue.objects.filter(application=OuterRef("application"))
    return list(packets_for(reader, application, seen).annotate(due=Exists(due)))


def _version(application: Application, row: Packet, packet: Packet) -> Version:
    args = [application.uuid, row.version]
    return Version(
        number=row.version,
        built_at=row.built_at,
        digest=row.digest,
        url=reverse("committee:packet_version", args=args),
        pdf=reverse("committee:packet_pdf", args=args),
        json=reverse("committee:packet_json", args=args),
        shown=row.version == packet.version,
    )


def _changes(packet: Packet, content: PacketContent, readable: Iterable[Packet]) -> tuple[str, ...]:
    """What differs from the version before, where the reader may read that one too: it may have said more."""
    if packet.version - 1 not in {row.version for row in readable}:
        return ()
    return tuple(change["sentence"] for change in content.changes)


Questions = Mapping[str, Sequence[Clarification]]  # by the key of the scorecard


def _questions(packet: Packet, application: Application) -> Questions:
    """Of the scorecards that this version holds, the oldest question first."""
    asked = Clarification.objects.filter(application=application).exclude(state=ClarificationState.WITHDRAWN)
    rows = list(asked.select_related("scorecard", "competency").order_by("asked_at", "pk"))
    return {
        key: [row for row in rows if str(row.scorecard.uuid) == uuid]
        for key, uuid in packet.references.items()
    }


def _times(questions: Questions) -> Times:
    return {
        (key, _about(row), row.question): AskedAt(row.asked_at, row.answered_at)
        for key, rows in questions.items()
        for row in rows
    }


def _waiting(questions: Questions, snapshot: Snapshot, asks: bool) -> Iterable[Waiting]:
    names = names_of(snapshot)
    for key, rows in questions.items():
        for row in rows:
            if row.state == ClarificationState.OPEN and key in names.cards:
                yield Waiting(
                    card=names.cards[key],
                    about=names.competencies.get(_about(row), ""),
                    question=row.question,
                    asked_at=row.asked_at,
                    withdraw_url=reverse("committee:clarification_withdraw", args=[row.uuid]) if asks else "",
                )


def _about(row: Clarification) -> str:
    return row.competency.slug if row.competency else ""


def _openings(packet: Packet) -> Iterable[Opening]:
    rows = PacketOpening.objects.filter(packet=packet).select_related("reader").order_by("opened_at", "pk")
    for row in rows:
        yield Opening(row.reader.name, PacketFace(row.face).label, row.opened_at, row.last_opened_at)


def _todo(reader: User, application: Application) -> Todo | None:
    """The bar raiser's scorecard while they owe it, then their verdict when it is due."""
    own = Assignment.objects.live().filter(
        application=application,
        interviewer=reader,
        capacity=ParticipationCapacity.BAR_RAISER,
        visit__left_at=None,
    )
    assignment = own.select_related("visit").order_by("-pk").first()
    if assignment is None:
        return None
    if assignment.state == AssignmentState.OPEN:
        return Todo("Open your scorecard", reverse("interviewers:scorecard", args=[assignment.uuid]))
    if can_give_verdict(reader, assignment.visit, [assignment]):
        return Todo("Give your verdict", reverse("committee:verdict", args=[application.uuid]))
    return None

"""The page on which a verdict is written: its packet, what changed since, and what was typed before."""

from dataclasses import dataclass
from typing import cast

from django.db.models import QuerySet

from accounts.models import User
from candidates.models import Application, StageVisit
from committee.models import Packet, PacketOpening, Verdict, VerdictDraft
from committee.permissions.packets import packets_for
from committee.queries.verdicts import critique_prompt, open_questions
from committee.snapshot import Change

# What somebody who answers again begins with: the reasons, and not the answers.
CARRIED = ("judgment_because", "impact_because", "critique_asked", "critique_taken", "must_know")


@dataclass(frozen=True, slots=True)
class ChangesOf:
    """What a version of the packet says that the one before did not."""

    version: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictPage:
    """`version` is 0 while the packet is being built. `read` is the version that the bar raiser has opened,
    or that the form sent back was opened with, 0 for none; `since`, from which `changes` are told, is that
    one or the one of the verdict before.
    """

    application: Application
    visit: StageVisit
    version: int
    read: int
    since: int
    changes: tuple[ChangesOf, ...]
    questions: tuple[str, ...]
    earlier: tuple[Verdict, ...]
    critique: str
    draft: VerdictDraft | None
    initial: dict[str, str]


def verdict_page(reader: User, visit: StageVisit, typed_on: int | None = None) -> VerdictPage:
    """The page for the bar raiser of the visit; `typed_on`: the version that a form was opened with."""
    application = visit.application
    packets = packets_for(reader, application)
    latest = packets.order_by("-version").values_list("version", flat=True).first() or 0
    earlier = tuple(
        Verdict.objects.filter(application=application)
        .select_related("bar_raiser", "packet")
        .order_by("-visit__attempt", "-number")
    )
    draft = VerdictDraft.objects.filter(visit=visit, bar_raiser=reader).first()
    read = _opened(reader, application) if typed_on is None else typed_on
    since = read or _given_on(earlier)
    return VerdictPage(
        application=application,
        visit=visit,
        version=latest,
        read=read,
        since=since,
        changes=_changes(packets.filter(version__gt=since)) if since else (),
        questions=tuple(open_questions(visit)),
        earlier=earlier,
        critique=critique_prompt(visit),
        draft=draft,
        initial=_initial(draft, earlier),
    )


def _opened(reader: User, application: Application) -> int:
    opened = PacketOpening.objects.filter(packet__application=application, reader=reader)
    return opened.order_by("-packet__version").values_list("packet__version", flat=True).first() or 0


def _given_on(earlier: tuple[Verdict, ...]) -> int:
    return earlier[0].packet.version if earlier and earlier[0].packet else 0


def _changes(packets: QuerySet[Packet]) -> tuple[ChangesOf, ...]:
    return tuple(_changes_of(packet) for packet in packets.select_related("content").defer("content__pdf"))


def _changes_of(packet: Packet) -> ChangesOf:
    changes = cast("list[Change]", packet.content.changes)
    return ChangesOf(packet.version, tuple(change["sentence"] for change in changes))


def _initial(draft: VerdictDraft | None, earlier: tuple[Verdict, ...]) -> dict[str, str]:
    if draft is not None:
        return {str(name): str(text) for name, text in draft.fields.items()}
    return {name: getattr(earlier[0], name) for name in CARRIED} if earlier else {}

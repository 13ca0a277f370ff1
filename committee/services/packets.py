"""Packets: built from the evidence as it stands, renewed when it changes, and noted when opened."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import NotificationKind, User
from accounts.notify import notification_add
from candidates.models import Application, Origin, StageVisit
from candidates.models.applications import UNDECIDED_STATES
from committee.models import Packet, PacketContent, PacketDue, PacketFace, PacketOpening
from committee.packet_changes import packet_changes
from committee.packet_other_changes import detail
from committee.packet_pdf import packet_pdf
from committee.packet_snapshot import References, packet_snapshot
from committee.queries.packet_evidence import packet_evidence
from committee.queries.packets import latest_packet
from committee.services.verdicts import verdict_reopen
from committee.signals import packet_due
from committee.snapshot import Change, Snapshot
from hiring.canonical import canonical_json, text_digest
from interviewers.queries.people import is_bar_raiser_stage, judges

LONGEST_SUBJECT = 200  # characters that a notification keeps; names can be as long


@transaction.atomic
def packet_build(*, application_id: int, at: datetime) -> Packet | None:
    """The next version of the application's packet, or None when nothing of its facts has changed.

    None too while the bar raiser's stage has not opened, once the application is decided or withdrawn, for an
    imported one, and while an outcome is being computed, whose computation makes the packet due again.
    Locks the application's row, so it may run twice, late, or out of order.
    Raises Application.DoesNotExist.
    """
    application = _locked(application_id)
    visits = list(StageVisit.objects.filter(application=application).order_by("attempt"))
    if has_packets(application) and any(visit.computing_since for visit in visits):
        return None
    # Before the evidence is read: what comes in from here on waits for this, and notes itself again.
    PacketDue.objects.filter(application=application).delete()
    if not has_packets(application):
        return None
    snapshot, references = packet_snapshot(packet_evidence(application, visits, at))
    before = latest_packet(application)
    changes = _changes(before, snapshot, references) if before else []
    if before and not changes:
        return None
    packet = _store(application, before, snapshot, references, changes, at)
    if packet.new_evidence:
        _tell_bar_raisers(packet, visits, at)
        verdict_reopen(packet=packet, at=at)
    return packet


def packet_due_note(*, application: Application, at: datetime) -> None:
    """Notes that the packet may have to be built again, and has it built once the cause is committed.

    Does nothing where there is no packet to build. Call it in the transaction of the cause, for several
    applications in the order of their keys.
    """
    if not has_packets(application):
        return
    # Writing over a row that is there locks it until the cause is committed, and leaves it as old as it is.
    PacketDue.objects.bulk_create(
        [PacketDue(application=application, since=at)],
        update_conflicts=True,
        unique_fields=["application"],
        update_fields=["application"],
    )
    packet_due.send(Packet, application=application, at=at)


def packet_note_opened(*, packet: Packet, reader: User, face: PacketFace, at: datetime) -> None:
    """Keeps when the reader opened this face of the packet: the first time and the last."""
    PacketOpening.objects.bulk_create(
        [PacketOpening(packet=packet, reader=reader, face=face, opened_at=at, last_opened_at=at)],
        update_conflicts=True,
        unique_fields=["packet", "reader", "face"],
        update_fields=["last_opened_at"],
    )


def has_packets(application: Application) -> bool:
    """Whether packets are built of it as it stands: live, undecided, its bar raiser's stage opened."""
    return (
        application.bar_raiser_opened_at is not None
        and application.origin == Origin.LIVE
        and application.state in UNDECIDED_STATES
    )


def _locked(application_id: int) -> Application:
    applications = Application.objects.select_for_update(of=("self",))
    return applications.select_related("candidate", "job__team").get(pk=application_id)


def _changes(before: Packet, snapshot: Snapshot, references: References) -> list[Change]:
    said = before.content.snapshot
    if not said:
        same = before.digest == text_digest(canonical_json(snapshot))
        return [] if same else [detail("What the version before said was erased")]
    return packet_changes(json.loads(said), before.references, snapshot, references)


def _store(
    application: Application,
    before: Packet | None,
    snapshot: Snapshot,
    references: References,
    changes: list[Change],
    at: datetime,
) -> Packet:
    text = canonical_json(snapshot)
    packet = Packet.objects.create(
        application=application,
        version=before.version + 1 if before else 1,
        digest=text_digest(text),
        new_evidence=any(change["evidence"] for change in changes),
        holds_bar_raisers_card=any(
            stage["cards"] for stage in snapshot["stages"] if stage["kind"] == "bar_raiser"
        ),
        references=references,
        built_at=at,
    )
    PacketContent.objects.create(packet=packet, snapshot=text, changes=changes, pdf=packet_pdf(snapshot))
    return packet


def _tell_bar_raisers(packet: Packet, visits: Sequence[StageVisit], at: datetime) -> None:
    """Tells whoever answers for the bar at the latest attempt of that stage; without a word of what it is."""
    application = packet.application
    *_, stage = (visit for visit in visits if is_bar_raiser_stage(visit))
    notification_add(
        recipients=judges(stage).values_list("interviewer", flat=True),
        kind=NotificationKind.PIPELINE,
        key=f"packet:{packet.uuid}",
        subject=f"New evidence: the packet of {application.candidate} has a version {packet.version}"[
            :LONGEST_SUBJECT
        ],
        body="A question was answered, or a scorecard handed in or corrected. The packet says what changed.",
        at=at,
        url=reverse("committee:packet", args=[application.uuid]),
        scope=application.uuid,
    )

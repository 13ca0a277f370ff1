"""Packets: built from the evidence as it stands, renewed when it changes, and noted when opened."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from candidates.models import Application, Origin
from candidates.models.applications import UNDECIDED_STATES
from committee.models import Packet, PacketDue, PacketFace, PacketOpening
from committee.signals import packet_due


@transaction.atomic
def packet_build(*, application_id: int, at: datetime) -> Packet | None:
    """The next version of the application's packet, or None when nothing of its facts has changed.

    None too while the bar raiser's stage has not opened, once the application is decided or withdrawn, and
    for an imported one. Locks the application's row, so it may run twice, late, or out of order.
    Raises Application.DoesNotExist.
    """
    raise NotImplementedError


@transaction.atomic
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

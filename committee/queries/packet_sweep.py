"""Which applications' packets the sweep looks at."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from candidates.models import Origin, StageVisit
from candidates.models.visits import StageVisitQuerySet
from committee.models import Packet, PacketDue

DUE = 100  # packets built in one sweep for each reason
COMPARED = 5  # packets compared with the evidence in one sweep though nothing says that they differ


def packets_to_build(turn: int) -> list[int]:
    """Keys of the applications, those that say that their packet is due first, the longest waiting first.

    Every cause leaves a PacketDue row in its own transaction, so these are all there should be. In case one
    was lost, open bar-raiser stages without any packet come next, and a few of the others by turns: `turn`
    counts sweeps, and each takes the next few.
    """
    due = PacketDue.objects.order_by("since", "pk").values_list("application", flat=True)[:DUE]
    return list(dict.fromkeys([*due, *_without_packet(), *_slice(turn)]))


def _without_packet() -> Iterable[int]:
    packets = Packet.objects.filter(application=OuterRef("application"))
    return _open_stages().filter(~Exists(packets)).values_list("application", flat=True)[:DUE]


def _slice(turn: int) -> Iterable[int]:
    stages = _open_stages()
    slices = -(-stages.count() // COMPARED)
    first = turn % max(1, slices) * COMPARED
    return stages.values_list("application", flat=True)[first : first + COMPARED]


def _open_stages() -> StageVisitQuerySet:
    """Open visits of bar-raiser stages."""
    live = StageVisit.objects.open().filter(application__origin=Origin.LIVE)
    return live.filter(stage__kind="bar_raiser").order_by("pk")

"""Packets as their readers ask for them: with what they say, but without the bytes of the PDF."""

from django.db.models import QuerySet

from candidates.models import Application
from committee.models import Packet


def latest_packet(application: Application) -> Packet | None:
    """The newest version with its content, or None while there is none; one statement."""
    return packets_of(application).order_by("-version").first()


def packet_of(application: Application, version: int) -> Packet | None:
    """That version with its content, or None; one statement."""
    return packets_of(application).filter(version=version).first()


def packets_of(application: Application) -> QuerySet[Packet]:
    """Every version with its content; `content.pdf` costs a statement of its own."""
    packets = Packet.objects.filter(application=application)
    return packets.select_related("content").defer("content__pdf")

"""The faces of a packet: the page, the PDF and the JSON; each notes that it was opened."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.signed_in import signed_in
from candidates.models import Application
from candidates.permissions import standing_of, visible_applications
from candidates.sight import Standing
from committee.models import Packet, PacketContent, PacketFace
from committee.permissions.packets import can_read_packet, packets_for
from committee.queries.packet_page import packet_page, readable_versions
from committee.services.packets import has_packets, packet_note_opened
from hiring.htmx import redirect_page

ERASED = "What this version of the packet said has been erased."
LONGEST_NUMBER = 9  # digits
private = cache_control(private=True, no_store=True)


@dataclass(frozen=True)
class _Reading:
    """Who reads which application's packet, having been let in."""

    reader: User
    application: Application
    seen: Standing


@require_safe
@private
def packet(request: HttpRequest, uuid: UUID, version: int | None = None) -> HttpResponse:
    """The version that is named, or the newest that the reader may read; a page that waits for the first."""
    reading = _let_in(request, uuid)
    page = packet_page(reading.reader, reading.application, reading.seen, version)
    if page is None and version is None:
        return render(request, "committee/packet_building.html", _building(reading.application))
    if page is None:
        raise Http404("There is no such version.")
    packet_note_opened(packet=page.packet, reader=reading.reader, face=PacketFace.PAGE, at=timezone.now())
    return render(request, "committee/packet.html", {"page": page, "application": reading.application})


@require_safe
@private
def news(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What a page that is open asks every few seconds: whether there is a newer version than `shown`."""
    reading = _let_in(request, uuid)
    rows = readable_versions(reading.reader, reading.application, reading.seen)
    shown = request.GET.get("shown", "")
    if not shown.isdecimal() or len(shown) > LONGEST_NUMBER:
        if rows:
            return redirect_page(request, reverse("committee:packet", args=[uuid]))
        return render(request, "committee/packet_building.html#waiting", _building(reading.application))
    context = {
        "application": reading.application,
        "shown": shown,
        "newest": rows[-1].version if rows and rows[-1].version > int(shown) else None,
        "due": bool(rows) and rows[-1].due,  # type: ignore[attr-defined]
    }
    return render(request, "committee/packet_news.html", context)


@require_safe
@private
def packet_pdf(request: HttpRequest, uuid: UUID, version: int) -> HttpResponse:
    """The packet on paper, shown in the browser. Its file name does not say whom it is about."""
    content = _open(request, uuid, version, PacketFace.PDF)
    if not content.pdf:
        raise Http404(ERASED)
    name = f"packet-{content.packet.digest[:12]}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(bytes(content.pdf), content_type="application/pdf", headers=headers)


@require_safe
@private
def packet_json(request: HttpRequest, uuid: UUID, version: int) -> HttpResponse:
    """The bytes that were digested: the SHA-256 of this answer is the packet's digest."""
    content = _open(request, uuid, version, PacketFace.JSON)
    if not content.snapshot:
        raise Http404(ERASED)
    return HttpResponse(content.snapshot.encode(), content_type="application/json")


def _let_in(request: HttpRequest, uuid: UUID) -> _Reading:
    """Raises Http404 for whoever may not know of the application, PermissionDenied for colleagues."""
    reader = signed_in(request)
    rows = visible_applications(reader).select_related("job__team", "candidate")
    application = get_object_or_404(rows, uuid=uuid)
    seen = standing_of(reader, application)
    can_read_packet(reader, application, seen).require()
    return _Reading(reader, application, seen)


def _open(request: HttpRequest, uuid: UUID, version: int, face: PacketFace) -> PacketContent:
    """What that version says; that the reader opened it is noted."""
    reading = _let_in(request, uuid)
    readable: Packet = get_object_or_404(
        packets_for(reading.reader, reading.application, reading.seen), version=version
    )
    rows = PacketContent.objects.select_related("packet")
    content = rows.defer("pdf" if face == PacketFace.JSON else "snapshot").get(packet=readable)
    packet_note_opened(packet=readable, reader=reading.reader, face=face, at=timezone.now())
    return content


def _building(application: Application) -> dict[str, object]:
    return {"application": application, "building": has_packets(application)}

"""Who reads an application's packet, and which versions of it. The two answers agree, by test."""

from collections.abc import Iterable

from django.db.models import Exists, QuerySet

from accounts.models import User
from candidates.models import Application, Participation, ParticipationCapacity, StageVisit
from candidates.permissions import standing_of
from candidates.sight import AFTER_DEBRIEF, Reach, Standing, sight
from committee.models import Packet
from hiring.access import ALLOWED, Access, refused

NOT_A_READER = (
    "The packet is for the bar raiser of this loop, the committee chair and, "
    "after the debrief or the decision, the hiring manager."
)
NOT_YET = "There is a packet from the moment the bar raiser's stage opens."
UNFINISHED = "The packet opens to you again once every expected scorecard is in."


def can_read_packet(
    user: User,
    application: Application,
    seen: Standing | None = None,
    visits: Iterable[StageVisit] | None = None,
) -> Access:
    """Whether the person may read what everybody found: the bar raiser of the open loop, the chair, and the
    hiring manager once it is debriefed or decided; each only as far as they see all scorecards that are in.

    `seen` is their standing and `visits` are the application's where the caller has them; it then costs no
    query. Whoever is blind is told the same wherever the application stands.
    """
    standing = seen or standing_of(user, application)
    reason = _why_not(standing)
    if not reason and sight(standing).cards is Reach.FINAL and _unfinished(application, visits):
        reason = UNFINISHED
    return refused(reason) if reason else ALLOWED


def packets_for(user: User, application: Application, seen: Standing | None = None) -> QuerySet[Packet]:
    """The versions that the person may read, in order. Who has still to score at the bar raiser's stage gets
    none that holds a scorecard of that stage.
    """
    if not can_read_packet(user, application, seen):
        return Packet.objects.none()
    owing = Participation.objects.filter(
        application=application, user=user, capacity=ParticipationCapacity.BAR_RAISER, open_cards__gt=0
    )
    versions = Packet.objects.filter(application=application)
    return versions.exclude(Exists(owing), holds_bar_raisers_card=True).order_by("version")


def _why_not(standing: Standing) -> str:
    """What their capacities say, the most restrictive one first; "" when they may."""
    sees = sight(standing)
    answers = standing.is_bar_raiser_here or standing.is_chair
    if not sees.row:
        return "You have no part in this application."
    if not (answers or standing.is_hiring_manager_here):
        return NOT_A_READER
    if sees.cards is Reach.NONE:
        return sees.unlocks or NOT_A_READER
    if not (answers or standing.debriefed_or_decided):
        return AFTER_DEBRIEF  # a hiring manager who has interviewed here too
    return "" if standing.bar_raiser_stage_open else NOT_YET


def _unfinished(application: Application, visits: Iterable[StageVisit] | None) -> bool:
    """Whether a stage with a scorecard in has others outstanding: an older packet may tell what it says."""
    if visits is None:
        return StageVisit.objects.filter(application=application, submitted__gt=0, final=False).exists()
    return any(visit.submitted and not visit.final for visit in visits)

"""Verdicts and decisions as tests of committee need them, on a packet that is built first."""

from datetime import datetime

from accounts.models import User
from candidates.models import Application, StageVisit
from committee.models import Decision, DecisionResult, Packet, Verdict
from committee.services.decisions import decision_record
from committee.services.packets import packet_build
from committee.services.verdicts import verdict_give
from tests.committee.loops import HOUR
from tests.factories import MONDAY


def packet_version(application: Application, *, at: datetime = MONDAY + 7 * HOUR) -> int:
    """The packet as it stands, built if it is due; 0 while there is none."""
    packet_build(application_id=application.pk, at=at)
    latest = Packet.objects.filter(application=application).order_by("-version").first()
    return latest.version if latest else 0


def give_verdict(
    actor: User,
    visit: StageVisit,
    *,
    at: datetime = MONDAY + 8 * HOUR,
    judgment: bool = True,
    impact: bool = True,
    because: str = "So.",
    critique: str = "Named its cost, and what would have shown it earlier.",
    version: int | None = None,
) -> Verdict:
    """The bar raiser's answer on the packet as it is by then, or on that version of it."""
    return verdict_give(
        actor=actor,
        at=at,
        visit=visit,
        packet_version=packet_version(visit.application) if version is None else version,
        raises_judgment=judgment,
        judgment_because=because,
        raises_impact=impact,
        impact_because=because,
        critique_asked="The offline mode that was dropped.",
        critique_taken=critique,
        must_know="",
    )


def decide(
    actor: User,
    application: Application,
    result: DecisionResult = DecisionResult.OFFER,
    *,
    at: datetime = MONDAY + 9 * HOUR,
    members: list[User] | None = None,
    reason: str = "The evidence was clear.",
) -> Decision:
    """The committee's decision with `actor` alone present, or with these."""
    return decision_record(
        actor=actor,
        at=at,
        application=application,
        result=result,
        members=[actor] if members is None else members,
        reason=reason,
    )

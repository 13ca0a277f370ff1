"""The committee's decision: an offer or none, made once."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from candidates.lifecycle import Move
from candidates.models import Application, Origin, StageVisit
from candidates.services.moves import ReasonMissing, application_move
from candidates.services.visits import visit_leave
from committee.models import Decision, DecisionMember, DecisionResult
from committee.offer import unmet_for_no_offer, unmet_for_offer
from committee.permissions.decisions import can_be_named, can_decide
from committee.queries.decisions import Judged, loop_facts, pending_of, with_pending
from committee.queries.packets import latest_packet
from committee.queries.verdicts import latest_verdict
from committee.services.closing_notes import tell_decided
from committee.services.profiles import member_join_hire
from committee.talent_density import read_levels
from hiring.access import AccessRefused, Refusal

MOVES = {DecisionResult.OFFER: Move.DECIDE_OFFER, DecisionResult.NO_OFFER: Move.DECIDE_NO_OFFER}
LONGEST_MOVE_REASON = 500  # characters that a move keeps; the decision has all of them


class AlreadyDecided(Refusal):
    """Somebody has recorded a decision before."""


class ImportedStays(Refusal):
    """An imported application keeps the decision that it came with, or none."""


class DecisionNotPossible(Refusal):
    """What is not met, in `unmet`, a sentence each."""

    def __init__(self, words: str, unmet: tuple[str, ...]) -> None:
        super().__init__(f"{words} {' '.join(unmet)}")
        self.unmet = unmet


class MembersRefused(Refusal):
    """Nobody is named as present, or somebody who cannot be."""


@transaction.atomic
def decision_record(
    *,
    actor: User,
    at: datetime,
    application: Application,
    result: DecisionResult,
    members: Iterable[User],
    reason: str,
) -> Decision:
    """Records what the committee decided, who was present and why, and ends the loop.

    Open assignments are released, the interviewers of the loop are told, and on an offer the candidate joins
    the team's profiles. Raises AccessRefused, AlreadyDecided, ImportedStays, DecisionNotPossible,
    MembersRefused or ReasonMissing.
    """
    locked = with_pending(Application.objects.select_for_update(of=("self",))).get(pk=application.pk)
    AccessRefused.unless(can_decide(actor, locked))
    _refuse_second(locked)
    _refuse_unmet(locked, result)
    present = _present(locked, members)
    if not reason.strip():
        raise ReasonMissing("Say why; the reason is kept with the decision.")
    decision = Decision.objects.create(
        application=locked, result=result, reason=reason.strip(), decided_by=actor, decided_at=at
    )
    DecisionMember.objects.bulk_create([DecisionMember(decision=decision, user=user) for user in present])
    audit_record(
        actor=actor,
        at=at,
        action="decision.record",
        on=decision,
        changes={"result": str(result), "members": [str(user.uuid) for user in present]},
        scope=locked.uuid,
    )
    _end_loop(actor, at, locked, decision)
    tell_decided(decision, at=at)
    return decision


def _refuse_second(application: Application) -> None:
    if application.origin == Origin.IMPORTED:
        raise ImportedStays(
            "This application was imported; what was decided then stands, and nothing is decided on it here."
        )
    earlier = Decision.objects.filter(application=application).select_related("decided_by").first()
    if earlier is not None:
        by = f" by {earlier.decided_by}" if earlier.decided_by else ""
        raise AlreadyDecided(
            f"This application is decided already{by}: {earlier.get_result_display().lower()}. "
            "What you entered has not been recorded; look at the application again."
        )


def _refuse_unmet(application: Application, result: DecisionResult) -> None:
    visits = list(StageVisit.objects.filter(application=application).order_by("attempt"))
    facts = loop_facts(application, visits, _judged(application), pending_of(application))
    if result == DecisionResult.OFFER:
        words, unmet = "An offer is not possible.", unmet_for_offer(facts)
    else:
        words, unmet = "A decision is not possible yet.", unmet_for_no_offer(facts)
    if unmet:
        raise DecisionNotPossible(words, unmet)


def _judged(application: Application) -> Judged | None:
    verdict = latest_verdict(application)
    if verdict is None:
        return None
    version = verdict.packet.version if verdict.packet else 0
    return Judged(verdict.raises_judgment, verdict.raises_impact, version)


def _present(application: Application, members: Iterable[User]) -> list[User]:
    """The people named, each once, by name."""
    present = sorted(set(members), key=lambda user: (user.name, user.pk))
    if not present:
        raise MembersRefused("Name who was present; at least one person.")
    wrong = [access.reason for user in present if not (access := can_be_named(user, application))]
    if wrong:
        raise MembersRefused(" ".join(wrong))
    return present


def _end_loop(actor: User, at: datetime, application: Application, decision: Decision) -> None:
    """Moves the application, which releases what is open, takes it off the board, and has a hire join."""
    application.decided_at = at
    application.save(update_fields=["decided_at"])
    application_move(
        actor=actor,
        at=at,
        application=application,
        move=MOVES[DecisionResult(decision.result)],
        reason=decision.reason[:LONGEST_MOVE_REASON],
    )
    for visit in StageVisit.objects.filter(application=application).open():
        visit_leave(application=application, visit=visit, at=at)
    if decision.result == DecisionResult.OFFER:
        packet = latest_packet(application)
        profile = json.loads(packet.content.snapshot)["bar"]["candidate"] if packet else {}
        member_join_hire(actor=actor, at=at, application=application, levels=read_levels(profile))

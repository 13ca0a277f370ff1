"""What we decide: gate outcomes, packets, clarifications, verdicts, decisions, and the bar that teams set."""

from committee.models.clarifications import Clarification, ClarificationState
from committee.models.decisions import Decision, DecisionMember, DecisionResult
from committee.models.outcomes import GateOutcome, Trigger
from committee.models.packets import Packet, PacketContent, PacketDue, PacketFace, PacketOpening
from committee.models.profiles import MemberLevels, TeamMember, TopPerformer
from committee.models.verdicts import Verdict, VerdictDraft

__all__ = [
    "Clarification",
    "ClarificationState",
    "Decision",
    "DecisionMember",
    "DecisionResult",
    "GateOutcome",
    "MemberLevels",
    "Packet",
    "PacketContent",
    "PacketDue",
    "PacketFace",
    "PacketOpening",
    "TeamMember",
    "TopPerformer",
    "Trigger",
    "Verdict",
    "VerdictDraft",
]

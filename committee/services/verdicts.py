"""The bar raiser's verdict: does this candidate raise the bar of the team."""

from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from candidates.models import Application, StageVisit
from candidates.permissions import can_view_application
from candidates.services.visits import visit_note_verdict, visit_note_verdict_owed
from committee.models import Packet, Verdict, VerdictDraft
from committee.permissions.packets import packets_for
from committee.permissions.verdicts import can_give_verdict
from committee.queries.verdicts import critique_prompt, is_on_newest, newest_evidence, open_questions
from hiring.access import AccessRefused, Refusal
from interviewers.models import AssignmentState
from interviewers.queries.people import judges
from interviewers.services.independence import independence_recheck
from rubrics.wording import listed


class VerdictNotPossible(Refusal):
    """The application has left the stage."""


class VerdictUnfinished(Refusal):
    """A reason is missing, or the critique that the rubric asks for."""


class PacketMissing(Refusal):
    """There is nothing yet that the verdict could be given on."""


class NewerPacket(Refusal):
    """New evidence has come since the version that the bar raiser read."""


class QuestionOpen(Refusal):
    """The bar raiser has asked something that nobody has answered."""


@transaction.atomic
def verdict_give(
    *,
    actor: User,
    at: datetime,
    visit: StageVisit,
    packet_version: int,
    raises_judgment: bool,
    judgment_because: str,
    raises_impact: bool,
    impact_because: str,
    critique_asked: str,
    critique_taken: str,
    must_know: str,
) -> Verdict:
    """Records the answer, given on that version of the packet; the application then waits for the committee.

    It stands: the next number can be given only once new evidence has reopened it. Raises AccessRefused,
    VerdictNotPossible, PacketMissing, QuestionOpen, NewerPacket or VerdictUnfinished.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=visit.application_id)
    locked = StageVisit.objects.get(pk=visit.pk)
    AccessRefused.unless(can_give_verdict(actor, locked))
    AccessRefused.unless(can_view_application(actor, application))
    _refuse_unless_here(application, locked)
    packet = _packet_read(actor, application, packet_version)
    _refuse_open_questions(locked)
    verdict = Verdict(
        application=application,
        visit=locked,
        number=Verdict.objects.filter(visit=locked).count() + 1,
        packet=packet,
        bar_raiser=actor,
        raises_judgment=raises_judgment,
        raises_impact=raises_impact,
        judgment_because=judgment_because.strip(),
        impact_because=impact_because.strip(),
        critique_asked=critique_asked.strip(),
        critique_taken=critique_taken.strip(),
        must_know=must_know.strip(),
        given_at=at,
    )
    _refuse_unfinished(verdict)
    verdict.save(force_insert=True)
    VerdictDraft.objects.filter(visit=locked, bar_raiser=actor).delete()
    audit_record(
        actor=actor,
        at=at,
        action="verdict.give",
        on=verdict,
        changes={"number": verdict.number, "packet": packet.version},
        scope=application.uuid,
    )
    visit_note_verdict(application=application, visit=locked, at=at)
    return verdict


def verdict_reopen(*, packet: Packet, at: datetime) -> None:
    """Has the verdict owed again where this packet has new evidence and is newer than what it was given on.

    For the building of packets, which tells the bar raiser, holding the application's row lock.
    """
    given = Verdict.objects.filter(application=packet.application_id, visit__verdict_at__isnull=False)
    latest = given.select_related("packet", "visit").order_by("-visit__attempt", "-number").first()
    if latest is None or not packet.new_evidence or is_on_newest(latest, packet.version):
        return
    owing = judges(latest.visit).filter(state=AssignmentState.SUBMITTED)
    visit_note_verdict_owed(
        application=packet.application,
        visit=latest.visit,
        people=owing.values_list("interviewer_id", flat=True),
        at=at,
    )
    # A line may have grown since the verdict, when nothing was done about it. After the commit, as this takes
    # the lock on the reporting line before the application's.
    here = [packet.application_id]
    transaction.on_commit(partial(independence_recheck, actor=None, at=at, applications=here))


def _refuse_unless_here(application: Application, visit: StageVisit) -> None:
    if not application.is_open or visit.left_at is not None:
        raise VerdictNotPossible(
            "This application is not at the bar-raiser stage any more; look at it again."
        )


def _packet_read(reader: User, application: Application, version: int) -> Packet:
    """The version they read, unless there is none, or one with new evidence has come since."""
    versions = packets_for(reader, application)
    latest = versions.last()
    if latest is None:
        raise PacketMissing(
            "The packet is being built; the verdict is given on it. Try again in a moment: "
            "what you wrote is kept."
        )
    packet = versions.filter(version=version).first()
    newest = newest_evidence(application)
    if packet is None or newest > version:
        shown = latest.version if packet is None else newest
        raise NewerPacket(f"Version {shown} has come since you opened the form; read what changed.")
    return packet


def _refuse_open_questions(visit: StageVisit) -> None:
    questions = open_questions(visit)
    if not questions:
        return
    what = "Your question" if len(questions) == 1 else "Your questions"
    verb, it = ("is", "it") if len(questions) == 1 else ("are", "them")
    raise QuestionOpen(
        f"{what} {listed(questions, 'and')} {verb} still open. Wait for the answer, or withdraw {it}."
    )


def _refuse_unfinished(verdict: Verdict) -> None:
    if not (verdict.judgment_because and verdict.impact_because):
        raise VerdictUnfinished("Say why, for judgment and for impact; the committee decides by it.")
    if critique_prompt(verdict.visit) and not (verdict.critique_asked and verdict.critique_taken):
        raise VerdictUnfinished("Say which decision you asked them to criticise, and how they took it.")

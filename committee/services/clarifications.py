"""Clarifications: the bar raiser asks the author of a scorecard, who answers and may correct it."""

from datetime import datetime

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from candidates.models import Application, Recusal, StageVisit
from candidates.permissions import can_view_application
from candidates.services.visits import visit_note_questions
from committee.models import Clarification, ClarificationState, Packet
from committee.permissions.clarifications import can_ask, may_take_back, still_open, was_asked
from committee.permissions.packets import packets_for
from committee.queries.clarifications import answerable_questions, unanswerable_questions
from committee.services.clarification_notices import tell_answered, tell_asked, tell_closed, tell_unanswerable
from committee.services.packets import packet_due_note
from hiring.access import AccessRefused, Refusal
from interviewers.content import LONGEST_TEXT, ScorecardContent, tidied
from interviewers.models import Scorecard
from interviewers.services.scorecards import scorecard_correct
from rubrics.models import Competency
from rubrics.queries import stored_rubric


class NotInPacket(Refusal):
    """There is no packet yet, or what is asked about is not in the one that the asker reads."""


class NobodyToAsk(Refusal):
    """The author cannot answer: they have left, have a conflict, or are the asker."""


class AlreadyAsked(Refusal):
    """A question about the same waits for its answer."""


class TextRefused(Refusal):
    """The question or the answer is missing, or longer than fits."""


class ClarificationClosed(Refusal):
    """It has been answered or taken back meanwhile."""


@transaction.atomic
def clarification_ask(
    *,
    actor: User,
    at: datetime,
    application: Application,
    scorecard: Scorecard,
    competency: str,
    question: str,
) -> Clarification:
    """Asks the author about one competency (its slug) of a scorecard in the packet, or about all of it ("").

    The same question sent twice is one. Raises AccessRefused, NotInPacket, NobodyToAsk, AlreadyAsked or
    TextRefused.
    """
    locked = _lock(application.pk)
    AccessRefused.unless(can_view_application(actor, locked))
    AccessRefused.unless(can_ask(actor, locked))
    visit = StageVisit.objects.open().get(application=locked)
    text = _text(question, "Write what you want to know.")
    packet = _packet_with(actor, locked, scorecard)
    _require_author(actor, scorecard)
    about = _competency(scorecard, competency)
    for asked in Clarification.objects.open().filter(scorecard=scorecard, competency=about):
        if (asked.asked_by_id, asked.question) == (actor.pk, text):
            return asked
        raise AlreadyAsked(
            f"A question about this waits for {scorecard.interviewer}’s answer. Take that one back first."
        )
    asked = Clarification.objects.create(
        application=locked,
        visit=visit,
        packet=packet,
        scorecard=scorecard,
        competency=about,
        asked_by=actor,
        asked_at=at,
        question=text,
    )
    _audit(asked, actor, at, "ask", ["question"])
    tell_asked(asked, at=at)
    _note_questions(asked, at)
    return asked


@transaction.atomic
def clarification_answer(
    *,
    actor: User,
    at: datetime,
    clarification: Clarification,
    answer: str,
    corrected: ScorecardContent | None,
) -> Clarification:
    """Answers, and stores `corrected` as a new revision of the scorecard with the answer as its reason.

    The packet is built again. Raises AccessRefused, ClarificationClosed, TextRefused, and what
    `scorecard_correct` raises; nothing is stored then, the answer neither.
    """
    asked = _locked(clarification)
    AccessRefused.unless(was_asked(actor, asked))
    _require_open(asked)
    asked.answer = _text(answer, "Write an answer.")
    if corrected is not None:
        asked.revision = scorecard_correct(
            actor=actor, at=at, scorecard=asked.scorecard, content=corrected, reason=asked.answer
        )
    asked.state, asked.answered_at = ClarificationState.ANSWERED, at
    asked.save(update_fields=["answer", "state", "answered_at", "revision"])
    _audit(asked, actor, at, "answer", ["answer"], corrected=corrected is not None)
    tell_answered(asked, at=at)
    _note_questions(asked, at)
    packet_due_note(application=asked.application, at=at)
    return asked


@transaction.atomic
def clarification_withdraw(*, actor: User, at: datetime, clarification: Clarification) -> Clarification:
    """Takes the question back; its author is told that they need not answer.

    Raises AccessRefused or ClarificationClosed.
    """
    asked = _locked(clarification)
    AccessRefused.unless(may_take_back(actor, asked))
    _require_open(asked)
    _close(asked, actor, at)
    _audit(asked, actor, at, "withdraw", [])
    _note_questions(asked, at)
    return asked


def clarifications_end(*, actor: User | None, at: datetime, application: Application) -> None:
    """Closes the open questions of an application that has ended; nobody has taken them back.

    Their authors are told that they need not answer. The caller holds the application's row lock.
    """
    rows = Clarification.objects.open().filter(application=application)
    ended = list(rows.select_related(*_CONTEXT).order_by("pk"))
    for asked in ended:
        _close(asked, None, at)
        _audit(asked, actor, at, "end", [])
    for asked in {asked.visit_id: asked for asked in ended}.values():
        _note_questions(asked, at)


def clarifications_refresh(*, at: datetime, application: Application) -> None:
    """Brings on whom open questions wait in step with who can answer them, after somebody has left, or their
    conflict began or ended; the bar raiser is told of those that nobody can answer.

    The caller holds the application's row lock.
    """
    open_here = Clarification.objects.open().filter(application=application).select_related(*_CONTEXT)
    for asked in {asked.visit_id: asked for asked in open_here}.values():
        _note_questions(asked, at)
    for asked in unanswerable_questions().filter(application=application).select_related(*_CONTEXT):
        tell_unanswerable(asked, at=at)


_CONTEXT = (
    "application__candidate",
    "application__job",
    "scorecard__interviewer",
    "scorecard__visit",
    "visit",
    "asked_by",
    "competency",
)


def _lock(application_id: int) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("job", "candidate")
    return rows.get(pk=application_id)


def _locked(clarification: Clarification) -> Clarification:
    """The question as it is once the application's row is locked."""
    application = _lock(clarification.application_id)
    asked = Clarification.objects.select_related(*_CONTEXT).get(pk=clarification.pk)
    asked.application = application
    return asked


def _text(typed: str, missing: str) -> str:
    text = tidied(typed).strip()
    if not text:
        raise TextRefused(missing)
    if len(text) > LONGEST_TEXT:
        raise TextRefused(f"This has {len(text):,} characters; {LONGEST_TEXT:,} fit. Shorten it.")
    return text


def _packet_with(actor: User, application: Application, scorecard: Scorecard) -> Packet:
    """The version that the asker reads by now, which holds the scorecard."""
    packet = packets_for(actor, application).last()
    if packet is None:
        raise NotInPacket("The packet is being built; ask in a moment.")
    if str(scorecard.uuid) not in packet.references.values():
        raise NotInPacket("This scorecard is not in the packet any more. Look at the packet again.")
    return packet


def _require_author(actor: User, scorecard: Scorecard) -> None:
    author = scorecard.interviewer
    if author == actor:
        raise NobodyToAsk("This is your own scorecard. If something in it is wrong, correct it.")
    recused = Recusal.objects.standing().filter(application=scorecard.application_id, user=author)
    if not author.is_active or recused.exists():
        raise NobodyToAsk(f"{author} cannot answer questions about this candidate. Ask the recruiter.")


def _competency(scorecard: Scorecard, slug: str) -> Competency | None:
    if not slug:
        return None
    stored = stored_rubric(scorecard.visit.rubric_id)
    if slug not in stored.stage_plan(scorecard.visit.stage_id).competencies:
        raise NotInPacket("This scorecard does not score that competency.")
    return Competency.objects.get(pk=stored.competency_ids[slug])


def _require_open(asked: Clarification) -> None:
    if not (access := still_open(asked)):
        raise ClarificationClosed(access.reason)


def _close(asked: Clarification, withdrawn_by: User | None, at: datetime) -> None:
    asked.state, asked.withdrawn_at, asked.withdrawn_by = ClarificationState.WITHDRAWN, at, withdrawn_by
    asked.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    tell_closed(asked, at=at)


def _note_questions(asked: Clarification, at: datetime) -> None:
    """Has the visit wait for the answers to its open questions that somebody can give."""
    visit = StageVisit.objects.get(pk=asked.visit_id)
    rows = list(
        answerable_questions().filter(visit=visit).values_list("asked_at", "scorecard__interviewer_id")
    )
    visit_note_questions(
        application=asked.application,
        visit=visit,
        asked_since=min((asked_at for asked_at, _ in rows), default=None),
        people={author for _, author in rows},
        at=at,
    )


def _audit(
    asked: Clarification, actor: User | None, at: datetime, verb: str, personal: list[str], **noted: object
) -> None:
    changes = {"scorecard": str(asked.scorecard.uuid), **noted}
    if asked.competency is not None:
        changes["competency"] = asked.competency.slug
    audit_record(
        actor=actor,
        at=at,
        action=f"clarification.{verb}",
        on=asked,
        changes=changes,
        personal=personal,
        scope=asked.application.uuid,
    )

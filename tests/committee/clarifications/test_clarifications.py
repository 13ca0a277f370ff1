"""Questions of the bar raiser: asked, answered with or without a correction, taken back, and ended."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry, Notification, User
from candidates.models import Recusal, WaitingFor, WaitingOn
from candidates.services.applications import application_withdraw
from candidates.services.nudges import nudge_send
from candidates.services.recusal import recusal_declare, recusal_end
from committee.models import Clarification, ClarificationState, Packet
from committee.services.clarifications import (
    AlreadyAsked,
    ClarificationClosed,
    NobodyToAsk,
    NotInPacket,
    TextRefused,
    clarification_withdraw,
)
from hiring.access import AccessRefused
from interviewers.content import LONGEST_TEXT
from interviewers.models import Assignment, AssignmentState, ScorecardRevision, ScorecardText, TextKind
from interviewers.services.assignments import assignment_reassign
from interviewers.services.scorecards import ContentRefused, CorrectionRefused
from tests.committee.loops import HOUR, card, compute, correct
from tests.committee.questions import (
    ANSWER,
    ASKED,
    QUESTION,
    Loop,
    answer,
    ask,
    score_at_the_bar,
    told,
    versions,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def waits(loop: Loop) -> tuple[str, str, list[User]]:
    """For what the loop waits, on which part, and on whom by name."""
    visit = loop.now()
    people = visit.waiting_people.awaited_now().order_by("user__name")
    return visit.waiting_for, visit.waiting_on, [row.user for row in people]


def withdraw(asked: Clarification, actor: User) -> Clarification:
    return clarification_withdraw(actor=actor, at=ASKED + HOUR, clarification=asked)


def replace_bar_raiser(loop: Loop, recruiter: User, *, scored: bool = False) -> User:
    """Another bar raiser in place of the first, who has not scored yet."""
    second = UserFactory(name="Second Barraiser", is_bar_raiser=True, is_interviewer=True)
    assignment = Assignment.objects.open().get(visit=loop.visit)
    assignment_reassign(actor=recruiter, at=ASKED + HOUR, assignment=assignment, to=second, reason="Ill.")
    return second


# Asking


def test_a_question_is_asked_from_the_newest_packet(loop: Loop, bar_raiser: User) -> None:
    asked = ask(loop, bar_raiser)
    assert (asked.state, asked.question, asked.asked_by) == ("open", QUESTION, bar_raiser)
    assert (asked.visit, asked.packet) == (loop.visit, Packet.objects.get())
    assert asked.competency is not None
    assert asked.competency.slug == "judgment"


def test_it_is_asked_before_and_after_the_bar_raisers_own_scorecard(loop: Loop, bar_raiser: User) -> None:
    ask(loop, bar_raiser)
    score_at_the_bar(loop)
    assert ask(loop, bar_raiser, competency="impact").state == ClarificationState.OPEN


def test_the_author_is_told_who_asks_about_what_and_not_the_question(
    loop: Loop, bar_raiser: User, interviewer: User
) -> None:
    asked = ask(loop, bar_raiser)
    notice = Notification.objects.get(recipient=interviewer, kind="clarification")
    assert notice.subject == f"Bao Barraiser asks about your scorecard of {loop.application.candidate}"
    assert notice.body.startswith("Recruiter screen, ")
    assert (notice.url, notice.scope) == (f"/clarifications/{asked.uuid}/", loop.application.uuid)
    assert QUESTION not in notice.body


def test_a_question_leaves_a_trail_without_its_words(loop: Loop, bar_raiser: User) -> None:
    asked = ask(loop, bar_raiser)
    entry = AuditEntry.objects.get(action="clarification.ask")
    assert (entry.actor, entry.object_uuid, entry.scope) == (bar_raiser, asked.uuid, loop.application.uuid)
    assert entry.changes == {
        "scorecard": str(loop.screen.uuid),
        "competency": "judgment",
        "question": "changed",
    }


def test_the_same_question_sent_twice_is_one(loop: Loop, bar_raiser: User, interviewer: User) -> None:
    assert ask(loop, bar_raiser) == ask(loop, bar_raiser, question=f"  {QUESTION} ", at=ASKED + HOUR)
    assert len(told(interviewer)) == 1


def test_one_question_at_a_time_about_a_competency(loop: Loop, bar_raiser: User) -> None:
    ask(loop, bar_raiser)
    with pytest.raises(AlreadyAsked, match="waits for Ines Interviewer’s answer"):
        ask(loop, bar_raiser, question="And who decided the rest?")
    ask(loop, bar_raiser, competency="impact")
    ask(loop, bar_raiser, competency="")
    assert Clarification.objects.open().count() == 3


def test_after_its_answer_the_next_question_may_be_asked(loop: Loop, bar_raiser: User) -> None:
    answer(ask(loop, bar_raiser))
    assert ask(loop, bar_raiser, question="And who decided the rest?").state == ClarificationState.OPEN


@pytest.mark.parametrize(
    ("question", "words"), [("  \n", "Write what you want to know"), ("x" * (LONGEST_TEXT + 1), "Shorten it")]
)
def test_a_question_has_words_and_not_too_many(
    loop: Loop, bar_raiser: User, question: str, words: str
) -> None:
    with pytest.raises(TextRefused, match=words):
        ask(loop, bar_raiser, question=question)


@pytest.mark.parametrize("persona", ["recruiter", "chair", "interviewer", "hiring_manager"])
def test_nobody_else_asks(loop: Loop, request: pytest.FixtureRequest, persona: str) -> None:
    with pytest.raises(AccessRefused):
        ask(loop, request.getfixturevalue(persona))


def test_the_author_who_has_left_is_not_asked(loop: Loop, bar_raiser: User, interviewer: User) -> None:
    User.objects.filter(pk=interviewer.pk).update(is_active=False)
    loop.screen.refresh_from_db()
    with pytest.raises(NobodyToAsk, match=r"Ines Interviewer cannot answer .* Ask the recruiter"):
        ask(loop, bar_raiser)


def test_the_author_with_a_conflict_is_not_asked_in_the_same_words(
    loop: Loop, bar_raiser: User, interviewer: User
) -> None:
    recusal_declare(actor=interviewer, at=ASKED, application=loop.application, reason="")
    with pytest.raises(NobodyToAsk, match=r"Ines Interviewer cannot answer .* Ask the recruiter"):
        ask(loop, bar_raiser)


def test_a_scorecard_outside_the_packet_is_not_asked_about(loop: Loop, bar_raiser: User) -> None:
    score_at_the_bar(loop)
    own = Assignment.objects.get(visit=loop.visit).scorecard
    with pytest.raises(NotInPacket):
        ask(loop, bar_raiser, own)


def test_the_own_scorecard_is_not_asked_about(loop: Loop, bar_raiser: User) -> None:
    score_at_the_bar(loop)
    assert versions(loop.application) == 2
    with pytest.raises(NobodyToAsk, match="your own scorecard"):
        ask(loop, bar_raiser, Assignment.objects.get(visit=loop.visit).scorecard)


def test_a_competency_of_another_rubric_is_not_asked_about(loop: Loop, bar_raiser: User) -> None:
    with pytest.raises(NotInPacket, match="does not score that competency"):
        ask(loop, bar_raiser, competency="charm")


# Answering


def test_an_answer_is_kept_and_the_bar_raiser_is_told_without_it(loop: Loop, bar_raiser: User) -> None:
    answered = answer(ask(loop, bar_raiser))
    assert (answered.state, answered.answer, answered.answered_at) == ("answered", ANSWER, ASKED + HOUR)
    assert answered.revision is None
    notice = Notification.objects.get(recipient=bar_raiser, kind="clarification")
    assert notice.subject.startswith("Ines Interviewer has answered your question about ")
    assert ANSWER not in notice.body


def test_an_answer_makes_the_next_version_of_the_packet(loop: Loop, bar_raiser: User) -> None:
    asked = ask(loop, bar_raiser)
    assert versions(loop.application) == 1  # an open question is not in it
    answer(asked)
    assert versions(loop.application) == 2
    assert ANSWER in Packet.objects.select_related("content").get(version=2).content.snapshot


def test_a_correction_comes_with_its_answer_as_the_reason(loop: Loop, bar_raiser: User) -> None:
    corrected = card(loop.screen.visit, {"judgment": 3})
    answered = answer(ask(loop, bar_raiser), corrected=corrected)
    revision = ScorecardRevision.objects.get(scorecard=loop.screen, number=2)
    assert answered.revision == revision
    assert ScorecardText.objects.get(revision=revision, kind=TextKind.CORRECTION).text == ANSWER
    entry = AuditEntry.objects.get(action="clarification.answer")
    assert (entry.changes["corrected"], entry.changes["answer"]) == (True, "changed")


def test_a_correction_that_is_refused_keeps_the_answer_out_too(loop: Loop, bar_raiser: User) -> None:
    asked = ask(loop, bar_raiser)
    with pytest.raises(CorrectionRefused):
        answer(asked, corrected=card(loop.screen.visit, 4))
    with pytest.raises(ContentRefused):
        answer(asked, corrected=card(loop.screen.visit, {"judgment": 9}))
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("open", "")
    assert loop.screen.revisions.count() == 1


def test_an_answer_has_words(loop: Loop, bar_raiser: User) -> None:
    with pytest.raises(TextRefused, match="Write an answer"):
        answer(ask(loop, bar_raiser), text=" ")


@pytest.mark.parametrize("persona", ["bar_raiser", "other_interviewer", "chair"])
def test_nobody_but_the_author_answers(
    loop: Loop, bar_raiser: User, request: pytest.FixtureRequest, persona: str
) -> None:
    with pytest.raises(AccessRefused):
        answer(ask(loop, bar_raiser), actor=request.getfixturevalue(persona))


def test_it_is_answered_once(loop: Loop, bar_raiser: User) -> None:
    asked = ask(loop, bar_raiser)
    answer(asked)
    with pytest.raises(ClarificationClosed, match="has been answered"):
        answer(asked, text="Something else.")


def test_a_correction_that_stops_the_candidate_ends_the_other_questions(
    loop: Loop, bar_raiser: User, other_interviewer: User
) -> None:
    second = next(scorecard for scorecard in loop.panel if scorecard.interviewer == other_interviewer)
    other = ask(loop, bar_raiser, second)
    answer(ask(loop, bar_raiser), corrected=card(loop.screen.visit, {"judgment": 2}))
    compute(loop.screen.visit, at=ASKED + 2 * HOUR)
    other.refresh_from_db()
    assert (other.state, other.withdrawn_by) == ("withdrawn", None)


# Taking back, and the end


def test_a_question_taken_back_needs_no_answer(loop: Loop, bar_raiser: User, interviewer: User) -> None:
    asked = withdraw(ask(loop, bar_raiser), bar_raiser)
    assert (asked.state, asked.withdrawn_by, asked.withdrawn_at) == ("withdrawn", bar_raiser, ASKED + HOUR)
    assert told(interviewer)[1:] == [
        f"The question about your scorecard of {loop.application.candidate} needs no answer any more"
    ]
    with pytest.raises(ClarificationClosed, match="needs no answer any more"):
        answer(asked)
    with pytest.raises(ClarificationClosed, match="needs no answer any more"):
        withdraw(asked, bar_raiser)


@pytest.mark.parametrize("persona", ["interviewer", "chair", "recruiter"])
def test_nobody_but_the_bar_raiser_takes_it_back(
    loop: Loop, bar_raiser: User, request: pytest.FixtureRequest, persona: str
) -> None:
    with pytest.raises(AccessRefused, match="Only the bar raiser"):
        withdraw(ask(loop, bar_raiser), request.getfixturevalue(persona))


def test_the_next_bar_raiser_takes_it_back_and_the_one_before_does_not(
    loop: Loop, bar_raiser: User, recruiter: User
) -> None:
    asked = ask(loop, bar_raiser)
    second = replace_bar_raiser(loop, recruiter)
    with pytest.raises(AccessRefused):
        withdraw(asked, bar_raiser)
    assert withdraw(asked, second).withdrawn_by == second


def test_the_next_bar_raiser_is_told_of_the_answer(loop: Loop, bar_raiser: User, recruiter: User) -> None:
    asked = ask(loop, bar_raiser)
    second = replace_bar_raiser(loop, recruiter)
    answer(asked)
    assert (len(told(second)), told(bar_raiser)) == (1, [])


def test_the_end_of_the_application_closes_its_questions_in_the_same_words(
    loop: Loop, bar_raiser: User, recruiter: User, interviewer: User
) -> None:
    taken_back = withdraw(ask(loop, bar_raiser, competency="impact"), bar_raiser)
    asked = ask(loop, bar_raiser)
    application_withdraw(
        actor=recruiter, at=ASKED + 2 * HOUR, application=loop.application, reason="Another offer."
    )
    asked.refresh_from_db()
    assert (asked.state, asked.withdrawn_by, asked.withdrawn_at) == ("withdrawn", None, ASKED + 2 * HOUR)
    by_key = dict(Notification.objects.filter(recipient=interviewer).values_list("key", "body"))
    assert by_key[f"clarification-closed:{asked.uuid}"] == by_key[f"clarification-closed:{taken_back.uuid}"]
    assert (loop.now().asked_since, loop.now().waiting_for) == (None, WaitingFor.NOTHING)


# What the application waits for


def test_while_the_bar_raisers_scorecard_is_due_that_is_waited_for(loop: Loop, bar_raiser: User) -> None:
    before = waits(loop)
    ask(loop, bar_raiser)
    assert waits(loop) == before == (WaitingFor.SCORECARDS, WaitingOn.BAR_RAISER, [bar_raiser])
    assert loop.now().asked_since == ASKED


def test_once_it_is_in_the_answer_is_waited_for(loop: Loop, bar_raiser: User, interviewer: User) -> None:
    ask(loop, bar_raiser)
    score_at_the_bar(loop)
    assert waits(loop) == (WaitingFor.ANSWER, WaitingOn.INTERVIEWERS, [interviewer])
    assert loop.now().due_at == ASKED + timedelta(hours=24)


def test_it_waits_since_the_oldest_question_and_on_everybody_asked(
    loop: Loop, bar_raiser: User, interviewer: User, other_interviewer: User
) -> None:
    score_at_the_bar(loop)
    second = next(scorecard for scorecard in loop.panel if scorecard.interviewer == other_interviewer)
    first = ask(loop, bar_raiser)
    ask(loop, bar_raiser, second, at=ASKED + HOUR)
    assert (loop.now().waiting_since, waits(loop)[2]) == (ASKED, [interviewer, other_interviewer])
    answer(first, at=ASKED + 2 * HOUR)
    assert (loop.now().waiting_since, waits(loop)[2]) == (ASKED + HOUR, [other_interviewer])


@pytest.mark.parametrize("how", ["answered", "taken back"])
def test_after_the_last_question_the_verdict_is_waited_for_again(
    loop: Loop, bar_raiser: User, how: str
) -> None:
    score_at_the_bar(loop)
    asked = ask(loop, bar_raiser)
    if how == "answered":
        answer(asked)
    else:
        withdraw(asked, bar_raiser)
    assert waits(loop) == (WaitingFor.VERDICT, WaitingOn.BAR_RAISER, [bar_raiser])
    assert loop.now().waiting_since == ASKED + HOUR


def test_a_correction_elsewhere_leaves_the_wait_for_the_answer(
    loop: Loop, bar_raiser: User, interviewer: User
) -> None:
    score_at_the_bar(loop)
    ask(loop, bar_raiser)
    correct(Assignment.objects.get(visit=loop.visit).scorecard, 5, at=ASKED + HOUR)
    compute(loop.visit, at=ASKED + HOUR)
    assert waits(loop) == (WaitingFor.ANSWER, WaitingOn.INTERVIEWERS, [interviewer])


def test_a_nudge_reaches_who_was_asked(
    loop: Loop, bar_raiser: User, interviewer: User, recruiter: User
) -> None:
    score_at_the_bar(loop)
    ask(loop, bar_raiser)
    nudges = nudge_send(actor=recruiter, at=ASKED + HOUR, visit=loop.now())
    assert [nudge.person for nudge in nudges] == [interviewer]
    notice = Notification.objects.get(recipient=interviewer, kind="nudge")
    assert notice.subject == "Rana Recruiter is waiting for your answer"


def test_nobody_waits_for_an_answer_of_somebody_with_a_conflict(
    loop: Loop, bar_raiser: User, interviewer: User, recruiter: User
) -> None:
    score_at_the_bar(loop)
    asked = ask(loop, bar_raiser)
    recusal = recusal_declare(actor=interviewer, at=ASKED + HOUR, application=loop.application, reason="")
    assert waits(loop) == (WaitingFor.VERDICT, WaitingOn.BAR_RAISER, [bar_raiser])
    assert told(bar_raiser) == [
        f"Ines Interviewer cannot answer your question about {loop.application.candidate}"
    ]
    with pytest.raises(AccessRefused):
        answer(asked)
    recusal_end(actor=recruiter, at=ASKED + 2 * HOUR, recusal=recusal, reason="It was a namesake.")
    assert waits(loop) == (WaitingFor.ANSWER, WaitingOn.INTERVIEWERS, [interviewer])


def test_a_bar_raiser_who_is_gone_is_looked_for_before_the_answer(
    loop: Loop, bar_raiser: User, interviewer: User
) -> None:
    score_at_the_bar(loop)
    ask(loop, bar_raiser)
    recusal_declare(actor=bar_raiser, at=ASKED + HOUR, application=loop.application, reason="")
    assert waits(loop)[:2] == (WaitingFor.BAR_RAISER, WaitingOn.RECRUITER)
    assert Recusal.objects.standing().count() == 1
    assert Assignment.objects.get(visit=loop.visit).state == AssignmentState.SUBMITTED

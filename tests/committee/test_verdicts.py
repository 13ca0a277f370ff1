"""The bar raiser's verdict: who gives it, when, and what then waits for whom."""

from collections.abc import Mapping

import pytest

from accounts.models import AuditEntry, User
from candidates.models import Application, StageVisit, WaitingFor, WaitingOn
from candidates.services.applications import application_withdraw
from candidates.services.recusal import recusal_declare
from committee.models import Clarification, Packet, Verdict
from committee.permissions.verdicts import can_give_verdict
from committee.queries.verdicts import latest_verdict
from committee.services.clarifications import clarification_withdraw
from committee.services.verdicts import (
    NewerPacket,
    PacketMissing,
    QuestionOpen,
    VerdictNotPossible,
    VerdictUnfinished,
)
from hiring.access import AccessRefused
from interviewers.models import Assignment, Scorecard
from tests.committee.loops import HOUR, compute, correct, submit
from tests.committee.verdicts import give_verdict, packet_version
from tests.factories import MONDAY, UserFactory

pytestmark = pytest.mark.django_db


def test_the_verdict_hands_the_application_to_the_chair(cleared: StageVisit, bar_raiser: User) -> None:
    assert (cleared.waiting_for, cleared.waiting_on) == (WaitingFor.VERDICT, WaitingOn.BAR_RAISER)
    verdict = give_verdict(bar_raiser, cleared)
    cleared.refresh_from_db()
    assert (cleared.waiting_for, cleared.waiting_on) == (WaitingFor.DECISION, WaitingOn.CHAIR)
    assert cleared.verdict_at == verdict.given_at
    assert verdict.raises_the_bar is True


@pytest.mark.parametrize(("judgment", "impact"), [(True, False), (False, True), (False, False)])
def test_the_bar_is_raised_only_in_both(
    cleared: StageVisit, bar_raiser: User, judgment: bool, impact: bool
) -> None:
    assert give_verdict(bar_raiser, cleared, judgment=judgment, impact=impact).raises_the_bar is False


def test_a_verdict_leaves_a_trail_without_its_words(cleared: StageVisit, bar_raiser: User) -> None:
    verdict = give_verdict(bar_raiser, cleared)
    entry = AuditEntry.objects.get(action="verdict.give")
    assert (entry.actor, entry.object_uuid) == (bar_raiser, verdict.uuid)
    assert entry.changes == {"number": 1, "packet": 1}
    assert entry.scope == cleared.application.uuid


def test_before_their_own_scorecard_is_in_it_is_refused(at_the_bar: StageVisit, bar_raiser: User) -> None:
    with pytest.raises(AccessRefused, match="Submit your own scorecard first"):
        give_verdict(bar_raiser, at_the_bar)


def test_unless_the_stage_has_advanced_it_is_refused(at_the_bar: StageVisit, bar_raiser: User) -> None:
    submit(Assignment.objects.get(visit=at_the_bar), 2)
    compute(at_the_bar)
    with pytest.raises(AccessRefused, match="once the stage has advanced"):
        give_verdict(bar_raiser, at_the_bar)


@pytest.mark.parametrize("persona", ["recruiter", "chair", "interviewer", "hiring_manager"])
def test_nobody_else_gives_it(cleared: StageVisit, request: pytest.FixtureRequest, persona: str) -> None:
    with pytest.raises(AccessRefused, match="Only the bar raiser"):
        give_verdict(request.getfixturevalue(persona), cleared)


def test_another_bar_raiser_does_not_give_it(cleared: StageVisit) -> None:
    with pytest.raises(AccessRefused, match="Only the bar raiser of this stage"):
        give_verdict(UserFactory(is_bar_raiser=True), cleared)


def test_it_is_given_once(cleared: StageVisit, bar_raiser: User) -> None:
    give_verdict(bar_raiser, cleared)
    with pytest.raises(AccessRefused, match="The verdict of this stage is in"):
        give_verdict(bar_raiser, cleared)


def test_another_stage_takes_none(visit: StageVisit, bar_raiser: User) -> None:
    assert can_give_verdict(bar_raiser, visit).reason == "A verdict is given at the bar-raiser stage."


def test_without_a_reason_it_is_refused(cleared: StageVisit, bar_raiser: User) -> None:
    with pytest.raises(VerdictUnfinished, match="Say why"):
        give_verdict(bar_raiser, cleared, because="  ")


def test_a_critique_that_the_rubric_asks_for_is_given(cleared: StageVisit, bar_raiser: User) -> None:
    with pytest.raises(VerdictUnfinished, match="how they took it"):
        give_verdict(bar_raiser, cleared, critique="")


def test_while_the_packet_is_being_built_there_is_nothing_to_answer_on(
    cleared: StageVisit, bar_raiser: User
) -> None:
    with pytest.raises(PacketMissing, match="is being built"):
        give_verdict(bar_raiser, cleared, version=1)


def test_it_names_the_version_that_it_was_given_on(cleared: StageVisit, bar_raiser: User) -> None:
    verdict = give_verdict(bar_raiser, cleared)
    assert verdict.packet is not None
    assert (verdict.number, verdict.packet.version) == (1, 1)


def test_new_evidence_since_the_form_was_opened_is_read_first(cleared: StageVisit, bar_raiser: User) -> None:
    opened = packet_version(cleared.application)
    correct_screen(cleared.application, {"judgment": 5})
    assert packet_version(cleared.application) == opened + 1
    with pytest.raises(NewerPacket, match="Version 2 has come since you opened the form; read what changed"):
        give_verdict(bar_raiser, cleared, version=opened)
    assert give_verdict(bar_raiser, cleared, version=opened + 1).number == 1


def test_a_newer_version_without_new_evidence_makes_no_difference(
    at_the_bar: StageVisit, bar_raiser: User
) -> None:
    opened = packet_version(at_the_bar.application)
    submit(Assignment.objects.get(visit=at_the_bar), 4)
    compute(at_the_bar)
    assert packet_version(at_the_bar.application) == opened + 1
    assert give_verdict(bar_raiser, at_the_bar, version=opened).packet == Packet.objects.get(version=opened)


def test_while_a_question_is_open_it_is_refused_naming_whose_answer_is_missing(
    cleared: StageVisit, bar_raiser: User, interviewer: User
) -> None:
    question = ask(cleared, bar_raiser, interviewer)
    with pytest.raises(QuestionOpen) as refused:
        give_verdict(bar_raiser, cleared)
    assert refused.value.words == (
        "Your question to Ines Interviewer is still open. Wait for the answer, or withdraw it."
    )
    clarification_withdraw(actor=bar_raiser, at=MONDAY + 8 * HOUR, clarification=question)
    assert give_verdict(bar_raiser, cleared).number == 1


def test_new_evidence_reopens_it_and_the_latest_number_counts(cleared: StageVisit, bar_raiser: User) -> None:
    first = give_verdict(bar_raiser, cleared, impact=False)
    correct_screen(cleared.application, {"impact": 5})
    packet_version(cleared.application)
    cleared.refresh_from_db()
    assert (cleared.waiting_for, cleared.waiting_on) == (WaitingFor.VERDICT, WaitingOn.BAR_RAISER)
    assert [row.user for row in cleared.waiting_people.all()] == [bar_raiser]
    second = give_verdict(bar_raiser, cleared)
    assert (first.number, second.number) == (1, 2)
    assert latest_verdict(cleared.application) == second
    assert [row.raises_impact for row in Verdict.objects.order_by("number")] == [False, True]


def test_the_bar_raisers_own_correction_reopens_nothing(cleared: StageVisit, bar_raiser: User) -> None:
    give_verdict(bar_raiser, cleared, impact=False)
    correct(Scorecard.objects.get(visit=cleared), {"impact": 5})
    compute(cleared)
    assert packet_version(cleared.application) == 2
    with pytest.raises(AccessRefused, match="It stands unless new evidence reopens the packet"):
        give_verdict(bar_raiser, cleared)


def test_who_is_not_independent_any_more_gives_none(cleared: StageVisit, bar_raiser: User) -> None:
    Assignment.objects.filter(visit=cleared).update(dependent_since=MONDAY, dependence="reports to Hugo")
    with pytest.raises(AccessRefused, match="You are not independent here any more"):
        give_verdict(bar_raiser, cleared)


def test_who_has_left_gives_none(cleared: StageVisit, bar_raiser: User) -> None:
    bar_raiser.is_active = False
    bar_raiser.save(update_fields=["is_active"])
    with pytest.raises(AccessRefused):
        give_verdict(bar_raiser, cleared)


def test_who_is_recused_gives_none(cleared: StageVisit, bar_raiser: User) -> None:
    version = packet_version(cleared.application)
    recusal_declare(actor=bar_raiser, at=MONDAY + 7 * HOUR, application=cleared.application, reason="")
    with pytest.raises(AccessRefused, match="You have no part"):
        give_verdict(bar_raiser, cleared, version=version)


def test_a_withdrawn_application_takes_none(cleared: StageVisit, bar_raiser: User, recruiter: User) -> None:
    application_withdraw(actor=recruiter, at=MONDAY, application=cleared.application, reason="Another offer.")
    with pytest.raises(VerdictNotPossible, match="not at the bar-raiser stage any more"):
        give_verdict(bar_raiser, cleared)


def correct_screen(application: Application, values: Mapping[str, int | None]) -> None:
    """The first interviewer corrects their scorecard; the gate has looked."""
    screen = Scorecard.objects.filter(application=application).earliest("pk")
    correct(screen, values)
    compute(screen.visit)


def ask(visit: StageVisit, bar_raiser: User, interviewer: User) -> Clarification:
    packet_version(visit.application)
    return Clarification.objects.create(
        application=visit.application,
        visit=visit,
        packet=Packet.objects.get(application=visit.application),
        scorecard=Scorecard.objects.get(application=visit.application, interviewer=interviewer),
        asked_by=bar_raiser,
        asked_at=MONDAY + 7 * HOUR,
        question="Which number do you mean?",
    )

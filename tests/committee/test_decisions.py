"""The committee's decision: when it is refused and in which words, what it ends, and who is told."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from accounts.models import AuditEntry, Notification, NotificationKind, User
from candidates.models import Application, ApplicationState, JobRecruiter, Origin, Participation, StageVisit
from candidates.permissions import sight_of
from candidates.services.applications import application_hold, application_withdraw
from candidates.services.moves import ReasonMissing
from candidates.services.recusal import recusal_declare
from candidates.sight import Reach
from committee.models import Clarification, Decision, DecisionResult, Packet, TeamMember
from committee.services.decisions import (
    AlreadyDecided,
    DecisionNotPossible,
    ImportedStays,
    MembersRefused,
)
from committee.talent_density import read_levels
from hiring.access import AccessRefused
from interviewers.models import Assignment, AssignmentState, Scorecard
from tests.committee.loops import HOUR, compute, correct, hold_stage, plan_panel, submit
from tests.committee.test_concurrency import both
from tests.committee.verdicts import decide, give_verdict, packet_version
from tests.factories import MONDAY, UserFactory

pytestmark = pytest.mark.django_db
NO_OFFER = DecisionResult.NO_OFFER


@pytest.fixture
def judged(cleared: StageVisit, bar_raiser: User) -> Application:
    """Every condition of an offer is met."""
    give_verdict(bar_raiser, cleared)
    return Application.objects.get(pk=cleared.application_id)


@pytest.fixture
def stopped(application: Application, visit: StageVisit, recruiter: User, interviewer: User) -> Application:
    """Stopped by the gate at the screen."""
    hold_stage(application, recruiter, [interviewer], 2)
    return application


def unmet(chair: User, application: Application, result: DecisionResult = DecisionResult.OFFER) -> str:
    with pytest.raises(DecisionNotPossible) as refused:
        decide(chair, application, result)
    assert not Decision.objects.exists()
    return " ".join(refused.value.unmet)


def test_an_offer_is_recorded_with_who_was_present_and_why(
    judged: Application, chair: User, bar_raiser: User
) -> None:
    decision = decide(chair, judged, members=[bar_raiser, chair, chair], reason=" Clear. ")
    judged.refresh_from_db()
    assert (decision.result, decision.reason, decision.decided_by) == ("offer", "Clear.", chair)
    assert [row.user for row in decision.members.order_by("user__name")] == [bar_raiser, chair]
    assert (judged.state, judged.decided_at) == (ApplicationState.OFFER, decision.decided_at)
    assert not StageVisit.objects.open().filter(application=judged).exists()
    (move,) = judged.moves.all()
    assert (move.move, move.actor, move.reason) == ("decide_offer", chair, "Clear.")


def test_the_trail_has_the_result_and_who_was_present_but_not_why(judged: Application, chair: User) -> None:
    decision = decide(chair, judged)
    entry = AuditEntry.objects.get(action="decision.record")
    assert (entry.object_uuid, entry.scope) == (decision.uuid, judged.uuid)
    assert entry.changes == {"result": "offer", "members": [str(chair.uuid)]}


def test_a_hire_joins_the_team_with_the_profile_of_the_packet(judged: Application, chair: User) -> None:
    decide(chair, judged)
    member = TeamMember.objects.get(application=judged)
    assert (member.team, member.name) == (judged.job.team, judged.candidate.name)
    assert set(read_levels(member.levels.get().levels).values()) == {400}


def test_before_the_loop_is_through_an_offer_says_all_that_is_missing(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, chair: User
) -> None:
    hold_stage(application, recruiter, [interviewer], 4)
    assert unmet(chair, application) == (
        "Product sense exercise has no final outcome yet. Leadership and collaboration has not been held. "
        "Bar raiser has not been held. The bar raiser has not given the verdict."
    )
    assert unmet(chair, application, NO_OFFER).startswith("The loop has not ended")


def test_without_the_verdict_there_is_no_offer(cleared: StageVisit, chair: User) -> None:
    packet_version(cleared.application)
    assert unmet(chair, cleared.application) == "The bar raiser has not given the verdict."


def test_a_verdict_of_no_leaves_no_offer_alone(cleared: StageVisit, bar_raiser: User, chair: User) -> None:
    give_verdict(bar_raiser, cleared, impact=False)
    assert "does not raise the bar in impact" in unmet(chair, cleared.application)
    assert decide(chair, cleared.application, NO_OFFER).result == "no_offer"


def test_new_evidence_after_the_verdict_is_looked_at_first(
    judged: Application, cleared: StageVisit, bar_raiser: User, chair: User
) -> None:
    screen = Scorecard.objects.filter(application=judged).earliest("pk")
    correct(screen, {"judgment": 5})
    compute(screen.visit)
    assert "being brought up to date" in unmet(chair, judged)
    packet_version(judged)
    assert unmet(chair, judged) == (
        "New evidence has come since the verdict; the bar raiser has to look at it first."
    )
    give_verdict(bar_raiser, cleared)
    assert decide(chair, judged).result == "offer"


def test_an_open_question_is_answered_or_withdrawn_first(
    judged: Application, cleared: StageVisit, bar_raiser: User, interviewer: User, chair: User
) -> None:
    Clarification.objects.create(
        application=judged,
        visit=cleared,
        packet=Packet.objects.get(),
        scorecard=Scorecard.objects.get(application=judged, interviewer=interviewer),
        asked_by=bar_raiser,
        asked_at=MONDAY,
        question="Which number?",
    )
    assert unmet(chair, judged) == "A question to Ines Interviewer is still open."


def test_on_hold_and_withdrawn_there_is_nothing_to_decide(
    judged: Application, chair: User, recruiter: User
) -> None:
    application_hold(actor=recruiter, at=MONDAY + 9 * HOUR, application=judged, reason="Waits.")
    assert unmet(chair, judged, NO_OFFER) == "The application is on hold; resume it first."
    application_withdraw(actor=recruiter, at=MONDAY + 9 * HOUR, application=judged, reason="Gone.")
    assert unmet(chair, judged, NO_OFFER) == "The application is withdrawn."


def test_a_stopped_application_gets_no_offer(stopped: Application, chair: User) -> None:
    assert "Recruiter screen has stopped the candidate." in unmet(chair, stopped)
    decide(chair, stopped, NO_OFFER)
    stopped.refresh_from_db()
    assert stopped.state == ApplicationState.NO_OFFER
    assert not TeamMember.objects.exists()


def test_an_imported_application_stays_as_it_came(judged: Application, chair: User) -> None:
    Application.objects.filter(pk=judged.pk).update(origin=Origin.IMPORTED)
    with pytest.raises(ImportedStays, match="was imported"):
        decide(chair, judged)


def test_it_is_decided_once_and_the_other_is_told(judged: Application, chair: User) -> None:
    decide(chair, judged)
    with pytest.raises(AlreadyDecided) as refused:
        decide(UserFactory(is_chair=True), judged, NO_OFFER)
    assert refused.value.words == (
        "This application is decided already by Chloe Chair: offer. "
        "What you entered has not been recorded; look at the application again."
    )


def test_why_and_who_was_present_are_needed(judged: Application, chair: User) -> None:
    with pytest.raises(ReasonMissing):
        decide(chair, judged, reason=" ")
    with pytest.raises(MembersRefused, match="Name who was present"):
        decide(chair, judged, members=[])


def test_who_has_a_conflict_a_role_elsewhere_or_left_cannot_be_named(
    judged: Application, chair: User, recruiter: User, hiring_manager: User
) -> None:
    related = UserFactory(name="Rita Related", is_chair=True)
    recusal_declare(actor=related, at=MONDAY, application=judged, reason="")
    gone = UserFactory(name="Gil Gone", is_chair=True, is_active=False)
    with pytest.raises(MembersRefused) as refused:
        decide(chair, judged, members=[chair, related, gone, recruiter, hiring_manager])
    assert refused.value.words == (
        "Gil Gone cannot be named as present. Rana Recruiter cannot be named as present. "
        "Rita Related cannot be named as present."
    )


@pytest.mark.parametrize("persona", ["recruiter", "bar_raiser", "hiring_manager", "administrator", "auditor"])
def test_only_chairs_record_it(judged: Application, request: pytest.FixtureRequest, persona: str) -> None:
    with pytest.raises(AccessRefused, match="Only a committee chair"):
        decide(request.getfixturevalue(persona), judged)


def test_a_chair_with_a_conflict_or_an_open_scorecard_does_not(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, chair: User
) -> None:
    chair.is_interviewer = True
    chair.save(update_fields=["is_interviewer"])
    hold_stage(application, recruiter, [interviewer], 4)
    plan_panel(StageVisit.objects.open().get(application=application), recruiter, [chair])
    with pytest.raises(AccessRefused, match="You have an open scorecard in this application"):
        decide(chair, application)
    recusal_declare(actor=chair, at=MONDAY, application=application, reason="")
    with pytest.raises(AccessRefused, match="You have no part"):
        decide(chair, application)


@pytest.fixture
def stopped_early(
    application: Application, visit: StageVisit, recruiter: User, people: list[User]
) -> Application:
    """Stopped at the exercise by three scorecards of a panel of four, one interviewer's outstanding."""
    hold_stage(application, recruiter, [UserFactory(is_interviewer=True)], 4)
    exercise = StageVisit.objects.open().get(application=application)
    *scored, _ = plan_panel(exercise, recruiter, [UserFactory(is_interviewer=True), *people])
    for assignment in scored:
        submit(assignment, 1)
    compute(exercise)
    return application


def test_it_releases_what_is_open_and_the_released_are_not_told_the_result(
    stopped_early: Application, chair: User, third_interviewer: User
) -> None:
    decide(chair, stopped_early, NO_OFFER)
    open_one = Assignment.objects.get(application=stopped_early, interviewer=third_interviewer)
    assert open_one.state == AssignmentState.RELEASED
    assert not Participation.objects.filter(open_cards__gt=0).exists()
    told = Notification.objects.filter(recipient=third_interviewer)
    assert not told.filter(kind=NotificationKind.DECISION).exists()


def test_an_outcome_that_only_the_release_made_is_no_news_to_the_chair(
    stopped_early: Application, chair: User
) -> None:
    decide(chair, stopped_early, NO_OFFER)
    assert compute(StageVisit.objects.get(computing_since__isnull=False)) is not None
    assert not Notification.objects.filter(recipient=chair, subject__startswith="Evidence changed").exists()


def test_the_interviewers_are_told_once_with_the_gates_words_and_without_a_score(
    judged: Application, chair: User, interviewer: User, bar_raiser: User, recruiter: User
) -> None:
    decide(chair, judged)
    notes = Notification.objects.filter(kind=NotificationKind.DECISION)
    scored = set(Scorecard.objects.filter(application=judged).values_list("interviewer", flat=True))
    manager = judged.job.hiring_manager
    assert manager is not None
    assert {note.recipient_id for note in notes} == scored | {recruiter.pk, manager.pk}
    assert {interviewer.pk, bar_raiser.pk} <= scored
    note = notes.get(recipient=interviewer)
    assert note.url == f"/applications/{judged.uuid}/"
    assert note.subject == f"Decided on {judged.candidate}: offer"
    assert note.body.splitlines() == [
        f"The committee has decided for {judged}: offer.",
        "What the gate said, stage by stage:",
        "Recruiter screen: advanced.",
        "Product sense exercise: advanced.",
        "Leadership and collaboration: advanced.",
        "Bar raiser: advanced.",
        "The application page has the reason and the whole trace.",
    ]


def test_stages_that_were_not_reached_are_said_so(stopped: Application, chair: User, recruiter: User) -> None:
    decide(chair, stopped, NO_OFFER)
    lines = Notification.objects.get(recipient=recruiter, kind=NotificationKind.DECISION).body.splitlines()
    assert lines[2:4] == ["Recruiter screen: stopped.", "Product sense exercise: not reached."]


def test_who_has_a_conflict_or_left_is_not_told(
    judged: Application, chair: User, interviewer: User, recruiter: User
) -> None:
    colleague = UserFactory(is_recruiter=True, is_active=False)
    JobRecruiter.objects.create(job=judged.job, user=colleague)
    recusal_declare(actor=interviewer, at=MONDAY + 8 * HOUR, application=judged, reason="")
    decide(chair, judged)
    told = Notification.objects.filter(kind=NotificationKind.DECISION)
    assert not told.filter(recipient__in=[colleague, interviewer]).exists()


def test_the_hiring_manager_reads_the_scorecards_from_then_on(
    judged: Application, chair: User, hiring_manager: User
) -> None:
    assert sight_of(hiring_manager, judged).cards is Reach.NONE
    decide(chair, judged)
    judged.refresh_from_db()
    assert sight_of(hiring_manager, judged).cards is Reach.FINAL


@pytest.fixture
def two_threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool
        both(pool, [connections.close_all] * 2)


@pytest.mark.django_db(transaction=True)
def test_two_chairs_at_the_same_instant_make_one_decision(
    judged: Application, two_threads: ThreadPoolExecutor
) -> None:
    chairs = [UserFactory(is_chair=True), UserFactory(is_chair=True)]
    refused: list[str] = []

    def deciding(person: User) -> Callable[[], None]:
        def attempt() -> None:
            try:
                decide(person, judged)
            except AlreadyDecided as refusal:
                refused.append(refusal.words)

        return attempt

    both(two_threads, [deciding(person) for person in chairs])
    decision = Decision.objects.get()
    assert len(refused) == 1
    assert str(decision.decided_by) in refused[0]
    assert TeamMember.objects.count() == 1

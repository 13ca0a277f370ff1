"""People are asked, decline, are released and replaced; each time the right ones are told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, Notification, User
from candidates.lifecycle import Move
from candidates.models import Application, Job, JobRecruiter, Recusal, StageVisit
from candidates.services.moves import application_move
from candidates.services.visits import visit_open
from hiring.access import AccessRefused
from interviewers.models import Assignment, AssignmentState
from interviewers.services.assignments import (
    AssignmentClosed,
    AssignmentReasonMissing,
    NotEligible,
    PanelClosed,
    assignment_add,
    assignment_decline,
    assignment_hand_over,
    assignment_reassign,
    assignment_release,
)
from interviewers.services.interviews import interview_cancel
from rubrics.models import Rubric
from rubrics.queries import stored_rubric
from tests.factories import MONDAY, ApplicationFactory, JobFactory, UserFactory
from tests.interviewers.interviews import TUESDAY, assignment_of, hand_in, plan, told
from tests.interviewers.scorecards import open_stage

AFTER = TUESDAY + timedelta(hours=1)


def recuse(person: User, application: Application) -> None:
    Recusal.objects.create(application=application, user=person, declared_at=MONDAY, declared_by=person)


def new_attempt(visit: StageVisit) -> StageVisit:
    """The stage once more, as after a reconsideration."""
    visit.left_at = AFTER
    visit.save(update_fields=["left_at"])
    return visit_open(application=visit.application, stage_id=visit.stage_id, at=AFTER)


@pytest.fixture
def small_visit(small_rubric: Rubric, recruiter: User) -> StageVisit:
    """The first stage of another application, for another job of the same recruiter."""
    job = JobFactory(rubric=small_rubric, recruiter=recruiter)
    stages = stored_rubric(small_rubric.pk).stage_ids
    application = ApplicationFactory(job=job, applied_at=MONDAY)
    return visit_open(application=application, stage_id=next(iter(stages.values())), at=MONDAY)


def test_one_more_person_can_be_asked(
    visit: StageVisit, interviewer: User, other_interviewer: User, recruiter: User
) -> None:
    interview = plan(visit, interviewer)
    added = assignment_add(actor=recruiter, at=MONDAY, interview=interview, interviewer=other_interviewer)
    assert (added.interview, added.state, added.assigned_by) == (interview, AssignmentState.OPEN, recruiter)


def test_asking_twice_makes_one_assignment(visit: StageVisit, interviewer: User, recruiter: User) -> None:
    interview = plan(visit, interviewer)
    with pytest.raises(NotEligible) as refusal:
        assignment_add(actor=recruiter, at=MONDAY, interview=interview, interviewer=interviewer)
    assert refusal.value.words == "Ines Interviewer is on this panel already."
    assert Assignment.objects.count() == 1


def test_the_database_holds_one_live_assignment_a_person_too(visit: StageVisit, interviewer: User) -> None:
    plan(visit, interviewer)
    twin = assignment_of(visit, interviewer)
    twin.pk, twin.uuid = None, visit.uuid
    twin._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_who_left_cannot_be_asked(visit: StageVisit) -> None:
    gone = UserFactory(name="Gil Gone", is_interviewer=True, is_active=False)
    with pytest.raises(NotEligible) as refusal:
        plan(visit, gone)
    assert refusal.value.words == "Gil Gone no longer works here."


def test_who_is_recused_cannot_be_asked(visit: StageVisit, interviewer: User) -> None:
    recuse(interviewer, visit.application)
    with pytest.raises(NotEligible) as refusal:
        plan(visit, interviewer)
    assert refusal.value.words == "Ines Interviewer has declared a conflict with this candidate."


def test_a_bar_raiser_stage_takes_a_bar_raiser_only(
    application: Application, interviewer: User, bar_raiser: User
) -> None:
    visit = open_stage(application, "bar-raiser")
    with pytest.raises(NotEligible) as refusal:
        plan(visit, interviewer)
    assert refusal.value.words == "Ines Interviewer is not a bar raiser; an administrator can change that."
    plan(visit, bar_raiser)
    assert assignment_of(visit, bar_raiser).capacity == "bar_raiser"


def test_a_new_attempt_has_other_interviewers(
    visit: StageVisit, interviewer: User, other_interviewer: User
) -> None:
    plan(visit, interviewer)
    hand_in(assignment_of(visit, interviewer), AFTER)
    again = new_attempt(visit)
    with pytest.raises(NotEligible) as refusal:
        plan(again, interviewer)
    assert refusal.value.words == (
        "Ines Interviewer has a scorecard in an earlier attempt at this stage; "
        "a new attempt has other interviewers."
    )
    plan(again, other_interviewer)
    assert assignment_of(again, other_interviewer).state == AssignmentState.OPEN


def test_who_still_owes_a_scorecard_of_an_earlier_attempt_is_not_another_interviewer(
    visit: StageVisit, interviewer: User
) -> None:
    plan(visit, interviewer)
    again = new_attempt(visit)
    with pytest.raises(NotEligible):
        plan(again, interviewer)
    assert not Assignment.objects.filter(visit=again).exists()


def test_who_only_was_released_from_an_earlier_attempt_may_take_the_new_one(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    plan(visit, interviewer)
    assignment_release(actor=recruiter, at=MONDAY, assignment=assignment_of(visit, interviewer))
    again = new_attempt(visit)
    plan(again, interviewer)
    assert assignment_of(again, interviewer).state == AssignmentState.OPEN


def test_nobody_is_asked_to_a_cancelled_interview(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    interview = interview_cancel(actor=recruiter, at=MONDAY, interview=plan(visit))
    with pytest.raises(PanelClosed) as refusal:
        assignment_add(actor=recruiter, at=MONDAY, interview=interview, interviewer=interviewer)
    assert refusal.value.words == "This interview is cancelled. Plan another one."


def test_a_hiring_manager_may_interview_and_the_trail_says_so(
    visit: StageVisit, hiring_manager: User
) -> None:
    hiring_manager.is_interviewer = True
    hiring_manager.save(update_fields=["is_interviewer"])
    plan(visit, hiring_manager)
    assert AuditEntry.objects.get(action="assignment.add").changes["hiring_manager"] is True


def test_somebody_who_saw_nothing_is_blind(visit: StageVisit, interviewer: User) -> None:
    plan(visit, interviewer)
    assert assignment_of(visit, interviewer).not_blind is False


def test_who_could_see_others_scorecards_by_their_own_is_not_blind(
    application: Application, visit: StageVisit, interviewer: User
) -> None:
    plan(visit, interviewer)
    hand_in(assignment_of(visit, interviewer), AFTER)
    visit.left_at = AFTER
    visit.save(update_fields=["left_at"])
    later = open_stage(application, "product-sense")
    plan(later, interviewer)
    assert assignment_of(later, interviewer).not_blind is True


def test_a_chair_is_blind_until_a_scorecard_is_in(
    visit: StageVisit, interviewer: User, chair: User, recruiter: User
) -> None:
    chair.is_interviewer = True
    chair.save(update_fields=["is_interviewer"])
    interview = plan(visit, chair, interviewer)
    assert assignment_of(visit, chair).not_blind is False
    hand_in(assignment_of(visit, interviewer), AFTER)
    assignment_release(actor=recruiter, at=AFTER, assignment=assignment_of(visit, chair))
    assignment_add(actor=recruiter, at=AFTER, interview=interview, interviewer=chair)
    assert assignment_of(visit, chair).not_blind is True


def test_a_bar_raiser_who_was_let_go_has_read_the_earlier_stages(
    application: Application, visit: StageVisit, interviewer: User, bar_raiser: User, recruiter: User
) -> None:
    plan(visit, interviewer)
    hand_in(assignment_of(visit, interviewer), AFTER)
    visit.left_at = AFTER
    visit.save(update_fields=["left_at"])
    last = open_stage(application, "bar-raiser")
    plan(last, bar_raiser)
    assert assignment_of(last, bar_raiser).not_blind is False
    assignment_release(actor=recruiter, at=AFTER, assignment=assignment_of(last, bar_raiser))
    last.left_at = AFTER
    last.save(update_fields=["left_at"])
    again = open_stage(application, "leadership")
    plan(again, bar_raiser)
    assert assignment_of(again, bar_raiser).not_blind is True


def test_who_has_been_blind_since_their_first_card_stays_blind(
    application: Application, visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    recruiter.is_interviewer = True
    recruiter.save(update_fields=["is_interviewer"])
    plan(visit, recruiter, interviewer)
    hand_in(assignment_of(visit, interviewer), AFTER)
    visit.left_at = AFTER
    visit.save(update_fields=["left_at"])
    later = open_stage(application, "product-sense")
    plan(later, recruiter)
    assert assignment_of(later, recruiter).not_blind is False


def test_declining_needs_a_reason(visit: StageVisit, interviewer: User) -> None:
    plan(visit, interviewer)
    with pytest.raises(AssignmentReasonMissing):
        assignment_decline(
            actor=interviewer, at=MONDAY, assignment=assignment_of(visit, interviewer), reason="  "
        )


def test_the_recruiters_of_the_job_are_told_who_declined_and_why(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    plan(visit, interviewer)
    assignment = assignment_of(visit, interviewer)
    assignment_decline(actor=interviewer, at=MONDAY, assignment=assignment, reason="I am away")
    assert assignment_of(visit, interviewer).state == AssignmentState.DECLINED
    notice = Notification.objects.get(recipient=recruiter)
    assert notice.subject == f"Ines Interviewer declined to interview {visit.application.candidate}"
    assert notice.body == (
        f"Recruiter screen, {visit.job}\nReason: I am away\nFind somebody else for the panel."
    )
    assert notice.url == f"/interviews/visits/{visit.uuid}/"


def test_a_recused_or_departed_recruiter_is_not_told(visit: StageVisit, job: Job, interviewer: User) -> None:
    recused = UserFactory(is_recruiter=True)
    departed = UserFactory(is_recruiter=True, is_active=False)
    plan(visit, interviewer)
    JobRecruiter.objects.create(job=job, user=recused)
    JobRecruiter.objects.create(job=job, user=departed)
    recuse(recused, visit.application)
    assignment_decline(
        actor=interviewer, at=MONDAY, assignment=assignment_of(visit, interviewer), reason="Away"
    )
    assert (told(recused), told(departed)) == ([], [])


def test_the_words_of_a_refusal_to_interview_are_not_in_the_trail(
    visit: StageVisit, interviewer: User
) -> None:
    plan(visit, interviewer)
    assignment_decline(
        actor=interviewer, at=MONDAY, assignment=assignment_of(visit, interviewer), reason="She is my aunt"
    )
    entry = AuditEntry.objects.get(action="assignment.declined")
    assert entry.changes == {
        "state": ["open", "declined"],
        "interviewer": str(interviewer.uuid),
        "close_reason": "changed",
    }


def test_nobody_declines_for_somebody_else(
    visit: StageVisit, interviewer: User, other_interviewer: User
) -> None:
    plan(visit, interviewer)
    with pytest.raises(AccessRefused):
        assignment_decline(
            actor=other_interviewer,
            at=MONDAY,
            assignment=assignment_of(visit, interviewer),
            reason="No",
        )


def test_declining_twice_is_said(visit: StageVisit, interviewer: User) -> None:
    plan(visit, interviewer)
    assignment = assignment_of(visit, interviewer)
    assignment_decline(actor=interviewer, at=MONDAY, assignment=assignment, reason="Away")
    with pytest.raises(AssignmentClosed) as refusal:
        assignment_decline(actor=interviewer, at=MONDAY, assignment=assignment, reason="Away")
    assert refusal.value.words == "Ines Interviewer is not assigned any more: declined."


def test_a_released_person_is_told_without_the_reason(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    plan(visit, interviewer)
    assignment = assignment_of(visit, interviewer)
    assignment_release(actor=recruiter, at=MONDAY, assignment=assignment, reason="Too strict")
    notice = Notification.objects.get(recipient=interviewer, key__startswith="let-go:")
    assert notice.subject == f"You no longer interview {visit.application.candidate}"
    assert notice.body == (
        "You are released from this interview.\n"
        f"Recruiter screen, {visit.job}\n"
        "There is nothing left for you to do here."
    )
    assert assignment_of(visit, interviewer).close_reason == "Too strict"


def test_a_submitted_scorecard_is_not_released(visit: StageVisit, interviewer: User, recruiter: User) -> None:
    plan(visit, interviewer)
    assignment = assignment_of(visit, interviewer)
    hand_in(assignment, AFTER)
    with pytest.raises(AssignmentClosed) as refusal:
        assignment_release(actor=recruiter, at=AFTER, assignment=assignment)
    assert refusal.value.words == "Ines Interviewer has submitted the scorecard, so it stays."


def test_a_recruiter_with_a_card_open_learns_nothing_by_releasing_others(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    recruiter.is_interviewer = True
    recruiter.save(update_fields=["is_interviewer"])
    plan(visit, recruiter, interviewer)
    hand_in(assignment_of(visit, interviewer), AFTER)
    with pytest.raises(AccessRefused) as refusal:
        assignment_release(actor=recruiter, at=AFTER, assignment=assignment_of(visit, interviewer))
    assert refusal.value.words == "Opens once you have submitted your own scorecard for this candidate."


def test_another_person_takes_over_due_as_before(
    visit: StageVisit, interviewer: User, other_interviewer: User, recruiter: User
) -> None:
    plan(visit, interviewer)
    before = assignment_of(visit, interviewer)
    given = assignment_reassign(
        actor=recruiter, at=AFTER, assignment=before, to=other_interviewer, reason="Ill"
    )
    assert (given.interviewer, given.due_at, given.interview) == (
        other_interviewer,
        before.due_at,
        before.interview,
    )
    assert assignment_of(visit, interviewer).state == AssignmentState.RELEASED
    assert told(interviewer, "let-go:") == [f"You no longer interview {visit.application.candidate}"]
    assert told(other_interviewer) == [f"Interview {visit.application.candidate}, 3 Mar 2026, 09:00"]


def test_the_gate_expects_as_many_scorecards_after_a_reassignment(
    visit: StageVisit, interviewer: User, other_interviewer: User, recruiter: User
) -> None:
    plan(visit, interviewer)
    assignment_reassign(
        actor=recruiter,
        at=AFTER,
        assignment=assignment_of(visit, interviewer),
        to=other_interviewer,
        reason="",
    )
    visit.refresh_from_db()
    assert (visit.assigned, visit.expected, visit.computing_since) == (1, 1, None)


def test_a_place_is_not_given_to_who_may_not_have_it(
    visit: StageVisit, interviewer: User, chair: User, recruiter: User
) -> None:
    plan(visit, interviewer)
    assignment = assignment_of(visit, interviewer)
    with pytest.raises(NotEligible):
        assignment_reassign(actor=recruiter, at=AFTER, assignment=assignment, to=chair, reason="")
    assert assignment_of(visit, interviewer).state == AssignmentState.OPEN
    assert told(interviewer, "let-go:") == []


def test_on_hold_a_person_can_still_be_replaced(
    visit: StageVisit, interviewer: User, other_interviewer: User, recruiter: User
) -> None:
    plan(visit, interviewer)
    application_move(
        actor=recruiter, at=MONDAY, application=visit.application, move=Move.HOLD, reason="A pause"
    )
    given = assignment_reassign(
        actor=recruiter,
        at=AFTER,
        assignment=assignment_of(visit, interviewer),
        to=other_interviewer,
        reason="",
    )
    assert given.interviewer == other_interviewer


def test_an_administrator_hands_over_the_work_of_who_leaves(
    visit: StageVisit, interviewer: User, other_interviewer: User, administrator: User
) -> None:
    plan(visit, interviewer)
    given = assignment_hand_over(
        actor=administrator,
        at=MONDAY,
        assignment=assignment_of(visit, interviewer),
        to=other_interviewer,
        reason="Left",
    )
    assert given.assigned_by == administrator


def test_nobody_else_hands_work_over(visit: StageVisit, interviewer: User, other_interviewer: User) -> None:
    plan(visit, interviewer)
    with pytest.raises(AccessRefused):
        assignment_hand_over(
            actor=other_interviewer,
            at=MONDAY,
            assignment=assignment_of(visit, interviewer),
            to=other_interviewer,
            reason="",
        )


def test_who_is_asked_at_a_time_they_have_another_interview_is_told_so(
    visit: StageVisit, small_visit: StageVisit, interviewer: User
) -> None:
    plan(visit, interviewer)
    plan(small_visit, interviewer)
    bodies = Notification.objects.filter(recipient=interviewer).order_by("pk").values_list("body", flat=True)
    warning = "You have another interview at that time; tell the recruiter, or decline one of them."
    assert [body.endswith(warning) for body in bodies] == [False, True]


def test_interviews_that_touch_do_not_clash(
    visit: StageVisit, small_visit: StageVisit, interviewer: User
) -> None:
    first = plan(visit, interviewer)
    plan(small_visit, interviewer, starts_at=first.ends_at)
    bodies = Notification.objects.filter(recipient=interviewer).values_list("body", flat=True)
    assert [body for body in bodies if "another interview" in body] == []

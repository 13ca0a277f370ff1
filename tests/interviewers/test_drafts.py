"""Saving a draft: merged field by field, by compare-and-set, and never behind a submission."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from accounts.models import User
from candidates.models import StageVisit
from hiring.access import AccessRefused
from interviewers.content import LONGEST_TEXT
from interviewers.merge import Change, Conflict
from interviewers.models import Assignment, AssignmentState, Draft
from interviewers.services.drafts import DraftClosed, DraftRefused, DraftSaved, draft_save
from interviewers.services.scorecards import scorecard_submit
from tests.factories import MONDAY
from tests.interviewers.scorecards import assign, content_of, stage_plan

LATER = MONDAY + timedelta(minutes=5)


@pytest.fixture
def assignment(visit: StageVisit, interviewer: User) -> Assignment:
    return assign(visit, interviewer)


def save(assignment: Assignment, **changes: tuple[str, str]) -> DraftSaved:
    """Saves `evidence_impact=("", "text")`: the field as it was seen, and as it is now."""
    named = {field.replace("_", ".", 1): Change(*texts) for field, texts in changes.items()}
    return draft_save(actor=assignment.interviewer, at=LATER, assignment=assignment, changes=named)


def test_the_first_save_begins_the_draft(assignment: Assignment) -> None:
    saved = save(assignment, summary=("", "Clear."))
    draft = Draft.objects.get()
    assert saved == DraftSaved(1, {"summary": "Clear."}, ())
    assert (draft.version, draft.fields, draft.saved_at) == (1, {"summary": "Clear."}, LATER)


def test_every_save_grows_the_version_by_one(assignment: Assignment) -> None:
    save(assignment, summary=("", "Clear."))
    assert save(assignment, summary=("Clear.", "Clear and calm.")).version == 2


def test_a_save_that_changes_nothing_leaves_the_draft_alone(assignment: Assignment) -> None:
    save(assignment, summary=("", "Clear."))
    assert save(assignment, summary=("", "Clear.")) == DraftSaved(1, {"summary": "Clear."}, ())


def test_two_devices_typing_in_different_fields_are_merged(assignment: Assignment) -> None:
    save(assignment, summary=("", "From the desk."))
    saved = save(assignment, evidence_impact=("", "From the phone."))
    assert saved.fields == {"summary": "From the desk.", "evidence.impact": "From the phone."}


def test_two_devices_typing_in_the_same_field_get_both_texts(assignment: Assignment) -> None:
    save(assignment, summary=("", "From the desk."))
    saved = save(assignment, summary=("", "From the phone."), evidence_impact=("", "Both."))
    conflict = Conflict("summary", mine="From the phone.", stored="From the desk.")
    assert saved.conflicts == (conflict,)
    assert Draft.objects.get().fields == {"summary": "From the desk.", "evidence.impact": "Both."}


def test_line_ends_of_another_system_are_no_change(assignment: Assignment) -> None:
    save(assignment, summary=("", "One\r\ntwo\0"))
    assert Draft.objects.get().fields == {"summary": "One\ntwo"}
    assert save(assignment, summary=("One\r\ntwo", "One\ntwo, three")).conflicts == ()


def test_half_a_character_is_not_stored(assignment: Assignment) -> None:
    assert save(assignment, summary=("", "cut \ud83d")).fields == {"summary": "cut "}


def test_a_field_of_another_stage_is_refused(assignment: Assignment) -> None:
    with pytest.raises(DraftRefused, match="other fields"):
        save(assignment, evidence_charm=("", "x"))


def test_a_text_too_long_to_submit_is_refused_in_words(assignment: Assignment) -> None:
    with pytest.raises(DraftRefused, match="20,000 characters"):
        save(assignment, summary=("", "x" * (LONGEST_TEXT + 1)))


def test_nobody_saves_into_the_draft_of_somebody_else(
    assignment: Assignment, other_interviewer: User
) -> None:
    with pytest.raises(AccessRefused):
        draft_save(actor=other_interviewer, at=LATER, assignment=assignment, changes={})


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (AssignmentState.RELEASED, "You were released"),
        (AssignmentState.DECLINED, "You declined"),
        (AssignmentState.CANCELLED, "This interview was cancelled"),
    ],
)
def test_a_closed_assignment_takes_no_draft_and_says_why(
    assignment: Assignment, state: AssignmentState, words: str
) -> None:
    Assignment.objects.update(state=state)
    with pytest.raises(DraftClosed, match=words):
        save(assignment, summary=("", "x"))


def test_no_draft_begins_behind_a_submission(assignment: Assignment) -> None:
    as_loaded_before = Assignment.objects.get(pk=assignment.pk)
    content = content_of(stage_plan(assignment.visit))
    scorecard_submit(actor=assignment.interviewer, at=LATER, assignment=assignment, content=content)
    with pytest.raises(DraftClosed, match="You have submitted"):
        save(as_loaded_before, summary=("", "Too late."))
    assert Draft.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_saves_at_the_same_instant_are_all_in_the_draft(visit: StageVisit, interviewer: User) -> None:
    assignment = assign(visit, interviewer)
    fields = [f"evidence_{slug}" for slug in stage_plan(visit).competencies]
    start = threading.Barrier(len(fields))

    def type_in(field: str) -> None:
        try:
            mine = Assignment.objects.select_related("interviewer").get(pk=assignment.pk)
            start.wait()
            for number in range(5):
                save(mine, **{field: (f"{number}" if number else "", f"{number + 1}")})
        finally:
            connections.close_all()

    threads = [threading.Thread(target=type_in, args=[field]) for field in fields]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    draft = Draft.objects.get()
    assert draft.fields == {field.replace("_", ".", 1): "5" for field in fields}
    assert draft.version == 5 * len(fields)
    assert connection.is_usable()

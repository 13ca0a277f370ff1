"""The scorecard's pages without a browser: plain forms, whose drafts they are, and what they cost."""

import json
import re
import threading
from http import HTTPStatus

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from candidates.models import Recusal, StageVisit
from interviewers.models import Assignment, AssignmentState, Draft, Scorecard, ScorecardRevision
from tests.factories import MONDAY
from tests.interviewers.scorecards import assign, fields_of, stage_plan

TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def assignment(visit: StageVisit, interviewer: User) -> Assignment:
    return assign(visit, interviewer)


@pytest.fixture
def page(client: Client, interviewer: User) -> Client:
    client.force_login(interviewer)
    return client


def address(assignment: Assignment, name: str = "scorecard") -> str:
    return reverse(f"interviewers:{name}", args=[assignment.uuid])


def sound(assignment: Assignment, **fields: str) -> dict[str, str]:
    return fields_of(stage_plan(assignment.visit)) | fields


def save(page: Client, assignment: Assignment, **changes: tuple[str, str]) -> tuple[int, dict[str, object]]:
    body = {
        "changes": {
            field.replace("_", ".", 1): {"from": before, "to": after}
            for field, (before, after) in changes.items()
        }
    }
    answer = page.post(
        address(assignment, "scorecard_draft"), json.dumps(body), content_type="application/json"
    )
    return answer.status_code, answer.json()


def statements(captured: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in captured if not query["sql"].startswith(TRANSACTION)]


def test_the_page_shows_every_anchor_and_the_kit(page: Client, assignment: Assignment) -> None:
    text = page.get(address(assignment)).content.decode()
    plan = stage_plan(assignment.visit)
    assert text.count('type="radio"') == len(plan.competencies) * 6
    assert text.count("<legend>") == len(plan.competencies) + 1
    assert all(slug in text for slug in plan.competencies)
    assert plan.prompts[0].follow_ups[0] in text


def test_the_page_reads_the_assignment_and_its_draft_in_one_statement(
    page: Client, assignment: Assignment
) -> None:
    page.get(address(assignment))
    with CaptureQueriesContext(connection) as captured:
        page.get(address(assignment))
    assert len([sql for sql in statements(captured) if "interviewers_" in sql]) == 1


def test_the_kit_ticks_belong_to_the_scorecards_form(page: Client, assignment: Assignment) -> None:
    Draft.objects.create(assignment=assignment, version=1, fields={"asked.2": "1"}, saved_at=MONDAY)
    text = page.get(address(assignment)).content.decode()
    ticks = re.findall(r'type="checkbox"\s+form="scorecard"\s+id="asked-(\d)"', text)
    assert ticks == ["1", "2", "3"]
    assert re.findall(r'name="asked\.(\d)"\s+value="1"\s+checked', text) == ["2"]


def test_without_script_ticks_are_saved_reviewed_and_submitted(page: Client, assignment: Assignment) -> None:
    asked = page.post(address(assignment), sound(assignment, **{"asked.2": "1"}) | {"intent": "review"})
    assert Draft.objects.get().fields["asked.2"] == "1"
    text = asked.content.decode()
    assert f"2. {stage_plan(assignment.visit).prompts[1].text}" in text
    assert re.findall(r'name="(asked\.\d)"\s+value="1"', text) == ["asked.2"]


def test_a_draft_is_on_the_page_with_its_own_mean(page: Client, assignment: Assignment) -> None:
    fields = {"value.judgment": "4", "value.impact": "3", "summary": "<b>Careful</b>"}
    Draft.objects.create(assignment=assignment, version=1, fields=fields, saved_at=MONDAY)
    text = page.get(address(assignment)).content.decode()
    assert "&lt;b&gt;Careful&lt;/b&gt;</textarea>" in text
    assert re.findall(r"data-own-mean>([^<]*)<", text) == ["3.50"]
    assert text.count("checked") == 2


def test_without_script_the_draft_is_saved_by_its_button(page: Client, assignment: Assignment) -> None:
    answer = page.post(address(assignment), {"intent": "save", "base": "{}", "summary": "Half done."})
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, address(assignment))
    assert Draft.objects.get().fields == {"summary": "Half done."}


def test_without_script_submitting_asks_once(page: Client, assignment: Assignment) -> None:
    asked = page.post(address(assignment), sound(assignment) | {"intent": "review", "base": "{}"})
    assert asked.status_code == HTTPStatus.OK
    assert Scorecard.objects.count() == 0
    hidden = dict(re.findall(r'type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', asked.content.decode()))
    hidden = {name: text.replace("&quot;", '"') for name, text in hidden.items()}
    page.post(address(assignment), hidden | {"intent": "submit"})
    assert Scorecard.objects.count() == 1


def test_errors_keep_everything_that_was_typed(page: Client, assignment: Assignment) -> None:
    typed = sound(assignment) | {"value.impact": "", "summary": "Kept.", "measure.context-share": "much"}
    answer = page.post(address(assignment), typed | {"intent": "review", "base": "{}"})
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert re.findall(r'<a href="(#[^"]+)">', text)[-2:] == ["#value-impact", "#measure-context-share"]
    assert 'value="much"' in text
    assert "Kept.</textarea>" in text
    assert Draft.objects.get().fields["summary"] == "Kept."


def test_without_script_a_text_changed_elsewhere_is_shown_beside_ones_own(
    page: Client, assignment: Assignment
) -> None:
    Draft.objects.create(assignment=assignment, version=1, fields={"summary": "Theirs."}, saved_at=MONDAY)
    answer = page.post(address(assignment), {"intent": "save", "base": "{}", "summary": "Mine."})
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Mine.</textarea>" in text
    assert "Changed elsewhere meanwhile, to “Theirs.”" in text
    assert Draft.objects.get().fields == {"summary": "Theirs."}


def test_what_was_typed_elsewhere_is_shown_before_it_is_submitted(
    page: Client, assignment: Assignment
) -> None:
    Draft.objects.create(assignment=assignment, version=1, fields={"summary": "Theirs."}, saved_at=MONDAY)
    answer = page.post(
        address(assignment), sound(assignment) | {"intent": "submit", "base": '{"summary": ""}'}
    )
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Something was typed elsewhere meanwhile" in answer.content.decode()
    assert Scorecard.objects.count() == 0


def test_submitting_leads_to_what_is_stored(page: Client, assignment: Assignment) -> None:
    answer = page.post(address(assignment), sound(assignment) | {"intent": "submit"}, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(address(assignment), HTTPStatus.FOUND)]
    assert "What happens next" in text
    assert "What showed judgment." in text


def test_a_late_scorecard_is_marked(page: Client, assignment: Assignment) -> None:
    Assignment.objects.update(due_at=MONDAY)
    answer = page.post(address(assignment), sound(assignment) | {"intent": "submit"}, follow=True)
    assert '<span class="chip chip-late">Late</span>' in answer.content.decode()
    assert Scorecard.objects.get().is_late is True


def test_submitting_twice_says_so_and_shows_what_is_stored(page: Client, assignment: Assignment) -> None:
    page.post(address(assignment), sound(assignment) | {"intent": "submit"})
    again = page.post(
        address(assignment), sound(assignment, summary="Other.") | {"intent": "submit"}, follow=True
    )
    text = again.content.decode()
    assert "You have submitted this scorecard already." in text
    assert "Other." not in text
    assert Scorecard.objects.count() == 1


def test_a_script_is_told_where_to_go(page: Client, assignment: Assignment) -> None:
    headers = {"HX-Request": "true"}
    answer = page.post(address(assignment), sound(assignment) | {"intent": "submit"}, headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (HTTPStatus.OK, address(assignment))


def test_a_submission_costs_few_statements(page: Client, assignment: Assignment) -> None:
    page.get(address(assignment))
    Draft.objects.create(assignment=assignment, version=1, fields={}, saved_at=MONDAY)
    fields = sound(assignment) | {"intent": "submit"}
    with CaptureQueriesContext(connection) as captured:
        page.post(address(assignment), fields)
    assert Scorecard.objects.count() == 1
    own = [sql for sql in statements(captured) if "committee_" not in sql]
    # One more after the commit, which tells the board; with the outcome's part at most 30 (bench/README.md).
    assert len(own) <= 17, "\n".join(own)


def test_saving_a_draft_costs_five_statements(page: Client, assignment: Assignment) -> None:
    save(page, assignment, summary=("", "One."))
    with CaptureQueriesContext(connection) as captured:
        save(page, assignment, summary=("One.", "Two."))
    assert len(statements(captured)) == 5  # session, person, assignment, draft, its replacement


def test_a_draft_is_saved_with_its_version(page: Client, assignment: Assignment) -> None:
    assert save(page, assignment, summary=("", "Mine.")) == (
        HTTPStatus.OK,
        {"version": 1, "fields": {"summary": "Mine."}, "conflicts": []},
    )


def test_a_contested_draft_answers_with_both_texts(page: Client, assignment: Assignment) -> None:
    save(page, assignment, summary=("", "First."))
    status, body = save(page, assignment, summary=("", "Second."))
    assert status == HTTPStatus.CONFLICT
    assert body["conflicts"] == [{"field": "summary", "mine": "Second.", "stored": "First."}]


def test_asking_for_a_draft_that_was_never_begun_begins_none(page: Client, assignment: Assignment) -> None:
    assert save(page, assignment) == (HTTPStatus.OK, {"version": 0, "fields": {}, "conflicts": []})
    assert Draft.objects.count() == 0


def test_a_draft_of_a_closed_assignment_is_gone_with_words(page: Client, assignment: Assignment) -> None:
    Assignment.objects.update(state=AssignmentState.CANCELLED)
    status, body = save(page, assignment, summary=("", "Late."))
    assert status == HTTPStatus.GONE
    assert str(body["words"]).startswith("This interview was cancelled")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"changes": []}',
        '{"changes": {"summary": "x"}}',
        '{"changes": {"summary": {"to": "x"}}}',
    ],
)
def test_a_malformed_draft_is_a_bad_request(page: Client, assignment: Assignment, body: str) -> None:
    answer = page.post(address(assignment, "scorecard_draft"), body, content_type="application/json")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("name", ["scorecard", "scorecard_correction"])
def test_the_scorecard_of_somebody_else_is_not_there(
    client: Client, assignment: Assignment, other_interviewer: User, name: str
) -> None:
    assign(assignment.visit, other_interviewer)
    client.force_login(other_interviewer)
    assert client.get(address(assignment, name)).status_code == HTTPStatus.NOT_FOUND
    assert client.post(address(assignment, name)).status_code == HTTPStatus.NOT_FOUND
    assert client.post(address(assignment, "scorecard_draft")).status_code == HTTPStatus.NOT_FOUND


def test_a_recused_person_no_longer_finds_their_scorecard(page: Client, assignment: Assignment) -> None:
    Recusal.objects.create(
        application=assignment.application,
        user=assignment.interviewer,
        declared_at=MONDAY,
        declared_by=assignment.interviewer,
    )
    assert page.get(address(assignment)).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("state", ["declined", "released", "cancelled"])
def test_a_closed_scorecard_keeps_the_draft_in_sight(
    page: Client, assignment: Assignment, state: str
) -> None:
    Draft.objects.create(assignment=assignment, version=1, fields={"summary": "Kept."}, saved_at=MONDAY)
    Assignment.objects.update(state=state, closed_at=timezone.now())
    text = page.get(address(assignment)).content.decode()
    assert "its scorecard cannot be submitted" in text
    assert "Kept." in text
    assert "Submit scorecard" not in text


def test_there_is_nothing_to_correct_before_it_is_submitted(page: Client, assignment: Assignment) -> None:
    assert page.get(address(assignment, "scorecard_correction")).status_code == HTTPStatus.NOT_FOUND


def test_a_correction_begins_with_what_is_stored(page: Client, assignment: Assignment) -> None:
    page.post(address(assignment), sound(assignment) | {"intent": "submit"})
    text = page.get(address(assignment, "scorecard_correction")).content.decode()
    assert text.count("checked") == 4
    assert "What showed judgment.</textarea>" in text


def test_a_correction_keeps_which_prompts_were_asked(page: Client, assignment: Assignment) -> None:
    asked = {"asked.1": "1", "asked.3": "1"}
    page.post(address(assignment), sound(assignment, **asked) | {"intent": "submit"})
    text = page.get(address(assignment, "scorecard_correction")).content.decode()
    ticked = re.findall(r'name="(asked\.\d)"\s+value="1"\s+checked', text)
    assert ticked == ["asked.1", "asked.3"]
    corrected = sound(assignment, **asked | {"value.impact": "3"}) | {"reason": "Wrong quarter."}
    page.post(address(assignment, "scorecard_correction"), corrected)
    assert [revision.asked for revision in ScorecardRevision.objects.all()] == [[1, 3], [1, 3]]
    prompt = stage_plan(assignment.visit).prompts[2].text
    assert page.get(address(assignment)).content.decode().count(f"3. {prompt}") == 2


def test_a_correction_without_a_reason_keeps_what_was_typed(page: Client, assignment: Assignment) -> None:
    page.post(address(assignment), sound(assignment) | {"intent": "submit"})
    answer = page.post(address(assignment, "scorecard_correction"), sound(assignment, summary="New."))
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Say why you correct it" in text
    assert "New.</textarea>" in text
    # By what is stored, so that the page knows what it has to keep until it is.
    assert "New." not in re.findall(r'name="base"\s+value="([^"]*)"', text)[0]


def test_a_card_of_someone_not_blind_says_so(page: Client, assignment: Assignment) -> None:
    Assignment.objects.update(not_blind=True)
    assert "Not blind" in page.get(address(assignment)).content.decode()
    answer = page.post(address(assignment), sound(assignment) | {"intent": "submit"}, follow=True)
    assert '<span class="chip chip-attention">Not blind</span>' in answer.content.decode()


def test_both_revisions_are_read_side_by_side(page: Client, assignment: Assignment) -> None:
    page.post(address(assignment), sound(assignment) | {"intent": "submit"})
    corrected = sound(assignment, **{"value.impact": "3"}) | {"reason": "Wrong quarter."}
    answer = page.post(address(assignment, "scorecard_correction"), corrected, follow=True)
    text = answer.content.decode()
    assert text.count('class="said-head"') == 2
    assert len(re.findall(r'class="said-cell[ "]', text)) == 2 * 4
    assert text.count("said-same") == 3
    assert text.count(">corrected<") == 1
    assert "Wrong quarter." in text


def test_reading_costs_the_same_with_one_revision_and_with_three(
    page: Client, assignment: Assignment
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get(address(assignment))
        return len(statements(captured))

    page.post(address(assignment), sound(assignment) | {"intent": "submit"})
    page.get(address(assignment))
    with_one = cost()
    for value in ("3", "2"):
        page.post(
            address(assignment, "scorecard_correction"),
            sound(assignment, **{"value.impact": value}) | {"reason": "x"},
        )
    assert ScorecardRevision.objects.count() == 3
    assert cost() == with_one


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_submit_at_the_same_instant_make_one_scorecard(
    visit: StageVisit, interviewer: User
) -> None:
    assignment = assign(visit, interviewer)
    start = threading.Barrier(2)
    statuses: list[int] = []

    def submit() -> None:
        try:
            tab = Client()
            tab.force_login(interviewer)
            start.wait()
            statuses.append(
                tab.post(address(assignment), sound(assignment) | {"intent": "submit"}).status_code
            )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [HTTPStatus.FOUND, HTTPStatus.FOUND]
    assert (Scorecard.objects.count(), ScorecardRevision.objects.count()) == (1, 1)

"""The panel page: a recruiter of the job plans interviews there and sees who could be asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from candidates.lifecycle import Move
from candidates.models import Job, Participation, Recusal, StageVisit
from candidates.services.moves import application_move
from candidates.services.visits import visit_open
from interviewers.models import Assignment, AssignmentState, Interview
from interviewers.queries.panel import Load, Option, PanelPage, panel_page
from tests.factories import MONDAY, ApplicationFactory, UserFactory
from tests.interviewers.interviews import TUESDAY, assignment_of, hand_in, plan
from tests.interviewers.scorecards import open_stage

AFTER = TUESDAY + timedelta(hours=1)


@pytest.fixture
def other_visit(job: Job, visit: StageVisit) -> StageVisit:
    """Another candidate of the same job, at the same stage."""
    application = ApplicationFactory(job=job, applied_at=MONDAY)
    return visit_open(application=application, stage_id=visit.stage_id, at=MONDAY)


@pytest.fixture
def as_recruiter(client: Client, recruiter: User) -> Client:
    client.force_login(recruiter)
    return client


def address(visit: StageVisit) -> str:
    return f"/interviews/visits/{visit.uuid}/"


def planned(**changed: object) -> dict[str, object]:
    """What the form sends."""
    return {"starts_at": "2026-03-03T09:00", "minutes": "30", "place": "Room 4", "link": ""} | changed


def said(answer: Any) -> list[str]:
    """The messages that the next page shows."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def reasons(page: PanelPage) -> dict[str, str]:
    return {option.user.name: option.why_not for option in page.options}


def test_the_least_busy_come_first_and_who_cannot_come_last(
    visit: StageVisit,
    other_visit: StageVisit,
    recruiter: User,
    interviewer: User,
    other_interviewer: User,
    third_interviewer: User,
) -> None:
    plan(other_visit, interviewer)
    Recusal.objects.create(
        application=visit.application, user=third_interviewer, declared_at=MONDAY, declared_by=recruiter
    )
    assert panel_page(recruiter, visit, MONDAY).options == (
        Option(other_interviewer, Load(0, 0), ""),
        Option(interviewer, Load(1, 1), ""),
        Option(third_interviewer, Load(0, 0), "has declared a conflict with this candidate"),
    )


def test_a_week_runs_from_monday_to_sunday_where_the_reader_is(
    visit: StageVisit, other_visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    plan(other_visit, interviewer, starts_at=MONDAY.replace(hour=2) + timedelta(days=7))
    assert panel_page(recruiter, visit, MONDAY).options[0].load == Load(1, 0)
    recruiter.time_zone = "America/New_York"  # where it is Sunday evening then
    assert panel_page(recruiter, visit, MONDAY).options[0].load == Load(1, 1)


def test_what_is_done_counts_for_the_week_but_is_not_open(
    visit: StageVisit, other_visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    plan(other_visit, interviewer)
    hand_in(assignment_of(other_visit, interviewer), AFTER)
    assert panel_page(recruiter, visit, AFTER).options[0].load == Load(0, 1)


def test_an_application_the_reader_is_recused_from_is_in_no_count(
    visit: StageVisit, other_visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    plan(visit, interviewer)
    plan(other_visit, interviewer)
    Recusal.objects.create(
        application=other_visit.application, user=recruiter, declared_at=MONDAY, declared_by=recruiter
    )
    page = panel_page(recruiter, visit, MONDAY)
    seat = page.interviews[0].seats[0]
    assert (page.options[0].load, seat.is_busy) == (Load(1, 1), False)


def test_only_bar_raisers_are_offered_at_a_bar_raiser_stage(
    visit: StageVisit, recruiter: User, interviewer: User, bar_raiser: User
) -> None:
    visit.left_at = MONDAY
    visit.save(update_fields=["left_at"])
    later = open_stage(visit.application, "bar-raiser")
    assert reasons(panel_page(recruiter, later, MONDAY)) == {"Bao Barraiser": ""}


def test_a_seat_says_what_is_particular(
    visit: StageVisit, other_visit: StageVisit, recruiter: User, hiring_manager: User
) -> None:
    hiring_manager.is_interviewer = True
    hiring_manager.save(update_fields=["is_interviewer"])
    plan(other_visit, hiring_manager)
    plan(visit, hiring_manager)
    seat = panel_page(recruiter, visit, MONDAY).interviews[0].seats[0]
    assert (seat.is_hiring_manager, seat.is_busy, seat.state, seat.can_change) == (True, True, "open", True)


def test_a_recruiter_who_interviews_too_is_not_shown_who_has_submitted(
    visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    recruiter.is_interviewer = True
    recruiter.save(update_fields=["is_interviewer"])
    plan(visit, recruiter, interviewer)
    hand_in(assignment_of(visit, interviewer), AFTER)
    page = panel_page(recruiter, visit, AFTER)
    shown = {
        seat.assignment.interviewer.name: (seat.state, seat.can_change) for seat in page.interviews[0].seats
    }
    assert shown == {"Rana Recruiter": ("open", True), "Ines Interviewer": ("", False)}
    assert page.hidden == "Opens once you have submitted your own scorecard for this candidate."
    assert page.interviews[0].can_change is False


def test_who_is_no_longer_on_the_panel_is_told_apart(
    visit: StageVisit, recruiter: User, interviewer: User
) -> None:
    plan(visit, interviewer)
    Assignment.objects.update(state=AssignmentState.DECLINED, closed_at=MONDAY, close_reason="Away")
    page = panel_page(recruiter, visit, MONDAY)
    assert [(row.interviewer, row.close_reason) for row in page.former] == [(interviewer, "Away")]
    assert page.interviews[0].seats == ()


def test_the_page_offers_to_plan_the_first_interview(
    visit: StageVisit, interviewer: User, as_recruiter: Client
) -> None:
    page = as_recruiter.get(address(visit)).content.decode()
    assert "None is planned yet. Plan one below and choose who holds it." in page
    assert "In your time zone, UTC." in page
    assert "0 open scorecards, 0 interviews this week" in page


def test_planning_asks_the_people_chosen(
    visit: StageVisit, interviewer: User, other_interviewer: User, as_recruiter: Client
) -> None:
    chosen = [str(interviewer.uuid), str(other_interviewer.uuid)]
    answer = as_recruiter.post(f"{address(visit)}schedule/", planned(interviewers=chosen))
    assert answer.headers["Location"] == address(visit)
    assert said(answer) == ["Interview planned. Asked: Ines Interviewer, Omar Other."]
    assert (Interview.objects.get().starts_at, Assignment.objects.count()) == (TUESDAY, 2)


def test_the_time_is_read_in_the_recruiters_zone(
    visit: StageVisit, interviewer: User, recruiter: User, client: Client
) -> None:
    recruiter.time_zone = "Europe/Berlin"
    recruiter.save(update_fields=["time_zone"])
    client.force_login(recruiter)
    client.post(f"{address(visit)}schedule/", planned(interviewers=str(interviewer.uuid)))
    assert Interview.objects.get().starts_at == TUESDAY - timedelta(hours=1)


def test_a_second_click_makes_no_second_interview(
    visit: StageVisit, interviewer: User, as_recruiter: Client
) -> None:
    form = planned(interviewers=str(interviewer.uuid))
    as_recruiter.post(f"{address(visit)}schedule/", form)
    again = as_recruiter.post(f"{address(visit)}schedule/", form)
    assert again.status_code == 409
    words = "An interview at that time is planned already. Add people to it, or choose another time."
    assert words in again.content.decode()
    assert (Interview.objects.count(), Assignment.objects.count()) == (1, 1)


def test_an_incomplete_form_keeps_what_was_typed(
    visit: StageVisit, interviewer: User, as_recruiter: Client
) -> None:
    answer = as_recruiter.post(
        f"{address(visit)}schedule/", planned(starts_at="", interviewers=str(interviewer.uuid))
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Room 4"' in page
    assert page.count("checked") == 1


def test_nobody_chosen_is_said(visit: StageVisit, as_recruiter: Client) -> None:
    answer = as_recruiter.post(f"{address(visit)}schedule/", planned())
    assert "Choose at least one person." in answer.content.decode()


def test_a_clash_is_warned_of_but_not_refused(
    visit: StageVisit, other_visit: StageVisit, interviewer: User, as_recruiter: Client
) -> None:
    plan(other_visit, interviewer)
    answer = as_recruiter.post(
        f"{address(visit)}schedule/",
        planned(interviewers=str(interviewer.uuid), starts_at="2026-03-03T09:15"),
    )
    assert said(answer) == [
        "Interview planned. Asked: Ines Interviewer.",
        "Ines Interviewer has another interview at that time.",
    ]


def test_one_more_person_is_asked(
    visit: StageVisit, interviewer: User, other_interviewer: User, as_recruiter: Client
) -> None:
    interview = plan(visit, interviewer)
    answer = as_recruiter.post(f"/interviews/{interview.uuid}/add/", {"person": str(other_interviewer.uuid)})
    assert said(answer) == ["Asked: Omar Other."]
    assert assignment_of(visit, other_interviewer).interview == interview


def test_asking_nobody_is_said(visit: StageVisit, interviewer: User, as_recruiter: Client) -> None:
    interview = plan(visit, interviewer)
    answer = as_recruiter.post(f"/interviews/{interview.uuid}/add/", {"person": ""})
    assert answer.status_code == 422
    assert "Choose a person." in answer.content.decode()


def test_an_interview_is_moved(visit: StageVisit, interviewer: User, as_recruiter: Client) -> None:
    interview = plan(visit, interviewer)
    page = as_recruiter.get(f"/interviews/{interview.uuid}/move/").content.decode()
    assert 'value="2026-03-03T09:00"' in page
    answer = as_recruiter.post(
        f"/interviews/{interview.uuid}/move/", planned(starts_at="2026-03-05T10:00", minutes="45")
    )
    assert said(answer) == ["Interview moved. Its interviewers have been told."]
    interview.refresh_from_db()
    assert interview.ends_at - interview.starts_at == timedelta(minutes=45)


def test_a_move_that_is_refused_says_so_on_the_form(
    visit: StageVisit, interviewer: User, other_interviewer: User, as_recruiter: Client
) -> None:
    interview = plan(visit, interviewer)
    plan(visit, other_interviewer, starts_at=AFTER)
    answer = as_recruiter.post(f"/interviews/{interview.uuid}/move/", planned(starts_at="2026-03-03T10:00"))
    assert answer.status_code == 409
    assert "An interview at that time is planned already." in answer.content.decode()


def test_an_interview_is_cancelled(visit: StageVisit, interviewer: User, as_recruiter: Client) -> None:
    interview = plan(visit, interviewer)
    answer = as_recruiter.post(f"/interviews/{interview.uuid}/cancel/")
    assert said(answer) == ["Interview cancelled. Its interviewers have been told."]
    assert assignment_of(visit, interviewer).state == AssignmentState.CANCELLED


def test_a_person_is_released(visit: StageVisit, interviewer: User, as_recruiter: Client) -> None:
    plan(visit, interviewer)
    own = f"/interviews/assignments/{assignment_of(visit, interviewer).uuid}/release/"
    assert said(as_recruiter.post(own)) == ["Ines Interviewer is released and has been told."]


def test_releasing_twice_is_a_conflict_in_words(
    visit: StageVisit, interviewer: User, as_recruiter: Client
) -> None:
    plan(visit, interviewer)
    own = f"/interviews/assignments/{assignment_of(visit, interviewer).uuid}/release/"
    as_recruiter.post(own)
    again = as_recruiter.post(own)
    assert again.status_code == 409
    assert "Ines Interviewer is not assigned any more: released." in again.content.decode()


def test_a_place_is_given_to_somebody_else(
    visit: StageVisit, interviewer: User, other_interviewer: User, as_recruiter: Client
) -> None:
    plan(visit, interviewer)
    own = f"/interviews/assignments/{assignment_of(visit, interviewer).uuid}/reassign/"
    assert "Ines Interviewer: is on this panel already" in " ".join(
        as_recruiter.get(own).content.decode().split()
    )
    answer = as_recruiter.post(own, {"person": str(other_interviewer.uuid), "reason": "Ill"})
    assert said(answer) == ["Omar Other interviews instead of Ines Interviewer. Both are told."]


def test_a_place_given_to_who_may_not_have_it_is_refused_on_the_form(
    visit: StageVisit, interviewer: User, other_interviewer: User, as_recruiter: Client
) -> None:
    plan(visit, interviewer, other_interviewer)
    own = f"/interviews/assignments/{assignment_of(visit, interviewer).uuid}/reassign/"
    answer = as_recruiter.post(own, {"person": str(other_interviewer.uuid), "reason": ""})
    assert answer.status_code == 409
    assert "Omar Other is on this panel already." in answer.content.decode()


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (Move.HOLD, "This application is on hold. Resume it before you assign anybody."),
        (Move.WITHDRAW, "This application is withdrawn, so there are no further interviews."),
        (Move.STOP, "This stage takes no further interviews."),
    ],
)
def test_a_closed_panel_says_why_and_offers_no_form(
    visit: StageVisit, as_recruiter: Client, recruiter: User, move: Move, words: str
) -> None:
    application_move(actor=recruiter, at=MONDAY, application=visit.application, move=move, reason="So.")
    page = as_recruiter.get(address(visit)).content.decode()
    assert (words in page, "schedule/" in page) == (True, False)


def test_who_may_not_know_of_the_application_finds_no_page(
    visit: StageVisit, administrator: User, other_interviewer: User, client: Client
) -> None:
    for person in (administrator, other_interviewer):
        client.force_login(person)
        assert client.get(address(visit)).status_code == 404


def test_a_recused_recruiter_finds_no_page(visit: StageVisit, recruiter: User, as_recruiter: Client) -> None:
    Recusal.objects.create(
        application=visit.application, user=recruiter, declared_at=MONDAY, declared_by=recruiter
    )
    assert as_recruiter.get(address(visit)).status_code == 404


def test_who_may_know_of_it_but_not_manage_it_is_told_why(
    visit: StageVisit, interviewer: User, hiring_manager: User, client: Client
) -> None:
    interview = plan(visit, interviewer)
    assignment = assignment_of(visit, interviewer)
    stranger = UserFactory(is_recruiter=True)
    words = {
        interviewer: "Only recruiters act on applications.",
        hiring_manager: "Only recruiters act on applications.",
        stranger: "You are not a recruiter of this job; ask one who is, or an administrator to add you.",
    }
    for person, reason in words.items():
        client.force_login(person)
        for path in (
            address(visit),
            f"/interviews/{interview.uuid}/move/",
            f"/interviews/assignments/{assignment.uuid}/reassign/",
        ):
            answer = client.get(path)
            assert (answer.status_code, reason in answer.content.decode()) == (403, True)
    assert Participation.objects.get().open_cards == 1


def test_the_page_takes_as_many_queries_for_three_as_for_one(
    visit: StageVisit,
    interviewer: User,
    other_interviewer: User,
    third_interviewer: User,
    as_recruiter: Client,
) -> None:
    counts: list[int] = []
    for asked in ([interviewer], [other_interviewer, third_interviewer]):
        for hours, person in enumerate(asked, len(counts)):
            plan(visit, person, starts_at=TUESDAY + timedelta(hours=hours))
        with CaptureQueriesContext(connection) as queries:
            as_recruiter.get(address(visit))
        counts.append(len(queries))
    assert counts[0] == counts[1]

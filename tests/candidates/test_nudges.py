"""Reminding people: whom, once a day, in which words, and by whom it may be done."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Notification, User
from candidates.models import Application, BoardVersion, Job, Nudge, Recusal, StageVisit
from candidates.services.applications import application_hold
from candidates.services.nudges import NobodyToNudge, NudgedToday, nudge_send
from candidates.services.visits import visit_note_verdict
from hiring.access import AccessRefused
from tests.candidates.pipeline import applied, decided, interviewed, takes_part, through
from tests.factories import MONDAY, UserFactory

NOON = MONDAY.replace(hour=12)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def awaited(job: Job, interviewer: User, other_interviewer: User) -> StageVisit:
    """Ana's interview ended an hour before noon; both interviewers owe their scorecard."""
    visit = applied(job, "Ana Ruiz", MONDAY)
    return interviewed(visit, [interviewer, other_interviewer], NOON - HOUR, MONDAY)


def recused(application: Application, person: User) -> None:
    Recusal.objects.create(application=application, user=person, declared_at=MONDAY, declared_by=person)


def told() -> list[tuple[str, str, str]]:
    rows = Notification.objects.order_by("recipient__name", "pk")
    return [(row.recipient.name, row.subject, row.body) for row in rows]


def test_everybody_the_visit_waits_for_is_told_what_is_awaited_since_when(
    recruiter: User, awaited: StageVisit
) -> None:
    nudges = nudge_send(actor=recruiter, at=NOON, visit=awaited)

    words = (
        "Rana Recruiter is waiting for your scorecard",
        f"Ana Ruiz for {awaited.job}, Recruiter screen: your scorecard has been awaited since 2 March 2026.",
    )
    assert told() == [("Ines Interviewer", *words), ("Omar Other", *words)]
    assert [nudge.person.name for nudge in nudges] == ["Ines Interviewer", "Omar Other"]


def test_nudge_is_kept_on_the_visit_in_the_trail_and_on_the_board(
    recruiter: User, awaited: StageVisit, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        nudge_send(actor=recruiter, at=NOON, visit=awaited)

    awaited.refresh_from_db()
    entry = AuditEntry.objects.get(action="application.nudge")
    assert (awaited.nudged_at, awaited.nudged_by) == (NOON, recruiter)
    assert (entry.actor, entry.scope) == (recruiter, awaited.application.uuid)
    assert BoardVersion.objects.get(rubric=awaited.rubric).version == 1


def test_nudge_is_refused_for_the_rest_of_the_day_and_says_who_was_first(
    recruiter: User, awaited: StageVisit
) -> None:
    nudge_send(actor=recruiter, at=NOON, visit=awaited)

    with pytest.raises(NudgedToday) as refusal:
        nudge_send(actor=recruiter, at=NOON + 11 * HOUR, visit=awaited)

    assert refusal.value.words == "Rana Recruiter has nudged them today. You can nudge again tomorrow."
    assert (Nudge.objects.count(), Notification.objects.count()) == (2, 2)


def test_nudge_can_be_repeated_the_next_day(recruiter: User, awaited: StageVisit) -> None:
    nudge_send(actor=recruiter, at=NOON, visit=awaited)
    nudge_send(actor=recruiter, at=NOON + 12 * HOUR, visit=awaited)

    assert (Nudge.objects.count(), Notification.objects.count()) == (4, 4)


def test_somebody_who_joined_the_panel_today_is_told_today(
    recruiter: User, awaited: StageVisit, third_interviewer: User
) -> None:
    nudge_send(actor=recruiter, at=NOON, visit=awaited)
    awaited.waiting_people.create(user=third_interviewer)

    nudges = nudge_send(actor=recruiter, at=NOON + HOUR, visit=awaited)

    assert [nudge.person for nudge in nudges] == [third_interviewer]


def test_whoever_handed_in_is_left_alone(
    recruiter: User, job: Job, interviewer: User, other_interviewer: User
) -> None:
    visit = applied(job, "Ana Ruiz", MONDAY)
    interviewed(visit, [interviewer, other_interviewer], NOON - HOUR, MONDAY, submitted=1)
    decided(visit, "pending", MONDAY)

    nudges = nudge_send(actor=recruiter, at=NOON, visit=visit)

    assert [nudge.person for nudge in nudges] == [other_interviewer]


def test_bar_raiser_is_reminded_of_the_verdict_and_every_chair_of_the_decision(
    recruiter: User, job: Job, bar_raiser: User, chair: User
) -> None:
    visit = through(applied(job, "Ana Ruiz", MONDAY), 3, MONDAY)
    interviewed(visit, [bar_raiser], NOON - HOUR, MONDAY, submitted=1)
    visit.waiting_people.create(user=bar_raiser)
    visit = decided(visit, "advance", NOON - HOUR)
    nudge_send(actor=recruiter, at=NOON, visit=visit)
    visit.refresh_from_db()
    visit_note_verdict(application=visit.application, visit=visit, at=NOON)
    UserFactory(name="Former Chair", is_chair=True, is_active=False)
    nudge_send(actor=recruiter, at=NOON, visit=visit)

    assert [(name, subject) for name, subject, _ in told()] == [
        ("Bao Barraiser", "Rana Recruiter is waiting for your verdict"),
        ("Chloe Chair", "Rana Recruiter is waiting for the committee's decision"),
    ]


def test_nobody_with_a_conflict_is_reminded(
    recruiter: User, awaited: StageVisit, other_interviewer: User
) -> None:
    recused(awaited.application, other_interviewer)

    nudges = nudge_send(actor=recruiter, at=NOON, visit=awaited)

    assert [nudge.person.name for nudge in nudges] == ["Ines Interviewer"]


def test_chair_with_a_conflict_or_a_scorecard_to_write_is_not_told_of_a_complete_loop(
    recruiter: User, job: Job, chair: User
) -> None:
    visit = through(applied(job, "Ana Ruiz", MONDAY), 4, MONDAY)
    visit_note_verdict(application=visit.application, visit=visit, at=MONDAY)
    recused(visit.application, UserFactory(name="Conflicted Chair", is_chair=True))
    takes_part(visit.application, UserFactory(name="Scoring Chair", is_chair=True), open_cards=1)

    nudges = nudge_send(actor=recruiter, at=NOON, visit=visit)

    assert [nudge.person for nudge in nudges] == [chair]


def test_words_tell_no_score_no_result_and_nothing_of_other_scorecards(
    recruiter: User, job: Job, interviewer: User, other_interviewer: User
) -> None:
    visit = through(applied(job, "Ana Ruiz", MONDAY), 1, MONDAY)
    interviewed(visit, [interviewer, other_interviewer], NOON - HOUR, MONDAY, submitted=1)
    visit = decided(visit, "pending", MONDAY, score=(312, 1))

    nudge_send(actor=recruiter, at=NOON, visit=visit)

    [(_, subject, body)] = told()
    forbidden = ("4.25", "3.12", "1 of", "advance", "stop", "Ines")
    assert [word for word in forbidden if word in subject + body] == []


def test_nobody_is_reminded_of_an_interview_ahead(recruiter: User, job: Job, interviewer: User) -> None:
    visit = interviewed(applied(job, "Ana Ruiz", MONDAY), [interviewer], NOON + DAY, MONDAY)

    with pytest.raises(NobodyToNudge):
        nudge_send(actor=recruiter, at=NOON, visit=visit)


def test_nobody_is_reminded_while_it_waits_on_the_recruiter(recruiter: User, awaited: StageVisit) -> None:
    application_hold(actor=recruiter, at=NOON, application=awaited.application, reason="On leave")

    with pytest.raises(NobodyToNudge):
        nudge_send(actor=recruiter, at=NOON, visit=awaited)


def test_only_recruiters_of_the_job_remind(awaited: StageVisit, chair: User) -> None:
    another = UserFactory(is_recruiter=True)
    for person in (another, chair):
        with pytest.raises(AccessRefused):
            nudge_send(actor=person, at=NOON, visit=awaited)

    assert Nudge.objects.count() == 0


def test_recruiter_who_still_scores_does_not_learn_whom_it_waits_for(
    client: Client, recruiter: User, awaited: StageVisit
) -> None:
    takes_part(awaited.application, recruiter, open_cards=1)
    client.force_login(recruiter)

    answer = client.post(f"/pipeline/visits/{awaited.uuid}/nudge/")

    assert answer.status_code == 403
    assert Nudge.objects.count() == 0


def test_nudge_button_answers_with_a_toast_and_draws_the_board_anew(
    client: Client, recruiter: User, awaited: StageVisit
) -> None:
    client.force_login(recruiter)

    answer = client.post(f"/pipeline/visits/{awaited.uuid}/nudge/", headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer["HX-Trigger"] == (
        '{"toast": {"text": "Ines Interviewer, Omar Other nudged", "kind": "success"}, "board-changed": {}}'
    )


def test_nudge_button_works_without_a_script_and_returns_to_the_same_filters(
    client: Client, recruiter: User, awaited: StageVisit
) -> None:
    client.force_login(recruiter)

    answer = client.post(f"/pipeline/visits/{awaited.uuid}/nudge/", {"q": "ana", "late": "1"})
    page = client.get("/pipeline/").content.decode()

    assert (answer.status_code, answer["Location"]) == (302, "/pipeline/?late=1&q=ana")
    assert "by Rana Recruiter</p>" in page
    assert f"/pipeline/visits/{awaited.uuid}/nudge/" not in page


def test_second_nudge_of_the_day_is_refused_in_words(
    client: Client, recruiter: User, awaited: StageVisit
) -> None:
    nudge_send(actor=recruiter, at=timezone.now(), visit=awaited)
    client.force_login(recruiter)

    answer = client.post(f"/pipeline/visits/{awaited.uuid}/nudge/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content.decode()) == (
        409,
        "Rana Recruiter has nudged them today. You can nudge again tomorrow.",
    )


def test_visit_of_an_unknown_application_is_not_there(
    client: Client, interviewer: User, awaited: StageVisit
) -> None:
    client.force_login(interviewer)

    assert client.post(f"/pipeline/visits/{awaited.uuid}/nudge/").status_code == 404
    assert client.get(f"/pipeline/visits/{awaited.uuid}/nudge/").status_code == 405

"""What a card says: every situation of the pipeline as a sentence, and how urgent it is."""

import datetime
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from candidates.board import (
    Addresses,
    Card,
    CardFacts,
    Reader,
    brief,
    cards_of,
    named,
    on_whom,
    score_so_far,
    urgency,
    waits_for,
)
from candidates.waiting import VisitFacts, wait_of

NOON = datetime.datetime(2026, 3, 4, 12, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
OWN_JOB, OTHER_JOB = 1, 2
READER = Reader(NOON, ZoneInfo("UTC"), is_chair=False, own_jobs=frozenset({OWN_JOB}))
PAGES = Addresses(
    application=lambda uuid: "/application", nudge=lambda uuid: "/nudge", panel=lambda uuid: "/panel"
)

# An interview stage with a panel of three, nobody assigned, entered two days ago.
BEFORE = VisitFacts(
    entered_at=NOON - 2 * DAY,
    action_due_hours=48,
    scorecard_due_hours=24,
    is_bar_raiser_stage=False,
    on_hold_since=None,
    expected=3,
    assigned=0,
    submitted=0,
    interview_ends_at=None,
    scorecards_due_at=None,
    computing_since=None,
    result="",
    reason="",
    asked_since=None,
    verdict_at=None,
    lacks_judge=False,
    is_complete=False,
    left_at=None,
    changed_at=NOON - HOUR,
)
ASSIGNED = replace(BEFORE, assigned=3)
HELD = replace(ASSIGNED, interview_ends_at=NOON - 3 * HOUR, scorecards_due_at=NOON + 21 * HOUR, submitted=2)
BAR_RAISER = replace(BEFORE, is_bar_raiser_stage=True, expected=1)
CLEARED = replace(BAR_RAISER, assigned=1, submitted=1, result="advance", reason="cleared")
ASKED = replace(CLEARED, asked_since=NOON - 5 * HOUR)
JUDGED = replace(CLEARED, verdict_at=NOON, is_complete=True)


def facts_of(visit: VisitFacts, *, is_own: bool = False, **said: object) -> CardFacts:
    """The card's facts of a visit that is in the situation that `visit` describes."""
    wait = wait_of(visit)
    row = CardFacts(
        id=1,
        uuid=UUID(int=1),
        application_uuid=UUID(int=2),
        name="Ana Ruiz",
        job_id=OWN_JOB if is_own else OTHER_JOB,
        job="Product manager",
        level="P6",
        stage_id=7,
        is_complete=visit.is_complete,
        entered_at=visit.entered_at,
        due_at=wait.due_at,
        expected=visit.expected,
        assigned=visit.assigned,
        submitted=visit.submitted,
        interview_starts_at=visit.interview_ends_at and visit.interview_ends_at - HOUR,
        score_numerator=None,
        score_denominator=None,
        earlier_numerator=None,
        earlier_denominator=None,
        final=False,
        waiting_for=wait.waiting_for,
        waiting_on=wait.waiting_on,
        waiting_since=wait.since,
        nudged_at=None,
        nudged_by=None,
    )
    return row._replace(**said)  # type: ignore[arg-type]


def sentence(row: CardFacts, people: tuple[str, ...] = (), reader: Reader = READER) -> str:
    """What the card says, on whom, and how long: in one line."""
    chip, age = urgency(row, reader.at)
    return " | ".join((waits_for(row, reader), on_whom(row, people, reader), chip, age))


def card_of(row: CardFacts, people: tuple[str, ...] = (), reader: Reader = READER) -> Card:
    return cards_of([row], {row.id: people}, PAGES, reader)[0]


@pytest.mark.parametrize(
    ("visit", "people", "said"),
    [
        (BEFORE, (), "A panel | the recruiter | attention | 2 d"),
        (
            replace(ASSIGNED, assigned=2, submitted=2),
            (),
            "The rest of the panel (2 of 3 assigned) | the recruiter | pending | 1 h",
        ),
        (
            replace(ASSIGNED, interview_ends_at=NOON + 2 * DAY, scorecards_due_at=NOON + 3 * DAY),
            ("Ines Moreau",),
            "The interview on 6 Mar, 11:00 |  | neutral | in 1 d",
        ),
        (HELD, ("Ines Moreau",), "Scorecards (2 of 3 in) | Ines Moreau | pending | 3 h"),
        (
            replace(HELD, submitted=0, interview_ends_at=NOON - 3 * DAY, scorecards_due_at=NOON - 2 * DAY),
            ("Ines Moreau", "Omar Other", "Tess Third"),
            "Scorecards (0 of 3 in) | Ines Moreau and 2 more | late | Late, 3 d",
        ),
        (
            replace(HELD, submitted=3, computing_since=NOON - HOUR / 30),
            (),
            "The outcome, in a moment |  | neutral | 2 min",
        ),
        (
            replace(HELD, submitted=3, result="pending", reason="unassessed"),
            (),
            "One more scorecard | the recruiter | pending | 1 h",
        ),
        (
            replace(HELD, submitted=3, result="stop", reason="floor"),
            (),
            "Confirmation of the stop | the recruiter | pending | 1 h",
        ),
        (BAR_RAISER, (), "A bar raiser | the recruiter | attention | 2 d"),
        (CLEARED, ("Bao Barraiser",), "The verdict | Bao Barraiser | pending | 1 h"),
        (ASKED, ("Ines Moreau",), "An answer | Ines Moreau | pending | 5 h"),
        (
            replace(ASKED, asked_since=NOON - 25 * HOUR),
            ("Ines Moreau", "Omar Other"),
            "An answer | Ines Moreau, Omar Other | late | Late, 1 d",
        ),
        (replace(ASKED, lacks_judge=True), (), "A bar raiser | the recruiter | pending | 1 h"),
        (replace(JUDGED, asked_since=NOON - DAY), (), "The decision | the chair | pending | 0 min"),
        (replace(JUDGED, verdict_at=NOON - 3 * DAY), (), "The decision | the chair | late | Late, 3 d"),
        (
            replace(BEFORE, on_hold_since=NOON - 5 * HOUR),
            (),
            "The end of the hold | the recruiter | pending | 5 h",
        ),
    ],
    ids=[
        "nobody assigned",
        "too few assigned",
        "interview ahead",
        "one scorecard due",
        "scorecards overdue",
        "outcome being computed",
        "a competency nobody assessed",
        "stopped and not confirmed",
        "no bar raiser",
        "verdict missing",
        "question open",
        "question open for more than a day",
        "question open and the bar raiser gone",
        "question open and the verdict in",
        "verdict in",
        "on hold",
    ],
)
def test_card_says_what_it_waits_for_on_whom_and_since_when(
    visit: VisitFacts, people: tuple[str, ...], said: str
) -> None:
    assert sentence(facts_of(visit), people) == said


@pytest.mark.parametrize(
    "visit",
    [
        replace(BAR_RAISER, assigned=1, scorecards_due_at=NOON - HOUR, interview_ends_at=NOON - DAY),
        replace(BAR_RAISER, assigned=1, interview_ends_at=NOON + DAY, scorecards_due_at=NOON + 2 * DAY),
        replace(CLEARED, computing_since=NOON),
        replace(CLEARED, on_hold_since=NOON),
        replace(CLEARED, result="stop"),
    ],
    ids=["scorecard overdue", "interview ahead", "outcome being computed", "on hold", "stopped"],
)
def test_question_is_waited_for_only_where_the_verdict_would_be(visit: VisitFacts) -> None:
    assert wait_of(replace(visit, asked_since=NOON - DAY)) == wait_of(visit)


def test_interview_under_way_waits_on_nobody() -> None:
    row = facts_of(replace(ASSIGNED, interview_ends_at=NOON + HOUR / 2))

    assert sentence(row, ("Ines Moreau",)) == "The interview, under way |  | neutral | now"


def test_scorecards_are_late_only_past_the_time_they_are_due() -> None:
    held = replace(HELD, interview_ends_at=NOON - DAY, scorecards_due_at=NOON)

    assert urgency(facts_of(held), NOON) == ("attention", "1 d")
    assert urgency(facts_of(held), NOON + HOUR / 60) == ("late", "Late, 1 d")


def test_first_interview_of_two_that_owes_a_scorecard_says_since_when() -> None:
    two = replace(HELD, interview_ends_at=NOON + DAY, scorecards_due_at=NOON - HOUR)

    assert sentence(facts_of(two), ("Omar Other",)) == (
        "Scorecards (2 of 3 in) | Omar Other | late | Late, 1 d"
    )


def test_reader_who_recruits_for_the_job_is_you() -> None:
    assert on_whom(facts_of(BEFORE, is_own=True), (), READER) == "you"


def test_reader_who_chairs_is_you() -> None:
    row = facts_of(JUDGED)

    assert on_whom(row, (), replace(READER, is_chair=True)) == "you"


def test_people_without_names_are_said_by_their_part() -> None:
    assert on_whom(facts_of(HELD), (), READER) == "the interviewers"


def test_final_score_of_the_stage_is_the_score_so_far_cut_to_two_decimals() -> None:
    row = facts_of(
        HELD,
        score_numerator=11999,
        score_denominator=30,
        earlier_numerator=500,
        earlier_denominator=1,
        final=True,
    )

    assert score_so_far(row) == "3.99"


def test_score_that_is_not_final_gives_way_to_that_of_the_stage_before() -> None:
    row = facts_of(
        HELD, score_numerator=200, score_denominator=1, earlier_numerator=1275, earlier_denominator=3
    )

    assert score_so_far(row) == "4.25"


def test_score_is_absent_before_any_final_stage() -> None:
    assert score_so_far(facts_of(HELD, score_numerator=200, score_denominator=1)) == ""


def test_times_are_the_readers_own() -> None:
    row = facts_of(replace(ASSIGNED, interview_ends_at=NOON + 2 * DAY))
    in_tokyo = replace(READER, zone=ZoneInfo("Asia/Tokyo"))

    assert waits_for(row, in_tokyo) == "The interview on 6 Mar, 20:00"


def test_stay_counts_from_entering_the_stage() -> None:
    assert card_of(facts_of(HELD)).stay == "2 d in stage"


def test_nudge_is_offered_for_people_the_readers_own_job_waits_on() -> None:
    assert card_of(facts_of(HELD, is_own=True), ("Ines Moreau",)).nudge_url == "/nudge"


@pytest.mark.parametrize(
    ("row", "people"),
    [
        (facts_of(HELD), ("Ines Moreau",)),
        (facts_of(HELD, is_own=True), ()),
        (facts_of(BEFORE, is_own=True), ()),
        (facts_of(replace(HELD, interview_ends_at=NOON + DAY, scorecards_due_at=None), is_own=True), ("I",)),
        (facts_of(HELD, is_own=True, nudged_at=NOON - HOUR, nudged_by="Rana"), ("Ines Moreau",)),
    ],
    ids=["another's job", "nobody named", "on the recruiter", "interview ahead", "nudged today"],
)
def test_nudge_is_not_offered(row: CardFacts, people: tuple[str, ...]) -> None:
    assert card_of(row, people).nudge_url == ""


def test_nudge_is_offered_again_the_next_day_and_says_when_and_by_whom() -> None:
    held = replace(HELD, interview_ends_at=NOON - 2 * DAY, scorecards_due_at=NOON - DAY)
    card = card_of(
        facts_of(held, is_own=True, nudged_at=NOON - DAY, nudged_by="Rana Recruiter"), ("Ines Moreau",)
    )

    assert (card.nudge_url, card.nudged) == ("/nudge", "Nudged 3 Mar, 12:00 by Rana Recruiter")


def test_nudge_of_an_earlier_wait_is_not_told() -> None:
    row = facts_of(HELD, is_own=True, nudged_at=NOON - 2 * DAY, nudged_by="Rana Recruiter")

    assert card_of(row, ("Ines Moreau",)).nudged == ""


@pytest.mark.parametrize("visit", [BEFORE, BAR_RAISER, replace(HELD, submitted=3, result="pending")])
def test_card_leads_the_recruiter_to_the_panel_it_waits_for(visit: VisitFacts) -> None:
    assert card_of(facts_of(visit, is_own=True)).panel_url == "/panel"
    assert card_of(facts_of(visit)).panel_url == ""


def test_state_of_a_card_changes_with_its_words_and_not_with_its_age() -> None:
    row = facts_of(HELD)
    later = replace(READER, at=NOON + HOUR)

    assert card_of(row, reader=later).state == card_of(row).state
    assert card_of(row._replace(submitted=1)).state != card_of(row).state
    assert card_of(row._replace(stage_id=8)).state != card_of(row).state


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (-HOUR, "0 min"),
        (HOUR / 2, "30 min"),
        (HOUR, "1 h"),
        (DAY - HOUR / 60, "23 h"),
        (DAY, "1 d"),
        (40 * DAY, "40 d"),
    ],
)
def test_length_of_time_is_said_in_its_largest_whole_unit(length: datetime.timedelta, said: str) -> None:
    assert brief(length) == said


def test_two_people_are_named_and_of_more_the_first() -> None:
    assert named(["Ana"]) == "Ana"
    assert named(["Ana", "Bo"]) == "Ana, Bo"
    assert named(["Ana", "Bo", "Cy", "Di"]) == "Ana and 3 more"

"""The pipeline page: who has one, what stands on it, how it is narrowed, and what it asks of the database."""

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from candidates.models import BoardVersion, Job, JobRecruiter, StageVisit
from candidates.services.applications import application_withdraw, stop_confirm
from candidates.services.summaries import stage_summaries_compute
from candidates.services.visits import visit_note_verdict
from rubrics.models import Rubric
from tests.candidates.pipeline import applied, decided, interviewed, through
from tests.factories import JobFactory, UserFactory
from tests.plugins.statements import Watch

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def now() -> datetime.datetime:
    return timezone.now()


@pytest.fixture
def recruiters_page(client: Client, recruiter: User) -> Client:
    client.force_login(recruiter)
    return client


def board(client: Client, query: str = "", path: str = "/pipeline/") -> dict[str, list[str]]:
    """The names of the cards by column."""
    html = client.get(path + query).content.decode()
    columns = {}
    for section in html.split('<section class="board-column"')[1:]:
        heading = re.search(r"<h2[^>]*>(.*?)</h2>", section)
        assert heading
        columns[heading[1]] = [unescape(name) for name in re.findall(r"data-stop>(.*?)</a>", section)]
    return columns


def everybody(client: Client, query: str = "") -> list[str]:
    return sorted(name for names in board(client, query).values() for name in names)


def counts(client: Client, query: str = "") -> list[str]:
    return re.findall(
        r'<span class="board-count">(\d+)</span>\s', client.get(f"/pipeline/{query}").content.decode()
    )


def test_pipeline_has_a_column_per_stage_and_one_for_the_complete_loop(
    recruiters_page: Client, job: Job, now: datetime.datetime
) -> None:
    applied(job, "Ana Ruiz", now)
    through(applied(job, "Bo Lind", now), 2, now)
    through(applied(job, "Cy Eze", now), 4, now)
    judged = through(applied(job, "Di Wong", now), 4, now)
    visit_note_verdict(application=judged.application, visit=judged, at=now)

    assert board(recruiters_page) == {
        "Recruiter screen": ["Ana Ruiz"],
        "Product sense exercise": [],
        "Leadership and collaboration": ["Bo Lind"],
        "Bar raiser": ["Cy Eze"],
        "Loop complete": ["Di Wong"],
    }


def test_card_shows_score_wait_and_people(
    recruiters_page: Client, job: Job, interviewer: User, other_interviewer: User, now: datetime.datetime
) -> None:
    visit = through(applied(job, "Ana Ruiz", now - 3 * DAY), 1, now - 2 * DAY)
    interviewed(visit, [interviewer, other_interviewer], now - 5 * HOUR, now - DAY)

    html = recruiters_page.get("/pipeline/").content.decode()

    assert '<span class="score">4.25</span>' in html
    assert "Scorecards (0 of 3 in) · <b>Ines Interviewer, Omar Other</b>" in html
    assert re.search(r'class="chip chip-pending" title="Since [^"]+">5 h</span>', html)
    assert "2 d in stage" in html


def test_verdict_is_awaited_from_the_bar_raiser_and_then_the_decision_from_the_chair(
    recruiters_page: Client, job: Job, bar_raiser: User, now: datetime.datetime
) -> None:
    visit = through(applied(job, "Ana Ruiz", now), 3, now)
    interviewed(visit, [bar_raiser], now - HOUR, now, submitted=1)
    visit.waiting_people.create(user=bar_raiser)
    visit = decided(visit, "advance", now)
    awaited = recruiters_page.get("/pipeline/").content.decode()
    visit_note_verdict(application=visit.application, visit=visit, at=now)
    decision = recruiters_page.get("/pipeline/").content.decode()

    assert "The verdict · <b>Bao Barraiser</b>" in awaited
    assert "The decision · <b>the chair</b>" in decision


def test_late_cards_come_first(recruiters_page: Client, job: Job, now: datetime.datetime) -> None:
    for name, days in (("Today", 0), ("Last week", 7), ("Yesterday", 1)):
        applied(job, name, now - days * DAY)

    assert board(recruiters_page)["Recruiter screen"] == ["Last week", "Yesterday", "Today"]


def test_stopped_and_withdrawn_candidates_leave_the_board_for_their_own_lists(
    recruiters_page: Client, recruiter: User, job: Job, now: datetime.datetime
) -> None:
    applied(job, "Still here", now)
    decided(applied(job, "Stopped just now", now), "stop", now, score=(250, 1))
    confirmed = decided(applied(job, "Confirmed", now), "stop", now, score=(250, 1))
    stop_confirm(actor=recruiter, at=now, visit=confirmed)
    gone = applied(job, "Gone", now)
    application_withdraw(actor=recruiter, at=now, application=gone.application, reason="Took another job")

    lists = {
        path: re.findall(r"data-stop>(.*?)</a>", recruiters_page.get(f"/pipeline/{path}").content.decode())
        for path in ("", "stops/", "stopped/", "withdrawn/")
    }

    assert lists == {
        "": ["Still here"],
        "stops/": ["Stopped just now"],
        "stopped/": ["Confirmed"],
        "withdrawn/": ["Gone"],
    }


def test_lists_beside_the_board_say_why_when_and_who(
    recruiters_page: Client, recruiter: User, job: Job, now: datetime.datetime
) -> None:
    visit = decided(applied(job, "Ana Ruiz", now), "stop", now, score=(250, 1))
    waiting = recruiters_page.get("/pipeline/stops/").content.decode()
    stop_confirm(actor=recruiter, at=now, visit=visit)
    gone = applied(job, "Bo Lind", now)
    application_withdraw(actor=recruiter, at=now, application=gone.application, reason="Took another job")
    confirmed = recruiters_page.get("/pipeline/stopped/").content.decode()
    withdrawn = recruiters_page.get("/pipeline/withdrawn/").content.decode()

    assert "Stop: 2.50" in waiting
    assert f"/applications/{visit.application.uuid}/confirm-stop/" in waiting
    assert "by Rana Recruiter" in confirmed
    assert "Took another job" in withdrawn


def test_stop_is_confirmed_from_the_list(
    recruiters_page: Client, recruiter: User, job: Job, now: datetime.datetime
) -> None:
    visit = decided(applied(job, "Ana Ruiz", now), "stop", now)

    answer = recruiters_page.post(
        f"/applications/{visit.application.uuid}/confirm-stop/", {"next": "/pipeline/stops/"}
    )

    visit.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, "/pipeline/stops/")
    assert visit.stop_confirmed_by == recruiter


def test_stops_that_wait_are_counted_on_the_board(
    recruiters_page: Client, job: Job, now: datetime.datetime
) -> None:
    for name in ("Ana", "Bo"):
        decided(applied(job, name, now), "stop", now)
    applied(job, "Cy", now)

    html = recruiters_page.get("/pipeline/").content.decode()

    assert re.findall(r'Stops to confirm <span class="board-count">(\d)</span>', html) == ["2"]


@pytest.fixture
def three(job: Job, rubric: Rubric, interviewer: User, now: datetime.datetime) -> dict[str, StageVisit]:
    """Ana waits for a panel, late; Bo, at another recruiter's job, for Ines; Cy's interview is ahead."""
    other = UserFactory(name="Rudi Recruiter", email="rudi@example.com", is_recruiter=True)
    other_job = JobFactory(rubric=rubric, recruiter=other, title="Designer")
    bo = applied(other_job, "Bo Lind", now - DAY, email="bo@example.net")
    cy = applied(job, "Cy Eze", now)
    return {
        "Ana": applied(job, "Ana Ruiz", now - 9 * DAY),
        "Bo": interviewed(bo, [interviewer], now - HOUR, now - HOUR),
        "Cy": interviewed(cy, [interviewer], now + DAY, now),
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ana Ruiz", "Cy Eze"]),
        ("?recruiter=mine", ["Ana Ruiz", "Cy Eze"]),
        ("?recruiter=all", ["Ana Ruiz", "Bo Lind", "Cy Eze"]),
        ("?recruiter=all&late=1", ["Ana Ruiz"]),
        ("?recruiter=all&waiting=ines", ["Bo Lind"]),
        ("?recruiter=all&waiting=rudi", []),
        ("?waiting=me", ["Ana Ruiz"]),
        ("?recruiter=all&waiting=rana", ["Ana Ruiz"]),
        ("?recruiter=all&q=LIND", ["Bo Lind"]),
        ("?recruiter=all&q=Bo@Example.net", ["Bo Lind"]),
        ("?recruiter=all&q=ruiz&late=1&waiting=rana", ["Ana Ruiz"]),
        ("?recruiter=all&q=lind&late=1", []),
        ("?recruiter=nonsense&job=nonsense&rubric=nonsense", ["Ana Ruiz", "Cy Eze"]),
    ],
)
def test_pipeline_is_narrowed_by(
    recruiters_page: Client, three: dict[str, StageVisit], query: str, names: list[str]
) -> None:
    assert everybody(recruiters_page, query) == names


def test_pipeline_of_a_job_shows_it_whoever_recruits_for_it(
    recruiters_page: Client, three: dict[str, StageVisit]
) -> None:
    assert everybody(recruiters_page, f"?job={three['Bo'].job.uuid}") == ["Bo Lind"]


def test_pipeline_of_a_recruiter_shows_their_jobs(
    recruiters_page: Client, three: dict[str, StageVisit]
) -> None:
    rudi = User.objects.get(email="rudi@example.com")

    assert everybody(recruiters_page, f"?recruiter={rudi.uuid}") == ["Bo Lind"]


def test_pipeline_of_a_rubric_shows_its_jobs_and_its_stages(
    recruiters_page: Client, three: dict[str, StageVisit], small_rubric: Rubric, now: datetime.datetime
) -> None:
    applied(JobFactory(rubric=small_rubric), "Di Oh", now)

    assert everybody(recruiters_page, f"?rubric={small_rubric.uuid}") == ["Di Oh"]
    assert len(board(recruiters_page, f"?rubric={small_rubric.uuid}")) == 4
    assert everybody(recruiters_page) == ["Ana Ruiz", "Cy Eze"]


def test_decision_waits_on_every_chair(client: Client, chair: User, job: Job, now: datetime.datetime) -> None:
    visit = through(applied(job, "Ana Ruiz", now), 4, now)
    visit_note_verdict(application=visit.application, visit=visit, at=now)
    applied(job, "Bo Lind", now)
    client.force_login(chair)

    assert everybody(client, "?waiting=me") == ["Ana Ruiz"]
    assert "The decision · <b>you</b>" in client.get("/pipeline/").content.decode()


def test_long_column_shows_ten_cards_and_is_read_on_by_key(
    recruiters_page: Client, job: Job, now: datetime.datetime
) -> None:
    for number in range(25):
        applied(job, f"Candidate {number:02}", now - (30 - number) * HOUR)
    html = recruiters_page.get("/pipeline/").content.decode()
    more = re.search(r'hx-get="(/pipeline/columns/[^"]+)"', html)
    assert more
    second = recruiters_page.get(unescape(more[1]), headers=HTMX).content.decode()
    names = re.findall(r"data-stop>(.*?)</a>", second)

    assert board(recruiters_page)["Recruiter screen"] == [f"Candidate {number:02}" for number in range(10)]
    assert names == [f"Candidate {number:02}" for number in range(10, 20)]
    assert "Show more" in second


def test_column_is_a_page_by_itself_without_a_script(
    recruiters_page: Client, job: Job, now: datetime.datetime
) -> None:
    applied(job, "Ana Ruiz", now)

    answer = recruiters_page.get("/pipeline/columns/recruiter-screen/")

    assert "<h1>Recruiter screen</h1>" in answer.content.decode()
    assert "Ana Ruiz" in answer.content.decode()
    assert recruiters_page.get("/pipeline/columns/no-such-stage/").status_code == 404


def test_board_drawn_anew_keeps_the_cards_that_had_been_read(
    recruiters_page: Client, job: Job, now: datetime.datetime
) -> None:
    for number in range(25):
        applied(job, f"Candidate {number:02}", now)

    assert len(everybody(recruiters_page, "?shown=recruiter-screen:20")) == 20
    assert len(everybody(recruiters_page, "?shown=recruiter-screen:nonsense")) == 10


def test_htmx_gets_the_board_alone(recruiters_page: Client, job: Job, now: datetime.datetime) -> None:
    applied(job, "Ana Ruiz", now)

    html = recruiters_page.get("/pipeline/", headers=HTMX).content.decode()

    assert html.strip().startswith('<div id="board"')
    assert "Ana Ruiz" in html


def test_filter_by_htmx_puts_what_it_asks_for_into_the_address(
    recruiters_page: Client, job: Job, now: datetime.datetime
) -> None:
    applied(job, "Ana Ruiz", now)

    answer = recruiters_page.get(
        "/pipeline/?job=&q=ana&waiting=", headers=HTMX | {"HX-Trigger": "board-filter"}
    )

    assert answer["HX-Push-Url"] == f"/pipeline/?rubric={job.rubric.uuid}&recruiter=mine&q=ana"


def test_medians_are_shown_with_their_age(recruiters_page: Client, job: Job, now: datetime.datetime) -> None:
    for days in (1, 2, 9):
        decided(applied(job, f"After {days}", now - days * DAY), "advance", now)
    stage_summaries_compute(at=now - 2 * HOUR)

    html = recruiters_page.get("/pipeline/").content.decode()

    assert re.findall(r'<span class="board-median">(.+?)</span>', html) == ["median 2 d"]
    assert "computed" in html
    assert "2 hours ago" in html


def test_pipeline_without_a_job_says_so(client: Client, recruiter: User) -> None:
    client.force_login(recruiter)

    assert "The pipeline is empty" in client.get("/pipeline/").content.decode()
    assert client.get("/pipeline/stops/").status_code == 404


def test_filters_that_nobody_fits_offer_everybody(
    recruiters_page: Client, job: Job, now: datetime.datetime
) -> None:
    applied(job, "Ana Ruiz", now)

    html = recruiters_page.get("/pipeline/?q=nobody").content.decode()

    assert "Nobody fits these filters" in html
    assert f'href="/pipeline/?recruiter=all&amp;rubric={job.rubric.uuid}"' in html


@pytest.mark.parametrize("people", [1, 3, 60])
def test_pipeline_asks_the_same_of_the_database_however_many_stand_in_it(
    recruiters_page: Client,
    job: Job,
    interviewer: User,
    now: datetime.datetime,
    watch_statements: Watch,
    people: int,
) -> None:
    for number in range(people):
        interviewed(applied(job, f"Candidate {number}", now), [interviewer], now - HOUR, now)
    recruiters_page.get("/pipeline/")

    with watch_statements() as asked:
        recruiters_page.get("/pipeline/")

    assert len(asked.statements) <= 12
    assert len(asked.statements) == STATEMENTS
    # A key, a card and a name for each of ten cards at most, and a dozen rows of everything else.
    assert asked.rows <= 3 * min(people, 10) + 12


STATEMENTS = 11


@pytest.mark.parametrize("path", ["stops/", "stopped/", "withdrawn/", "columns/recruiter-screen/"])
def test_lists_ask_the_same_of_the_database_for_one_row_and_for_three(
    recruiters_page: Client,
    recruiter: User,
    job: Job,
    now: datetime.datetime,
    watch_statements: Watch,
    path: str,
) -> None:
    def one_each(number: int) -> None:
        applied(job, f"Ana {number}", now)
        decided(applied(job, f"Bo {number}", now), "stop", now)
        stop_confirm(actor=recruiter, at=now, visit=decided(applied(job, f"Cy {number}", now), "stop", now))
        gone = applied(job, f"Di {number}", now).application
        application_withdraw(actor=recruiter, at=now, application=gone, reason="Other plans")

    asked_for = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            one_each(number)
        recruiters_page.get(f"/pipeline/{path}")
        with watch_statements() as asked:
            recruiters_page.get(f"/pipeline/{path}")
        asked_for.append(len(asked.statements))

    assert asked_for[0] == asked_for[1]


def test_board_is_fetched_anew_only_when_it_changed_or_has_grown_old(
    recruiters_page: Client, job: Job, now: datetime.datetime
) -> None:
    BoardVersion.objects.create(rubric=job.rubric, version=7)
    address = f"/pipeline/version/?rubric={job.rubric.uuid}"
    drawn = int(now.timestamp())

    def news(query: str) -> bool:
        answer = recruiters_page.get(address + query)
        assert (answer.status_code, answer.content) == (204, b"")
        return "HX-Trigger" in answer

    assert not news(f"&version=7&drawn={drawn}")
    assert news(f"&version=6&drawn={drawn}")
    assert news(f"&version=7&drawn={drawn - 61}")
    assert news("&version=7")


def test_number_that_pages_poll_costs_three_statements_and_grows_with_every_change(
    recruiters_page: Client,
    job: Job,
    now: datetime.datetime,
    watch_statements: Watch,
    django_capture_on_commit_callbacks: object,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        applied(job, "Ana Ruiz", now)
    address = f"/pipeline/version/?rubric={job.rubric.uuid}"

    with watch_statements() as asked:
        recruiters_page.get(address)

    assert len(asked.statements) == 3
    assert BoardVersion.objects.get(rubric=job.rubric).version == 1
    assert recruiters_page.get("/pipeline/version/").status_code == 404


@pytest.mark.parametrize("persona", ["interviewer", "bar_raiser", "auditor", "administrator"])
@pytest.mark.parametrize("path", ["", "stops/", "columns/recruiter-screen/"])
def test_pipeline_is_refused_with_the_reason_to_whoever_has_none(
    client: Client, request: pytest.FixtureRequest, job: Job, persona: str, path: str
) -> None:
    client.force_login(request.getfixturevalue(persona))

    answer = client.get(f"/pipeline/{path}")

    assert answer.status_code == 403
    assert "The pipeline is for recruiters, committee chairs and hiring managers." in answer.content.decode()


def test_hiring_manager_sees_their_own_jobs_only(
    client: Client, hiring_manager: User, three: dict[str, StageVisit], job: Job
) -> None:
    client.force_login(hiring_manager)

    assert everybody(client) == ["Ana Ruiz", "Cy Eze"]
    assert everybody(client, f"?job={three['Bo'].job.uuid}") == []
    assert client.get(f"/pipeline/version/?rubric={job.rubric.uuid}").status_code == 204


def test_recruiter_starts_at_the_pipeline(recruiters_page: Client, job: Job) -> None:
    assert recruiters_page.get("/")["Location"] == "/pipeline/"
    assert 'href="/pipeline/" aria-current="page"' in recruiters_page.get("/pipeline/").content.decode()


def test_recruiter_acts_only_on_jobs_of_their_own(
    recruiters_page: Client, recruiter: User, three: dict[str, StageVisit]
) -> None:
    theirs = recruiters_page.get("/pipeline/?recruiter=all").content.decode()
    JobRecruiter.objects.create(job=three["Bo"].job, user=recruiter)
    own = recruiters_page.get("/pipeline/?recruiter=all").content.decode()

    assert f"/pipeline/visits/{three['Bo'].uuid}/nudge/" not in theirs
    assert f"/pipeline/visits/{three['Bo'].uuid}/nudge/" in own

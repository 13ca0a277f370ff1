"""A packet's faces as a reader gets them: the page, the PDF, the bytes that were digested."""

import hashlib
import json
import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import User
from candidates.models import Application, Job
from committee.models import Clarification, Packet, PacketContent, PacketDue, PacketOpening
from committee.services.clarifications import clarification_ask
from hiring.canonical import canonical_json
from interviewers.models import Assignment
from tests.committee.loops import HOUR, compute, standing, submit
from tests.committee.packet_loops import (
    DAY,
    ask_and_answer,
    build,
    card_of,
    correct_score,
    made_loop,
    seat_bar_raiser,
    set_the_bar,
)
from tests.committee.snapshots import bare_snapshot, full_snapshot
from tests.factories import MONDAY, UserFactory
from tests.plugins.statements import Watch

pytestmark = pytest.mark.django_db

NOON = MONDAY + 3 * DAY


@pytest.fixture
def loop(recruiter: User, job: Job, bar_raiser: User) -> Application:
    """At the bar raiser's stage, their scorecard owed, with the packet's first version built."""
    application = made_loop(recruiter, job)
    seat_bar_raiser(application, recruiter, bar_raiser, at=NOON)
    build(application, at=NOON)
    return application


@pytest.fixture
def renewed(loop: Application, bar_raiser: User) -> Application:
    """A second version: a question was answered, and a score corrected."""
    ask_and_answer(loop, bar_raiser, "Jo Park", at=NOON + HOUR)
    correct_score(loop, "Ines Falk", at=NOON + 3 * HOUR, impact=4)
    build(loop, at=NOON + 5 * HOUR)
    return loop


def opened(reader: User, application: Application, face: str = "", **headers: str) -> HttpResponse:
    client = Client()
    client.force_login(reader)
    answer = client.get(f"/applications/{application.uuid}/packet/{face}", headers=headers)
    assert isinstance(answer, HttpResponse)
    return answer


def read(reader: User, application: Application, face: str = "") -> str:
    """The page as it is read, in one line."""
    answer = opened(reader, application, face)
    assert answer.status_code == 200
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", strip_tags(main))


def hrefs(answer: HttpResponse) -> list[str]:
    return [href.replace("&amp;", "&") for href in re.findall(r'href="([^"]+)"', answer.content.decode())]


def hold_up(application: Application, snapshot: object, *, version: int = 2, at: datetime = NOON) -> Packet:
    """Puts a made-up snapshot in the application's packet."""
    text = canonical_json(snapshot)
    packet = Packet.objects.create(
        application=application,
        version=version,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        built_at=at,
    )
    PacketContent.objects.create(packet=packet, snapshot=text, changes=[], pdf=b"%PDF-made-up")
    return packet


# What the page says


def test_the_question_is_the_headline_and_the_seven_parts_follow_in_order(
    loop: Application, bar_raiser: User
) -> None:
    hold_up(loop, full_snapshot())
    page = opened(bar_raiser, loop).content.decode()
    headline = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert headline is not None
    assert (
        headline[1].strip()
        == "Does this candidate raise the bar of the existing team in judgment and impact?"
    )
    headings = [strip_tags(found) for found in re.findall(r"<h2[^>]*>.*?</h2>", page, re.DOTALL)]
    assert [" ".join(heading.split()) for heading in headings] == [
        "At a glance",
        "Scores and gates",
        "What is ambiguous",
        "Signals across stages",
        "The bar",
        "Evidence",
        "For the interview",
        "Versions",
    ]
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_every_contents_link_a_place(
    loop: Application, bar_raiser: User
) -> None:
    hold_up(loop, full_snapshot())
    page = opened(bar_raiser, loop).content.decode()
    assert len(re.findall(r"<table", page)) == len(re.findall(r"<caption", page))
    places = set(re.findall(r' id="([^"]+)"', page))
    assert {href[1:] for href in re.findall(r'href="(#[^"]+)"', page)} <= places


def test_the_page_says_everything_that_the_snapshot_says(loop: Application, bar_raiser: User) -> None:
    snapshot = full_snapshot()
    hold_up(loop, snapshot)
    page = read(bar_raiser, loop)
    words = [snapshot["candidate"], snapshot["question"], snapshot["comparison"], *snapshot["job"].values()]
    words += [row["reason"] for row in snapshot["ambiguities"]]
    words += [row["text"] for row in snapshot["signals"]]
    words += [row["text"] for row in snapshot["interview"]["prompts"]]
    words += [row["text"] for row in snapshot["interview"]["past_decisions"]]
    words += [text for row in snapshot["clarifications"] for text in (row["question"], row["answer"])]
    for stage in snapshot["stages"]:
        words += [stage["name"], stage["sentence"], stage["firmness"]]
        for card in stage["cards"]:
            words += [card["interviewer"], card["summary"], *card["evidence"].values()]
            words += [correction["reason"] for correction in card["corrections"]]
    said = _squeezed(page)
    assert [text for text in words if _squeezed(text) not in said] == []


def _squeezed(text: object) -> str:
    """Without blanks, and as strip_tags leaves escaped text."""
    escaped = str(text).replace("&", "&amp;").replace("'", "&#x27;").replace('"', "&quot;")
    return re.sub(r"\s+", "", escaped if "&#x27;" not in str(text) else str(text))


def test_competencies_stand_in_the_order_of_the_rubric_everywhere(
    loop: Application, bar_raiser: User
) -> None:
    page = opened(bar_raiser, loop).content.decode()
    lanes = re.findall(r'class="gate-lane">\s*<span>([^<]+)</span>', page)
    assert lanes[:4] == ["Judgment", "Communication", "Impact", "Curiosity"]
    said = re.findall(
        r"</span>\s*(Judgment|Communication|Impact|Curiosity)\s", page.split('id="evidence"')[1]
    )
    assert said[:4] == ["Judgment", "Communication", "Impact", "Curiosity"]


def test_what_is_strong_weak_and_ambiguous_is_seen_at_a_glance(loop: Application, bar_raiser: User) -> None:
    hold_up(loop, full_snapshot())
    page = read(bar_raiser, loop)
    glance = page.split("At a glance")[1].split("Scores and gates")[0]
    assert "Strong 4.50 Impact Leadership and collaboration" in glance
    assert "Weak 3.33 Curiosity Leadership and collaboration 3.66 Communication Product sense" in glance
    assert full_snapshot()["ambiguities"][0]["reason"] in glance


def test_the_candidate_stands_beside_the_top_performer_with_the_difference_in_words(
    recruiter: User, job: Job, bar_raiser: User, chair: User
) -> None:
    set_the_bar(job, chair)
    application = made_loop(recruiter, job)
    seat_bar_raiser(application, recruiter, bar_raiser, at=NOON)
    build(application, at=NOON)
    bar = read(bar_raiser, application).split("The bar The candidate")[1].split("Evidence")[0]
    assert "Judgment 4.22 5.00 0.77 below" in bar
    assert "Communication 4.44 4.00 0.44 above" in bar
    assert "resting on the profiles of 2 members" in bar
    assert "Shown and argued, never computed into a block." in bar
    assert "Toni Top" not in bar


def test_a_packet_of_one_scorecard_a_stage_says_what_it_does_not_have(
    loop: Application, bar_raiser: User
) -> None:
    hold_up(loop, bare_snapshot())
    page = read(bar_raiser, loop)
    for said in (
        "Nothing is ambiguous.",
        "No competency stands out in any stage.",
        "Nobody saw one.",
        "Nobody is named as the team&#x27;s top performer",
        "No member of this team has a profile yet",
    ):
        assert said.replace("&#x27;", "'") in page.replace("&#x27;", "'")


def test_a_corrected_score_stands_beside_the_old_one_struck_through(
    renewed: Application, bar_raiser: User
) -> None:
    page = opened(bar_raiser, renewed).content.decode()
    card = page.split('id="card-leadership-1-1"')[1].split("</article>")[0]
    assert "<s>5</s>" in card
    assert "I misread." in strip_tags(card)
    assert "after seeing others' scores" in strip_tags(card).replace("&#x27;", "'")


# Versions


def test_a_new_version_says_what_changed_in_sentences(renewed: Application, bar_raiser: User) -> None:
    page = read(bar_raiser, renewed)
    assert "Packet, version 2 of 2" in page
    changes = page.split("What changed since version 1")[1].split("At a glance")[0]
    sentences = [change["sentence"] for change in PacketContent.objects.get(packet__version=2).changes]
    assert len(sentences) >= 2
    assert all(sentence in changes for sentence in sentences)
    assert "What changed" not in read(bar_raiser, renewed, "1/")


def test_an_older_version_is_marked_and_leads_to_the_newest(renewed: Application, bar_raiser: User) -> None:
    page = read(bar_raiser, renewed, "1/")
    assert "You are reading version 1 of 2, built 5 Mar 2026, 09:00." in page
    assert f"/applications/{renewed.uuid}/packet/" in hrefs(opened(bar_raiser, renewed, "1/"))
    assert "You are reading version" not in read(bar_raiser, renewed, "2/")


def test_from_an_older_version_nobody_asks(renewed: Application, bar_raiser: User) -> None:
    assert any("/packet/ask/" in href for href in hrefs(opened(bar_raiser, renewed, "2/")))
    assert not any("/packet/ask/" in href for href in hrefs(opened(bar_raiser, renewed, "1/")))


def test_a_version_that_is_not_there_is_not_found(loop: Application, bar_raiser: User) -> None:
    for face in ("2/", "2.pdf", "2.json", "0/", "99999999999999999999/"):
        assert opened(bar_raiser, loop, face).status_code == 404


def test_who_owes_a_scorecard_there_reads_no_version_with_one_in_any_face(
    loop: Application, recruiter: User, bar_raiser: User
) -> None:
    submit(Assignment.objects.get(interviewer=bar_raiser), 5, at=NOON + HOUR)
    compute(standing(loop), at=NOON + 2 * HOUR)
    build(loop, at=NOON + 3 * HOUR)
    assert "Packet, version 2 of 2" in read(bar_raiser, loop)
    second = UserFactory(name="Bea Second", is_interviewer=True, is_bar_raiser=True)
    # The first one is not independent any more, so that somebody else is to score and answer.
    Assignment.objects.filter(interviewer=bar_raiser).update(dependent_since=NOON, dependence="reports to Mo")
    seat_bar_raiser(loop, recruiter, second, at=NOON + 4 * HOUR)
    assert "Packet, version 1 of 1" in read(second, loop)
    assert "Bao Barraiser" not in read(second, loop)
    assert [opened(second, loop, face).status_code for face in ("2/", "2.pdf", "2.json")] == [404, 404, 404]


def test_what_changed_is_left_out_where_the_version_before_is_not_to_be_read(
    loop: Application, bar_raiser: User, chair: User
) -> None:
    packet = hold_up(loop, full_snapshot(), version=3)
    PacketContent.objects.filter(packet=packet).update(changes=[{"sentence": "Bao gave judgment a 5."}])
    assert "Bao gave judgment a 5." not in read(chair, loop)


# While it is being built


def test_before_the_first_version_the_page_says_so_and_renews_itself(
    recruiter: User, job: Job, bar_raiser: User
) -> None:
    application = made_loop(recruiter, job)
    seat_bar_raiser(application, recruiter, bar_raiser, at=NOON)
    assert "The packet is being built" in read(bar_raiser, application)
    page = opened(bar_raiser, application).content.decode()
    assert 'hx-trigger="every 2s"' in page
    still = opened(bar_raiser, application, "news/", **{"HX-Request": "true"})
    assert "The packet is being built" in still.content.decode()
    build(application, at=NOON)
    there = opened(bar_raiser, application, "news/", **{"HX-Request": "true"})
    assert there.headers["HX-Redirect"] == f"/applications/{application.uuid}/packet/"


def test_of_an_application_that_closed_without_one_the_page_says_so(
    recruiter: User, job: Job, chair: User
) -> None:
    application = made_loop(recruiter, job)
    Application.objects.filter(pk=application.pk).update(state="withdrawn")
    page = read(chair, application)
    assert "There is no packet" in page
    assert "every 2s" not in page


def test_an_open_page_learns_that_a_newer_version_is_due_and_then_that_it_is_there(
    loop: Application, bar_raiser: User
) -> None:
    shown = "news/?shown=1"
    assert strip_tags(opened(bar_raiser, loop, shown).content.decode()).strip() == ""
    PacketDue.objects.create(application=loop, since=NOON)
    assert "a newer version is being built" in opened(bar_raiser, loop, shown).content.decode()
    assert "Due again: a newer version is being built." in read(bar_raiser, loop)
    correct_score(loop, "Ines Falk", at=NOON + HOUR, impact=4)
    build(loop, at=NOON + 3 * HOUR)
    assert "Version 2 is ready." in opened(bar_raiser, loop, shown).content.decode()


@pytest.mark.parametrize("shown", ["x", "-1", "9" * 5000, ""])
def test_news_of_no_version_leads_to_the_packet(loop: Application, bar_raiser: User, shown: str) -> None:
    assert opened(bar_raiser, loop, f"news/?shown={shown}").status_code == 302


# The other faces


def test_the_json_is_what_was_digested(loop: Application, bar_raiser: User) -> None:
    answer = opened(bar_raiser, loop, "1.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert hashlib.sha256(answer.content).hexdigest() == Packet.objects.get().digest
    assert json.loads(answer.content)["candidate"] == "Amara Okonkwo-Lindström"


def test_the_pdf_opens_in_the_browser_and_its_name_tells_nobody(loop: Application, bar_raiser: User) -> None:
    answer = opened(bar_raiser, loop, "1.pdf")
    name = f"packet-{Packet.objects.get().digest[:12]}.pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}"'
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content == bytes(PacketContent.objects.get().pdf)


@pytest.mark.parametrize("face", ["", "1/", "1.pdf", "1.json", "news/?shown=1"])
def test_no_face_stays_in_a_cache(loop: Application, bar_raiser: User, face: str) -> None:
    assert opened(bar_raiser, loop, face).headers["Cache-Control"] == "private, no-store"


def test_an_erased_version_says_so_and_has_no_other_face(loop: Application, chair: User) -> None:
    PacketContent.objects.update(snapshot="", changes=[], pdf=b"")
    assert "Nothing is left of this version" in read(chair, loop)
    assert [opened(chair, loop, face).status_code for face in ("1.pdf", "1.json")] == [404, 404]


# Who gets it, and who opened it


@pytest.mark.parametrize("face", ["", "1/", "1.pdf", "1.json", "news/"])
def test_colleagues_are_told_why_not_and_strangers_find_nothing(
    loop: Application, recruiter: User, interviewer: User, hiring_manager: User, face: str
) -> None:
    scored = User.objects.get(name="Ines Falk")
    answered = [opened(person, loop, face).status_code for person in (recruiter, scored, hiring_manager)]
    assert answered == [403, 403, 403]
    assert opened(interviewer, loop, face).status_code == 404
    assert not PacketOpening.objects.exists()


def test_each_face_that_is_opened_is_noted_and_shown_to_the_chair_alone(
    loop: Application, bar_raiser: User, chair: User
) -> None:
    for face in ("", "1.pdf", "1.json", ""):
        opened(bar_raiser, loop, face)
    rows = PacketOpening.objects.filter(reader=bar_raiser).order_by("pk")
    assert [row.face for row in rows] == ["page", "pdf", "json"]
    assert rows[0].last_opened_at > rows[0].opened_at
    assert "Opened by" not in read(bar_raiser, loop)
    by = read(chair, loop).split("Opened by")[1]
    assert [face in by for face in ("Bao Barraiser, Page", "Bao Barraiser, PDF", "Bao Barraiser, JSON")] == [
        True
    ] * 3


def test_asking_for_news_is_no_opening(loop: Application, bar_raiser: User) -> None:
    opened(bar_raiser, loop, "news/?shown=1")
    assert not PacketOpening.objects.exists()


# Asking from it


def test_from_any_point_the_bar_raiser_asks_its_author(loop: Application, bar_raiser: User) -> None:
    asks = [href for href in hrefs(opened(bar_raiser, loop)) if "/packet/ask/" in href]
    address = f"/applications/{loop.uuid}/packet/ask/"
    for key in ("recruiter-screen.1.1", "product-sense.1.3", "leadership.1.2"):
        assert f"{address}?card={key}" in asks
        assert f"{address}?card={key}&competency=impact" in asks


def test_the_chair_reads_and_does_not_ask(loop: Application, chair: User) -> None:
    assert not any("/packet/ask/" in href for href in hrefs(opened(chair, loop)))


def test_an_open_question_waits_beside_the_snapshot_until_it_is_answered_in_it(
    loop: Application, bar_raiser: User
) -> None:
    scorecard = card_of(loop, "Jo Park")
    clarification_ask(
        actor=bar_raiser,
        at=NOON + HOUR,
        application=loop,
        scorecard=scorecard,
        competency="judgment",
        question="When did they write it?",
    )
    page = read(bar_raiser, loop)
    assert "Waiting for an answer Jo Park on judgment" in page
    assert "When did they write it?" in page


def test_an_answer_stands_beside_the_scorecard_with_its_times(renewed: Application, bar_raiser: User) -> None:
    page = opened(bar_raiser, renewed).content.decode()
    [card] = [part for part in page.split("<article")[1:] if "Jo Park" in part.split("</h4>")[0]]
    said = re.sub(r"\s+", " ", strip_tags(card.split("</article>")[0]))
    assert (
        "Bao Barraiser asked about judgment 5 Mar 2026, 10:00 When did they write the memo? "
        "Answered 5 Mar 2026, 11:00 After the launch." in said
    )
    assert "Answered Jo Park on judgment 5 Mar 2026, 11:00" in read(bar_raiser, renewed)


# What comes next


def test_the_bar_raiser_is_led_to_their_scorecard_and_then_to_the_verdict(
    loop: Application, bar_raiser: User, chair: User
) -> None:
    seat = Assignment.objects.get(interviewer=bar_raiser)
    assert "Open your scorecard" in read(bar_raiser, loop)
    assert f"/scorecards/{seat.uuid}/" in hrefs(opened(bar_raiser, loop))
    submit(seat, 5, at=NOON + HOUR)
    compute(standing(loop), at=NOON + 2 * HOUR)
    build(loop, at=NOON + 3 * HOUR)
    assert "Give your verdict" in read(bar_raiser, loop)
    assert f"/applications/{loop.uuid}/verdict/" in hrefs(opened(bar_raiser, loop))
    assert "Give your verdict" not in read(chair, loop)


def test_the_bar_raiser_finds_the_packet_in_their_list_of_interviews(
    loop: Application, bar_raiser: User
) -> None:
    client = Client()
    client.force_login(bar_raiser)
    assert f'href="/applications/{loop.uuid}/packet/"' in client.get("/interviews/").content.decode()


# What it costs


@pytest.mark.parametrize("persona", ["bar_raiser", "chair"])
def test_a_full_packet_takes_as_many_statements_as_a_bare_one(
    loop: Application, request: pytest.FixtureRequest, watch_statements: Watch, persona: str
) -> None:
    reader = request.getfixturevalue(persona)
    bare = hold_up(loop, bare_snapshot())
    client = Client()
    client.force_login(reader)
    client.get(f"/applications/{loop.uuid}/packet/")
    with watch_statements() as short:
        assert client.get(f"/applications/{loop.uuid}/packet/").status_code == 200
    hold_up(loop, full_snapshot(), version=bare.version + 1, at=NOON + timedelta(hours=1))
    scorecard = card_of(loop, "Jo Park")
    for hour in range(5):
        Clarification.objects.create(
            application=loop,
            visit=standing(loop),
            packet=bare,
            scorecard=scorecard,
            asked_by=User.objects.get(email="bar-raiser@example.com"),
            asked_at=NOON + hour * HOUR,
            question="And then?",
        )
    with watch_statements() as long:
        assert client.get(f"/applications/{loop.uuid}/packet/").status_code == 200
    assert len(long.statements) == len(short.statements) <= 14

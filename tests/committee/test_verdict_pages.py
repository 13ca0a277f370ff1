"""The page of the verdict: who opens it, what it keeps and says, and how the application page shows it."""

import pytest
from django.test import Client

from accounts.models import User
from candidates.models import Participation, ParticipationCapacity, StageVisit
from candidates.services.applications import application_withdraw
from committee.models import Clarification, Packet, PacketFace, Verdict, VerdictDraft
from committee.services.packets import packet_note_opened
from interviewers.models import Assignment, Scorecard
from tests.committee.loops import HOUR, compute, correct
from tests.committee.verdicts import give_verdict, packet_version
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db

ANSWERS = {
    "packet_version": "1",
    "raises_judgment": "yes",
    "judgment_because": "Named the riskiest assumption first.",
    "raises_impact": "no",
    "impact_because": "Their own part stayed unclear.",
    "critique_asked": "The offline mode.",
    "critique_taken": "Weighed both sides.",
    "must_know": "They know the team.",
}


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def url(cleared: StageVisit) -> str:
    """The verdict's address; the packet has its first version."""
    assert packet_version(cleared.application) == 1
    return f"/applications/{cleared.application.uuid}/verdict/"


@pytest.fixture
def client(bar_raiser: User) -> Client:
    return signed_in(bar_raiser)


def new_evidence(visit: StageVisit) -> None:
    screen = Scorecard.objects.filter(application=visit.application).earliest("pk")
    correct(screen, {"judgment": 5})
    compute(screen.visit)
    packet_version(visit.application)


def test_the_application_page_leads_the_bar_raiser_there_and_nobody_else(
    url: str, cleared: StageVisit, bar_raiser: User, chair: User
) -> None:
    page = f"/applications/{cleared.application.uuid}/"
    assert f'href="{url}"' in signed_in(bar_raiser).get(page).content.decode()
    assert "Give your verdict" not in signed_in(chair).get(page).content.decode()


def test_the_page_asks_the_question_and_leads_to_the_packet(
    url: str, client: Client, cleared: StageVisit
) -> None:
    shown = client.get(url).content.decode()
    team = cleared.application.job.team
    assert f"Does {cleared.application.candidate} raise the bar of {team} in judgment and impact?" in shown
    assert f'href="/applications/{cleared.application.uuid}/packet/"' in shown
    assert "You have not opened the packet yet" in shown
    assert 'name="packet_version" value="1"' in shown


def test_what_changed_since_the_version_they_opened_is_listed(
    url: str, client: Client, cleared: StageVisit, bar_raiser: User
) -> None:
    packet = Packet.objects.get()
    packet_note_opened(packet=packet, reader=bar_raiser, face=PacketFace.PDF, at=MONDAY + 8 * HOUR)
    assert "New since version" not in client.get(url).content.decode()
    new_evidence(cleared)
    shown = client.get(url).content.decode()
    assert "New since version 1" in shown
    assert Packet.objects.get(version=2).content.changes[0]["sentence"] in shown


def test_while_the_packet_is_being_built_the_page_says_so(cleared: StageVisit, client: Client) -> None:
    url = f"/applications/{cleared.application.uuid}/verdict/"
    assert "The packet is being built" in client.get(url).content.decode()
    answer = client.post(url, ANSWERS | {"packet_version": "0"})
    assert answer.status_code == 422
    assert "The packet is being built; the verdict is given on it" in answer.content.decode()


def test_an_open_question_stands_above_the_form(
    url: str, client: Client, cleared: StageVisit, bar_raiser: User, interviewer: User
) -> None:
    Clarification.objects.create(
        application=cleared.application,
        visit=cleared,
        packet=Packet.objects.get(),
        scorecard=Scorecard.objects.get(application=cleared.application, interviewer=interviewer),
        asked_by=bar_raiser,
        asked_at=MONDAY,
        question="Which number?",
    )
    assert "A question to Ines Interviewer is still open" in client.get(url).content.decode()
    answer = client.post(url, ANSWERS)
    assert "Your question to Ines Interviewer is still open" in answer.content.decode()
    assert not Verdict.objects.exists()


def test_the_form_gives_the_verdict_and_the_application_page_shows_all_of_it(
    url: str, client: Client, cleared: StageVisit
) -> None:
    page = f"/applications/{cleared.application.uuid}/"
    answer = client.post(url, ANSWERS)
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    verdict = Verdict.objects.get()
    assert (verdict.raises_judgment, verdict.raises_impact) == (True, False)
    shown = client.get(page).content.decode()
    assert "Verdict of Bao Barraiser" in shown
    for said in list(ANSWERS.values())[2:]:
        assert said in shown or said == "no"
    assert "Give your verdict" not in shown


def test_an_earlier_verdict_stays_folded_below_the_one_that_counts(
    url: str, client: Client, cleared: StageVisit, bar_raiser: User
) -> None:
    give_verdict(bar_raiser, cleared, impact=False, because="Unclear at first.")
    new_evidence(cleared)
    again = client.get(url).content.decode()
    assert "New since version 1" in again
    assert "Unclear at first." in again
    assert 'value="no"\n               checked' not in again
    client.post(url, ANSWERS | {"packet_version": "2", "raises_impact": "yes"})
    shown = client.get(f"/applications/{cleared.application.uuid}/").content.decode()
    assert "Earlier verdict of Bao Barraiser" in shown
    assert shown.index("Their own part stayed unclear.") < shown.index("Unclear at first.")


def test_who_sees_results_but_no_scorecards_reads_the_answers_without_their_reasons(
    url: str, cleared: StageVisit, bar_raiser: User, recruiter: User, hiring_manager: User, chair: User
) -> None:
    give_verdict(bar_raiser, cleared, because="Ines heard of the failed launch.")
    page = f"/applications/{cleared.application.uuid}/"
    for person, reads in ((recruiter, False), (hiring_manager, False), (chair, True)):
        shown = signed_in(person).get(page).content.decode()
        assert "Raises the bar" in shown
        assert ("Ines heard of the failed launch." in shown) is reads


def test_a_form_that_is_overtaken_by_new_evidence_keeps_every_word(
    url: str, client: Client, cleared: StageVisit
) -> None:
    new_evidence(cleared)
    answer = client.post(url, ANSWERS)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Version 2 has come since you opened the form; read what changed." in shown
    assert "New since version 1" in shown
    assert 'name="packet_version" value="2"' in shown
    for name in ("judgment_because", "impact_because", "critique_asked", "critique_taken", "must_know"):
        assert ANSWERS[name] in shown
    assert shown.count("checked") == 2


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("raises_impact", "Answer yes or no."),
        ("judgment_because", "Say why, for judgment."),
        ("critique_asked", "Say which decision you asked them to criticise."),
        ("critique_taken", "Say how they took it."),
    ],
)
def test_an_unfinished_form_says_what_is_missing_and_keeps_the_rest(
    url: str, client: Client, field: str, words: str
) -> None:
    answer = client.post(url, ANSWERS | {field: ""})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "They know the team." in answer.content.decode()
    assert not Verdict.objects.exists()


def test_what_is_typed_is_saved_and_comes_back(url: str, client: Client, bar_raiser: User) -> None:
    typed = {"raises_judgment": "yes", "judgment_because": "Half a sen"}
    answer = client.post(f"{url}draft/", typed, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (200, b"Saved")
    shown = client.get(url).content.decode()
    assert "Half a sen" in shown
    assert shown.count("checked") == 1
    client.post(f"{url}draft/", typed | {"judgment_because": "Half a sentence."})
    assert VerdictDraft.objects.get().fields["judgment_because"] == "Half a sentence."


def test_without_scripts_the_draft_is_saved_by_its_button(url: str, client: Client) -> None:
    answer = client.post(f"{url}draft/", {"must_know": "A word."}, follow=True)
    assert answer.redirect_chain == [(url, 302)]
    assert "Your draft is saved." in answer.content.decode()
    assert "A word." in answer.content.decode()


def test_giving_it_deletes_the_draft(url: str, client: Client) -> None:
    client.post(f"{url}draft/", ANSWERS)
    client.post(url, ANSWERS)
    assert not VerdictDraft.objects.exists()
    late = client.post(f"{url}draft/", ANSWERS, headers={"HX-Request": "true"})
    assert late.status_code == 403
    assert not VerdictDraft.objects.exists()


def test_who_is_not_independent_any_more_keeps_their_draft_unread(
    url: str, client: Client, cleared: StageVisit
) -> None:
    client.post(f"{url}draft/", {"must_know": "A word."})
    own = Assignment.objects.filter(visit=cleared)
    own.update(dependent_since=MONDAY, dependence="reports to Hugo")
    assert client.get(url).status_code == 403
    assert client.post(f"{url}draft/", {"must_know": "More."}).status_code == 403
    own.update(dependent_since=None, dependence="")
    assert "A word." in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("persona", "status"), [("chair", 403), ("recruiter", 403), ("auditor", 404), ("administrator", 404)]
)
def test_anybody_else_is_refused_or_finds_nothing(
    url: str, request: pytest.FixtureRequest, persona: str, status: int
) -> None:
    other = signed_in(request.getfixturevalue(persona))
    answers = [other.get(url), other.post(url, ANSWERS), other.post(f"{url}draft/", ANSWERS)]
    assert [answer.status_code for answer in answers] == [status] * 3


def test_before_their_own_scorecard_is_in_the_page_says_what_comes_first(
    at_the_bar: StageVisit, client: Client
) -> None:
    answer = client.get(f"/applications/{at_the_bar.application.uuid}/verdict/")
    assert answer.status_code == 403
    assert b"Submit your own scorecard first" in answer.content


def test_a_refusal_never_tells_where_the_application_stands(
    at_the_bar: StageVisit, visit: StageVisit, recruiter: User, other_interviewer: User
) -> None:
    """A blind interviewer asks; at the bar-raiser stage and withdrawn they hear the same."""
    Participation.objects.create(
        application=at_the_bar.application,
        user=other_interviewer,
        capacity=ParticipationCapacity.INTERVIEWER,
        open_cards=1,
    )
    url = f"/applications/{at_the_bar.application.uuid}/verdict/"
    here = signed_in(other_interviewer).post(url, ANSWERS)
    application_withdraw(actor=recruiter, at=MONDAY, application=at_the_bar.application, reason="Gone.")
    gone = signed_in(other_interviewer).post(url, ANSWERS)
    assert (here.status_code, gone.status_code) == (403, 403)
    assert b"Only the bar raiser of this stage" in here.content
    assert b"Only the bar raiser of this stage" in gone.content

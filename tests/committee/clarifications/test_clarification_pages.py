"""The pages of a question: who opens them, what they warn of and keep, and what their reader never sees."""

from dataclasses import replace

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from candidates.services.recusal import recusal_declare
from committee.models import Clarification, ClarificationState, Packet
from committee.services.clarifications import clarification_withdraw
from interviewers.models import Scorecard, ScorecardRevision, ScorecardText, TextKind
from interviewers.services.scorecards import scorecard_correct
from tests.committee.loops import HOUR, card, correct
from tests.committee.questions import ANSWER, ASKED, QUESTION, Loop, answer, ask

pytestmark = pytest.mark.django_db

QUOTING = "Omar Other gave judgment a 5. Why did you see less?"
HTMX = {"HX-Request": "true"}
Form = dict[str, str]


@pytest.fixture
def asked(loop: Loop, bar_raiser: User) -> Clarification:
    return ask(loop, bar_raiser)


@pytest.fixture
def asker(bar_raiser: User) -> Client:
    return signed_in(bar_raiser)


@pytest.fixture
def author(interviewer: User) -> Client:
    return signed_in(interviewer)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def form_url(loop: Loop) -> str:
    return f"/applications/{loop.application.uuid}/packet/ask/"


def form(loop: Loop, question: str = QUESTION, *, competency: str = "judgment") -> Form:
    """The form as the page sends it, about the first stage's scorecard."""
    return about(loop.screen, competency) | {"version": "1", "question": question}


def about(scorecard: Scorecard, competency: str) -> Form:
    packet = Packet.objects.get(application=scorecard.application_id, version=1)
    by_reference = {reference: key for key, reference in packet.references.items()}
    return {"card": by_reference[str(scorecard.uuid)], "competency": competency}


def url_of(asked: Clarification) -> str:
    return f"/clarifications/{asked.uuid}/"


def reply(asked: Clarification, answer: str = ANSWER, **scores: str) -> Form:
    """An answer as the page sends it; `value` and `evidence` are those of judgment."""
    typed = {f"{part}.judgment": text for part, text in scores.items()}
    return {"revision": "1", "answer": answer} | typed


def untouched(asked: Clarification) -> bool:
    asked.refresh_from_db()
    return (asked.state, asked.answer, asked.scorecard.revisions.count()) == ("open", "", 1)


# Asking


def test_the_form_shows_what_the_scorecard_says_of_that_competency_alone(loop: Loop, asker: Client) -> None:
    answer = asker.get(form_url(loop), about(loop.screen, "judgment"))
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Ines Interviewer" in shown
    assert "What they said about judgment." in shown
    assert "What they said about impact." not in shown


@pytest.mark.parametrize(
    ("persona", "status"),
    [("chair", 403), ("recruiter", 403), ("interviewer", 403), ("auditor", 404), ("administrator", 404)],
)
def test_nobody_but_the_bar_raiser_opens_it(
    loop: Loop, request: pytest.FixtureRequest, persona: str, status: int
) -> None:
    other = signed_in(request.getfixturevalue(persona))
    shown = other.get(form_url(loop), about(loop.screen, "judgment"))
    sent = other.post(form_url(loop), form(loop))
    assert (shown.status_code, sent.status_code) == (status, status)
    assert not Clarification.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"card": "no-such-card"}, {"competency": "charm"}, {"version": "7"}, {"card": ""}]
)
def test_there_is_no_form_for_what_the_packet_does_not_hold(loop: Loop, asker: Client, changed: Form) -> None:
    assert asker.get(form_url(loop), form(loop) | changed).status_code == 404


def test_a_question_leads_back_to_the_packet(loop: Loop, asker: Client) -> None:
    answer = asker.post(form_url(loop), form(loop), follow=True)
    assert answer.redirect_chain == [(f"/applications/{loop.application.uuid}/packet/", 302)]
    assert "Asked. Ines Interviewer has been told" in answer.content.decode()
    assert Clarification.objects.get().question == QUESTION


def test_sent_twice_it_is_one_question(loop: Loop, asker: Client) -> None:
    answers = [asker.post(form_url(loop), form(loop)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Clarification.objects.count() == 1


def test_a_question_that_quotes_a_score_comes_back_with_what_it_quotes(loop: Loop, asker: Client) -> None:
    answer = asker.post(form_url(loop), form(loop, QUOTING))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Ines Interviewer would learn what others found" in shown
    assert "this names another interviewer" in shown
    assert "this reads like a score" in shown
    assert f">\n{QUOTING}</textarea>" in shown
    assert 'name="intent" value="anyway"' in shown
    assert not Clarification.objects.exists()


def test_who_has_read_the_warning_asks_anyway(loop: Loop, asker: Client) -> None:
    assert asker.post(form_url(loop), form(loop, QUOTING) | {"intent": "anyway"}).status_code == 302
    assert Clarification.objects.get().question == QUOTING


def test_a_question_about_the_score_they_gave_themselves_gives_nothing_away(
    loop: Loop, asker: Client
) -> None:
    assert asker.post(form_url(loop), form(loop, "Why did you give judgment a 4?")).status_code == 302


def test_without_words_nothing_is_asked(loop: Loop, asker: Client) -> None:
    answer = asker.post(form_url(loop), form(loop, " "))
    assert answer.status_code == 422
    assert "Write what you want to know." in answer.content.decode()


def test_a_refusal_keeps_what_was_typed(loop: Loop, asker: Client, asked: Clarification) -> None:
    answer = asker.post(form_url(loop), form(loop, "And who decided the rest?"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "waits for Ines Interviewer’s answer" in shown
    assert "And who decided the rest?" in shown
    assert Clarification.objects.get() == asked


def test_to_htmx_the_form_comes_back_alone_and_success_leads_on(loop: Loop, asker: Client) -> None:
    back = asker.post(form_url(loop), form(loop, QUOTING), headers=HTMX)
    assert (back.status_code, "<html" in back.content.decode()) == (422, False)
    on = asker.post(form_url(loop), form(loop), headers=HTMX)
    assert on.headers["HX-Redirect"] == f"/applications/{loop.application.uuid}/packet/"


# Answering


def test_an_answer_without_words_is_refused_and_keeps_the_score_that_was_chosen(
    asked: Clarification, author: Client
) -> None:
    answer = author.post(url_of(asked), reply(asked, " ", value="3", evidence="They weighed one side."))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Your answer: Write an answer." in shown
    assert "They weighed one side.</textarea>" in shown
    assert chosen(shown) == "3"
    assert untouched(asked)


def chosen(page: str) -> str:
    """The value of the one choice that is checked."""
    [before] = page.split("checked>")[:-1]
    return before.rsplit('value="', 1)[1].split('"')[0]


def test_an_answer_alone_is_stored_and_shown_to_both(
    asked: Clarification, author: Client, asker: Client
) -> None:
    answered = author.post(url_of(asked), reply(asked), follow=True)
    assert answered.redirect_chain == [(url_of(asked), 302)]
    assert "Your answer is in. Bao Barraiser has been told." in answered.content.decode()
    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.revision) == ("answered", ANSWER, None)
    assert asked.scorecard.revisions.count() == 1
    for reader in (author, asker):
        assert ANSWER in reader.get(url_of(asked)).content.decode()


def test_scores_sent_as_they_are_stored_correct_nothing(asked: Clarification, author: Client) -> None:
    same = reply(asked, value="4", evidence="What they said about judgment.")
    assert author.post(url_of(asked), same).status_code == 302
    assert not ScorecardRevision.objects.filter(number=2).exists()


def test_a_corrected_score_is_a_revision_of_the_answer_and_the_packet_renews(
    asked: Clarification,
    author: Client,
    asker: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert author.post(url_of(asked), reply(asked, value="5")).status_code == 302
    asked.refresh_from_db()
    revision = second_revision(asked)
    assert asked.revision == revision
    assert ScorecardText.objects.get(revision=revision, kind=TextKind.CORRECTION).text == ANSWER
    content = Packet.objects.select_related("content").latest("version").content
    assert Packet.objects.count() == 2
    assert ANSWER in content.snapshot
    scores = [(one["before"], one["after"]) for one in content.changes if one["competency"] == "judgment"]
    assert ("4", "5") in scores
    assert "with a correction" in asker.get(url_of(asked)).content.decode()


def test_an_answer_that_cannot_be_stored_leaves_no_correction(
    asked: Clarification, author: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("committee.services.clarifications.tell_answered", fail)
    with pytest.raises(DatabaseError):
        author.post(url_of(asked), reply(asked, value="5"))
    assert untouched(asked)


def test_only_the_competency_asked_about_is_corrected(asked: Clarification, author: Client) -> None:
    sent = reply(asked, value="3") | {"value.impact": "2", "summary": "Another summary."}
    author.post(url_of(asked), sent)
    values = dict(second_revision(asked).scores.values_list("competency__slug", "value"))
    assert (values["judgment"], values["impact"]) == (300, 400)


def second_revision(asked: Clarification) -> ScorecardRevision:
    return ScorecardRevision.objects.get(scorecard=asked.scorecard, number=2)


def test_problems_of_the_correction_are_shown_with_everything_typed(
    asked: Clarification, author: Client
) -> None:
    answer = author.post(url_of(asked), reply(asked, value="2", evidence=""))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "A 2 needs evidence: write what you saw or heard." in shown
    assert f"{ANSWER}</textarea>" in shown
    assert chosen(shown) == "2"
    assert '<details class="question-scores" open>' in shown
    assert untouched(asked)


def test_scores_that_were_corrected_meanwhile_are_looked_at_once_more(
    asked: Clarification, author: Client
) -> None:
    correct(asked.scorecard, {"judgment": 5}, at=ASKED)
    answer = author.post(url_of(asked), reply(asked, value="3"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "You have corrected this scorecard meanwhile." in shown
    assert ANSWER in shown
    assert 'name="revision" value="2"' in shown
    asked.refresh_from_db()
    assert asked.state == ClarificationState.OPEN


@pytest.mark.parametrize("how", ["answered", "taken back"])
def test_what_comes_too_late_is_given_back_and_not_stored(
    asked: Clarification, author: Client, bar_raiser: User, how: str
) -> None:
    if how == "answered":
        answer(asked, text="From another window.")
    else:
        clarification_withdraw(actor=bar_raiser, at=ASKED + HOUR, clarification=asked)
    late = author.post(url_of(asked), reply(asked, value="3"))
    assert late.status_code == 409
    assert "What you typed was not stored" in late.content.decode()
    assert ANSWER in late.content.decode()
    asked.refresh_from_db()
    assert asked.answer != ANSWER
    assert asked.scorecard.revisions.count() == 1


# Who sees what


@pytest.mark.parametrize(
    "persona", ["other_interviewer", "recruiter", "hiring_manager", "auditor", "administrator"]
)
def test_a_stranger_finds_nothing(asked: Clarification, request: pytest.FixtureRequest, persona: str) -> None:
    stranger = signed_in(request.getfixturevalue(persona))
    shown = stranger.get(url_of(asked))
    sent = stranger.post(url_of(asked), reply(asked))
    taken_back = stranger.post(f"{url_of(asked)}withdraw/")
    assert [one.status_code for one in (shown, sent, taken_back)] == [404, 404, 404]
    assert untouched(asked)


def test_the_chair_reads_it_and_neither_answers_nor_takes_back(asked: Clarification, chair: User) -> None:
    reader = signed_in(chair)
    assert QUESTION in reader.get(url_of(asked)).content.decode()
    sent = reader.post(url_of(asked), reply(asked))
    taken_back = reader.post(f"{url_of(asked)}withdraw/")
    assert (sent.status_code, taken_back.status_code) == (403, 403)
    assert untouched(asked)


def test_an_author_with_a_conflict_finds_nothing(
    asked: Clarification, interviewer: User, author: Client
) -> None:
    recusal_declare(actor=interviewer, at=ASKED, application=asked.application, reason="")
    assert author.get(url_of(asked)).status_code == 404


def test_the_author_sees_their_own_scorecard_and_nobody_elses(
    loop: Loop, asked: Clarification, author: Client, other_interviewer: User
) -> None:
    """While the question is open, and when it is answered."""
    beside = next(one for one in loop.panel if one.interviewer == other_interviewer)
    told_apart(beside)
    for _ in ("open", "answered"):
        shown = author.get(url_of(asked)).content.decode()
        assert "What they said about judgment." in shown
        for hidden in ("Omar Other", "Tess Third", "Only Omar heard this.", "Only Omar erred.", "/packet/"):
            assert hidden not in shown
        if untouched(asked):
            answer(asked)
    assert author.get(f"/applications/{loop.application.uuid}/packet/").status_code == 403
    assert author.get(f"/applications/{loop.application.uuid}/packet/1.json").status_code == 403


def told_apart(scorecard: Scorecard) -> None:
    """Gives the scorecard words that no other one has."""
    content = card(scorecard.visit, 3)
    scorecard_correct(
        actor=scorecard.interviewer,
        at=ASKED,
        scorecard=scorecard,
        content=replace(content, evidence=dict.fromkeys(content.evidence, "Only Omar heard this.")),
        reason="Only Omar erred.",
    )


# Taking back


def test_a_question_taken_back_leads_to_the_packet_and_only_once(asked: Clarification, asker: Client) -> None:
    assert "Take the question back" in asker.get(url_of(asked)).content.decode()
    said = [asker.post(f"{url_of(asked)}withdraw/", follow=True).content.decode() for _ in range(2)]
    assert "Taken back. Ines Interviewer need not answer." in said[0]
    assert "needs no answer any more" in said[1]
    asked.refresh_from_db()
    assert asked.state == ClarificationState.WITHDRAWN
    assert "Take the question back" not in asker.get(url_of(asked)).content.decode()

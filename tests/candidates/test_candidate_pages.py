"""Adding, finding and editing candidates in the pages, and their CVs."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Participation,
    ParticipationCapacity,
    Recusal,
)
from tests.candidates.pages import FORBIDDEN, FOUND, INVALID, MISSING, MOVED, errors, lasting, signed_in, text
from tests.factories import MONDAY, ApplicationFactory, CandidateFactory, JobFactory

LIST, NEW = "/candidates/", "/candidates/new/"
PDF = b"%PDF-1.7 and the rest"


def typed(**changes: Any) -> dict[str, Any]:
    """What a recruiter types, with changes."""
    return {
        "key": str(uuid.uuid4()),
        "name": "Ana Ruiz",
        "email": "ana@example.org",
        "phone": "+34 600 100 200",
        "location": "Madrid",
        "links": "https://example.org/ana\nhttps://example.com/ana",
        "note": "Prefers mornings",
    } | changes


def owes_a_card(application: Application, user: User) -> None:
    Participation.objects.create(
        application=application, user=user, capacity=ParticipationCapacity.INTERVIEWER, open_cards=1
    )


def recuse(application: Application, user: User) -> None:
    Recusal.objects.create(application=application, user=user, declared_at=MONDAY, declared_by=user)


def test_a_recruiter_adds_a_candidate(recruiter: User) -> None:
    response = signed_in(recruiter).post(NEW, typed())
    candidate = Candidate.objects.get()
    assert (response.status_code, response.headers["Location"]) == (MOVED, f"/candidates/{candidate.uuid}/")
    assert (candidate.name, candidate.links) == (
        "Ana Ruiz",
        ["https://example.org/ana", "https://example.com/ana"],
    )


def test_a_form_sent_twice_adds_one_candidate(recruiter: User) -> None:
    client, form = signed_in(recruiter), typed()
    first, second = client.post(NEW, form), client.post(NEW, form)
    assert (first.status_code, second.status_code) == (MOVED, MOVED)
    assert first.headers["Location"] == second.headers["Location"]
    assert Candidate.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Enter the candidate's name."),
        ("name", "   ", "Enter the candidate's name."),
        ("name", "n" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        ("name", "Ana\x00", "Null characters are not allowed."),
        ("email", "ana at home", "Enter an e-mail address, such as ana@example.org."),
        ("phone", "call me", "A phone number has digits, blanks and the signs + ( ) . / - only."),
        ("location", "l" * 121, "Ensure this value has at most 120 characters (it has 121)."),
        ("links", "https://a.example\nnowhere", "Link 2 is not a web address. It starts with https://."),
        ("links", "javascript:alert(1)", "Link 1 is not a web address. It starts with https://."),
        ("links", "https://a.example\n" * 11, "At most 10 links are kept."),
        ("links", "https://a.example/" + "x" * 500, "Link 1 is longer than 500 characters."),
        ("note", "n" * 4001, "Ensure this value has at most 4000 characters (it has 4001)."),
        ("key", "not-a-key", "Enter a valid UUID."),
    ],
)
def test_nonsense_is_answered_in_words_and_what_was_typed_stays(
    field: str, value: str, words: str, recruiter: User
) -> None:
    response = signed_in(recruiter).post(NEW, typed(**{field: value}))
    assert response.status_code == INVALID
    assert errors(response) == {field: [words]}
    assert Candidate.objects.count() == 0
    kept = "Madrid" if field != "location" else "Prefers mornings"
    assert kept in response.content.decode()


def test_an_e_mail_that_is_here_already_is_pointed_out_and_nothing_added(recruiter: User) -> None:
    other = CandidateFactory(name="Ana María Ruiz", email="ana@example.org")
    response = signed_in(recruiter).post(NEW, typed(email="ANA@example.org "))
    page = response.content.decode()
    assert (response.status_code, Candidate.objects.count()) == (INVALID, 1)
    assert errors(response) == {
        "email": ["A candidate with this e-mail is here already. Tick below when this is another person."]
    }
    assert f"/candidates/{other.uuid}/" in page
    assert "This is another person; add them" in page


def test_another_person_with_the_same_e_mail_is_added_when_one_says_so(recruiter: User) -> None:
    other = CandidateFactory(email="ana@example.org")
    response = signed_in(recruiter).post(NEW, typed(another_person="on"))
    added = Candidate.objects.exclude(pk=other.pk).get()
    assert response.status_code == MOVED
    page = text(signed_in(recruiter), f"/candidates/{added.uuid}/")
    assert "1 other candidate with the same e-mail." in page
    assert f"/candidates/{other.uuid}/" in page


def test_a_duplicate_of_whom_one_may_not_know_is_not_pointed_out(
    recruiter: User, application: Application
) -> None:
    recuse(application, recruiter)
    response = signed_in(recruiter).post(NEW, typed(email=application.candidate.email))
    assert response.status_code == MOVED


def test_duplicates_are_shown_while_the_e_mail_is_typed(recruiter: User, chair: User) -> None:
    other = CandidateFactory(email="ana@example.org")
    response = signed_in(recruiter).post("/candidates/similar/", {"email": "Ana@example.org"})
    assert f"/candidates/{other.uuid}/" in response.content.decode()
    assert "<html" not in response.content.decode()
    assert signed_in(chair).post("/candidates/similar/", {"email": "x"}).status_code == FORBIDDEN


def test_a_recruiter_edits_a_candidate(recruiter: User) -> None:
    candidate = CandidateFactory()
    url = f"/candidates/{candidate.uuid}/edit/"
    response = signed_in(recruiter).post(url, typed(key=candidate.uuid, name="Ana R."))
    candidate.refresh_from_db()
    assert (response.status_code, candidate.name, candidate.note) == (MOVED, "Ana R.", "Prefers mornings")


def test_a_recruiter_who_owes_a_scorecard_neither_reads_nor_writes_the_note(
    recruiter: User, application: Application
) -> None:
    candidate = application.candidate
    Candidate.objects.filter(pk=candidate.pk).update(note="A brilliant screen")
    owes_a_card(application, recruiter)
    client, url = signed_in(recruiter), f"/candidates/{candidate.uuid}/"
    page = text(client, url)
    assert "A brilliant screen" not in page
    assert "The note opens once you have submitted your own scorecard." in page
    assert "A brilliant screen" not in text(client, url + "edit/")
    client.post(url + "edit/", typed(key=candidate.uuid))
    candidate.refresh_from_db()
    assert candidate.note == "A brilliant screen"


@pytest.mark.parametrize(
    ("persona", "reads"), [("recruiter", True), ("chair", False), ("interviewer", False)]
)
def test_how_to_reach_a_candidate_is_for_recruiters(
    persona: str,
    reads: bool,
    application: Application,
    interviewer: User,
    request: pytest.FixtureRequest,
) -> None:
    owes_a_card(application, interviewer)
    candidate = application.candidate
    client = signed_in(request.getfixturevalue(persona))
    page = text(client, f"/candidates/{candidate.uuid}/")
    assert (candidate.email in page) == reads
    assert (candidate.email in text(client, LIST)) == reads
    found = text(client, f"{LIST}?q={candidate.email}")
    assert (f"/candidates/{candidate.uuid}/" in found) == reads


def test_candidates_are_found_by_part_of_a_name_or_an_address(recruiter: User) -> None:
    ana = CandidateFactory(name="Ana Ruiz", email="a.r@example.org")
    CandidateFactory(name="Chen Wei")
    client = signed_in(recruiter)
    for search in ("ana", "RUIZ", "a.r@", " a.r@EXAMPLE.org "):
        response = client.get(LIST, {"q": search})
        assert [line.uuid for line in response.context["candidates"]] == [ana.uuid]


def test_a_search_without_a_match_says_so(recruiter: User) -> None:
    CandidateFactory()
    assert "Nobody matches" in text(signed_in(recruiter), LIST + "?q=zzz")


def test_candidates_are_filtered_by_job_and_state(recruiter: User, application: Application) -> None:
    held = ApplicationFactory(job=application.job, state=ApplicationState.ON_HOLD)
    ApplicationFactory(job=JobFactory(rubric=application.rubric))
    client = signed_in(recruiter)

    def found(**query: str) -> list[str]:
        return [line.name for line in client.get(LIST, query).context["candidates"]]

    both = [application.candidate.name, held.candidate.name]
    assert found(job=str(application.job.uuid)) == sorted(both)
    assert found(job=str(application.job.uuid), state="on_hold") == [held.candidate.name]
    assert found(state="stopped") == []


def test_the_list_goes_on_by_key(recruiter: User) -> None:
    for number in range(51):
        CandidateFactory(name=f"Candidate {number:02}")
    client = signed_in(recruiter)
    first = client.get(LIST)
    following = client.get(first.context["page"].next_url)
    assert [len(first.context["candidates"]), len(following.context["candidates"])] == [50, 1]


def test_a_recused_recruiter_finds_no_trace_of_the_application(
    recruiter: User, application: Application
) -> None:
    other = ApplicationFactory(candidate=application.candidate, job=JobFactory(rubric=application.rubric))
    recuse(application, recruiter)
    client = signed_in(recruiter)
    page = text(client, f"/candidates/{application.candidate.uuid}/")
    assert (str(application.uuid) in page, str(other.uuid) in page) == (False, True)
    assert str(application.uuid) not in text(client, LIST)
    assert text(client, f"{LIST}?job={application.job.uuid}").count("Nobody matches") == 1
    [job] = [row for row in client.get("/jobs/").context["page"].rows if row.pk == application.job_id]
    assert job.open_applications == 0
    assert str(application.uuid) not in text(client, f"/jobs/{application.job.uuid}/")


@pytest.mark.parametrize("state", ApplicationState)
def test_whoever_owes_a_scorecard_cannot_tell_one_state_from_another(
    state: ApplicationState, recruiter: User, application: Application
) -> None:
    owes_a_card(application, recruiter)
    client = signed_in(recruiter)
    urls = [
        LIST,
        LIST + "?state=active",
        LIST + f"?state={state}",
        f"/candidates/{application.candidate.uuid}/",
        f"/jobs/{application.job.uuid}/",
        "/jobs/",
    ]

    def answers() -> list[bytes]:
        return [lasting(client.get(url)) for url in urls]

    before = answers()
    Application.objects.filter(pk=application.pk).update(state=state)
    assert answers() == before


def test_a_cv_is_uploaded_and_downloaded_as_what_it_is(recruiter: User) -> None:
    candidate = CandidateFactory()
    client, url = signed_in(recruiter), f"/candidates/{candidate.uuid}/cv/"
    sent = client.post(url + "upload/", {"cv": SimpleUploadedFile('An"a Ruiz.pdf', PDF)})
    got = client.get(url)
    assert (sent.status_code, got.status_code) == (MOVED, FOUND)
    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]
    assert got.headers["Content-Disposition"] == 'attachment; filename="Ana Ruiz.pdf"'
    assert got.headers["Content-Type"] == "application/pdf"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    got.close()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cv.exe", b"MZ", "A CV is a PDF"),
        ("cv.pdf", b"<script>", "the content is something else"),
        ("cv.pdf", b"", "The file is empty."),
        ("n" * 300 + ".pdf", PDF, "The file&#x27;s name is too long"),
    ],
)
def test_a_file_that_is_no_cv_is_refused_on_the_page(
    name: str, content: bytes, words: str, recruiter: User
) -> None:
    candidate = CandidateFactory()
    url = f"/candidates/{candidate.uuid}/cv/upload/"
    response = signed_in(recruiter).post(url, {"cv": SimpleUploadedFile(name, content)})
    assert response.status_code == INVALID
    assert words in response.content.decode()


def test_no_file_at_all_is_refused_on_the_page(recruiter: User) -> None:
    candidate = CandidateFactory()
    response = signed_in(recruiter).post(f"/candidates/{candidate.uuid}/cv/upload/", {})
    assert "Choose a file." in response.content.decode()


def test_a_cv_is_removed(recruiter: User) -> None:
    candidate = CandidateFactory()
    client, url = signed_in(recruiter), f"/candidates/{candidate.uuid}/cv/"
    client.post(url + "upload/", {"cv": SimpleUploadedFile("cv.pdf", PDF)})
    assert client.post(url + "remove/").status_code == MOVED
    assert client.get(url).status_code == MISSING


def test_a_cv_is_out_of_reach_for_whoever_may_not_know_the_candidate(
    recruiter: User, application: Application, auditor: User
) -> None:
    url = f"/candidates/{application.candidate.uuid}/cv/"
    sent = signed_in(recruiter).post(url + "upload/", {"cv": SimpleUploadedFile("cv.pdf", PDF)})
    assert sent.status_code == MOVED
    assert signed_in(auditor).get(url).status_code == MISSING
    recuse(application, recruiter)
    assert signed_in(recruiter).get(url).status_code == MISSING


@pytest.mark.parametrize("step", ["upload", "remove"])
def test_only_recruiters_change_a_cv(step: str, application: Application, chair: User) -> None:
    url = reverse(f"candidates:candidate_cv_{step}", args=[application.candidate.uuid])
    assert signed_in(chair).post(url).status_code == FORBIDDEN
    assert signed_in(chair).get(url).status_code == 405

"""Candidates and their CVs, and the trail that names no content."""

import io
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry, User
from candidates.cv import LARGEST, cv_problem, download_name
from candidates.models import Application, Candidate, Participation, ParticipationCapacity, Recusal
from candidates.queries.people import duplicates
from candidates.services.people import (
    CandidateContent,
    CvNotTaken,
    candidate_attach_cv,
    candidate_create,
    candidate_remove_cv,
    candidate_update,
)
from hiring.access import AccessRefused
from tests.factories import MONDAY, CandidateFactory, UserFactory

PDF = b"%PDF-1.7 and the rest"
ANA = CandidateContent(
    name=" Ana Ruiz ",
    email=" Ana@Example.ORG ",
    phone="+34 600 100 200",
    links=("https://example.org/ana",),
    note="Prefers mornings",
)


def archive_with(entry: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(entry, "text")
    return file.getvalue()


def problem(name: str, content: bytes) -> str:
    return cv_problem(name, len(content), io.BytesIO(content))


@pytest.fixture
def ana(recruiter: User) -> Candidate:
    return candidate_create(actor=recruiter, at=MONDAY, content=ANA, key=uuid.uuid4())


def test_a_candidate_is_kept_as_typed_without_the_blanks_around(ana: Candidate) -> None:
    ana.refresh_from_db()
    assert (ana.name, ana.email, ana.email_normalised) == ("Ana Ruiz", "Ana@Example.ORG", "ana@example.org")
    assert (ana.phone, ana.links, ana.note) == (
        "+34 600 100 200",
        ["https://example.org/ana"],
        "Prefers mornings",
    )


def test_the_trail_notes_which_personal_fields_were_filled_and_not_with_what(
    ana: Candidate, recruiter: User
) -> None:
    entry = AuditEntry.objects.get(action="candidate.create")
    assert entry.actor == recruiter
    assert entry.changes == dict.fromkeys(("name", "email", "phone", "links", "note"), "changed")


def test_the_same_key_again_makes_no_second_candidate(ana: Candidate, recruiter: User) -> None:
    again = candidate_create(actor=recruiter, at=MONDAY, content=ANA, key=ana.uuid)
    assert again.pk == ana.pk
    assert Candidate.objects.count() == 1
    assert AuditEntry.objects.filter(action="candidate.create").count() == 1


def test_only_recruiters_add_candidates(interviewer: User) -> None:
    with pytest.raises(AccessRefused, match="Only recruiters"):
        candidate_create(actor=interviewer, at=MONDAY, content=ANA, key=uuid.uuid4())


def test_an_edit_notes_the_fields_that_changed(ana: Candidate, recruiter: User) -> None:
    content = CandidateContent(name="Ana Ruiz", email="ana@new.example", links=ANA.links, phone=ANA.phone)
    changed = candidate_update(actor=recruiter, at=MONDAY, candidate=ana, content=content)
    assert (changed.email, changed.email_normalised) == ("ana@new.example", "ana@new.example")
    assert changed.note == "Prefers mornings"  # None leaves it
    assert AuditEntry.objects.get(action="candidate.update").changes == {"email": "changed"}


def test_an_edit_that_says_nothing_new_writes_nothing(ana: Candidate, recruiter: User) -> None:
    candidate_update(actor=recruiter, at=MONDAY, candidate=ana, content=ANA)
    assert AuditEntry.objects.filter(action="candidate.update").count() == 0


def test_nobody_edits_a_candidate_of_whom_they_may_not_know(
    application: Application, recruiter: User
) -> None:
    Recusal.objects.create(application=application, user=recruiter, declared_at=MONDAY, declared_by=recruiter)
    with pytest.raises(AccessRefused, match="no part"):
        candidate_update(actor=recruiter, at=MONDAY, candidate=application.candidate, content=ANA)


def test_the_note_is_closed_to_a_recruiter_who_owes_a_scorecard(
    application: Application, recruiter: User
) -> None:
    Participation.objects.create(
        application=application,
        user=recruiter,
        capacity=ParticipationCapacity.INTERVIEWER,
        open_cards=1,
    )
    with pytest.raises(AccessRefused, match="submitted your own scorecard"):
        candidate_update(actor=recruiter, at=MONDAY, candidate=application.candidate, content=ANA)


def test_a_cv_is_kept_under_a_name_that_says_nothing(ana: Candidate, recruiter: User) -> None:
    file = SimpleUploadedFile("Ana Ruiz CV.pdf", PDF)
    kept = candidate_attach_cv(actor=recruiter, at=MONDAY, candidate=ana, cv=file)
    assert kept.cv_name == "Ana Ruiz CV.pdf"
    assert "Ana" not in str(kept.cv.name)
    with kept.cv.open("rb") as content:
        assert content.read() == PDF


def test_a_new_cv_takes_the_place_of_the_old_file(
    ana: Candidate, recruiter: User, django_capture_on_commit_callbacks: object
) -> None:
    first = candidate_attach_cv(
        actor=recruiter, at=MONDAY, candidate=ana, cv=SimpleUploadedFile("a.pdf", PDF)
    )
    old = str(first.cv.name)
    assert callable(django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        second = candidate_attach_cv(
            actor=recruiter, at=MONDAY, candidate=ana, cv=SimpleUploadedFile("b.pdf", PDF)
        )
    assert not second.cv.storage.exists(old)
    assert second.cv.storage.exists(str(second.cv.name))


def test_a_removed_cv_is_gone_with_its_file(
    ana: Candidate, recruiter: User, django_capture_on_commit_callbacks: object
) -> None:
    kept = candidate_attach_cv(actor=recruiter, at=MONDAY, candidate=ana, cv=SimpleUploadedFile("a.pdf", PDF))
    storage, name = kept.cv.storage, str(kept.cv.name)
    assert callable(django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        removed = candidate_remove_cv(actor=recruiter, at=MONDAY, candidate=kept)
    assert (removed.cv.name, removed.cv_name, storage.exists(name)) == ("", "", False)


def test_a_file_that_is_no_cv_changes_nothing(ana: Candidate, recruiter: User) -> None:
    with pytest.raises(CvNotTaken):
        candidate_attach_cv(actor=recruiter, at=MONDAY, candidate=ana, cv=SimpleUploadedFile("a.exe", b"MZ"))
    ana.refresh_from_db()
    assert ana.cv.name == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cv.pdf", PDF),
        ("CV.PDF", PDF),
        ("cv.docx", archive_with("word/document.xml")),
        ("cv.odt", archive_with("content.xml")),
    ],
)
def test_a_cv_of_each_kind_is_taken(name: str, content: bytes) -> None:
    assert problem(name, content) == ""


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cv.exe", b"MZ", "This one is neither."),
        ("cv", PDF, "This one is neither."),
        ("cv.pdf", b"", "The file is empty."),
        ("cv.pdf", b"<html>", "The name ends in .pdf, but the content is something else."),
        ("cv.docx", PDF, "The name ends in .docx, but the content is something else."),
        ("cv.docx", archive_with("evil.js"), "The name ends in .docx, but the content is something else."),
    ],
)
def test_what_is_no_cv_is_refused_in_words(name: str, content: bytes, words: str) -> None:
    assert words in problem(name, content)


def test_a_cv_that_is_too_large_is_refused_with_both_sizes() -> None:
    assert cv_problem("cv.pdf", LARGEST * 2, io.BytesIO(PDF)) == (
        "The file has 10.0 MiB; at most 5 MiB are taken."
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana Ruiz.pdf", "Ana Ruiz.pdf"),
        ("a\r\nX-Evil: 1.pdf", "aX-Evil: 1.pdf"),
        ('..\\"../cv.pdf', "....cv.pdf"),
        ("簡歷.pdf", "簡歷.pdf"),
        (".pdf", "cv.pdf"),
        ("n" * 300 + ".docx", "n" * 195 + ".docx"),
    ],
)
def test_a_download_is_named_in_one_short_line(name: str, shown: str) -> None:
    assert download_name(name) == shown


def test_duplicates_are_those_with_the_same_address(ana: Candidate, recruiter: User) -> None:
    other = CandidateFactory(email="ANA@example.org", email_normalised="ana@example.org")
    CandidateFactory()
    assert duplicates(recruiter, ana.email, but=ana) == [other]
    assert duplicates(recruiter, "ana@EXAMPLE.org") == sorted([ana, other], key=lambda row: row.name)


def test_candidates_without_an_address_are_nobodys_duplicates(recruiter: User) -> None:
    CandidateFactory(email="", email_normalised="")
    assert duplicates(recruiter, "") == []


def test_a_duplicate_of_whom_one_may_not_know_is_not_pointed_out(
    application: Application, recruiter: User
) -> None:
    Recusal.objects.create(application=application, user=recruiter, declared_at=MONDAY, declared_by=recruiter)
    assert duplicates(recruiter, application.candidate.email) == []


def test_only_recruiters_learn_of_duplicates(ana: Candidate) -> None:
    assert duplicates(UserFactory(is_chair=True), ana.email) == []

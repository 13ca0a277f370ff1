"""The import pages: who opens them, what they say of sheets, and that a confirmed import is written once."""

import uuid as uuids
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from candidates.models import Application
from integrations import forms
from integrations.files import Sheet, progress_read, progress_write, sheets_drop
from integrations.models import ImportState, SheetImport
from integrations.permissions import can_import, visible_imports
from integrations.running import import_run, imports_continue
from integrations.services import import_confirm, import_prepare
from rubrics.models import Rubric
from tests.candidates.pages import FORBIDDEN, FOUND, INVALID, MISSING, MOVED, errors, same_queries_for_three
from tests.candidates.pages import signed_in as client_of
from tests.candidates.pages import text as page
from tests.factories import MONDAY
from tests.integrations.sheets import DATA, card, imported, written

PAGE = "/import/"
OnCommit = Callable[..., Any]


def sheet(name: str = "past.csv", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, written(card()).encode() if content is None else content)


def upload(client: Client, rubric: Rubric, *files: SimpleUploadedFile) -> Any:
    return client.post(PAGE, {"sheets": list(files), "rubric": str(rubric.uuid)})


def prepared(
    user: User, rubric: Rubric, name: str = "past.csv", candidate: str = "Dalia Fontaine"
) -> SheetImport:
    sheets = [Sheet(name, written(card(candidate)).encode())]
    return import_prepare(actor=user, at=MONDAY, rubric=rubric, sheets=sheets)


def done(
    user: User, rubric: Rubric, name: str = "past.csv", candidate: str = "Dalia Fontaine"
) -> SheetImport:
    row = prepared(user, rubric, name, candidate)
    import_confirm(actor=user, at=MONDAY, sheet_import=row)
    import_run(import_id=row.pk, at=MONDAY)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("persona", "answer"),
    [
        ("recruiter", FOUND),
        ("chair", FOUND),
        ("administrator", FORBIDDEN),
        ("auditor", FORBIDDEN),
        ("interviewer", FORBIDDEN),
        ("bar_raiser", FORBIDDEN),
        ("hiring_manager", FORBIDDEN),
    ],
)
def test_recruiters_and_chairs_import(
    persona: str, answer: int, rubric: Rubric, recruiter: User, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(persona)
    row = done(recruiter, rubric)
    assert client_of(user).get(PAGE).status_code == answer
    assert upload(client_of(user), rubric, sheet("new.csv")).status_code == (
        MOVED if answer == FOUND else FORBIDDEN
    )
    assert bool(can_import(user)) == (answer == FOUND) == visible_imports(user).filter(pk=row.pk).exists()
    assert ('href="/import/"' in page(client_of(user), "/people/")) == (answer == FOUND)


def test_a_preview_is_its_own_persons_until_it_is_written(
    rubric: Rubric, recruiter: User, chair: User
) -> None:
    row = prepared(recruiter, rubric)
    addresses = [f"{PAGE}{row.uuid}/", f"{PAGE}{row.uuid}/progress/", f"{PAGE}{uuids.uuid4()}/"]
    client = client_of(chair)
    assert [client.get(address).status_code for address in addresses] == [MISSING] * 3
    assert client.post(f"{PAGE}{row.uuid}/confirm/").status_code == MISSING
    assert client_of(recruiter).get(addresses[0]).status_code == FOUND


def test_problems_are_named_by_file_and_line_and_nothing_is_kept(rubric: Rubric, recruiter: User) -> None:
    broken = sheet("broken.csv", (DATA / "broken.csv").read_bytes())
    response = upload(client_of(recruiter), rubric, sheet(), broken)
    shown = [(row.sheet, row.line, row.words) for row in response.context["problems"]]
    assert (response.status_code, len(shown)) == (INVALID, 10)
    assert shown[0] == ("broken.csv", 5, "the score “6” is off the scale of 1 to 5")
    assert "10 problems in these sheets" in response.content.decode()
    assert (SheetImport.objects.count(), Application.objects.count()) == (0, 0)


def test_more_problems_than_a_page_holds_are_counted(rubric: Rubric, recruiter: User) -> None:
    bad = written([card(f"Candidate {each}", scores="9")[0] for each in range(203)]).encode()
    response = upload(client_of(recruiter), rubric, sheet("bad.csv", bad))
    assert (len(response.context["problems"]), response.context["unshown"]) == (200, 3)


def test_a_preview_says_what_would_be_added_and_writes_nothing(rubric: Rubric, recruiter: User) -> None:
    client = client_of(recruiter)
    rows = card(job="pm-p6", team="growth", cycle="spring", decision="offer")
    address = upload(client, rubric, sheet(content=written(rows).encode())).headers["Location"]
    response = client.get(address)
    assert response.context["made"] == [
        ("New jobs", ["pm-p6"]),
        ("New teams", ["growth"]),
        ("New cycles", ["spring"]),
        ("New interviewers", ["ines@example.com"]),
    ]
    assert "Import 1 scorecard" in response.content.decode()
    assert Application.objects.count() == 0


def test_sheets_that_are_stored_already_have_nothing_to_confirm(rubric: Rubric, recruiter: User) -> None:
    imported(rubric, card())
    client = client_of(recruiter)
    said = page(client, upload(client, rubric, sheet()).headers["Location"])
    assert ("Nothing new in these sheets" in said, "/confirm/" in said) == (True, False)


def test_confirming_writes_and_leads_to_what_was_added(
    rubric: Rubric, recruiter: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    client = client_of(recruiter)
    address = upload(client, rubric, sheet()).headers["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{address}confirm/").headers["Location"] == address
    row = SheetImport.objects.get()
    assert (row.state, Application.objects.count()) == (ImportState.DONE, 1)
    said = page(client, address)
    assert "What was added" in said
    assert f'<a href="/jobs/{Application.objects.get().job.uuid}/">Imported</a>' in said
    assert address in page(client, PAGE)


def test_a_double_click_and_a_second_tab_import_once(
    rubric: Rubric, recruiter: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    client = client_of(recruiter)
    addresses = [upload(client, rubric, sheet()).headers["Location"] for _ in range(2)]
    assert addresses[0] == addresses[1]
    with django_capture_on_commit_callbacks(execute=True) as tasks:
        answers = [client.post(f"{address}confirm/").status_code for address in addresses]
    assert (answers, len(tasks), Application.objects.count()) == ([MOVED, MOVED], 1, 1)


def test_two_tabs_with_other_names_for_the_same_sheet_import_once(rubric: Rubric, recruiter: User) -> None:
    first, second = prepared(recruiter, rubric, "a.csv"), prepared(recruiter, rubric, "b.csv")
    for row in (first, second):
        import_confirm(actor=recruiter, at=MONDAY, sheet_import=row)
        import_run(import_id=row.pk, at=MONDAY)
    second.refresh_from_db()
    assert (Application.objects.count(), second.state) == (1, ImportState.REFUSED)
    assert second.words.startswith("Somebody has imported or changed something since you looked")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("past.csv", b"", "past.csv is empty."),
        ("past.csv", b"\xef\xbb\xbf\r\n", "past.csv is empty."),
        (
            "past.xlsx",
            b"PK\x03\x04...",
            "past.xlsx is a spreadsheet or an archive, not CSV. Save it as “CSV UTF-8” first.",
        ),
        ("past.csv", "score".encode("utf-16"), "past.csv is in UTF-16. Save it as “CSV UTF-8” first."),
        ("cv.pdf", b"%PDF-1.7", "cv.pdf is not text. Choose a CSV file."),
        ("raw.csv", b"a,b\n\0\0", "raw.csv is not text. Choose a CSV file."),
        (
            "past.csv",
            b"candidate;stage\nx;y\n",
            "past.csv separates its columns by semicolons or tabs. Save it with commas.",
        ),
        (
            "past.csv",
            b"candidate\n" + b"x\n" * 25_000,
            f"More than 25,000 lines in all is too much for a page. {forms.INSTEAD}",
        ),
        (
            "past.csv",
            b"candidate\n" + b"x" * 5 * 1024 * 1024,
            f"More than 5 MiB in all is too much for a page. {forms.INSTEAD}",
        ),
    ],
)
def test_what_is_not_a_sheet_is_refused_in_words(
    name: str, content: bytes, words: str, rubric: Rubric, recruiter: User
) -> None:
    response = upload(client_of(recruiter), rubric, sheet("sound.csv"), sheet(name, content))
    assert (response.status_code, errors(response)) == (INVALID, {"sheets": [words]})


def test_two_files_of_one_name_no_file_and_too_many_are_refused(rubric: Rubric, recruiter: User) -> None:
    client = client_of(recruiter)
    alike, none = upload(client, rubric, sheet(), sheet()), upload(client, rubric)
    many = upload(client, rubric, *(sheet(f"{number}.csv") for number in range(21)))
    assert errors(alike)["sheets"][0].startswith("Two of the files have the same name.")
    assert errors(none) == {"sheets": ["Choose one or more CSV files."]}
    assert errors(many) == {"sheets": [f"At most 20 files at once. {forms.INSTEAD}"]}


def test_an_unknown_rubric_is_refused(rubric: Rubric, recruiter: User) -> None:
    response = client_of(recruiter).post(PAGE, {"sheets": [sheet()], "rubric": str(uuids.uuid4())})
    assert errors(response) == {"rubric": ["Choose a rubric from the list."]}


def test_without_a_rubric_the_page_says_what_is_missing(recruiter: User) -> None:
    assert "No published rubric" in page(client_of(recruiter), PAGE)


def test_the_list_takes_as_many_queries_for_three_imports_as_for_one(rubric: Rubric, recruiter: User) -> None:
    names = iter("abc")

    def grow() -> None:
        name = next(names)
        done(recruiter, rubric, f"{name}.csv", name)

    assert same_queries_for_three(client_of(recruiter), PAGE, grow)


def test_a_preview_that_others_overtook_is_not_written(rubric: Rubric, recruiter: User) -> None:
    row = prepared(recruiter, rubric)
    imported(rubric, card(scores="5555"))
    import_confirm(actor=recruiter, at=MONDAY, sheet_import=row)
    import_run(import_id=row.pk, at=MONDAY)
    row.refresh_from_db()
    assert (row.state, Application.objects.count()) == (ImportState.REFUSED, 1)
    said = page(client_of(recruiter), f"{PAGE}{row.uuid}/")
    assert ("Not imported" in said, "do not fit what is stored here" in said) == (True, True)


def test_files_that_have_expired_are_asked_for_again(rubric: Rubric, recruiter: User) -> None:
    row = prepared(recruiter, rubric)
    sheets_drop(row.uuid)
    import_confirm(actor=recruiter, at=MONDAY, sheet_import=row)
    import_run(import_id=row.pk, at=MONDAY)
    row.refresh_from_db()
    assert row.words == "The uploaded files are no longer here; choose them again."


def test_the_bar_tells_how_far_an_import_is_and_leads_on_when_it_is_done(
    rubric: Rubric, recruiter: User
) -> None:
    row = prepared(recruiter, rubric)
    import_confirm(actor=recruiter, at=MONDAY, sheet_import=row)
    client, address = client_of(recruiter), f"{PAGE}{row.uuid}/progress/"
    assert progress_read(row.uuid).percent == 0
    progress_write(row.uuid, 0.425, "Writing scorecards and outcomes")
    assert '<progress max="100" value="42"' in page(client, address)
    assert "Importing" in page(client, f"{PAGE}{row.uuid}/")
    import_run(import_id=row.pk, at=MONDAY)
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"] == f"{PAGE}{row.uuid}/"


def test_a_confirmed_import_that_nobody_runs_is_taken_up_again(rubric: Rubric, recruiter: User) -> None:
    row = prepared(recruiter, rubric)
    import_confirm(actor=recruiter, at=MONDAY, sheet_import=row)
    soon, later = MONDAY + timedelta(seconds=5), MONDAY + timedelta(minutes=2)
    assert (imports_continue(at=soon), imports_continue(at=later)) == ([], [row.pk])
    SheetImport.objects.update(state=ImportState.RUNNING, started_at=MONDAY)
    assert imports_continue(at=later) == []
    assert imports_continue(at=MONDAY + timedelta(minutes=6)) == [row.pk]


def test_uploads_are_private_and_forgotten_after_a_day(
    rubric: Rubric, recruiter: User, settings: Any
) -> None:
    row = prepared(recruiter, rubric)
    folder = settings.MEDIA_ROOT / "imports" / row.uuid.hex
    modes = [oct(path.stat().st_mode & 0o777) for path in (folder, folder / "0.csv")]
    assert modes == ["0o700", "0o600"]
    imports_continue(at=timezone.now() + timedelta(hours=23))
    assert folder.exists()
    imports_continue(at=timezone.now() + timedelta(hours=25))
    assert (folder.exists(), SheetImport.objects.count()) == (False, 0)


def test_the_files_are_gone_once_they_are_written(rubric: Rubric, recruiter: User, settings: Any) -> None:
    row = done(recruiter, rubric)
    assert (row.state, (settings.MEDIA_ROOT / "imports" / row.uuid.hex).exists()) == (ImportState.DONE, False)

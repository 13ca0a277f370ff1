"""Keeping answers, importing them, and writing to candidates: once each, and saying nothing about anybody."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import override_settings

from calibration.models.demographics import DemographicAnswer, DemographicInvitation
from calibration.services.demographics import SaidOfThemselves, about_you_send, answer_keep
from candidates.models import Application, Job, Origin
from tests.factories import MONDAY, ApplicationFactory, CandidateFactory

LATER = MONDAY + timedelta(hours=2)


def answers() -> list[tuple[int, str, str, str]]:
    rows = DemographicAnswer.objects.order_by("application")
    return [(row.application_id, row.sex, row.race_ethnicity, row.how) for row in rows]


def imported(tmp_path: Path, *lines: str) -> str:
    file, said = tmp_path / "answers.csv", StringIO()
    file.write_text("\n".join(lines) + "\n", "utf-8")
    call_command("import_demographics", str(file), stdout=said)
    return said.getvalue()


@pytest.fixture
def voluntary() -> Iterator[None]:
    with override_settings(VOLUNTARY_FORM=True):
        yield


@pytest.fixture
def application(job: Job) -> Application:
    made: Application = ApplicationFactory(job=job, applied_at=MONDAY, candidate__name="Ana Ruiz")
    return made


def test_second_answer_replaces_the_first(application: Application) -> None:
    answer_keep(at=MONDAY, application=application, said=SaidOfThemselves("female", "asian"))
    answer_keep(at=LATER, application=application, said=SaidOfThemselves("declined", "white"))

    assert answers() == [(application.pk, "declined", "white", "form")]
    assert DemographicAnswer.objects.get().answered_at == LATER


def test_row_says_of_nobody_whose_it_is(application: Application) -> None:
    answer_keep(at=MONDAY, application=application, said=SaidOfThemselves("female", "asian"))

    assert str(DemographicAnswer.objects.get()) == "An answer"


def test_sheet_names_applications_by_uuid(application: Application, tmp_path: Path) -> None:
    said = imported(tmp_path, "application,sex,race_ethnicity", f"{application.uuid},female,black")

    assert answers() == [(application.pk, "female", "black", "import")]
    assert said == "Read 1 answer; all of them are kept.\n"


def test_sheet_names_applications_by_candidate_and_job(application: Application, tmp_path: Path) -> None:
    imported(tmp_path, "job,candidate,sex,race_ethnicity", f"{application.job.slug}, Ana Ruiz ,male,")

    assert answers() == [(application.pk, "male", "declined", "import")]


def test_same_sheet_again_changes_nothing(application: Application, tmp_path: Path) -> None:
    lines = ("application,sex,race_ethnicity", f"{application.uuid},female,black")
    imported(tmp_path, *lines)
    first = DemographicAnswer.objects.values().get()
    imported(tmp_path, *lines)

    assert DemographicAnswer.objects.values().get() == first


def test_another_sheet_replaces_what_a_sheet_said(application: Application, tmp_path: Path) -> None:
    imported(tmp_path, "application,sex,race_ethnicity", f"{application.uuid},female,black")
    imported(tmp_path, "application,sex,race_ethnicity", f"{application.uuid},female,several")

    assert answers() == [(application.pk, "female", "several", "import")]


def test_what_somebody_said_themselves_stands_whatever_a_sheet_says(
    application: Application, tmp_path: Path
) -> None:
    answer_keep(at=MONDAY, application=application, said=SaidOfThemselves("another", "declined"))
    imported(tmp_path, "application,sex,race_ethnicity", f"{application.uuid},female,black")

    assert answers() == [(application.pk, "another", "declined", "form")]


def test_every_problem_of_a_sheet_is_named_by_line_without_an_answer_and_nothing_is_kept(
    application: Application, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job = application.job
    ApplicationFactory(job=job, candidate=CandidateFactory(name="Twin One"))
    ApplicationFactory(job=job, candidate=CandidateFactory(name="Twin One"))

    with pytest.raises(CommandError, match=r"^7 problems; nothing was imported\.$"):
        imported(
            tmp_path,
            "application,candidate,job,sex,race_ethnicity",
            f"{application.uuid},,,female,white",
            f",Nobody,{job.slug},female,white",
            f",Twin One,{job.slug},female,white",
            "not-a-uuid,,,female,white",
            f",Ana Ruiz,{job.slug},female,white",
            ",Ana Ruiz,,female,white",
            f",Ana Ruiz,{job.slug},femme,white",
            f",Ana Ruiz,{job.slug},female",
        )

    told = capsys.readouterr().err.splitlines()
    assert [line.partition(", line ")[2] for line in told] == [
        "3: there is no application of such a candidate to such a job",
        "4: 2 applications fit this candidate and job; name the application by its uuid",
        "5: the application is not a uuid",
        "6: this application is on line 2 too",
        "7: say whose it is: an application, or a candidate and a job",
        "8: the sex is none of male, female, another, declined",
        "9: 4 fields where the header has 5",
    ]
    assert "femme" not in "".join(told)
    assert answers() == []


def test_sheet_without_its_columns_is_refused(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError):
        imported(tmp_path, "application,sex", "x,female")

    assert capsys.readouterr().err.endswith("line 1: the column race_ethnicity is missing\n")


def test_candidate_is_written_to_once_an_hour_after_applying(
    application: Application, voluntary: None
) -> None:
    early = about_you_send(at=MONDAY + timedelta(minutes=59))
    sent = [about_you_send(at=LATER), about_you_send(at=LATER)]

    assert (early, sent) == (0, [1, 0])
    assert [message.to for message in mail.outbox] == [[application.candidate.email]]
    assert DemographicInvitation.objects.get().sent_at == LATER


def test_e_mail_says_nothing_of_the_candidate_or_the_job(application: Application, voluntary: None) -> None:
    about_you_send(at=LATER)

    said = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert "/about-you/" in said
    for told in ("Ana", application.job.title, str(application.uuid), application.uuid.hex):
        assert told not in said


def test_nobody_is_written_to_unless_the_form_is_wanted(application: Application) -> None:
    assert about_you_send(at=LATER) == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    "fields",
    [
        {"origin": Origin.IMPORTED},
        {"candidate__email": ""},
        {"applied_at": MONDAY - timedelta(days=40)},
    ],
)
def test_nobody_is_written_to_of_history_without_an_address_or_long_after(
    job: Job, voluntary: None, fields: dict[str, object]
) -> None:
    ApplicationFactory(**{"job": job, "applied_at": MONDAY, **fields})

    assert about_you_send(at=LATER) == 0


def test_e_mail_that_fails_is_sent_the_next_time_and_the_others_are_sent_now(
    application: Application, voluntary: None
) -> None:
    ApplicationFactory(job=application.job, applied_at=MONDAY)
    good, address = application.candidate, application.candidate.email
    good.email = "two\nlines@example.org"
    good.save()

    assert about_you_send(at=LATER) == 1
    good.email = address
    good.save()
    assert about_you_send(at=LATER) == 1
    assert DemographicInvitation.objects.count() == 2

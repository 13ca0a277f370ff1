"""The voluntary form as a candidate meets it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client

from calibration import about_you
from calibration.about_you import about_you_path, application_of
from calibration.models.demographics import DemographicAnswer
from candidates.models import Application, Job
from tests.factories import MONDAY, ApplicationFactory

THANKS = "/about-you/thanks/"
TOKEN = re.compile(r"[A-Za-z0-9]{64}")  # CSRF tokens differ each time


@pytest.fixture
def application(job: Job) -> Application:
    made: Application = ApplicationFactory(job=job, applied_at=MONDAY, candidate__name="Quintessa Vale")
    return made


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_candidate_answers_without_signing_in(client: Client, application: Application) -> None:
    response = client.post(about_you_path(application.uuid), {"sex": "female", "race_ethnicity": "declined"})

    assert (response.status_code, response.headers["Location"]) == (302, THANKS)
    answer = DemographicAnswer.objects.get()
    assert (answer.application, answer.sex, answer.race_ethnicity) == (application, "female", "declined")
    assert "Thank you" in page(client, THANKS)


def test_page_says_nothing_of_the_candidate_or_the_job(client: Client, application: Application) -> None:
    shown = page(client, about_you_path(application.uuid))

    for told in ("Quintessa", "Vale", application.job.title, str(application.uuid)):
        assert told not in shown


def test_both_questions_may_be_declined(client: Client, application: Application) -> None:
    assert page(client, about_you_path(application.uuid)).count("I do not wish to answer") == 2


def test_earlier_answer_is_not_shown_and_the_next_takes_its_place(
    client: Client, application: Application
) -> None:
    path = about_you_path(application.uuid)
    before = page(client, path)
    client.post(path, {"sex": "female", "race_ethnicity": "asian"})

    assert _without_token(page(client, path)) == _without_token(before)
    client.post(path, {"sex": "male", "race_ethnicity": "white"})
    assert DemographicAnswer.objects.values_list("sex", "race_ethnicity").get() == ("male", "white")


def test_answer_that_is_no_choice_is_not_kept(client: Client, application: Application) -> None:
    path = about_you_path(application.uuid)

    for sent in ({"sex": "female"}, {"sex": "femme", "race_ethnicity": "asian"}):
        assert client.post(path, sent).status_code == 422
    assert DemographicAnswer.objects.count() == 0


def test_link_that_is_too_old_wrong_or_of_nothing_says_the_same(
    client: Client, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = about_you_path(application.uuid)
    unknown = about_you_path(uuid4())
    other_salt = f"/about-you/{signing.dumps(application.uuid.hex, salt='other')}/"
    answers = [client.get(path) for path in (unknown, other_salt, "/about-you/x/", f"{good[:-2]}/")]
    monkeypatch.setattr(about_you, "VALID", timedelta(seconds=-1))
    answers.append(client.get(good))

    assert {response.status_code for response in answers} == {404}
    assert len({_without_token(response.content.decode()) for response in answers}) == 1
    assert "does not work" in answers[0].content.decode()


def test_link_is_good_for_half_a_year(application: Application) -> None:
    token = about_you_path(application.uuid).split("/")[2]

    assert application_of(token) == application.uuid
    assert timedelta(days=180) == about_you.VALID


def test_page_is_kept_by_no_cache(client: Client, application: Application) -> None:
    headers = client.get(about_you_path(application.uuid)).headers

    assert "no-store" in headers["Cache-Control"]


def _without_token(shown: str) -> str:
    return TOKEN.sub("", shown)

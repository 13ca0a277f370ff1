"""Keeping what candidates say about themselves, and writing to them that they may."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from calibration.about_you import VALID, about_you_path
from calibration.models.demographics import AnsweredBy, DemographicAnswer, DemographicInvitation
from candidates.models import Application, Origin

logger = logging.getLogger(__name__)

BATCH = 200
WAIT = timedelta(hours=1)  # so that whoever applied by mistake, or was entered wrongly, is not written to
TOO_LATE = timedelta(days=30)  # a form about an application of long ago would come out of the blue


@dataclass(frozen=True, slots=True)
class SaidOfThemselves:
    """The two answers, each a key of calibration.fairness.groups or "declined"."""

    sex: str
    race_ethnicity: str


def answer_keep(*, at: datetime, application: Application, said: SaidOfThemselves) -> None:
    """Keeps what the candidate said on the form, in place of whatever was there before."""
    DemographicAnswer.objects.update_or_create(
        application=application,
        defaults={
            "sex": said.sex,
            "race_ethnicity": said.race_ethnicity,
            "answered_at": at,
            "how": AnsweredBy.FORM,
        },
    )


@transaction.atomic
def answers_import(*, at: datetime, said: Mapping[int, SaidOfThemselves]) -> None:
    """Keeps what a sheet says of applications (by key), all or nothing; the same again changes nothing.

    What a candidate has answered on the form stands, whatever the sheet says.
    """
    there = {
        answer.application_id: answer for answer in DemographicAnswer.objects.filter(application__in=said)
    }
    new = [
        DemographicAnswer(application_id=key, answered_at=at, how=AnsweredBy.IMPORT, **_fields(words))
        for key, words in said.items()
        if key not in there
    ]
    changed = [
        answer
        for key, answer in there.items()
        if answer.how == AnsweredBy.IMPORT and _change(answer, said[key], at)
    ]
    DemographicAnswer.objects.bulk_create(new, batch_size=1000)
    DemographicAnswer.objects.bulk_update(changed, ["sex", "race_ethnicity", "answered_at"], batch_size=1000)


def about_you_send(*, at: datetime) -> int:
    """Writes to candidates who applied at least an hour ago that they may answer, each once; to how many.

    Nobody is written to while the setting VOLUNTARY_FORM is off, and nobody of an application older than a
    month. An e-mail that fails is tried again the next time.
    """
    if not settings.VOLUNTARY_FORM:
        return 0
    keys = list(_to_write_to(at).order_by("applied_at", "id").values_list("pk", flat=True)[:BATCH])
    return sum(_write_to(key, at) for key in keys)


def _fields(said: SaidOfThemselves) -> dict[str, str]:
    return {"sex": said.sex, "race_ethnicity": said.race_ethnicity}


def _change(answer: DemographicAnswer, said: SaidOfThemselves, at: datetime) -> bool:
    """Puts another answer into the row, if it is another; whether it was."""
    if (answer.sex, answer.race_ethnicity) == (said.sex, said.race_ethnicity):
        return False
    answer.sex, answer.race_ethnicity, answer.answered_at = said.sex, said.race_ethnicity, at
    return True


def _to_write_to(at: datetime) -> QuerySet[Application]:
    written = DemographicInvitation.objects.filter(application=OuterRef("pk"))
    return Application.objects.filter(
        ~Exists(written),
        origin=Origin.LIVE,
        applied_at__lte=at - WAIT,
        applied_at__gt=at - TOO_LATE,
    ).exclude(candidate__email="")


@transaction.atomic
def _write_to(key: int, at: datetime) -> bool:
    """The lock on the application lets one of two workers write, and the other see that it did."""
    waiting = _to_write_to(at).filter(pk=key)
    application = waiting.select_for_update(of=("self",)).select_related("candidate").first()
    if application is None:
        return False
    try:
        send_mail(_subject(), _words(application), None, [application.candidate.email])
    except (SMTPException, OSError, ValueError) as error:  # ValueError: an address no header can hold
        logger.warning("a candidate was not written to about the voluntary form: %s", type(error).__name__)
        return False
    DemographicInvitation.objects.create(application=application, sent_at=at)
    return True


def _subject() -> str:
    return f"{settings.ORGANISATION_NAME}: two voluntary questions"


def _words(application: Application) -> str:
    return (
        f"Thank you for applying at {settings.ORGANISATION_NAME}.\n\n"
        "To see whether our hiring treats everybody alike we ask candidates two questions about themselves. "
        "Answering is voluntary and has no part in what becomes of an application: nobody who interviews, "
        "decides or recruits sees the answers or who gave any. They are only ever counted, in groups of five "
        "or more.\n\n"
        f"{settings.SITE_URL}{about_you_path(application.uuid)}\n\n"
        f"The link is yours alone and works for {VALID.days} days.\n"
    )

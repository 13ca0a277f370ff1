"""The link of the voluntary form: made from the application's row, good for half a year, stored nowhere."""

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.urls import reverse

SALT = "calibration.about-you"
VALID = timedelta(days=180)


def about_you_path(application: UUID) -> str:
    """The address at which the candidate of an application may say something about themselves."""
    return reverse("about_you", kwargs={"token": signing.dumps(application.hex, salt=SALT)})


def application_of(token: str) -> UUID | None:
    """The application that a link is of; None when it is too old or not one of ours."""
    try:
        return UUID(signing.loads(token, salt=SALT, max_age=VALID))
    except signing.BadSignature:
        return None

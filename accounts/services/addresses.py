"""The e-mail address that a person signs in with: well formed, one person's alone, proven to allauth."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.emails import normalise_email
from accounts.models import User
from hiring.access import Refusal


class EmailTaken(Refusal):
    """Somebody with that e-mail works here already."""


class EmailMalformed(Refusal):
    """That is not an e-mail address."""


def unused_email(email: str) -> str:
    """The address in lower case. Raises EmailMalformed or EmailTaken."""
    normalised = normalise_email(email)
    try:
        validate_email(normalised)
    except ValidationError as error:
        raise EmailMalformed(f"{email.strip()!r} is not an e-mail address.") from error
    if User.objects.filter(email=normalised).exists():
        raise EmailTaken(f"Somebody with the e-mail {normalised} is here already.")
    return normalised


def note_verified_address(user: User) -> None:
    """Makes the person's e-mail the one address that allauth knows of theirs.

    It is proven: by the link of an invitation, by being the first here, or by an administrator's word.
    """
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )

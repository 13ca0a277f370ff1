"""The link of an invitation: made from the person's row, good once, stored nowhere."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from accounts.models import PersonState, User


def invitation_path(user: User) -> str:
    """The address at which an invited person sets their password; it dies with its first use."""
    token = default_token_generator.make_token(user)
    return reverse("accounts:invitation", kwargs={"uuid": user.uuid, "token": token})


def invitation_is_good(user: User, token: str) -> bool:
    """Whether `token` belongs to this person, who has not joined otherwise, and is not too old."""
    return user.state == PersonState.INVITED and default_token_generator.check_token(user, token)

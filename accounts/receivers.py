"""What accounts hears of signing in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.services.invitations import person_note_joined


@receiver(user_logged_in, dispatch_uid="accounts.note_joined")
def note_joined(sender: object, user: User, **kwargs: Any) -> None:
    """Whoever logs in has joined, also when they got their password by a reset instead of the invitation."""
    if user.joined_at is None:
        person_note_joined(at=timezone.now(), user=user)

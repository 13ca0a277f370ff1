"""The person behind a request, for views that only signed-in people reach."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """Who is asking. Raises PermissionDenied for nobody, which the login wall lets no view see."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in first.")
    return request.user

"""How a permission is answered and how a refusal is said; every app uses these two."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Access:
    """The answer to "may this person do this": yes, or no with the reason in words for them."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raises PermissionDenied (403) with the reason when not allowed."""
        if not self.allowed:
            raise PermissionDenied(self.reason)


ALLOWED = Access(True)


def refused(reason: str) -> Access:
    """An Access that says no, and why."""
    return Access(False, reason)


class Refusal(Exception):
    """A service will not do it; `words` tells the person what is wrong and what to do.

    Each service has its own subclass beside it. Views show the words; nothing has been written.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class AccessRefused(Refusal):
    """A service was called by somebody who may not; carries the reason of the Access."""

    @classmethod
    def unless(cls, access: Access) -> None:
        """Raises when `access` says no."""
        if not access:
            raise cls(access.reason)

"""What people to the right ask of an interviewer, for the top of their home; apps to the right say what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User


@dataclass(frozen=True)
class Asked:
    """A question that waits for the person's answer: what in one line, of which interview, and since when."""

    title: str
    stage: str
    job: str
    url: str
    since: datetime
    is_late: bool


AskedProvider = Callable[[User, datetime], Sequence[Asked]]
_providers: list[AskedProvider] = []


def register_asked(provider: AskedProvider) -> None:
    """Adds a kind of question; called from `AppConfig.ready()`."""
    if provider not in _providers:
        _providers.append(provider)


def asked_of(user: User, at: datetime) -> list[Asked]:
    """Everything that waits for the person's answer, the oldest first."""
    found = [asked for provider in _providers for asked in provider(user, at)]
    return sorted(found, key=lambda asked: asked.since)

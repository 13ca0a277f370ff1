"""Open work: what a person who leaves would leave undone. Apps to the right say what they hold of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from accounts.models import User


@dataclass(frozen=True)
class OpenWork:
    """One piece of work: its key, what it is in words, and where it can be looked at ("" when nowhere)."""

    uuid: UUID
    label: str
    url: str


class OpenWorkProvider(Protocol):
    """A kind of work that can be listed and handed to somebody else."""

    kind: str  # a slug
    title: str  # the kind in words, such as "Open scorecards"

    def list_open(self, user: User) -> Sequence[OpenWork]:
        """What `user` still has to do."""

    def reassign(self, *, actor: User, at: datetime, work: UUID, to: User, reason: str) -> None:
        """Gives one piece of work to `to`. Raises a Refusal when `to` may not have it."""


_providers: dict[str, OpenWorkProvider] = {}


def register_open_work(provider: OpenWorkProvider) -> None:
    """Adds a kind of open work; called from `AppConfig.ready()`."""
    _providers[provider.kind] = provider


def open_work_providers() -> list[OpenWorkProvider]:
    """Every registered kind, by title."""
    return sorted(_providers.values(), key=lambda provider: provider.title)


def open_work_count(user: User) -> int:
    """How much the person still has to do, of every kind together."""
    return sum(len(provider.list_open(user)) for provider in open_work_providers())

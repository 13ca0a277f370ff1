"""Open work as an app to the right would register it, held in memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID, uuid4

import accounts.open_work as registry
from accounts.models import User
from accounts.open_work import OpenWork, register_open_work
from hiring.access import Refusal


class Errands:
    """Work of one kind; whoever is in `unable` may not have any."""

    kind = "errands"
    title = "Errands"

    def __init__(self) -> None:
        self.held: dict[UUID, tuple[str, User]] = {}
        self.unable: set[User] = set()
        self.reasons: list[str] = []

    def give(self, label: str, user: User) -> UUID:
        uuid = uuid4()
        self.held[uuid] = (label, user)
        return uuid

    def list_open(self, user: User) -> Sequence[OpenWork]:
        return [OpenWork(uuid, label, "") for uuid, (label, holder) in self.held.items() if holder == user]

    def reassign(self, *, actor: User, at: datetime, work: UUID, to: User, reason: str) -> None:
        label, _ = self.held[work]
        if to in self.unable:
            raise Refusal(f"{to} is away.")
        self.held[work] = (label, to)
        self.reasons.append(reason)


@contextmanager
def registered() -> Iterator[Errands]:
    """The errands, known to the registry for as long as the test runs."""
    errands = Errands()
    register_open_work(errands)
    yield errands
    del registry._providers[errands.kind]

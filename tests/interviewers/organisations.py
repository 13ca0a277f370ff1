"""Random organisations for the tests of independence, and who is above whom found another way."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Organisation:
    """People from 0 on, each reporting to nobody or to somebody with a lower number.

    `deep` is how likely somebody reports to the person just before them, which makes long lines.
    """

    people: int
    deep: float
    seed: int

    def managers(self) -> dict[int, int | None]:
        chance = Random(self.seed)
        managers: dict[int, int | None] = {0: None}
        for person in range(1, self.people):
            if chance.random() < self.deep:
                managers[person] = person - 1
            else:
                managers[person] = None if chance.random() < 0.01 else chance.randrange(person)
        return managers


def intervals(managers: Mapping[int, int | None]) -> dict[int, tuple[int, int]]:
    """For each person when a walk from the tops down comes to them, and when it has seen all below them."""
    below: dict[int | None, list[int]] = defaultdict(list)
    for person, manager in managers.items():
        below[manager].append(person)
    came: dict[int, int] = {}
    moment = 0
    left: dict[int, tuple[int, int]] = {}
    waiting = [(top, False) for top in below[None]]
    while waiting:
        person, done = waiting.pop()
        if done:
            left[person] = (came[person], moment)
            continue
        came[person] = moment = moment + 1
        waiting.append((person, True))
        waiting.extend((report, False) for report in below[person])
    return left


def is_above(high: int, low: int, walk: Mapping[int, tuple[int, int]]) -> bool:
    """Whether the walk came to `low` while it was below `high`."""
    first, last = walk[high]
    return high != low and first < walk[low][0] <= last


def reorganise(managers: dict[int, int | None], seed: int, steps: int) -> Iterator[None]:
    """Moves one person after the other to a manager who is not below them, in `managers` itself."""
    chance = Random(seed)
    people = sorted(managers)
    for _ in range(steps):
        person, manager = chance.choice(people), chance.choice([None, *people])
        if manager != person and not (manager is not None and is_above(person, manager, intervals(managers))):
            managers[person] = manager
        yield

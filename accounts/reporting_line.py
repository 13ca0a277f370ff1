"""The reporting line: who reports to whom, at any distance. Pure: managers as a mapping of keys."""

from collections.abc import Iterator, Mapping


def managers_above(person: int, managers: Mapping[int, int | None]) -> Iterator[int]:
    """The managers of `person` from the nearest up, given each person's manager.

    Ends at the top, and at the first repetition should the mapping hold a cycle.
    """
    seen = {person}
    above = managers.get(person)
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = managers.get(above)


def would_cycle(person: int, manager: int, managers: Mapping[int, int | None]) -> list[int]:
    """The line from `manager` up to `person` that would close into a cycle, or an empty list.

    The list starts with `manager` and ends with `person`.
    """
    if person == manager:
        return [person]
    line = [manager]
    for above in managers_above(manager, managers):
        line.append(above)
        if above == person:
            return line
    return []

"""People as their pages show them: the list, and one person with whom they report to and what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import PersonState, Role, User, UserQuerySet
from accounts.open_work import OpenWork, open_work_providers
from accounts.permissions import can_administer_people, visible_people
from accounts.reporting_line import managers_above

EVERYBODY = "all"


@dataclass(frozen=True)
class WorkOfKind:
    """Open work of one kind, such as scorecards."""

    kind: str
    title: str
    works: list[OpenWork]


@dataclass(frozen=True)
class PersonPage:
    """One person; `line` starts with their manager and goes up; `work` is None for whoever may not see it."""

    person: User
    line: list[User]
    reports: list[User]
    work: list[WorkOfKind] | None


def people_found(reader: User, *, words: str, role: str, state: str) -> UserQuerySet:
    """Those the filter asks for; without a state, everybody who works here."""
    people = visible_people(reader).select_related("manager").matching(words)
    if role:
        people = people.with_role(Role(role))
    if state == EVERYBODY:
        return people
    return people.in_state(PersonState(state)) if state else people.active()


def person_page(reader: User, person: User) -> PersonPage:
    """What `reader` sees of a person, whom they may see."""
    return PersonPage(
        person=person,
        line=_line_above(person),
        reports=list(visible_people(reader).active().filter(manager=person).order_by("name", "id")),
        work=open_work_by_kind(person) if can_administer_people(reader) else None,
    )


def open_work_by_kind(person: User) -> list[WorkOfKind]:
    """What the person still has to do; kinds without any are left out."""
    found: Sequence[WorkOfKind] = [
        WorkOfKind(provider.kind, provider.title, list(provider.list_open(person)))
        for provider in open_work_providers()
    ]
    return [kind for kind in found if kind.works]


def _line_above(person: User) -> list[User]:
    managers = dict(User.objects.values_list("pk", "manager_id"))
    keys = list(managers_above(person.pk, managers))
    people = User.objects.get_queryset().in_bulk(keys)
    return [people[key] for key in keys]

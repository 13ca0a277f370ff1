"""The people and candidates that results name by key: a run stores no name."""

from collections.abc import Collection, Mapping, Sequence

from accounts.models import User
from candidates.models import Application
from candidates.permissions import is_blind_to, visible_applications


def people_by_uuid(uuids: Collection[str]) -> Mapping[str, User]:
    """Whoever has one of these uuids, those who have left too; one query."""
    found = User.objects.filter(uuid__in=uuids).only("uuid", "name", "is_active")
    return {str(person.uuid): person for person in found}


def applications_by_key(reader: User, keys: Sequence[int]) -> Mapping[int, Application]:
    """Of these applications those whose results the reader may know, with candidate and job; one query."""
    seen = visible_applications(reader).exclude(is_blind_to(reader))
    return seen.select_related("candidate", "job").in_bulk(keys)

"""Who may import past scorecards. `visible_*` and `can_*` agree, by test."""

from django.db.models import Q, QuerySet

from accounts.models import User
from hiring.access import ALLOWED, Access, refused
from integrations.models import ImportState, SheetImport


def can_import(user: User) -> Access:
    """Whether the person may import: those who see final scores of every job, which an import is full of."""
    if user.is_recruiter or user.is_chair:
        return ALLOWED
    return refused("Recruiters and committee chairs import past scorecards.")


def visible_imports(user: User) -> QuerySet[SheetImport]:
    """The imports the person may know of: their own, and those of others that were written."""
    if not can_import(user):
        return SheetImport.objects.none()
    return SheetImport.objects.filter(Q(person=user) | Q(state=ImportState.DONE))

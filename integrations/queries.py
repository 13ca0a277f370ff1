"""What the import pages show."""

from django.db.models import QuerySet

from accounts.models import User
from integrations.models import ImportState, SheetImport
from integrations.permissions import visible_imports


def finished_imports(user: User) -> QuerySet[SheetImport]:
    """The written imports that the person may know of."""
    rows = visible_imports(user).filter(state=ImportState.DONE, finished_at__isnull=False)
    return rows.select_related("person")


def waiting_imports(user: User) -> QuerySet[SheetImport]:
    """The person's own imports that are not finished."""
    states = (ImportState.READY, ImportState.CONFIRMED, ImportState.RUNNING)
    return visible_imports(user).filter(person=user, state__in=states).order_by("-uploaded_at", "-pk")

"""Who may see and change people, and read the audit trail."""

from django.db.models import QuerySet

from accounts.audit import hidden_scopes, trail_hidden_scopes
from accounts.models import AuditEntry, Notification, NotificationQuerySet, User, UserQuerySet
from hiring.access import ALLOWED, Access, refused


def can_administer_people(user: User) -> Access:
    """Whether the person may invite, change roles and managers, deactivate, and read the audit trail."""
    if user.is_administrator:
        return ALLOWED
    return refused("Only administrators manage people. Ask one of them.")


def visible_people(user: User) -> UserQuerySet:
    """Colleagues are no secret: everyone who works here sees who does."""
    return User.objects.get_queryset()


def visible_audit_entries(user: User) -> QuerySet[AuditEntry]:
    """The trail for administrators, without applications that they are recused from or still score."""
    if not can_administer_people(user):
        return AuditEntry.objects.none()
    entries = AuditEntry.objects.all()
    for scopes in trail_hidden_scopes(user):
        entries = entries.exclude(scope__in=scopes)
    return entries


def visible_notifications(user: User) -> NotificationQuerySet:
    """The person's own inbox, without what concerns an application they are recused from."""
    rows = Notification.objects.filter(recipient=user)
    for scopes in hidden_scopes(user):
        rows = rows.exclude(scope__in=scopes)
    return rows

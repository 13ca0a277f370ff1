"""Who works here, what they are told, and the trail of who did what."""

import uuid
import zoneinfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from accounts.emails import normalise_email
from hiring.append_only import AppendOnlyModel, AppendOnlyQuerySet, keep_forever


class Role(models.TextChoices):
    """What a person may be here; the hiring manager is whoever a job names."""

    INTERVIEWER = "interviewer", "Interviewer"
    BAR_RAISER = "bar_raiser", "Bar raiser"
    RECRUITER = "recruiter", "Recruiter"
    CHAIR = "chair", "Committee chair"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


def role_values(roles: frozenset[Role]) -> list[str]:
    """The roles as stored words, in the order of Role."""
    return [role.value for role in Role if role in roles]


class PersonState(models.TextChoices):
    """Whether a person can log in: derived from the row, stored nowhere."""

    ACTIVE = "active", "Active"
    INVITED = "invited", "Invited"
    DEACTIVATED = "deactivated", "Deactivated"


def validate_time_zone(name: str) -> None:
    """Raises ValidationError unless `name` is in the IANA time zone database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"{name!r} is not a known time zone; an example is Europe/Berlin.")


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def with_role(self, role: Role) -> "UserQuerySet":
        return self.filter(**{f"is_{role.value}": True})

    def in_state(self, state: PersonState) -> "UserQuerySet":
        """Those whose `state` is this one."""
        if state == PersonState.DEACTIVATED:
            return self.filter(is_active=False)
        return self.filter(is_active=True, joined_at__isnull=state == PersonState.INVITED)

    def matching(self, words: str) -> "UserQuerySet":
        """Those with `words` in their name or e-mail; everybody for no words."""
        if not words:
            return self
        return self.filter(models.Q(name__icontains=words) | models.Q(email__icontains=words))


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def with_role(self, role: Role) -> UserQuerySet:
        return self.get_queryset().with_role(role)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalise_email(username or ""))


class User(AbstractBaseUser):
    """A person who works here. Roles are columns, so that knowing them costs no query."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)  # kept in lower case
    name = models.CharField(max_length=200)
    manager = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    is_interviewer = models.BooleanField(default=False)
    is_bar_raiser = models.BooleanField(default=False)
    is_recruiter = models.BooleanField(default=False)
    is_chair = models.BooleanField(default=False)
    is_auditor = models.BooleanField(default=False)
    is_administrator = models.BooleanField(default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_once"),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="accounts_user_email_lower"
            ),
            models.CheckConstraint(
                condition=~models.Q(manager=models.F("id")), name="accounts_user_not_own_manager"
            ),
        ]
        indexes = [models.Index(fields=["name", "id"], name="accounts_user_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role in Role if getattr(self, f"is_{role.value}"))

    def set_roles(self, roles: frozenset[Role]) -> None:
        """Makes these the person's roles, on the row in memory."""
        for role in Role:
            setattr(self, f"is_{role.value}", role in roles)

    @property
    def role_labels(self) -> list[str]:
        """The roles in words, in the order of Role."""
        return [role.label for role in Role if role in self.roles]

    @property
    def state(self) -> PersonState:
        if not self.is_active:
            return PersonState.DEACTIVATED
        return PersonState.INVITED if self.joined_at is None else PersonState.ACTIVE

    def get_full_name(self) -> str:
        return self.name


class AuditEntry(AppendOnlyModel):
    """Who did what, on what, before and after, when. Personal fields are noted as changed, without content.

    `scope` is the application the entry is about, so that a recused person's search leaves it out.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_uuid = models.UUIDField()
    changes = models.JSONField(default=dict)
    scope = models.UUIDField(null=True)
    request_id = models.CharField(max_length=64, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="accounts_audit_latest"),
            models.Index(fields=["object_uuid", "-id"], name="accounts_audit_object"),
            models.Index(fields=["scope", "id"], name="accounts_audit_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_uuid}"


keep_forever(AuditEntry)


class NotificationKind(models.TextChoices):
    """What a person can be told of, and choose to get by e-mail or not."""

    ASSIGNMENT = "assignment", "You are asked to interview, or released from it"
    SCORECARD_DUE = "scorecard_due", "Your scorecard is due"
    NUDGE = "nudge", "Someone waits for you"
    PIPELINE = "pipeline", "A candidate of yours needs a step"
    CLARIFICATION = "clarification", "A question about your scorecard"
    DECISION = "decision", "A decision was made"
    ACCOUNT = "account", "Your own account"
    INVITATION = "invitation", "You are invited"  # cannot be declined


class EmailState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    NOT_WANTED = "not_wanted", "Not wanted"
    FAILED = "failed", "Failed"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)


class Notification(models.Model):
    """Something a person is told: written in the transaction of its cause, sent by a task. Never a score."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=NotificationKind)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    url = models.CharField(max_length=300, blank=True)
    scope = models.UUIDField(null=True)
    # The same key for the same recipient is one notification, however often its cause is handled.
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    email_state = models.CharField(max_length=20, choices=EmailState, default=EmailState.WAITING)
    email_attempts = models.PositiveSmallIntegerField(default=0)
    emailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="accounts_notification_once"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="accounts_notification_inbox"),
            models.Index(
                fields=["recipient"], condition=models.Q(read_at=None), name="accounts_notification_unread"
            ),
            models.Index(
                fields=["id"], condition=models.Q(email_state="waiting"), name="accounts_notification_unsent"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class NotificationPreference(models.Model):
    """A person's choice for one kind; without a row they get both. The inbox always has it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=NotificationKind)
    by_email = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="accounts_preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.kind}: {self.by_email}"


class Lock(models.Model):
    """A named row that a transaction locks to be alone with a rule about many rows, on either database."""

    name = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def hold(cls, name: str) -> None:
        """Holds the lock until the transaction ends; call inside one."""
        Lock.objects.bulk_create([Lock(name=name)], ignore_conflicts=True)
        Lock.objects.select_for_update().get(pk=name)

"""Team profiles: who is on a team, at which level in each competency, and who is its top performer.

The levels and the naming of the top performer only grow, so that the talent density of any past day can be
worked out again.
"""

import uuid

from django.conf import settings
from django.db import models

from candidates.models import Application, Team
from hiring.append_only import AppendOnlyModel, AppendOnlyQuerySet, keep_forever


class TeamMember(models.Model):
    """A person on a team from `joined_at` until `left_at`. The name can be blanked for erasure.

    `application` is the one that a hire came by; their first levels are those of their packet.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, null=True, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["team", "joined_at"], name="committee_member_team")]

    def __str__(self) -> str:
        return self.name


class MemberLevels(AppendOnlyModel):
    """A member's level in each competency from `set_at` on: slug to [numerator, denominator] in hundredths.

    `set_by` is null for the levels that a hire brings from their packet.
    """

    member = models.ForeignKey(TeamMember, on_delete=models.PROTECT, related_name="levels")
    levels = models.JSONField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    set_at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["set_at", "id"]

    def __str__(self) -> str:
        return f"levels of {self.member}"


keep_forever(MemberLevels)


class TopPerformer(AppendOnlyModel):
    """Whom a team's current top performer is from `named_at` on; `member` is null for nobody."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(TeamMember, on_delete=models.PROTECT, null=True, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["named_at", "id"]

    def __str__(self) -> str:
        return f"{self.member} of {self.team}"


keep_forever(TopPerformer)

"""Behind a wall: what candidates said about themselves.

Only the few modules that tests/calibration/test_demographics_wall.py names may read these tables, and nothing
but counts that are safe to show leaves them (calibration.fairness).
"""

from django.db import models

from calibration.fairness.groups import DECLINED, RACES, SEXES
from candidates.models import Application


class AnsweredBy(models.TextChoices):
    """How an answer came here."""

    FORM = "form", "The voluntary form"
    IMPORT = "import", "An import"


class DemographicAnswer(models.Model):
    """What one application's candidate said: the latest answer alone, for nobody needs to know of another."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="+")
    sex = models.CharField(max_length=10, choices=[*SEXES.items(), (DECLINED, "Declined")])
    race_ethnicity = models.CharField(max_length=10, choices=[*RACES.items(), (DECLINED, "Declined")])
    answered_at = models.DateTimeField()
    how = models.CharField(max_length=6, choices=AnsweredBy)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sex__in=[*SEXES, DECLINED]), name="calibration_answer_sex"
            ),
            models.CheckConstraint(
                condition=models.Q(race_ethnicity__in=[*RACES, DECLINED]), name="calibration_answer_race"
            ),
        ]

    def __str__(self) -> str:
        return "An answer"  # and not whose, wherever it may be printed


class DemographicInvitation(models.Model):
    """That the candidate of an application was written to, whether or not they answered."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return "An invitation"

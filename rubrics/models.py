"""Rubric versions as rows. Pages and rules read them as the frozen `RubricPlan` (rubrics.queries)."""

import uuid

from django.db import models

from hiring.triggers import Guard, register_guard


class StageKindChoice(models.TextChoices):
    SCREEN = "screen", "Screen"
    EXERCISE = "exercise", "Exercise"
    INTERVIEW = "interview", "Interview"
    BAR_RAISER = "bar_raiser", "Bar raiser"


class Aggregation(models.TextChoices):
    MEAN = "mean", "Mean of the scorecards"
    LOWEST = "lowest", "Lowest of the scorecards"


class Tone(models.TextChoices):
    RED_FLAG = "red_flag", "Red flag"
    POSITIVE = "positive", "Positive"


class RubricQuerySet(models.QuerySet["Rubric"]):
    def published(self) -> "RubricQuerySet":
        """Those that jobs can use, by name, the latest version of each first."""
        return self.filter(published_at__isnull=False).order_by("name", "-version")


class Rubric(models.Model):
    """One version of a plan. A published version never changes, nor does anything below it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    expected_days = models.PositiveIntegerField()
    # The gate policy, all in hundredths of a point.
    lowest = models.PositiveSmallIntegerField()
    highest = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    threshold = models.PositiveSmallIntegerField()
    floor = models.PositiveSmallIntegerField()
    aggregation = models.CharField(max_length=10, choices=Aggregation)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = RubricQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="rubrics_rubric_version_once"),
            models.CheckConstraint(
                condition=models.Q(lowest__lt=models.F("highest"))
                & models.Q(floor__gte=models.F("lowest"), floor__lte=models.F("highest"))
                & models.Q(threshold__gte=models.F("lowest"), threshold__lte=models.F("highest"))
                & models.Q(step__gt=0),
                name="rubrics_rubric_policy_on_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Competency(models.Model):
    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="competencies")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    question = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "slug"], name="rubrics_competency_slug_once"),
            models.UniqueConstraint(fields=["rubric", "position"], name="rubrics_competency_position_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """A stage; `action_due_hours` is the age at which waiting for anything but a scorecard is late."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="stages")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=StageKindChoice)
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    panel_size = models.PositiveSmallIntegerField()
    scorecard_due_hours = models.PositiveSmallIntegerField()
    action_due_hours = models.PositiveSmallIntegerField()
    purpose = models.TextField()
    listen_for = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "slug"], name="rubrics_stage_slug_once"),
            models.UniqueConstraint(fields=["rubric", "position"], name="rubrics_stage_position_once"),
            models.CheckConstraint(condition=models.Q(panel_size__gte=1), name="rubrics_stage_has_panel"),
        ]

    def __str__(self) -> str:
        return self.name


class StageCompetency(models.Model):
    """That a stage scores a competency, and where it stands on the scorecard."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="stage_competencies")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "competency"], name="rubrics_stage_competency_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.competency}"


class Anchor(models.Model):
    """What a level of a competency looks like in a stage; `level` in whole points."""

    stage_competency = models.ForeignKey(StageCompetency, on_delete=models.CASCADE, related_name="anchors")
    level = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(fields=["stage_competency", "level"], name="rubrics_anchor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.text[:40]}"


class Signal(models.Model):
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="signals")
    slug = models.SlugField(max_length=60)
    text = models.TextField()
    tone = models.CharField(max_length=10, choices=Tone)
    rates_low = models.ForeignKey(Competency, on_delete=models.CASCADE, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "slug"], name="rubrics_signal_once"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Measure(models.Model):
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="measures")
    slug = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    unit = models.CharField(max_length=20)
    lowest = models.IntegerField()
    highest = models.IntegerField()
    hint = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "slug"], name="rubrics_measure_once"),
        ]

    def __str__(self) -> str:
        return self.label


class Prompt(models.Model):
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="prompts")
    text = models.TextField()
    follow_ups = models.JSONField(default=list)
    critique = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text[:60]


class PastDecision(models.Model):
    """A past product decision that the critique prompt offers."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="past_decisions")
    title = models.CharField(max_length=200)
    text = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


# How to reach the rubric of a row of each table, given the row's alias.
_RUBRIC_OF = {
    Competency: "{row}.rubric_id",
    Stage: "{row}.rubric_id",
    PastDecision: "{row}.rubric_id",
    StageCompetency: "(SELECT s.rubric_id FROM rubrics_stage s WHERE s.id = {row}.stage_id)",
    Signal: "(SELECT s.rubric_id FROM rubrics_stage s WHERE s.id = {row}.stage_id)",
    Measure: "(SELECT s.rubric_id FROM rubrics_stage s WHERE s.id = {row}.stage_id)",
    Prompt: "(SELECT s.rubric_id FROM rubrics_stage s WHERE s.id = {row}.stage_id)",
    Anchor: (
        "(SELECT s.rubric_id FROM rubrics_stagecompetency sc JOIN rubrics_stage s ON s.id = sc.stage_id "
        "WHERE sc.id = {row}.stage_competency_id)"
    ),
}

_OF_PUBLISHED = (
    "EXISTS (SELECT 1 FROM rubrics_rubric r WHERE r.published_at IS NOT NULL AND r.id IN ({rubrics}))"
)


def _register_published_guards() -> None:
    words = "a published rubric never changes"
    register_guard(
        Guard(
            app_label="rubrics",
            table="rubrics_rubric",
            name="rubrics_rubric_published",
            events=("UPDATE", "DELETE"),
            words=words,
            condition="OLD.published_at IS NOT NULL",
        )
    )
    for model, rubric_of in _RUBRIC_OF.items():
        table = model._meta.db_table
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            reached = ", ".join(rubric_of.format(row=row) for row in rows)
            register_guard(
                Guard(
                    app_label="rubrics",
                    table=table,
                    name=f"{table}_published_{event.lower()}",
                    events=(event,),
                    words=words,
                    condition=_OF_PUBLISHED.format(rubrics=reached),
                )
            )


_register_published_guards()

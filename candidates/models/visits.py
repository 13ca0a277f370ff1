"""Stage visits: an application's attempts at stages, with all that the pipeline shows of them."""

import uuid

from django.conf import settings
from django.db import models

from candidates.models.applications import Application
from candidates.models.organisation import Job
from rubrics.models import Rubric, Stage


class VisitResult(models.TextChoices):
    """What the latest gate outcome of the visit said; blank before the first."""

    PENDING = "pending", "Pending"
    STOP = "stop", "Stop"
    ADVANCE = "advance", "Advance"


class WaitingFor(models.TextChoices):
    """What an open visit waits for; candidates.waiting decides it from the facts on the row."""

    PANEL = "panel", "A panel"
    INTERVIEW = "interview", "The interview"
    SCORECARDS = "scorecards", "Scorecards"
    OUTCOME = "outcome", "A moment"
    ONE_MORE_SCORECARD = "one_more_scorecard", "One more scorecard"
    CONFIRMATION = "confirmation", "Confirmation of the stop"
    BAR_RAISER = "bar_raiser", "A bar raiser"
    ANSWER = "answer", "An answer"
    VERDICT = "verdict", "The verdict"
    DECISION = "decision", "The decision"
    RESUMPTION = "resumption", "The end of the hold"
    NOTHING = "nothing", "Nothing"


class WaitingOn(models.TextChoices):
    """On whom; the people behind "interviewers" and "bar_raiser" are VisitWaiting rows."""

    NOBODY = "nobody", "Nobody"
    RECRUITER = "recruiter", "The recruiter"
    INTERVIEWERS = "interviewers", "The interviewers"
    BAR_RAISER = "bar_raiser", "The bar raiser"
    CHAIR = "chair", "The chair"


class StageVisitQuerySet(models.QuerySet["StageVisit"]):
    def open(self) -> "StageVisitQuerySet":
        return self.filter(left_at=None)

    def on_board(self) -> "StageVisitQuerySet":
        """Open and not stopped: what the columns of the pipeline hold."""
        return self.open().exclude(result=VisitResult.STOP)

    def stopped_unconfirmed(self) -> "StageVisitQuerySet":
        """Stopped by the gate, and nobody has confirmed it yet."""
        return self.open().filter(result=VisitResult.STOP)


class StageVisit(models.Model):
    """An attempt of an application at a stage.

    The columns from `expected` on are facts that services of other apps keep current by calling
    `candidates.services`; the waiting columns follow from them (candidates.waiting).
    `job` and `rubric` repeat the application's, so that the board reads this table alone.
    An open visit (`left_at` null) is the one place in the pipeline where the application stands: a stage,
    or, after every stage has advanced and the verdict of a bar raiser at the last one is in, still the last
    one, with `is_complete` set. A stopped application keeps its open visit until somebody confirms the stop;
    a withdrawn or decided one has none.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="visits")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    attempt = models.PositiveSmallIntegerField(default=1)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    expected = models.PositiveSmallIntegerField()  # scorecards: panel size or live assignments, the larger
    assigned = models.PositiveSmallIntegerField(default=0)  # live assignments
    submitted = models.PositiveSmallIntegerField(default=0)  # scorecards in
    interview_starts_at = models.DateTimeField(null=True, blank=True)  # the next one ahead, else the last
    interview_ends_at = models.DateTimeField(null=True, blank=True)  # the last one's end
    scorecards_due_at = models.DateTimeField(null=True, blank=True)  # the earliest outstanding one's
    computing_since = models.DateTimeField(
        null=True, blank=True
    )  # evidence changed, outcome not yet computed
    score_numerator = models.BigIntegerField(null=True, blank=True)  # of the stage score, in hundredths
    score_denominator = models.BigIntegerField(null=True, blank=True)
    # The score of the last final stage before this one, which the board shows as the score so far.
    earlier_numerator = models.BigIntegerField(null=True, blank=True)
    earlier_denominator = models.BigIntegerField(null=True, blank=True)
    result = models.CharField(max_length=8, choices=VisitResult, blank=True)
    reason = models.CharField(max_length=24, blank=True)
    explanation = models.CharField(max_length=300, blank=True)  # the gate's sentence; seen with the score
    final = models.BooleanField(default=False)  # every expected scorecard is in, or the gate has stopped it
    # The oldest question of the bar raiser's that an interviewer has not answered yet.
    asked_since = models.DateTimeField(null=True, blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    is_complete = models.BooleanField(default=False)  # nothing more to hear: the decision is next
    stop_confirmed_at = models.DateTimeField(null=True, blank=True)
    stop_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    waiting_for = models.CharField(max_length=20, choices=WaitingFor, default=WaitingFor.PANEL)
    waiting_on = models.CharField(max_length=12, choices=WaitingOn, default=WaitingOn.RECRUITER)
    waiting_since = models.DateTimeField()
    due_at = models.DateTimeField()  # past it, the wait is late
    # The last reminder of anybody it waits on; Nudge has them all.
    nudged_at = models.DateTimeField(null=True, blank=True)
    nudged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StageVisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "stage", "attempt"], name="candidates_visit_attempt_once"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(left_at=None),
                name="candidates_one_open_visit",
            ),
            models.CheckConstraint(
                condition=models.Q(score_denominator=None) | models.Q(score_denominator__gt=0),
                name="candidates_visit_score_denominator",
            ),
        ]
        indexes = [
            # The board: one column is one (stage, complete) range in order of lateness. What follows the key
            # lets columns be counted and filtered, stops and hidden applications left out, without the rows.
            models.Index(
                fields=["stage", "is_complete", "due_at", "id", "result", "job", "application"],
                condition=models.Q(left_at=None),
                name="candidates_board_column",
            ),
            models.Index(
                fields=["job", "stage", "is_complete", "due_at", "id", "result", "application"],
                condition=models.Q(left_at=None),
                name="candidates_board_job_column",
            ),
            models.Index(
                fields=["rubric", "-stop_confirmed_at", "-id"],
                condition=models.Q(stop_confirmed_at__isnull=False),
                name="candidates_visit_confirmed",
            ),
            models.Index(fields=["stage", "-left_at"], name="candidates_visit_stage_left"),
            # How many verdicts each bar raiser gave lately.
            models.Index(
                fields=["verdict_at"],
                condition=models.Q(verdict_at__isnull=False),
                name="candidates_visit_verdict",
            ),
            # The sweep: the few visits whose outcome is due.
            models.Index(
                fields=["computing_since", "id"],
                condition=models.Q(computing_since__isnull=False),
                name="candidates_visit_computing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} at {self.stage}"

    @property
    def score(self) -> tuple[int, int] | None:
        """The stage score as numerator and denominator in hundredths, None while there is none."""
        if self.score_numerator is None or self.score_denominator is None:
            return None
        return self.score_numerator, self.score_denominator


class VisitWaitingQuerySet(models.QuerySet["VisitWaiting"]):
    def awaited_now(self) -> "VisitWaitingQuerySet":
        """Those on whom their visit waits at present: for an answer, or for anything else."""
        for_answer = models.Q(visit__waiting_for=WaitingFor.ANSWER)
        return self.filter(models.Q(for_answer, answers=True) | models.Q(~for_answer, answers=False))


class VisitWaiting(models.Model):
    """A person that a visit waits on: interviewers with an open card, or the bar raiser; with `answers`, one
    whom the bar raiser has asked something, on whom it waits while it waits for an answer.

    Rows of a visit that was left stay, for it may be stood at again; ask for those of open visits.
    """

    visit = models.ForeignKey(StageVisit, on_delete=models.CASCADE, related_name="waiting_people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.BooleanField(default=False)

    objects = VisitWaitingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "user", "answers"], name="candidates_waiting_once")
        ]
        indexes = [models.Index(fields=["user", "visit"], name="candidates_waiting_user")]

    def __str__(self) -> str:
        return f"{self.visit} waits on {self.user}"


class BoardVersion(models.Model):
    """A number per rubric that grows with every change the board would show; pages poll it."""

    rubric = models.OneToOneField(Rubric, on_delete=models.CASCADE, related_name="+")
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.rubric}: {self.version}"


class StageSummary(models.Model):
    """The periodic summary of a stage that the board shows with its age: the median days in it."""

    stage = models.OneToOneField(Stage, on_delete=models.CASCADE, related_name="+")
    median_days = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    visits = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.stage}: {self.median_days} days"


class Nudge(models.Model):
    """That somebody reminded the people a visit waits on: once per person, visit and day at most."""

    visit = models.ForeignKey(StageVisit, on_delete=models.CASCADE, related_name="nudges")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()  # in UTC

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "person", "day"], name="candidates_nudge_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.by} nudged {self.person}"

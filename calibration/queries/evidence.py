"""Reading a period's evidence: filtered first, then streamed, with every score told to `read`."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import F, Q, QuerySet

from calibration.evidence import Evidence, Integers
from calibration.models import Scope
from calibration.periods import Period
from calibration.queries.evidence_rows import SCORE, application_rows, card_rows, score_rows, visit_rows
from calibration.queries.evidence_shape import evidence_shape
from candidates.models import Application, StageVisit
from interviewers.models import Score, Scorecard, ScorecardRevision

Read: TypeAlias = Callable[[int], None]

PIECE = 1_000  # applications whose scores are fetched with one statement
MANY = 1_000  # scorecards since a run, of which no more are counted


def scores_to_read(period: Period, scope: Scope, hidden: Sequence[str]) -> int:
    """How many scores `evidence_read` will read, near enough for a bar."""
    shape = evidence_shape(period.rubric_slug)
    found = _applications(period, scope, hidden).filter(rubric__in=shape.policy_of)
    return _scores().filter(revision__scorecard__application__in=found.values("pk")).count()


def evidence_read(
    period: Period, scope: Scope, hidden: Sequence[str], read: Read = lambda scores: None
) -> Evidence:
    """What was measured in the period, with nothing of the `hidden` applications (uuids).

    Scores are those of final stages; under Scope.DECIDED of decided applications only. A stage that is not
    final is a visit that is pending, without its scores. `read` is told of every further piece of scores.
    """
    shape = evidence_shape(period.rubric_slug)
    everything = _applications(period, scope, hidden)
    found = everything.filter(rubric__in=shape.policy_of)
    applications = application_rows(found, shape)
    visits, visit_at = visit_rows(
        StageVisit.objects.filter(application__in=found.values("pk")), applications, shape
    )
    cards, card_at, interviewers = card_rows(_cards(found), visit_at)
    return Evidence(
        rubric=period.rubric_slug,
        lowest=shape.lowest,
        highest=shape.highest,
        step=shape.step,
        stages=shape.stages,
        competencies=shape.competencies,
        policies=shape.policies,
        plans=shape.plans,
        interviewers=interviewers,
        cycles=applications.cycles,
        jobs=applications.jobs,
        teams=applications.teams,
        sources=applications.sources,
        applications=applications.rows,
        visits=visits,
        cards=cards,
        scores=score_rows(_score_pieces(applications.rows.keys, read), card_at, shape),
        left_out=everything.exclude(rubric__in=shape.policy_of).count(),
    )


def scorecards_since(period: Period, scope: Scope, hidden: Sequence[str], since: datetime) -> int:
    """How many scorecards of the evidence were submitted since then; MANY stands for as many or more.

    Joined and not asked for by a subquery, which would have every scorecard of the period read first.
    """
    asked = _asked(period, scope, hidden, of="application__")
    return Scorecard.objects.filter(asked, visit__final=True, submitted_at__gt=since)[:MANY].count()


def evidence_is_newer(period: Period, scope: Scope, since: datetime | None) -> bool:
    """Whether something of the period, hidden from nobody, has happened since then; None is ever."""
    found = _applications(period, scope, ())
    if since is None:
        return found.exists()
    inside = {"application__in": found.values("pk")}
    return (
        found.filter(state_since__gt=since).exists()
        or ScorecardRevision.objects.filter(
            submitted_at__gt=since, scorecard__application__in=found.values("pk")
        ).exists()
        or StageVisit.objects.filter(Q(entered_at__gt=since) | Q(left_at__gt=since), **inside).exists()
    )


def _applications(period: Period, scope: Scope, hidden: Sequence[str]) -> QuerySet[Application]:
    return Application.objects.filter(_asked(period, scope, hidden))


def _asked(period: Period, scope: Scope, hidden: Sequence[str], of: str = "") -> Q:
    """The applications that are read; `of` is the way to them."""
    asked = Q((f"{of}rubric__slug", period.rubric_slug))
    if period.cycle is not None:
        asked &= Q((f"{of}cycle", period.cycle))
    if scope.states:
        asked &= Q((f"{of}state__in", scope.states))
    return asked & ~Q((f"{of}uuid__in", hidden)) if hidden else asked


def _cards(applications: QuerySet[Application]) -> QuerySet[Scorecard]:
    return Scorecard.objects.filter(application__in=applications.values("pk"), visit__final=True)


def _score_pieces(applications: Integers, read: Read) -> Iterator[list[tuple[Any, ...]]]:
    """The scores of these applications (keys). Every piece is fetched whole before it is told: SQLite refuses
    whoever still reads to write, once somebody else has written.
    """
    for start in range(0, len(applications), PIECE):
        some = applications[start : start + PIECE].tolist()
        piece = list(_scores().filter(revision__scorecard__application__in=some).values_list(*SCORE))
        read(len(piece))
        yield piece


def _scores() -> QuerySet[Score]:
    """The values of first revisions and of those that count, in stages that are final."""
    wanted = Q(revision__number=1) | Q(revision__number=F("revision__scorecard__latest"))
    return Score.objects.filter(wanted, value__isnull=False, revision__scorecard__visit__final=True)

"""What a decision depends on, and what its form offers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from accounts.models import User
from candidates.models import Application, Origin, Participation, StageVisit
from committee.models import Clarification, Packet, PacketDue, Verdict
from committee.offer import LoopFacts, StageFacts, VerdictFacts
from committee.permissions.decisions import nameable_people
from committee.queries.verdicts import open_questions
from rubrics.queries import stored_rubric

MOST_SHOWN = 30  # people in the list; who is not in it is found by name


@dataclass(frozen=True, slots=True)
class Pending:
    """What has come of packets and questions: `newest` is the version with the latest new evidence, `due`
    that another is to be built, `asked` that a question is open, `judged` that there is a verdict.
    """

    newest: int
    due: bool
    asked: bool
    judged: bool


class Judged(NamedTuple):
    """The verdict that counts; `version` of the packet that it was given on, 0 from before there were any."""

    raises_judgment: bool
    raises_impact: bool
    version: int


def with_pending(applications: QuerySet[Application]) -> QuerySet[Any, Any]:
    """The same applications, each with what `pending_of` reads."""
    here = {"application": OuterRef("pk")}
    newest = Packet.objects.filter(new_evidence=True, **here).order_by("-version").values("version")[:1]
    return applications.annotate(
        newest=Coalesce(Subquery(newest), 0),
        due=Exists(PacketDue.objects.filter(**here)),
        asked=Exists(Clarification.objects.open().filter(**here)),
        judged=Exists(Verdict.objects.filter(**here)),
    )


def pending_of(application: Any) -> Pending:
    """Of an application that `with_pending` has found."""
    return Pending(application.newest, application.due, application.asked, application.judged)


def loop_facts(
    application: Application, visits: Iterable[StageVisit], verdict: Judged | None, pending: Pending
) -> LoopFacts:
    """The facts as they stand, from the application's visits in order of attempt and the verdict that counts;
    no statement but for the words of open questions.
    """
    plan = stored_rubric(application.rubric_id)
    latest = {visit.stage_id: visit for visit in visits}
    return LoopFacts(
        state=application.state,
        is_imported=application.origin == Origin.IMPORTED,
        is_decided=application.decided_at is not None,
        is_settling=pending.due or any(visit.computing_since for visit in latest.values()),
        stages=tuple(
            StageFacts(plan.stage_plan(key).name, latest[key].result or "pending" if key in latest else "")
            for key in plan.stage_ids.values()
        ),
        has_bar_raiser=any(stage.is_bar_raiser for stage in plan.plan.stages),
        verdict=_verdict_facts(verdict, pending.newest),
        questions=_questions(latest.values()) if pending.asked else (),
    )


def _verdict_facts(verdict: Judged | None, newest: int) -> VerdictFacts | None:
    if verdict is None:
        return None
    return VerdictFacts(verdict.raises_judgment, verdict.raises_impact, verdict.version >= newest)


def _questions(visits: Iterable[StageVisit]) -> tuple[str, ...]:
    return tuple(question for visit in visits for question in open_questions(visit))


@dataclass(frozen=True, slots=True)
class PersonOption:
    """Somebody who can be named as present; `why_here` says what they are to this application."""

    user: User
    chosen: bool
    why_here: str


def people_offered(
    application: Application, chosen: Collection[UUID], words: str = ""
) -> tuple[PersonOption, ...]:
    """Those who are chosen (uuids), then those of this loop and the chairs, or whoever matches the words.

    One statement, and a list that stays short however many people there are.
    """
    part = Participation.objects.filter(application=application, user=OuterRef("pk"), submitted_cards__gt=0)
    people = nameable_people(application).annotate(took_part=Exists(part))
    is_chosen = Q(uuid__in=chosen)
    near = Q(took_part=True) | Q(is_chair=True) | Q(pk=application.job.hiring_manager_id)
    wanted = Q(name__icontains=words) | Q(email__icontains=words) if words else near
    rank = Case(When(is_chosen, then=0), When(near, then=1), default=2, output_field=IntegerField())
    found = people.filter(is_chosen | wanted).annotate(rank=rank).order_by("rank", "name", "pk")
    return tuple(
        PersonOption(person, person.uuid in chosen, _why_here(person, application, person.took_part))
        for person in found[: MOST_SHOWN + len(chosen)]
    )


def _why_here(person: User, application: Application, took_part: bool) -> str:
    here = {
        "chair": person.is_chair,
        "hiring manager": person.pk == application.job.hiring_manager_id,
        "interviewed the candidate": took_part,
    }
    return ", ".join(words for words, holds in here.items() if holds) or person.role_labels[0].lower()

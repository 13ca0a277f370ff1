"""Teams, hiring cycles and jobs: made and edited; jobs closed and opened again."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from accounts.audit import audit_record
from accounts.models import Lock, User
from accounts.services.locks import REPORTING_LINE
from candidates.models import HiringCycle, Job, JobRecruiter, Team
from candidates.permissions import can_edit_job, can_manage_jobs
from candidates.signals import leaders_changed
from hiring.access import AccessRefused, Refusal
from rubrics.models import Rubric

NAMES = "organisation-names"


class NameTaken(Refusal):
    """Another one has that name."""


class DatesReversed(Refusal):
    """A cycle does not end before it starts."""


class RubricNotPublished(Refusal):
    """A job names a published version."""


class RecruiterMissing(Refusal):
    """A job has at least one recruiter, and all of them have the role."""


class JobStateUnchanged(Refusal):
    """The job is closed, or open, already."""


@dataclass(frozen=True)
class JobContent:
    """What a job says. At least one recruiter; `rubric` is for new applications only."""

    title: str
    team: Team
    level: str
    hiring_manager: User | None
    recruiters: tuple[User, ...]
    rubric: Rubric
    cycle: HiringCycle | None


@transaction.atomic
def team_create(*, actor: User, at: datetime, name: str, lead: User | None) -> Team:
    """Makes a team. Raises AccessRefused or NameTaken."""
    AccessRefused.unless(can_manage_jobs(actor))
    Lock.hold(NAMES)
    _refuse_taken_name(Team, name)
    team = Team.objects.create(name=name.strip(), slug=_free_slug(Team, name), lead=lead)
    audit_record(actor=actor, at=at, action="team.create", on=team, changes=_team_facts(team))
    return team


@transaction.atomic
def team_update(*, actor: User, at: datetime, team: Team, name: str, lead: User | None) -> Team:
    """Renames the team or gives it another lead; its slug stays. Raises AccessRefused or NameTaken."""
    AccessRefused.unless(can_manage_jobs(actor))
    Lock.hold(NAMES)
    Lock.hold(REPORTING_LINE)
    _refuse_taken_name(Team, name, but=team)
    held = Team.objects.select_for_update(no_key=True, of=("self",)).select_related("lead").get(pk=team.pk)
    before = _team_facts(held)
    held.name, held.lead = name.strip(), lead
    held.save(update_fields=["name", "lead"])
    after = _team_facts(held)
    _note_changes(actor, at, "team.update", held, before, after)
    if before["lead"] != after["lead"]:
        leaders_changed.send(Team, jobs=list(held.jobs.values_list("pk", flat=True)), actor=actor, at=at)
    return held


@transaction.atomic
def cycle_create(*, actor: User, at: datetime, name: str, starts_on: date, ends_on: date) -> HiringCycle:
    """Makes a hiring cycle, both days included. Raises AccessRefused, NameTaken or DatesReversed."""
    AccessRefused.unless(can_manage_jobs(actor))
    Lock.hold(NAMES)
    _refuse_taken_name(HiringCycle, name)
    _refuse_reversed(starts_on, ends_on)
    cycle = HiringCycle.objects.create(
        name=name.strip(), slug=_free_slug(HiringCycle, name), starts_on=starts_on, ends_on=ends_on
    )
    audit_record(actor=actor, at=at, action="cycle.create", on=cycle, changes=_cycle_facts(cycle))
    return cycle


@transaction.atomic
def cycle_update(
    *, actor: User, at: datetime, cycle: HiringCycle, name: str, starts_on: date, ends_on: date
) -> HiringCycle:
    """Renames the cycle or moves its days. Raises AccessRefused, NameTaken or DatesReversed."""
    AccessRefused.unless(can_manage_jobs(actor))
    Lock.hold(NAMES)
    _refuse_taken_name(HiringCycle, name, but=cycle)
    _refuse_reversed(starts_on, ends_on)
    held = HiringCycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    before = _cycle_facts(held)
    held.name, held.starts_on, held.ends_on = name.strip(), starts_on, ends_on
    held.save(update_fields=["name", "starts_on", "ends_on"])
    _note_changes(actor, at, "cycle.update", held, before, _cycle_facts(held))
    return held


@transaction.atomic
def job_create(*, actor: User, at: datetime, content: JobContent, key: UUID) -> Job:
    """Opens a job. `key` becomes the row's uuid: the same key again returns the job made before.

    Raises AccessRefused, RubricNotPublished or RecruiterMissing.
    """
    AccessRefused.unless(can_manage_jobs(actor))
    _refuse_bad_job(content)
    Lock.hold(NAMES)
    earlier = Job.objects.filter(uuid=key).first()
    if earlier is not None:
        return earlier
    job = Job(uuid=key, slug=_free_slug(Job, f"{content.title} {content.level}"), opened_at=at)
    _fill_job(job, content)
    job.save(force_insert=True)
    _set_recruiters(job, content.recruiters)
    audit_record(actor=actor, at=at, action="job.create", on=job, changes=_job_facts(job))
    return job


@transaction.atomic
def job_update(*, actor: User, at: datetime, job: Job, content: JobContent, reason: str = "") -> Job:
    """Replaces what the job says; applications keep the rubric that they pinned.

    Raises AccessRefused, RubricNotPublished or RecruiterMissing.
    """
    AccessRefused.unless(can_edit_job(actor, job))
    _refuse_bad_job(content)
    Lock.hold(REPORTING_LINE)
    held = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    before = _job_facts(held)
    _fill_job(held, content)
    held.save()
    _set_recruiters(held, content.recruiters)
    after = _job_facts(held)
    _note_changes(actor, at, "job.update", held, before, after, reason)
    if any(before[field] != after[field] for field in ("hiring_manager", "team")):
        leaders_changed.send(Job, jobs=[held.pk], actor=actor, at=at)
    return held


@transaction.atomic
def job_close(*, actor: User, at: datetime, job: Job) -> Job:
    """Takes no more applications; those under way go on. Raises AccessRefused or JobStateUnchanged."""
    return _set_closed(actor, at, job, closed=True)


@transaction.atomic
def job_reopen(*, actor: User, at: datetime, job: Job) -> Job:
    """Takes applications again. Raises AccessRefused or JobStateUnchanged."""
    return _set_closed(actor, at, job, closed=False)


def job_content(job: Job) -> JobContent:
    """What the job says now."""
    return JobContent(
        title=job.title,
        team=job.team,
        level=job.level,
        hiring_manager=job.hiring_manager,
        recruiters=tuple(job.recruiters.order_by("name", "id")),
        rubric=job.rubric,
        cycle=job.cycle,
    )


def _set_closed(actor: User, at: datetime, job: Job, *, closed: bool) -> Job:
    AccessRefused.unless(can_edit_job(actor, job))
    held = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if (held.closed_at is not None) == closed:
        raise JobStateUnchanged(f"This job is {'closed' if closed else 'open'} already.")
    held.closed_at = at if closed else None
    held.save(update_fields=["closed_at"])
    audit_record(actor=actor, at=at, action="job.close" if closed else "job.reopen", on=held)
    return held


def _refuse_bad_job(content: JobContent) -> None:
    if not content.rubric.is_published:
        raise RubricNotPublished(f"{content.rubric} is a draft. A job names a published version.")
    if not content.recruiters:
        raise RecruiterMissing("A job needs at least one recruiter; nobody else can act on its applications.")
    _refuse_non_recruiters(content.recruiters)


def _refuse_non_recruiters(people: tuple[User, ...]) -> None:
    without = [person.name for person in people if not (person.is_recruiter and person.is_active)]
    if without:
        raise RecruiterMissing(f"Not a recruiter: {', '.join(without)}. An administrator can change that.")


def _fill_job(job: Job, content: JobContent) -> None:
    job.title, job.level = content.title.strip(), content.level.strip()
    job.team, job.cycle = content.team, content.cycle
    job.hiring_manager, job.rubric = content.hiring_manager, content.rubric


def _set_recruiters(job: Job, recruiters: tuple[User, ...]) -> None:
    wanted = {person.pk for person in recruiters}
    JobRecruiter.objects.filter(job=job).exclude(user__in=wanted).delete()
    JobRecruiter.objects.bulk_create(
        [JobRecruiter(job=job, user_id=key) for key in sorted(wanted)], ignore_conflicts=True
    )


def _refuse_taken_name(model: type[Team] | type[HiringCycle], name: str, but: Model | None = None) -> None:
    """Call it holding the lock on names, so that nobody takes the name in between."""
    same = model._default_manager.filter(name__iexact=name.strip())
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise NameTaken(f"There is already one named {name.strip()}. Choose another name.")


def _refuse_reversed(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise DatesReversed("The last day is before the first one.")


def _free_slug(model: type[Team] | type[HiringCycle] | type[Job], name: str) -> str:
    """A slug made of the name, with a number behind it when another row has it."""
    length = model._meta.get_field("slug").max_length or 60
    base = slugify(name)[: length - 5].strip("-") or model._meta.model_name or "row"
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug


def _note_changes(
    actor: User,
    at: datetime,
    action: str,
    on: Model,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str = "",
) -> None:
    changes: dict[str, Any] = {
        field: [before[field], value] for field, value in after.items() if before[field] != value
    }
    if changes and reason:
        changes["reason"] = reason
    if changes:
        audit_record(actor=actor, at=at, action=action, on=on, changes=changes)


def _team_facts(team: Team) -> dict[str, Any]:
    return {"name": team.name, "lead": _uuid(team.lead)}


def _cycle_facts(cycle: HiringCycle) -> dict[str, Any]:
    return {
        "name": cycle.name,
        "starts_on": cycle.starts_on.isoformat(),
        "ends_on": cycle.ends_on.isoformat(),
    }


def _job_facts(job: Job) -> dict[str, Any]:
    recruiters = User.objects.filter(pk__in=job.job_recruiters.values("user")).order_by("pk")
    return {
        "title": job.title,
        "team": _uuid(job.team),
        "level": job.level,
        "hiring_manager": _uuid(job.hiring_manager),
        "recruiters": [str(key) for key in recruiters.values_list("uuid", flat=True)],
        "rubric": _uuid(job.rubric),
        "cycle": _uuid(job.cycle),
    }


def _uuid(row: Team | User | Rubric | HiringCycle | None) -> str | None:
    return str(row.uuid) if row is not None else None

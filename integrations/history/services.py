"""Writing an import, all or nothing."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from django.db import connection, transaction

from accounts.audit import audit_record
from accounts.models import Lock, User
from candidates.models import HiringCycle, Job
from candidates.services.history import past_cycles_ensure, past_jobs_ensure
from hiring.access import Refusal
from integrations.history.batches import Batch, batch_write, card_times
from integrations.history.plan import HistoryPlan, Summary, plan_history, plan_summary
from integrations.history.sheet import UNNAMED, ApplicationKey, CardKey, History, Problem
from integrations.history.stored import in_chunks, interviewer_email, known_interviewers
from rubrics.models import Rubric
from rubrics.queries import stored_rubric

IMPORT = "import-history"
BATCH = 50  # applications written at a time, which is also how finely progress is told

# Told of each step: how much of the whole is done, from 0 to 1, and what comes now.
Progress: TypeAlias = Callable[[float, str], None]


class HistoryRefused(Refusal):
    """The sheets do not fit what is known here, each place named in `problems`; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("The sheets do not fit what is stored here; nothing was imported.")
        self.problems = problems


class PreviewOutdated(Refusal):
    """What would be added is no longer what was previewed; nothing was written."""


@dataclass(frozen=True)
class ImportResult:
    """What an import added, and the jobs it was about."""

    added: Summary
    jobs: list[Job] = field(default_factory=list)


@transaction.atomic
def history_import(
    *,
    actor: User | None,
    at: datetime,
    rubric: Rubric,
    history: History,
    previewed: Summary | None = None,
    progress: Progress = lambda done, what: None,
) -> ImportResult:
    """Writes the new part of a sound history in one transaction; the same history again adds nothing.

    Imported applications are history: they get advisory outcomes, and nothing of them moves. Raises
    HistoryRefused, and PreviewOutdated when what it would add is not what was `previewed`.
    """
    Lock.hold(IMPORT)
    progress(0.0, "Comparing with what is stored")
    plan = _plan(history, rubric, actor)
    summary = plan_summary(plan)
    if previewed is not None and summary != previewed:
        raise PreviewOutdated(
            "Somebody has imported or changed something since you looked, so that these sheets would now add "
            "something else than the preview said. Nothing was imported; choose the files again."
        )
    if summary.is_empty:
        return ImportResult(summary)
    cards, written = _new_cards(plan), 0
    people, cycles = _interviewers(plan, at), _cycles(actor, plan, at)
    jobs = _jobs(actor, plan, {key.job for key in cards}, at)
    for keys in in_chunks(cards, BATCH):
        progress(0.05 + 0.9 * written / len(cards), "Writing scorecards and outcomes")
        batch_write(at, Batch(plan, {key: cards[key] for key in keys}, people, jobs, cycles))
        written += len(keys)
    for job in jobs.values():
        audit_record(actor=actor, at=at, action="history.import", on=job)
    progress(1.0, "Done")
    return ImportResult(summary, sorted(jobs.values(), key=lambda job: job.title))


def statistics_refresh() -> None:
    """Lets the database's planner know of the many new rows; call after the import has committed."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _plan(history: History, rubric: Rubric, actor: User | None) -> HistoryPlan:
    problems: list[Problem] = []
    plan = plan_history(
        history,
        rubric,
        lambda sheet, line, words: problems.append(Problem(sheet, line, words)),
        actor,
    )
    if problems:
        raise HistoryRefused(problems)
    return plan


def _new_cards(plan: HistoryPlan) -> dict[ApplicationKey, list[CardKey]]:
    """What is new of each application that is written, by stage in order; nothing but a decision for some."""
    order = {slug: place for place, slug in enumerate(stored_rubric(plan.rubric.pk).stage_ids)}
    found: dict[ApplicationKey, list[CardKey]] = {key: [] for key in plan.new_decisions}
    for key in sorted(plan.new_cards, key=lambda card: order[card.stage]):
        found.setdefault(key.application, []).append(key)
    return found


def _interviewers(plan: HistoryPlan, at: datetime) -> dict[str, User]:
    """The sheets' interviewers by e-mail; unknown ones are made, inactive, so that they cannot log in."""
    names = {interviewer_email(key.interviewer): key.interviewer for key in plan.new_cards}
    known = known_interviewers(names)
    new = [
        User(email=email, name=name, is_active=False, is_interviewer=True, deactivated_at=at)
        for email, name in sorted(names.items())
        if email not in known
    ]
    for user in new:
        user.set_unusable_password()
    User.objects.bulk_create(new)
    return known | {user.email: user for user in new}


def _jobs(actor: User | None, plan: HistoryPlan, slugs: set[str], at: datetime) -> dict[str, Job]:
    """The jobs of what is written, made where absent."""
    teams = {}
    for job in sorted(slugs):
        said = plan.history.teams.get(job)
        teams[job] = said.text if said else UNNAMED
    return past_jobs_ensure(actor=actor, at=at, teams=teams, rubric=plan.rubric)


def _cycles(actor: User | None, plan: HistoryPlan, at: datetime) -> dict[str, HiringCycle]:
    """The cycles of new applications, made where absent from their first evidence to the last."""
    new, days = set(plan.new_applications), defaultdict[str, list[date]](list)
    for key in plan.new_cards:
        cycle = plan.history.applications[key.application].cycle
        if cycle and key.application in new:
            days[cycle.text] += [moment.date() for moment in card_times(plan, key, at)]
    spans = {cycle: (min(found), max(found)) for cycle, found in sorted(days.items())}
    return past_cycles_ensure(actor=actor, at=at, days=spans)

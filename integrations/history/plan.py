"""What a history would add to what is stored: the new part of it, or every contradiction named."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import User
from candidates.models import Application, Origin
from committee.models import Decision
from hiring.canonical import text_digest
from integrations.history.sheet import ApplicationKey, CardKey, History, PastCard, Place, Report
from interviewers.models import Score
from rubrics.models import Rubric
from rubrics.points import written_points


@dataclass
class HistoryPlan:
    """The new part of a history. `stored` holds the applications that are there already."""

    rubric: Rubric
    history: History
    stored: dict[ApplicationKey, Application] = field(default_factory=dict)
    new_applications: list[ApplicationKey] = field(default_factory=list)
    new_cards: dict[CardKey, PastCard] = field(default_factory=dict)
    new_decisions: dict[ApplicationKey, str] = field(default_factory=dict)
    unchanged_cards: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.new_applications or self.new_cards or self.new_decisions)


def plan_history(history: History, rubric: Rubric, report: Report) -> HistoryPlan:
    """Compares `history` with the imported applications that are stored; reports each contradiction.

    The statements grow with the number of stored applications of those candidates only by their chunks.
    """
    plan = HistoryPlan(rubric, history)
    plan.stored = _stored_applications(history.applications)
    plan.new_applications = [key for key in history.applications if key not in plan.stored]
    stored_values = _stored_values(plan.stored)
    for key, card in history.cards.items():
        known = stored_values.get(key_of_card(key))
        if known is None:
            plan.new_cards[key] = card
        else:
            plan.unchanged_cards += 1
            _compare(key, card, known, report)
    _plan_decisions(plan, report)
    return plan


def key_of_card(key: CardKey) -> CardKey:
    """The key as what is stored spells it: an interviewer by the e-mail their row has."""
    return key._replace(interviewer=interviewer_email(key.interviewer))


def interviewer_email(name: str) -> str:
    """The e-mail under which an interviewer of a sheet is kept.

    Their own when the sheet gives one; otherwise one that leads nowhere, made of the name's SHA-256 so
    that two names never share it.
    """
    try:
        validate_email(name)
    except ValidationError:
        return f"{text_digest(name)[:40]}@imported.invalid"
    return name.lower()


def known_interviewers(names: Iterable[str]) -> dict[str, User]:
    """The people behind these names of a sheet that are here already, by their e-mail."""
    emails = {interviewer_email(name) for name in names}
    return {user.email: user for user in User.objects.get_queryset().filter(email__in=emails)}


def _stored_applications(keys: Iterable[ApplicationKey]) -> dict[ApplicationKey, Application]:
    wanted = set(keys)
    rows = Application.objects.filter(
        origin=Origin.IMPORTED,
        job__slug__in={key.job for key in wanted},
        candidate__name__in={key.candidate for key in wanted},
    ).select_related("candidate", "job")
    found = {
        ApplicationKey(row.candidate.name, row.candidate.email_normalised, row.job.slug): row for row in rows
    }
    return {key: row for key, row in found.items() if key in wanted}


def _stored_values(stored: dict[ApplicationKey, Application]) -> dict[CardKey, dict[str, int | None]]:
    """The values of stored scorecards by card and competency, of the first revision as it was imported."""
    keys = {application.pk: key for key, application in stored.items()}
    values: dict[CardKey, dict[str, int | None]] = {}
    rows = Score.objects.filter(revision__scorecard__application__in=keys, revision__number=1).values_list(
        "revision__scorecard__application_id",
        "revision__scorecard__visit__stage__slug",
        "revision__scorecard__interviewer__email",
        "competency__slug",
        "value",
    )
    for application, stage, email, competency, value in rows:
        key = CardKey(*keys[application], stage, email)
        values.setdefault(key, {})[competency] = value
    return values


def _compare(key: CardKey, card: PastCard, known: dict[str, int | None], report: Report) -> None:
    for competency, value in card.values.items():
        if known.get(competency) != value:
            place = card.places[competency]
            report(
                place.sheet,
                place.line,
                f"{key.interviewer} gave {key.candidate} {_said(value)} for {competency} at {key.stage}, but "
                f"{_said(known.get(competency))} in what is stored already",
            )


def _said(value: int | None) -> str:
    return "no score" if value is None else written_points(value)


def _plan_decisions(plan: HistoryPlan, report: Report) -> None:
    taken = dict(
        Decision.objects.filter(application__in=[row.pk for row in plan.stored.values()]).values_list(
            "application_id", "result"
        )
    )
    for key, said in plan.history.applications.items():
        stored = plan.stored.get(key)
        before = taken.get(stored.pk, "") if stored else ""
        if said.decision and not before:
            plan.new_decisions[key] = said.decision
        elif said.decision and said.decision != before:
            place: Place = said.place
            report(
                place.sheet,
                place.line,
                f"the decision on {key.candidate} is {said.decision}, but {before} in what is stored already",
            )

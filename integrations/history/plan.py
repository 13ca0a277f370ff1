"""What a history would add to what is stored: the new part of it, or every contradiction named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from accounts.models import User
from candidates.models import Application, HiringCycle, Job, Team
from candidates.permissions import recused_applications
from candidates.queries.history import past_candidates_known
from integrations.history.leaders import tied_bar_raisers
from integrations.history.sheet import UNNAMED, ApplicationKey, CardKey, History, PastCard, Place, Report
from integrations.history.stored import (
    StoredCard,
    interviewer_email,
    known_interviewers,
    stored_applications,
    stored_decisions,
    stored_values,
)
from rubrics.models import Rubric
from rubrics.points import written_points
from rubrics.queries import stored_rubric


@dataclass(frozen=True)
class Summary:
    """What an import would add, for a person to look at: how many, and what is made for the first time."""

    candidates: int
    applications: int
    scorecards: int
    decisions: int
    unchanged_scorecards: int
    jobs: list[str]
    teams: list[str]
    cycles: list[str]
    interviewers: list[str]

    @property
    def is_empty(self) -> bool:
        """Whether everything is stored already."""
        return not (self.applications or self.scorecards or self.decisions)

    @property
    def made(self) -> list[tuple[str, list[str]]]:
        """What is made for the first time, by its kind in words; nothing for a kind without any."""
        kinds = [
            ("New jobs", self.jobs),
            ("New teams", self.teams),
            ("New cycles", self.cycles),
            ("New interviewers", self.interviewers),
        ]
        return [(kind, names) for kind, names in kinds if names]


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


def plan_history(history: History, rubric: Rubric, report: Report, actor: User | None = None) -> HistoryPlan:
    """Compares `history` with the imported applications that are stored; reports each contradiction, and each
    new score of a bar raiser who is not independent of the job's leaders.

    Of an application that `actor` is recused from, nothing is said but that somebody else has to import it.
    The statements grow with the number of applications only by their chunks.
    """
    plan = HistoryPlan(rubric, history)
    plan.stored, doubts = stored_applications(history.applications)
    for key, words in doubts:
        _tell(history.applications[key].place, words, report)
    _leave_out_recused(plan, actor, report)
    plan.new_applications = [key for key in history.applications if key not in plan.stored]
    known = stored_values(plan.stored.values())
    for card_key, card in history.cards.items():
        _plan_card(plan, card_key, card, known, report)
    _plan_decisions(plan, report)
    _compare_organisation(plan, report)
    _refuse_tied_bar_raisers(plan, report)
    return plan


def plan_summary(plan: HistoryPlan) -> Summary:
    """The plan in numbers, with what would be made for the first time by name."""
    new = plan.new_applications
    people = {(key.candidate, key.email) for key in new}
    names = {interviewer_email(key.interviewer): key.interviewer for key in plan.new_cards}
    known = known_interviewers(names)
    jobs = {key.job for key in new} - set(_slugs(Job))
    said = [plan.history.teams.get(job) for job in jobs]
    teams = {team.text if team else UNNAMED for team in said} - set(_slugs(Team))
    cycles = {cycle.text for key in new if (cycle := plan.history.applications[key].cycle)}
    return Summary(
        candidates=len(people - past_candidates_known(people).keys()),
        applications=len(new),
        scorecards=len(plan.new_cards),
        decisions=len(plan.new_decisions),
        unchanged_scorecards=plan.unchanged_cards,
        jobs=sorted(jobs),
        teams=sorted(teams),
        cycles=sorted(cycles - set(_slugs(HiringCycle))),
        interviewers=sorted(name for email, name in names.items() if email not in known),
    )


def _slugs(model: type[Job] | type[Team] | type[HiringCycle]) -> Iterable[str]:
    return model.objects.values_list("slug", flat=True)


def _tell(place: Place, words: str, report: Report) -> None:
    report(place.sheet, place.line, words)


def _leave_out_recused(plan: HistoryPlan, actor: User | None, report: Report) -> None:
    if actor is None:
        return
    hidden = set(recused_applications(actor))
    for key in [key for key, row in plan.stored.items() if row.uuid in hidden]:
        words = f"you have a conflict with {key.candidate}; somebody else has to import their rows"
        _tell(plan.history.applications[key].place, words, report)
        del plan.stored[key]


def _plan_card(
    plan: HistoryPlan,
    key: CardKey,
    card: PastCard,
    known: dict[StoredCard, dict[str, int | None]],
    report: Report,
) -> None:
    application = plan.stored.get(key.application)
    place = StoredCard(application.pk, key.stage, interviewer_email(key.interviewer)) if application else None
    values = known.get(place) if place else None
    if values is None:
        plan.new_cards[key] = card
        return
    plan.unchanged_cards += 1
    for competency, value in card.values.items():
        if values.get(competency) != value:
            said, stored = _said(value), _said(values.get(competency))
            words = f"{key.interviewer} gave {key.candidate} {said} for {competency} at {key.stage}"
            _tell(card.places[competency], f"{words}, but {stored} in what is stored already", report)


def _said(value: int | None) -> str:
    return "no score" if value is None else written_points(value)


def _plan_decisions(plan: HistoryPlan, report: Report) -> None:
    taken = stored_decisions(plan.stored.values())
    for key, application in plan.history.applications.items():
        said, stored = application.decision, plan.stored.get(key)
        before = taken.get(stored.pk) if stored else None
        if said and not before:
            plan.new_decisions[key] = said.text
        elif said and said.text != before:
            words = f"the decision on {key.candidate} is {said.text}, but {before} in what is stored already"
            _tell(said.place, words, report)


def _compare_organisation(plan: HistoryPlan, report: Report) -> None:
    """Reports what the sheets say otherwise of stored applications and jobs: rubric, cycle and team."""
    for place, words in (*_other_facts(plan), *_other_teams(plan)):
        _tell(place, words, report)


def _other_facts(plan: HistoryPlan) -> Iterator[tuple[Place, str]]:
    for key, row in plan.stored.items():
        said = plan.history.applications[key]
        if row.rubric_id != plan.rubric.pk:
            yield said.place, f"{key.candidate} is stored already with another rubric, {row.rubric}"
        if said.cycle and row.cycle and row.cycle.slug != said.cycle.text:
            words = f"the cycle of {key.candidate} is {said.cycle.text}, but {row.cycle.slug}"
            yield said.cycle.place, f"{words} in what is stored already"


def _other_teams(plan: HistoryPlan) -> Iterator[tuple[Place, str]]:
    stored = dict(Job.objects.filter(slug__in=plan.history.teams).values_list("slug", "team__slug"))
    for job, said in plan.history.teams.items():
        if stored.get(job, UNNAMED) not in (UNNAMED, said.text):
            yield said.place, f"the team of {job} is {said.text}, but {stored[job]} in what is stored already"


def _refuse_tied_bar_raisers(plan: HistoryPlan, report: Report) -> None:
    """Reports every row of a new scorecard that no independent bar raiser gave."""
    rubric = stored_rubric(plan.rubric.pk).plan
    for tied in tied_bar_raisers(plan.new_cards, plan.history, rubric):
        words = f"{tied.card.candidate} has a bar raiser who is not independent: {tied.words}"
        for place in plan.new_cards[tied.card].places.values():
            _tell(place, words, report)

"""Bar raisers of a history whom a reporting line, as it is known here, ties to the leaders of the job."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from accounts.models import User
from candidates.models import Job, Team
from integrations.history.sheet import UNNAMED, CardKey, History
from integrations.history.stored import in_chunks, interviewer_email, known_interviewers
from interviewers.independence import Dependence, Loop, dependence, dependence_words
from interviewers.queries.independence import managers_now
from rubrics.plan import RubricPlan


@dataclass(frozen=True)
class TiedBarRaiser:
    """A scorecard of a bar raiser's stage by somebody who is, is below or is above a leader of the job.

    `words` say so with the name: "Lia Below reports to Hugo Manager, the hiring manager".
    """

    card: CardKey
    words: str


def tied_bar_raisers(cards: Collection[CardKey], history: History, rubric: RubricPlan) -> list[TiedBarRaiser]:
    """Those of `cards` whose bar raiser has such a tie. No statement without a bar raiser who is known here.

    Nothing else counts: that somebody interviewed the candidate before is history like the rest. A job that
    is not here yet would be of its team in the sheets, and that team's lead counts.
    """
    judged = [key for key in cards if rubric.stage(key.stage).is_bar_raiser]
    people = known_interviewers({interviewer_email(key.interviewer) for key in judged})
    if not people:
        return []
    loops = _loops({key.job for key in judged}, history)
    managers = managers_now()
    ties: dict[tuple[User, Loop], Dependence | None] = {}
    found: list[tuple[CardKey, User, Dependence]] = []
    for key in judged:
        person, loop = people.get(interviewer_email(key.interviewer)), loops[key.job]
        if person is None:
            continue
        if (person, loop) not in ties:
            ties[person, loop] = dependence(person.pk, loop, managers)
        if tie := ties[person, loop]:
            found.append((key, person, tie))
    names = _names(tie for _, _, tie in found)
    return [TiedBarRaiser(key, f"{person.name} {dependence_words(tie, names)}") for key, person, tie in found]


def _loops(jobs: Collection[str], history: History) -> dict[str, Loop]:
    """The leaders of each of these jobs (slugs), of whom their bar raisers have to be independent."""
    stored = dict(_stored_loops(jobs))
    said = {
        job: team.text if (team := history.teams.get(job)) else UNNAMED for job in jobs if job not in stored
    }
    leads = dict(_leads(set(said.values())))
    return stored | {job: Loop(team_lead=leads.get(team)) for job, team in said.items()}


def _stored_loops(jobs: Collection[str]) -> Iterator[tuple[str, Loop]]:
    for chunk in in_chunks(jobs):
        rows = Job.objects.filter(slug__in=chunk).values_list("slug", "hiring_manager", "team__lead")
        for slug, hiring_manager, team_lead in rows:
            yield slug, Loop(hiring_manager=hiring_manager, team_lead=team_lead)


def _leads(teams: Collection[str]) -> Iterator[tuple[str, int | None]]:
    for chunk in in_chunks(teams):
        yield from Team.objects.filter(slug__in=chunk).values_list("slug", "lead")


def _names(ties: Iterable[Dependence]) -> Mapping[int, str]:
    names: dict[int, str] = {}
    for chunk in in_chunks({person for tie in ties for person in tie.line}):
        names |= dict(User.objects.get_queryset().filter(pk__in=chunk).values_list("pk", "name"))
    return names

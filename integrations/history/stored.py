"""What of a history is stored already; in chunks, since a history may name more than a statement holds."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeVar

from accounts.emails import normalise_email
from accounts.models import User
from candidates.models import Application, Origin
from committee.models import Decision
from hiring.canonical import text_digest
from integrations.history.fields import is_email
from integrations.history.sheet import ApplicationKey
from interviewers.models import Score

CHUNK = 5_000

Item = TypeVar("Item")


class StoredCard(NamedTuple):
    """What makes a stored scorecard: the application's key, the stage's slug, the interviewer's e-mail."""

    application: int
    stage: str
    interviewer: str


def in_chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def interviewer_email(name: str) -> str:
    """The e-mail under which an interviewer of a sheet is kept.

    Their own when the sheet gives one; otherwise one that leads nowhere, made of the name's SHA-256 so
    that two names never share it.
    """
    return normalise_email(name) if is_email(name) else f"{text_digest(name)[:40]}@imported.invalid"


def known_interviewers(emails: Iterable[str]) -> dict[str, User]:
    """The people with these e-mails who are here already."""
    found: dict[str, User] = {}
    for chunk in in_chunks(emails):
        found |= {user.email: user for user in User.objects.get_queryset().filter(email__in=chunk)}
    return found


def stored_applications(
    wanted: Collection[ApplicationKey],
) -> tuple[dict[ApplicationKey, Application], list[tuple[ApplicationKey, str]]]:
    """The imported applications that are stored, by the key of the sheets, and where that is in doubt.

    A candidate without an e-mail, in the sheets or in what is stored, is the one of the same name at the
    same job; when several there have one, the sheets have to say which.
    """
    rows = _rows_of(wanted)
    namesakes = Counter((key.candidate, key.job) for key in wanted)
    found, doubts = {}, []
    for key in wanted:
        same_name = rows.get((key.candidate, key.job), {})
        if key.email in same_name:
            found[key] = same_name[key.email]
        elif not key.email and len(same_name) > 1:
            doubts.append(
                (key, f"the email is empty, and {len(same_name)} candidates of this name are stored")
            )
        elif not key.email and same_name:
            (found[key],) = same_name.values()
        elif "" in same_name and namesakes[key.candidate, key.job] > 1:
            doubts.append(
                (key, "one candidate of this name is stored without an e-mail, and it may be either")
            )
        elif "" in same_name:
            found[key] = same_name[""]
    return found, doubts


def _rows_of(wanted: Iterable[ApplicationKey]) -> dict[tuple[str, str], dict[str, Application]]:
    """Imported applications of these names and jobs, by the candidate's e-mail."""
    rows: dict[tuple[str, str], dict[str, Application]] = {}
    for chunk in in_chunks(wanted):
        imported = Application.objects.filter(
            origin=Origin.IMPORTED,
            job__slug__in={key.job for key in chunk},
            candidate__name__in={key.candidate for key in chunk},
        )
        for row in imported.select_related("candidate", "job", "cycle", "rubric"):
            people = rows.setdefault((row.candidate.name, row.job.slug), {})
            people[row.candidate.email_normalised] = row
    return rows


def stored_values(applications: Iterable[Application]) -> dict[StoredCard, dict[str, int | None]]:
    """The values of stored scorecards by card and competency, of the first revision as it was imported."""
    values: dict[StoredCard, dict[str, int | None]] = {}
    for chunk in in_chunks(application.pk for application in applications):
        rows = Score.objects.filter(
            revision__scorecard__application__in=chunk, revision__number=1
        ).values_list(
            "revision__scorecard__application_id",
            "revision__scorecard__visit__stage__slug",
            "revision__scorecard__interviewer__email",
            "competency__slug",
            "value",
        )
        for application, stage, email, competency, value in rows:
            values.setdefault(StoredCard(application, stage, email), {})[competency] = value
    return values


def stored_decisions(applications: Iterable[Application]) -> dict[int, str]:
    """What was decided on them, by their keys."""
    found: dict[int, str] = {}
    for chunk in in_chunks(application.pk for application in applications):
        rows = Decision.objects.filter(application__in=chunk)
        found |= dict(rows.values_list("application_id", "result"))
    return found

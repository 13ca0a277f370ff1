"""The fields of one row of past scorecards that the gate's sheets do not have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.emails import normalise_email
from rubrics.sheet import Score

DECISIONS = ("offer", "no_offer")
LONGEST_NAME = 200
LONGEST_SLUG = {"job": 80, "team": 60, "cycle": 60}
YEARS = range(1970, 2100)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class SheetExtras:
    """The optional columns of a row: "" and None where there is nothing, or nothing that can be used."""

    interviewed_at: datetime | None
    submitted_at: datetime | None
    evidence: str
    email: str
    job: str
    team: str
    cycle: str
    decision: str


def extras_read(
    interviewed: str,
    submitted: str,
    evidence: str,
    email: str,
    job: str,
    team: str,
    cycle: str,
    decision: str,
) -> tuple[SheetExtras, list[str]]:
    """What the optional columns of a row say, and what is wrong with them in words."""
    problems = []
    if email and not is_email(email):
        problems.append(f"the email “{_cut(email)}” is not an e-mail address")
    for column, slug in (("job", job), ("team", team), ("cycle", cycle)):
        if slug and not _SLUG.fullmatch(slug):
            problems.append(f"the {column} “{_cut(slug)}” is not a slug (small letters, digits and hyphens)")
        elif len(slug) > LONGEST_SLUG[column]:
            problems.append(f"the {column} is longer than {LONGEST_SLUG[column]} characters")
    if decision and decision not in DECISIONS:
        problems.append(f"the decision “{_cut(decision)}” is neither offer nor no_offer")
    interviewed_at, submitted_at = _time(interviewed), _time(submitted)
    for column, text, moment in (
        ("interviewed_at", interviewed, interviewed_at),
        ("submitted_at", submitted, submitted_at),
    ):
        if text and moment is None:
            example = "an ISO 8601 time, such as 2026-03-02T14:30:00Z"
            problems.append(f"the {column} “{_cut(text)}” is not {example}")
    extras = SheetExtras(
        interviewed_at, submitted_at, evidence, normalise_email(email), job, team, cycle, decision
    )
    return extras, problems


def field_problems(score: Score) -> Iterator[str]:
    """What of a row cannot be stored, in words."""
    for column, text in (("candidate", score.candidate), ("interviewer", score.interviewer)):
        if len(text) > LONGEST_NAME:
            yield f"the {column} is longer than {LONGEST_NAME} characters"
    if "\0" in "".join((score.candidate, score.interviewer, *score.extras)):
        yield "a field holds a zero byte"


def person_key(interviewer: str) -> str:
    """An interviewer as a sheet's rows tell them apart: an e-mail in lower case, a name as it is."""
    return normalise_email(interviewer) if is_email(interviewer) else interviewer


@lru_cache(maxsize=10_000)
def is_email(text: str) -> bool:
    """Whether it is an e-mail address; sheets repeat theirs, so the answers are kept."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _time(text: str) -> datetime | None:
    """An ISO 8601 time; one without an offset is in UTC, and a date alone is its midnight."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year not in YEARS:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _cut(text: str) -> str:
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    return "".join(each if each.isprintable() else "\ufffd" for each in shown)

"""The evidence of one application, as its packet is made of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from committee.snapshot import JobPart
from committee.talent_density import Levels
from rubrics.gate import Outcome
from rubrics.plan import RubricPlan, StagePlan


@dataclass(frozen=True, slots=True)
class RevisionEvidence:
    """What is kept of every revision: values in hundredths by competency slug, None for not assessed.

    `reason` is that of a correction, "" for the first submission.
    """

    number: int
    saw_others: bool
    values: Mapping[str, int | None]
    reason: str


@dataclass(frozen=True, slots=True)
class CardEvidence:
    """A scorecard with every revision, the first one first; texts, signals and the like are of the last one.

    `email` tells two interviewers of one name apart; it is not in the snapshot.
    """

    reference: str
    interviewer: str
    email: str
    late: bool
    not_blind: bool
    revisions: tuple[RevisionEvidence, ...]
    evidence: Mapping[str, str]
    why_not: Mapping[str, str]
    why_high: Mapping[str, str]
    summary: str
    signals: Sequence[str]
    measures: Mapping[str, int]
    asked: Sequence[int]


@dataclass(frozen=True, slots=True)
class VisitEvidence:
    """An attempt at a stage that is final, with what the gate said of it."""

    plan: StagePlan
    attempt: int
    superseded: bool
    outcome: Outcome
    sentence: str
    firmness: str
    cards: tuple[CardEvidence, ...]


@dataclass(frozen=True, slots=True)
class AnswerEvidence:
    """An answered question; `scorecard` is the reference of one, `competency` a slug or ""."""

    scorecard: str
    competency: str
    asked_by: str
    question: str
    answer: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class PacketEvidence:
    """Everything a packet is made of. `days` are those from the application to the bar raiser's stage; `top`
    is the profile of the team's top performer, `members` are those of everybody on it.
    """

    candidate: str
    job: JobPart
    days: int
    plan: RubricPlan
    visits: tuple[VisitEvidence, ...]
    answers: tuple[AnswerEvidence, ...]
    top: Levels | None
    members: Sequence[Levels]

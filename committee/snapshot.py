"""What a packet says: the shape of its snapshot. Pure.

A snapshot is canonical JSON (hiring.canonical): text, whole numbers, lists and objects. It holds no clock, no
database key and no uuid, so that the same evidence gives the same bytes anywhere. Scores of one person are
whole hundredths of a point; means are `[numerator, denominator]` in hundredths, reduced. Its three faces
(page, PDF, JSON) are made from it and from nothing else.

A scorecard is named by its key "<stage>.<attempt>.<number>", such as "product-sense.1.2"; the numbers follow
the interviewers' names, not the order in which anything happened.
"""

from typing import Literal, TypeAlias, TypedDict

FORMAT = 1

Exact: TypeAlias = list[int]  # numerator, denominator; in hundredths of a point


class JobPart(TypedDict):
    title: str
    level: str
    team: str


class RubricPart(TypedDict):
    slug: str
    version: int
    name: str


class PolicyPart(TypedDict):
    """In hundredths of a point; `aggregation` is "mean" or "lowest"."""

    threshold: int
    floor: int
    aggregation: str
    lowest: int
    highest: int
    step: int


class CompetencyPart(TypedDict):
    slug: str
    name: str


class DaysPart(TypedDict):
    """From the application to the bar raiser's stage, beside the days that the rubric expects of a loop."""

    taken: int
    expected: int


class ChangedValue(TypedDict):
    """None is not assessed."""

    competency: str
    before: int | None
    after: int | None


class CorrectionPart(TypedDict):
    """A later revision of a scorecard."""

    revision: int
    reason: str
    saw_others: bool
    changed: list[ChangedValue]


class CardPart(TypedDict):
    """A scorecard as its latest revision has it. Texts and values are by competency slug; `signals` are slugs
    in order, `measures` numbers by slug, and `asked` the numbers from 1 of the stage's prompts.
    """

    key: str
    interviewer: str
    revision: int
    late: bool
    not_blind: bool
    values: dict[str, int | None]
    evidence: dict[str, str]
    why_not: dict[str, str]
    why_high: dict[str, str]
    signals: list[str]
    measures: dict[str, int]
    asked: list[int]
    summary: str
    corrections: list[CorrectionPart]


class StagePart(TypedDict):
    """An attempt at a stage with its final outcome. `sentence` is the gate's reason, `firmness` how firmly it
    stands. `superseded` when there is a later attempt. `competencies` are those that the stage scores.
    """

    slug: str
    name: str
    kind: str
    attempt: int
    superseded: bool
    result: str
    reason: str
    sentence: str
    firmness: str
    score: Exact | None
    competencies: dict[str, Exact | None]
    floor_breaches: list[str]
    cards: list[CardPart]


class AmbiguityPart(TypedDict):
    """Something unclear, the first being what matters most. `stage` and `competency` are slugs or "", `cards`
    the scorecards it is about and `ask` those whose authors can clear it up, the best one first.
    """

    kind: str
    stage: str
    competency: str
    reason: str
    cards: list[str]
    ask: list[str]


class SignalPart(TypedDict):
    """A signal that somebody ticked; `cards` are the scorecards it is on."""

    slug: str
    text: str
    tone: Literal["positive", "red_flag"]
    cards: list[str]


class MeasuredPart(TypedDict):
    card: str
    number: int


class MeasurePart(TypedDict):
    """A number that interviewers measured, such as the share of an answer spent on context."""

    stage: str
    slug: str
    label: str
    unit: str
    measured: list[MeasuredPart]


class BarPart(TypedDict):
    """The candidate beside the bar. `candidate` and `top` are profiles by competency slug, `top` that of the
    team's current top performer or None while nobody is named. `before` and `after` are the team's average
    without and with this candidate (its talent density) by competency, and `density_before` and
    `density_after` over all of them; `headcount` is how many members' profiles `before` rests on.
    """

    candidate: dict[str, Exact | None]
    top: dict[str, Exact | None] | None
    before: dict[str, Exact | None]
    after: dict[str, Exact | None]
    density_before: Exact | None
    density_after: Exact | None
    headcount: int


class ClarificationPart(TypedDict):
    """An answered question. `competency` is a slug or "" for the whole scorecard; `corrected` says that a
    revision came with the answer.
    """

    card: str
    competency: str
    asked_by: str
    question: str
    answer: str
    corrected: bool


class PromptPart(TypedDict):
    stage: str
    text: str
    follow_ups: list[str]


class PastDecisionPart(TypedDict):
    title: str
    text: str


class ThinPart(TypedDict):
    """How much evidence there is of a competency: scorecards that assess it, and words written about it."""

    competency: str
    cards: int
    words: int


class InterviewPart(TypedDict):
    """For the bar raiser's interview. `prompts` are those that nobody has marked as asked; `least_evidence`
    starts with the competency of which least is written.
    """

    prompts: list[PromptPart]
    critique: PromptPart | None
    past_decisions: list[PastDecisionPart]
    least_evidence: list[ThinPart]


class Snapshot(TypedDict):
    """The whole packet, in the order in which it is read."""

    format: int
    question: str
    comparison: str
    candidate: str
    job: JobPart
    rubric: RubricPart
    policy: PolicyPart
    days: DaysPart
    competencies: list[CompetencyPart]
    stages: list[StagePart]
    ambiguities: list[AmbiguityPart]
    signals: list[SignalPart]
    measures: list[MeasurePart]
    bar: BarPart
    clarifications: list[ClarificationPart]
    interview: InterviewPart


ChangeKind: TypeAlias = Literal[
    "score", "card_added", "card_gone", "words", "signals", "clarification", "stage", "profile", "details"
]


class Change(TypedDict):
    """One difference from the version before. `before` and `after` are words ready to be read ("3", "not
    assessed"), and "" where the kind has none; `interviewer` and the slugs are "" where they do not apply.
    `evidence`: somebody other than the bar raiser said something new of the candidate.
    """

    kind: ChangeKind
    stage: str
    competency: str
    interviewer: str
    before: str
    after: str
    sentence: str
    evidence: bool

"""A packet's page from its snapshot: the seven parts in the order in which they are read. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from committee.matrix import Matrix
from committee.packet_view_bar import Bar, bar_view
from committee.packet_view_evidence import Answered, StageEvidence, Times, answered_view, stages_view
from committee.packet_view_names import CardName, Names, names_of
from committee.packet_view_scores import Glance, StageGiven, glance, packet_matrix, values_given
from committee.snapshot import InterviewPart, PastDecisionPart, PromptPart, SignalPart, Snapshot

# Part and its heading, in the order of the page; the first is the headline itself.
PARTS = (
    ("question", "The question"),
    ("scores", "Scores and gates"),
    ("ambiguous", "What is ambiguous"),
    ("signals", "Signals across stages"),
    ("bar", "The bar"),
    ("evidence", "Evidence"),
    ("interview", "For the interview"),
)


@dataclass(frozen=True, slots=True)
class Part:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    question: str
    comparison: str
    candidate: str
    job: str
    level: str
    team: str
    rubric: str
    days: int
    expected_days: int
    days_over: int


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Something unclear; `ask` are the scorecards whose authors can clear it up, the best one first."""

    reason: str
    competency: str
    cards: tuple[CardName, ...]
    ask: tuple[CardName, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    text: str
    seen_by: tuple[CardName, ...]
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    card: CardName
    number: int


@dataclass(frozen=True, slots=True)
class Measure:
    label: str
    stage: str
    unit: str
    measured: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class StagePrompts:
    stage: str
    prompts: tuple[PromptPart, ...]


@dataclass(frozen=True, slots=True)
class Thin:
    competency: str
    cards: int
    words: int


@dataclass(frozen=True, slots=True)
class Interview:
    prompts: tuple[StagePrompts, ...]
    critique: PromptPart | None
    past_decisions: tuple[PastDecisionPart, ...]
    least_evidence: tuple[Thin, ...]


@dataclass(frozen=True, slots=True)
class PacketView:
    parts: tuple[Part, ...]
    head: Head
    matrix: Matrix
    glance: Glance
    given: tuple[StageGiven, ...]
    ambiguities: tuple[Ambiguity, ...]
    answered: tuple[Answered, ...]
    red_flags: tuple[Signal, ...]
    positives: tuple[Signal, ...]
    measures: tuple[Measure, ...]
    bar: Bar
    stages: tuple[StageEvidence, ...]
    interview: Interview


def packet_view(snapshot: Snapshot, times: Times) -> PacketView:
    """The page; `times` are those of the questions, which a snapshot does not have."""
    names = names_of(snapshot)
    return PacketView(
        parts=tuple(Part(*part) for part in PARTS),
        head=_head(snapshot),
        matrix=packet_matrix(snapshot, names),
        glance=glance(snapshot, names),
        given=values_given(snapshot, names),
        ambiguities=tuple(
            Ambiguity(row["reason"], row["competency"], names.listed(row["cards"]), names.listed(row["ask"]))
            for row in snapshot["ambiguities"]
        ),
        answered=answered_view(snapshot["clarifications"], names, times),
        red_flags=tuple(_signals(snapshot["signals"], "red_flag", names)),
        positives=tuple(_signals(snapshot["signals"], "positive", names)),
        measures=tuple(_measures(snapshot, names)),
        bar=bar_view(snapshot["bar"], names),
        stages=stages_view(snapshot, names, times),
        interview=_interview(snapshot["interview"], names),
    )


def _head(snapshot: Snapshot) -> Head:
    job, rubric, days = snapshot["job"], snapshot["rubric"], snapshot["days"]
    return Head(
        question=snapshot["question"],
        comparison=snapshot["comparison"],
        candidate=snapshot["candidate"],
        job=job["title"],
        level=job["level"],
        team=job["team"],
        rubric=f"{rubric['name']}, version {rubric['version']}",
        days=days["taken"],
        expected_days=days["expected"],
        days_over=max(days["taken"] - days["expected"], 0),
    )


def _signals(parts: Iterable[SignalPart], tone: str, names: Names) -> Iterator[Signal]:
    """Those that most people saw first."""
    of_it = [part for part in parts if part["tone"] == tone]
    for part in sorted(of_it, key=lambda part: -len(part["cards"])):
        seen_by = names.listed(part["cards"])
        yield Signal(part["text"], seen_by, tuple(dict.fromkeys(card.stage for card in seen_by)))


def _measures(snapshot: Snapshot, names: Names) -> Iterator[Measure]:
    for part in snapshot["measures"]:
        measured = (Measured(names.cards[one["card"]], one["number"]) for one in part["measured"])
        yield Measure(part["label"], names.stage(part["stage"]), part["unit"], tuple(measured))


def _interview(part: InterviewPart, names: Names) -> Interview:
    by_stage = groupby(part["prompts"], key=lambda prompt: prompt["stage"])
    return Interview(
        prompts=tuple(StagePrompts(names.stage(slug), tuple(prompts)) for slug, prompts in by_stage),
        critique=part["critique"],
        past_decisions=tuple(part["past_decisions"]),
        least_evidence=tuple(
            Thin(names.competencies[row["competency"]], row["cards"], row["words"])
            for row in part["least_evidence"]
        ),
    )

"""What a scorecard says, read from flat fields, and the rules it keeps. Pure: no database, no clock.

The fields are named as in a draft: `value.<competency>`, `evidence.<competency>`, `why_not.<competency>`,
`why_high.<competency>`, `signal.<slug>`, `measure.<slug>`, `summary` and `asked.<number of a prompt>`, all as
text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rubrics.gate import ExactScore, GatePolicy, reduced
from rubrics.plan import MeasurePlan, StagePlan
from rubrics.points import POINT, NotPoints, parse_points, written_points

NOT_ASSESSED = "not_assessed"  # what a `value` field says instead of points
TICKED = "1"  # what a `signal` or `asked` field says when ticked
LONGEST_TEXT = 20_000
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # NUL, and halves of characters
_WHOLE = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True)
class ScorecardContent:
    """A scorecard's content. `values` in hundredths of a point; None is not assessed, absent is no answer.

    `why_not` says why a competency was not assessed, `why_high` why it is high despite a signal that rates it
    low. Texts are as they were typed, without blanks around them; empty ones are absent. `asked` holds the
    numbers, from 1, of the stage's prompts that were asked; nobody has to say so.
    """

    values: Mapping[str, int | None]
    evidence: Mapping[str, str]
    why_not: Mapping[str, str]
    why_high: Mapping[str, str]
    signals: frozenset[str]
    measures: Mapping[str, int]
    summary: str
    asked: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field and what to do about it, in words; `field` as in a draft."""

    field: str
    words: str


def field_names(stage: StagePlan) -> tuple[str, ...]:
    """Every field that a scorecard of the stage has, in the order of the page."""
    parts = ("value", "why_not", "evidence", "why_high")
    return (
        *(f"{part}.{slug}" for slug in stage.competencies for part in parts),
        *(f"signal.{signal.slug}" for signal in stage.signals),
        *(f"measure.{measure.slug}" for measure in stage.measures),
        "summary",
        *(f"asked.{number}" for number in _prompt_numbers(stage)),
    )


def tidied(text: str) -> str:
    """Typed text as it is kept: one kind of line end, and nothing that PostgreSQL cannot hold."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def read_content(fields: Mapping[str, str], stage: StagePlan) -> tuple[ScorecardContent, list[Problem]]:
    """The content that flat fields spell, and a problem for every one that cannot be read.

    Fields that the stage does not have are left out, and so are reasons that no longer apply: a `why_not` of
    a competency with a value, a `why_high` where no ticked signal rates it low. Evidence always stays.
    """
    problems: list[Problem] = []
    values = _read_values(fields, stage, problems)
    measures = _read_measures(fields, stage, problems)
    signals = frozenset(
        signal.slug for signal in stage.signals if fields.get(f"signal.{signal.slug}", "") == TICKED
    )
    not_assessed = [slug for slug, value in values.items() if value is None]
    rated_low = [slug for slug in stage.competencies if signals_rating_low(slug, signals, stage)]
    content = ScorecardContent(
        values=values,
        evidence=_texts(fields, "evidence", stage.competencies),
        why_not=_texts(fields, "why_not", not_assessed),
        why_high=_texts(fields, "why_high", rated_low),
        signals=signals,
        measures=measures,
        summary=tidied(fields.get("summary", "")).strip(),
        asked=frozenset(
            number for number in _prompt_numbers(stage) if fields.get(f"asked.{number}", "") == TICKED
        ),
    )
    return content, problems


def written_fields(content: ScorecardContent) -> dict[str, str]:
    """The flat fields that spell the content; `read_content` reads it back."""
    values = {
        f"value.{slug}": NOT_ASSESSED if value is None else written_points(value)
        for slug, value in content.values.items()
    }
    texts = {f"{part}.{slug}": text for part, of in _text_parts(content) for slug, text in of.items()}
    signals = {f"signal.{slug}": TICKED for slug in sorted(content.signals)}
    measures = {f"measure.{slug}": str(number) for slug, number in content.measures.items()}
    summary = {"summary": content.summary} if content.summary else {}
    asked = {f"asked.{number}": TICKED for number in sorted(content.asked)}
    return values | texts | signals | measures | summary | asked


def needs_evidence(value: int, policy: GatePolicy) -> bool:
    """Whether a value asks for evidence: the top of the scale, or at most a point above its lowest."""
    return value <= policy.lowest + POINT or value == policy.highest


def signals_rating_low(slug: str, signals: Iterable[str], stage: StagePlan) -> list[str]:
    """The texts of the ticked signals that rate this competency low."""
    ticked = set(signals)
    return [signal.text for signal in stage.signals if signal.rates_low == slug and signal.slug in ticked]


def content_problems(content: ScorecardContent, stage: StagePlan, policy: GatePolicy) -> list[Problem]:
    """Everything that keeps the content from being submitted, in the order of the page; empty when sound."""
    problems = [
        problem
        for slug in stage.competencies
        for problem in _competency_problems(slug, content, stage, policy)
    ]
    for measure in stage.measures:
        if measure.slug in content.measures:
            problems += _measure_problems(measure, content.measures[measure.slug])
    problems += _too_long("summary", content.summary)
    return problems + _strangers(content, stage)


def checked_content(
    fields: Mapping[str, str], stage: StagePlan, policy: GatePolicy
) -> tuple[ScorecardContent, list[Problem]]:
    """The content of the fields, and everything that keeps it from being submitted: one problem a field."""
    content, unreadable = read_content(fields, stage)
    found = [*unreadable, *content_problems(content, stage, policy)]
    first = {problem.field: problem for problem in reversed(found)}
    order = {field: place for place, field in enumerate(field_names(stage))}
    return content, sorted(first.values(), key=lambda problem: order[problem.field])


def own_mean(content: ScorecardContent) -> ExactScore | None:
    """The exact mean of the values given, each counting once; None before the first. Never a stage score."""
    given = [value for value in content.values.values() if value is not None]
    return reduced(sum(given), len(given)) if given else None


def _prompt_numbers(stage: StagePlan) -> range:
    return range(1, len(stage.prompts) + 1)


def _read_values(
    fields: Mapping[str, str], stage: StagePlan, problems: list[Problem]
) -> dict[str, int | None]:
    values: dict[str, int | None] = {}
    for slug in stage.competencies:
        text = fields.get(f"value.{slug}", "").strip()
        if text == NOT_ASSESSED:
            values[slug] = None
        elif text:
            try:
                values[slug] = parse_points(text)
            except NotPoints as error:
                problems.append(Problem(f"value.{slug}", f"“{text[:20]}” {error}; choose one of the values."))
    return values


def _read_measures(fields: Mapping[str, str], stage: StagePlan, problems: list[Problem]) -> dict[str, int]:
    measures: dict[str, int] = {}
    for measure in stage.measures:
        text = fields.get(f"measure.{measure.slug}", "").strip()
        if _WHOLE.fullmatch(text):
            measures[measure.slug] = int(text)
        elif text:
            problems.append(Problem(f"measure.{measure.slug}", _measure_words(measure)))
    return measures


def _texts(fields: Mapping[str, str], part: str, slugs: Iterable[str]) -> dict[str, str]:
    texts = {slug: tidied(fields.get(f"{part}.{slug}", "")).strip() for slug in slugs}
    return {slug: text for slug, text in texts.items() if text}


def _text_parts(content: ScorecardContent) -> tuple[tuple[str, Mapping[str, str]], ...]:
    return ("why_not", content.why_not), ("evidence", content.evidence), ("why_high", content.why_high)


def _competency_problems(
    slug: str, content: ScorecardContent, stage: StagePlan, policy: GatePolicy
) -> list[Problem]:
    if slug not in content.values:
        return [Problem(f"value.{slug}", "Choose a value, or say that you did not assess it.")]
    value = content.values[slug]
    if value is None:
        problems = _missing(
            f"why_not.{slug}", content.why_not.get(slug, ""), "Say why you did not assess it."
        )
    elif not policy.lowest <= value <= policy.highest or (value - policy.lowest) % policy.step:
        problems = [Problem(f"value.{slug}", _scale_words(value, policy))]
    else:
        problems = _value_problems(slug, value, content, stage, policy)
    return problems + [
        problem
        for part, texts in _text_parts(content)
        for problem in _too_long(f"{part}.{slug}", texts.get(slug, ""))
    ]


def _value_problems(
    slug: str, value: int, content: ScorecardContent, stage: StagePlan, policy: GatePolicy
) -> list[Problem]:
    problems: list[Problem] = []
    if needs_evidence(value, policy):
        words = f"A {written_points(value)} needs evidence: write what you saw or heard."
        problems += _missing(f"evidence.{slug}", content.evidence.get(slug, ""), words)
    lowering = signals_rating_low(slug, content.signals, stage)
    if lowering and value >= policy.floor:
        words = (
            f"You ticked “{lowering[0]}”, which rates this low. "
            f"Say why it is a {written_points(value)} all the same, or change one of the two."
        )
        problems += _missing(f"why_high.{slug}", content.why_high.get(slug, ""), words)
    return problems


def _scale_words(value: int, policy: GatePolicy) -> str:
    return (
        f"{written_points(value)} is not on the scale, which runs from {written_points(policy.lowest)} to "
        f"{written_points(policy.highest)} in steps of {written_points(policy.step)}; choose one of those."
    )


def _measure_words(measure: MeasurePlan) -> str:
    return f"Write a whole number from {measure.lowest} to {measure.highest}, or leave it empty."


def _measure_problems(measure: MeasurePlan, number: int) -> list[Problem]:
    if measure.lowest <= number <= measure.highest:
        return []
    return [Problem(f"measure.{measure.slug}", _measure_words(measure))]


def _missing(field: str, text: str, words: str) -> list[Problem]:
    return [] if text.strip() else [Problem(field, words)]


def _too_long(field: str, text: str) -> list[Problem]:
    if len(text) <= LONGEST_TEXT:
        return []
    words = f"This has {len(text):,} characters; {LONGEST_TEXT:,} fit. Shorten it."
    return [Problem(field, words)]


def _strangers(content: ScorecardContent, stage: StagePlan) -> list[Problem]:
    """What a scorecard of another stage would say; no page of ours sends it."""
    named = {
        *(f"value.{slug}" for slug in content.values),
        *(f"{part}.{slug}" for part, texts in _text_parts(content) for slug in texts),
        *(f"signal.{slug}" for slug in content.signals),
        *(f"measure.{slug}" for slug in content.measures),
        *(f"asked.{number}" for number in content.asked),
    }
    strangers = sorted(named - set(field_names(stage)))
    return [Problem(field, "This stage does not ask for that.") for field in strangers]

"""Before and after another setting, in words, side by side, and as a figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from calibration.charts.before_after import before_after
from calibration.charts.figure import Column, Figure, Value, shown
from calibration.evidence import StageShape
from calibration.whatif.compare import Change, Comparison, StageFlow
from calibration.whatif.history import History, end_meaning
from rubrics.replay_mixed import Ruling
from rubrics.wording import inline_name

FEWEST = 5  # with a result, for a share
_COLUMNS = (
    Column("stage", "Stage"),
    Column("before", "Before", "percent"),
    Column("ruled_before", "Results before", "count"),
    Column("after", "After", "percent"),
    Column("ruled_after", "Results after", "count"),
    Column("floor", "Stopped: floor", "count"),
    Column("threshold", "Stopped: threshold", "count"),
    Column("unseen", "Never seen", "count"),
)
_ENDS = {
    Ruling.FLOOR: "Stopped by a floor",
    Ruling.THRESHOLD: "Stopped by the threshold",
    Ruling.AWAITING_SCORECARDS: "Awaits scorecards",
    Ruling.UNASSESSED: "A competency has no score",
    Ruling.NOT_OPENED: "Not seen further",
}


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One line of the comparison: `note` says what its numbers leave out."""

    label: str
    before: str
    after: str
    change: str
    note: str = ""


def headline(found: Comparison) -> str:
    """What the setting comes to, in one sentence."""
    of = f"of {found.applications:,} applications"
    if found.passed_before == found.passed_after and found.changes[Change.NONE] == found.applications:
        return f"{found.passed_before:,} {of} pass every stage, before and after."
    return f"{found.passed_after:,} {of} would pass every stage, instead of {found.passed_before:,}."


def side_by_side(found: Comparison, stages: Sequence[StageShape]) -> list[SideBySide]:
    """Who passes everything, then who goes on from each stage."""
    lines = [_stage_line(*each) for each in zip(stages, found.before, found.after, strict=True)]
    total = SideBySide(
        "Pass every stage",
        f"{found.passed_before:,}",
        f"{found.passed_after:,}",
        _change(found.passed_after - found.passed_before),
    )
    return [total, *lines]


def changes_in_words(found: Comparison, stages: Sequence[StageShape]) -> list[tuple[str, str]]:
    """The kinds of change that there are, each with how many."""
    words = {
        Change.STOPS: f"would be stopped{_where(found, stages)}",
        Change.PASSES: "would pass every stage",
        Change.GOES_ON: "would have gone on to a stage that never saw them: how that ends is not known",
        Change.ELSEWHERE: "would end at another stage",
        Change.WAITS: "would wait for a score that nobody gave",
    }
    return [(said, f"{found.changes[change]:,}") for change, said in words.items() if found.changes[change]]


def offers_in_words(found: Comparison) -> str:
    """What would have become of the offers made."""
    offers = found.offers
    if not offers.made:
        return "No offer has been made in this period."
    parts = [f"{offers.kept:,} would be made still", f"{offers.lost:,} would not"]
    if offers.unknown:
        parts.append(f"of {offers.unknown:,} it is not known, since a score is missing")
    if offers.beside:
        parts.append(f"{offers.beside:,} went to candidates whom the rubric’s own bar stops as well")
    made = "1 offer" if offers.made == 1 else f"{offers.made:,} offers"
    return f"Of {made} made, {'; '.join(parts)}."


def pass_through(found: Comparison, stages: Sequence[StageShape]) -> Figure:
    """The share that goes on from each stage, before and after."""
    rows = tuple(_row(*each) for each in zip(stages, found.before, found.after, strict=True))
    drawn = any(isinstance(value, float) for row in rows for value in (row[1], row[3]))
    return Figure(
        slug="what-if",
        title="Pass-through, before and after",
        sentence="Of those with a result at the stage, the share that goes on; why the others stop after.",
        columns=_COLUMNS,
        rows=rows,
        spec=before_after(_COLUMNS, rows, name="stage") if drawn else None,
        empty=f"No stage has {FEWEST} results yet.",
        method="what-if",
    )


def end_in_words(code: int, history: History) -> str:
    """Where an application ends, for a table."""
    meaning = end_meaning(code)
    if meaning is None:
        return "Passes every stage"
    stage, ruling = meaning
    return f"{_ENDS[ruling]}: {inline_name({}, history.stages[stage].name)}"


def _stage_line(stage: StageShape, before: StageFlow | None, after: StageFlow | None) -> SideBySide:
    change = "" if before is None or after is None else _change(after.advanced - before.advanced)
    unseen = after.unseen if after else 0
    note = f"and {unseen:,} more whom it never saw" if unseen else ""
    return SideBySide(f"Go on from: {stage.name}", _flow_words(before), _flow_words(after), change, note)


def _flow_words(flow: StageFlow | None) -> str:
    if flow is None:
        return "left out"
    counts = f"{flow.advanced:,} of {flow.ruled:,}"
    if flow.ruled < FEWEST:
        return counts
    return f"{counts} ({shown('percent', flow.share)})"


def _change(difference: int) -> str:
    return f"{difference:+,}".replace("-", "\N{MINUS SIGN}") if difference else "\N{EN DASH}"


def _row(stage: StageShape, before: StageFlow | None, after: StageFlow | None) -> tuple[Value, ...]:
    ended = (after.floor, after.threshold, after.unseen) if after else (None, None, None)
    return (stage.name, *_share(before), *_share(after), *ended)


def _share(flow: StageFlow | None) -> tuple[Value, Value]:
    if flow is None:
        return ("left out", None)
    return (f"too few ({flow.ruled})" if flow.ruled < FEWEST else flow.share, flow.ruled)


def _where(found: Comparison, stages: Sequence[StageShape]) -> str:
    """The stages at which they would be stopped, each with how many."""
    at = [(stage.name, count) for stage, count in zip(stages, found.stops_at, strict=True) if count]
    return f" ({', '.join(f'{name} {count:,}' for name, count in at)})"

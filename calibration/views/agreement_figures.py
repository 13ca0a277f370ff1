"""How far interviewers agree as figures, and what that means in words."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from calibration.charts.bars import bars
from calibration.charts.figure import Column, Figure, Value
from calibration.charts.heat import heat
from rubrics.wording import inline_name

Row: TypeAlias = Mapping[str, Any]

# K. Krippendorff, Content Analysis (2004), section 11.4: below the first nothing should be concluded, and
# only tentative things below the second.
FAIR, GOOD = 0.667, 0.8
READINGS = ("Low", "Fair", "Good")
FEWEST_CARDS = 20  # scorecards of which a share or a correlation is said

_ALPHA = (
    Column("stage", "Stage"),
    Column("competency", "Competency"),
    Column("alpha", "Agreement", "number"),
    Column("reading", "Reading"),
    Column("low", "From", "number"),
    Column("high", "To", "number"),
    Column("candidates", "Double-scored candidates", "count"),
)
_MEASURES = (
    Column("stage", "Stage"),
    Column("competency", "Competency"),
    Column("interval", "Alpha, interval", "number"),
    Column("kappa", "Mean kappa", "number"),
    Column("pairs", "Pairs", "count"),
    Column("single", "ICC(2,1)", "number"),
    Column("average", "ICC(2,k)", "number"),
    Column("block", "Group"),
)
_SCALE = (
    Column("value", "Score"),
    Column("share", "Share", "percent"),
    Column("scores", "Scores", "count"),
)


def agreement_figures(content: Mapping[str, Any]) -> list[Figure]:
    """Alpha by stage and competency, how the scale is used, and the other measures of agreement."""
    rows = [row for row in content["rows"] if row["scores"]]
    return [_alpha(rows), _scale(content["scale"]), _measures(rows)]


def reading(alpha: float) -> str:
    """Agreement in a word."""
    return READINGS[(alpha >= FAIR) + (alpha >= GOOD)]


def halo_words(halo: Mapping[str, Any]) -> str:
    """How far competencies move together within a scorecard, in one or two sentences."""
    if halo["correlation"] is None:
        return (
            "Too few scorecards to say how far the competencies of a scorecard move together "
            f"({halo['compared']:,} of candidates whom somebody else scored too)."
        )
    together = halo["correlation"]
    degree = "hardly" if together < 0.2 else "somewhat" if together < 0.5 else "strongly"
    flat = f"{halo['flat']:,} of {halo['rated']:,} scorecards give one value throughout"
    return (
        f"Beyond what the candidates explain, the competencies of a scorecard move together {degree}: "
        f"{together:.2f} on a scale from 0 to 1, from {halo['compared']:,} scorecards. {flat}."
    )


def blind_words(not_blind: int) -> str:
    """What was left out; nothing when nothing was."""
    if not not_blind:
        return ""
    cards, were = ("scorecard", "was") if not_blind == 1 else ("scorecards", "were")
    return f"{not_blind:,} {cards} of somebody who had seen others’ scores {were} left out."


def _alpha(rows: Sequence[Row]) -> Figure:
    known = [row for row in rows if row["alpha_ordinal"]]
    shown = tuple(_alpha_row(row) for row in rows)
    return Figure(
        slug="agreement",
        title="Agreement by stage and competency",
        sentence=_agreement_sentence(known),
        columns=_ALPHA,
        rows=shown,
        spec=heat(_ALPHA, shown, down="stage", across="competency", value="alpha", below="reading")
        if known
        else None,
        empty="No competency has been scored by two interviewers for ten candidates yet."
        if rows
        else "No scorecard is final yet.",
        method="agreement",
    )


def _alpha_row(row: Row) -> tuple[Value, ...]:
    found, candidates = row["alpha_ordinal"], row["double_scored"]
    name = (row["stage_name"], row["competency_name"])
    if not found:
        return (*name, f"too few ({candidates})", None, None, None, candidates)
    return (*name, found["alpha"], reading(found["alpha"]), found["low"], found["high"], candidates)


def _agreement_sentence(known: Sequence[Row]) -> str:
    meaning = "1 is full agreement, 0 what chance alone would give."
    if not known:
        return f"How alike two interviewers score the same candidate: {meaning}"
    ordered = sorted(known, key=lambda row: float(row["alpha_ordinal"]["alpha"]))
    least, most = ordered[0], ordered[-1]
    if len(ordered) == 1:
        return f"Interviewers of the same candidate agree on {_said(least)}. {meaning}"
    ends = f"agree least on {_said(least)} and most on {_said(most)}"
    return f"Interviewers of the same candidate {ends}. {meaning}"


def _said(row: Row) -> str:
    alpha = row["alpha_ordinal"]["alpha"]
    competency, stage = inline_name({}, row["competency_name"]), inline_name({}, row["stage_name"])
    return f"{competency} at the {stage} ({alpha:.2f}, {reading(alpha).lower()})"


def _measures(rows: Sequence[Row]) -> Figure:
    measured = tuple(_measures_row(row) for row in rows if row["double_scored"])
    return Figure(
        slug="agreement-measures",
        title="Other measures of agreement",
        sentence="Alpha with equal steps between scores, the mean kappa of pairs of interviewers with ten "
        "candidates in common, and the correlations of a group in which everybody scored every candidate.",
        columns=_MEASURES,
        rows=measured,
        empty="" if measured else "Nobody has been scored by two interviewers.",
        method="agreement",
    )


def _measures_row(row: Row) -> tuple[Value, ...]:
    interval, icc = row["alpha_interval"], row["icc"]
    return (
        row["stage_name"],
        row["competency_name"],
        interval["alpha"] if interval else f"too few ({row['double_scored']})",
        f"too few ({row['most_shared']})" if row["mean_kappa"] is None else row["mean_kappa"],
        row["kappa_pairs"],
        icc["single"]["value"] if icc else f"too few ({row['most_shared']})",
        icc["average"]["value"] if icc else f"too few ({row['most_shared']})",
        f"{icc['units']} × {icc['raters']}" if icc else None,
    )


def _scale(scale: Sequence[Row]) -> Figure:
    total = sum(row["scores"] for row in scale)
    rows = (
        tuple((f"{row['value']:g}", row["scores"] / total, row["scores"]) for row in scale) if total else ()
    )
    enough = total >= FEWEST_CARDS
    return Figure(
        slug="scale",
        title="Use of the scale",
        sentence=_scale_sentence(scale, total),
        columns=_SCALE,
        rows=rows,
        spec=bars(_SCALE, rows, name="value", value="share") if enough else None,
        empty="" if rows else "No score has been given yet.",
        method="range-use",
    )


def _scale_sentence(scale: Sequence[Row], total: int) -> str:
    if not total:
        return "How often each score is given."
    most = max(scale, key=lambda row: int(row["scores"]))
    unused = [f"{row['value']:g}" for row in scale if not row["scores"]]
    never = f" Nobody has given {' or '.join(unused)}." if unused else ""
    return f"{most['scores'] * 100 / total:.0f} % of {total:,} scores are {most['value']:g}.{never}"

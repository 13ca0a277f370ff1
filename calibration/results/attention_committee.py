"""What needs attention in how the committee as a whole measures: agreement, halo, and who passes."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from calibration.results.remarks import Remark, percent, plural, points
from rubrics.wording import inline_name, number_word

Found: TypeAlias = Mapping[str, Any]

LOW_ALPHA = 0.5  # of agreement beyond chance; Krippendorff wants 0.667 for even tentative conclusions
MOST_SAID = 2  # competencies of which a sentence of their own is written
STRONG_HALO = 0.6  # mean correlation: over a third of what moves one competency moves all
LOW_PASS = 0.2
FEWEST_ENTERED = 20
_EVENTS = ("screen", "exercise", "interview", "call", "stage", "round")


def agreement_remarks(agreement: Found) -> Iterator[Remark]:
    """Competencies on which interviewers of the same candidate agree little, the least first."""
    rows = [row for row in agreement.get("rows", ()) if row["alpha_ordinal"]]
    low = [row for row in rows if row["alpha_ordinal"]["alpha"] < LOW_ALPHA]
    low.sort(key=lambda row: row["alpha_ordinal"]["alpha"])
    if len(low) > MOST_SAID:
        of_all = "all" if len(low) == len(rows) else f"{number_word(len(low))} of"
        words = (
            f"Agreement is low on {of_all} {number_word(len(rows))} competencies across stages, "
            f"lowest on {_where(low[0])}: {_alpha(low[0])}."
        )
        yield Remark("Agreement", words, "agreement")
        return
    for row in low:
        competency, stage = row["competency_name"], _stage(row["stage_name"])
        words = f"{competency} agreement at {stage} is low: {_alpha(row)}."
        yield Remark("Agreement", words, "agreement")


def _where(row: Found) -> str:
    return f"{inline_name({}, row['competency_name'])} at {_stage(row['stage_name'])}"


def _alpha(row: Found) -> str:
    candidates = plural(row["double_scored"], "double-scored candidate")
    return f"{points(row['alpha_ordinal']['alpha'])} from {candidates}"


def _stage(name: str) -> str:
    """A stage inside a sentence: "the recruiter screen", "the leadership and collaboration stage"."""
    inline = inline_name({}, name)
    return f"the {inline}" if inline.endswith(_EVENTS) else f"the {inline} stage"


def halo_remarks(habits: Found) -> Iterator[Remark]:
    """Whether competencies move together within scorecards."""
    overall = habits.get("overall") or {}
    together = overall.get("correlation")
    if together is not None and together > STRONG_HALO:
        words = (
            "The competencies of a scorecard move together more than the candidates make them: "
            f"{points(together)} from {plural(overall['compared'], 'scorecard')}. "
            "One impression colours the rest."
        )
        yield Remark("Halo", words, "agreement")


def bands_remarks(bands: Found) -> Iterator[Remark]:
    """Stages whose strong scores did not go with more offers than the others."""
    for row in bands.get("stages", ()):
        strong, overall = row["strong"]["offers"], row["overall"]
        if strong["total"] >= FEWEST_ENTERED and strong["high"] < overall["rate"]:
            words = (
                f"A high score at {_stage(row['name'])} did not go with more offers: "
                f"{percent(strong['rate'])} of {strong['total']}, against {percent(overall['rate'])} of all "
                f"{overall['total']} with a score there."
            )
            yield Remark("Offers", words, "bands")


def funnel_remarks(funnel: Found) -> Iterator[Remark]:
    """Stages that few pass, of those whom the gate has decided."""
    for row in funnel.get("stages", ()):
        if row["ruled"] >= FEWEST_ENTERED and row["passed"] < LOW_PASS * row["ruled"]:
            share = percent(row["passed"] / row["ruled"])
            words = f"Few pass {_stage(row['name'])}: {share}, {row['passed']} of {row['ruled']}."
            yield Remark("Funnel", words, "funnel")

"""A calibration as tables for a terminal."""

import math
from collections.abc import Iterator, Mapping

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from calibration.rasch.calibration import Calibration, Element, Separation, Subset
from calibration.ratings_file.output import Agreement
from rubrics.gate_output import printable

_METHODS = {"mml": "marginal maximum likelihood", "jml": "joint maximum likelihood"}
_MOST_ABILITIES = 40


def tables(calibration: Calibration, agreement: Agreement) -> Iterator[RenderableType]:
    """What stands one under the other: a summary, then a table per facet, most severe and hardest first."""
    yield Text(_summary(calibration))
    separation = calibration.separation
    yield _title("Severity, the strictest first", separation.severity)
    yield _facet("rater", calibration.severity)
    yield _title("Difficulty, the hardest first", separation.difficulty)
    yield _facet("item", calibration.difficulty)
    if len(calibration.ability) <= _MOST_ABILITIES:
        yield _title("Ability, the ablest first", separation.ability)
        yield _facet("ratee", calibration.ability)
    else:
        count = len(calibration.ability)
        yield _title(f"{count:,} abilities, which --format json lists", separation.ability)
        yield Text()
    yield _title("Agreement, Krippendorff's alpha", None)
    yield _agreement(agreement)


def _summary(calibration: Calibration) -> str:
    scores = sum(subset.scores for subset in calibration.subsets)
    steps = ", ".join("-" if each is None else f"{each:.3f}" for each in calibration.thresholds)
    ended = "converged" if calibration.converged else "did not converge; do not rely on it"
    lines = [
        f"{scores:,} scores, {_METHODS[calibration.method]}: {ended} after {calibration.iterations} steps",
        f"log-likelihood {calibration.log_likelihood:.3f}",
        f"abilities: mean {calibration.mu:.3f}, sd {calibration.sigma:.3f}; thresholds: {steps}",
        *_warnings(calibration.subsets),
    ]
    return "\n".join(lines) + "\n"


def _warnings(subsets: tuple[Subset, ...]) -> Iterator[str]:
    if len(subsets) > 1:
        yield f"{len(subsets)} subsets that nobody connects: measures do not compare between them."
    for number, subset in enumerate(subsets):
        if subset.problem:
            names = ", ".join(printable(rater) for rater in subset.raters)
            yield f"Subset {number} ({names}) is not measured: {subset.problem}."
        if subset.sigma_at_bound:
            yield f"Subset {number}: the scores do not determine how far abilities spread (sd at its bound)."


def _title(words: str, separation: Separation | None) -> Text:
    reliability = "" if separation is None else f" (reliability {separation.sample.reliability:.2f})"
    return Text(words + reliability, style="bold")


def _facet(name: str, elements: Mapping[str, Element]) -> Table:
    several = len({element.subset for element in elements.values()}) > 1
    table = Table(name, box=SIMPLE_HEAD)
    for heading in ("logits", "se", "infit", "outfit", "scores", "fair average", *["subset"] * several):
        table.add_column(heading, justify="right")
    ordered = sorted(elements.items(), key=lambda pair: (pair[1].subset, -pair[1].measure))
    for each, element in ordered:
        cells = [f"{element.measure:.2f}", _number(element.se), _number(element.infit)]
        cells += [_number(element.outfit), f"{element.n:,}", f"{element.fair_average:.2f}"]
        if element.extreme:
            cells[2] = "at one end"
        table.add_row(Text(printable(each)), *cells, *[str(element.subset)] * several)
    return table


def _agreement(agreement: Agreement) -> Table:
    table = Table("item", box=SIMPLE_HEAD)
    table.add_column("ordinal", justify="right")
    table.add_column("interval", justify="right")
    for item, alphas in agreement.items():
        cells = [_number(alphas["alpha_ordinal"]), _number(alphas["alpha_interval"])]
        table.add_row(Text(printable(item)), *cells)
    return table


def _number(value: float | None) -> str:
    return "-" if value is None or not math.isfinite(value) else f"{value:.2f}"

"""A calibration as tables for a terminal."""

import math
from collections.abc import Iterator, Mapping

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
    yield _facet("Severity, the strictest first", "rater", calibration.severity, separation.severity)
    yield _facet("Difficulty, the hardest first", "item", calibration.difficulty, separation.difficulty)
    if len(calibration.ability) <= _MOST_ABILITIES:
        yield _facet("Ability, the ablest first", "ratee", calibration.ability, separation.ability)
    else:
        count = len(calibration.ability)
        yield Text(f"{count:,} abilities{_reliability(separation.ability)}; --format json lists them.\n")
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


def _facet(title: str, name: str, elements: Mapping[str, Element], separation: Separation | None) -> Table:
    several = len({element.subset for element in elements.values()}) > 1
    table = Table(title=title + _reliability(separation), title_justify="left", title_style="bold")
    table.add_column(name)
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


def _reliability(separation: Separation | None) -> str:
    return "" if separation is None else f" (reliability {separation.sample.reliability:.2f})"


def _agreement(agreement: Agreement) -> Table:
    title = "Agreement (Krippendorff's alpha)"
    table = Table("item", title=title, title_justify="left", title_style="bold")
    table.add_column("ordinal", justify="right")
    table.add_column("interval", justify="right")
    for item, alphas in agreement.items():
        cells = [_number(alphas["alpha_ordinal"]), _number(alphas["alpha_interval"])]
        table.add_row(Text(printable(item)), *cells)
    return table


def _number(value: float | None) -> str:
    return "-" if value is None or not math.isfinite(value) else f"{value:.2f}"

"""Which scores led to an offer, as figures and in sentences."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from calibration.charts.bars import bars
from calibration.charts.figure import Column, Figure, Value
from calibration.charts.heat import heat
from rubrics.points import written_points
from rubrics.wording import inline_name

Content: TypeAlias = Mapping[str, Any]
Chosen: TypeAlias = tuple[str, str]

# What the published example crosses.
FIRST, SECOND = "product-sense", "leadership"
_BANDS = (
    Column("band", "Score"),
    Column("rate", "Offers", "percent"),
    Column("low", "From", "percent"),
    Column("high", "To", "percent"),
    Column("decided", "Decided", "count"),
    Column("undecided", "Not decided yet", "count"),
)


def chosen_stages(asked: Mapping[str, str], content: Content) -> Chosen | None:
    """The two stages (slugs) that the address asks for; nonsense, and the same twice, is the published
    example's or the first two. None where a rubric has no two stages.
    """
    slugs = [stage["stage"] for stage in content["stages"]]
    if len(slugs) < 2:
        return None
    first = _one_of(asked.get("first"), FIRST, slugs)
    second = _one_of(asked.get("second"), SECOND, [slug for slug in slugs if slug != first])
    return first, second


def bands_figures(content: Content, chosen: Chosen | None) -> list[Figure]:
    """The two chosen stages crossed, then every stage by itself."""
    crossed = [_crossed(content, *chosen)] if chosen else []
    return [*crossed, *(_stage(stage) for stage in content["stages"])]


def bands_sentences(content: Content, chosen: Chosen | None) -> list[str]:
    """What a strong first stage and a weak second one led to, as the published example says it."""
    if chosen is None:
        return []
    strong, weak = (_stage_of(content, slug) for slug in chosen)
    return [
        f"{strong['name']} {written_points(content['strong'])} or above: {_offered(strong['strong'])}.",
        f"{weak['name']} below {written_points(content['weak'])}: {_offered(weak['weak'])}"
        f"{_whatever(content, strong, weak)}.",
    ]


def _one_of(asked: str | None, published: str, slugs: Sequence[str]) -> str:
    if asked in slugs:
        return str(asked)
    return published if published in slugs else slugs[0]


def _stage_of(content: Content, slug: str) -> Content:
    found: Content = next(stage for stage in content["stages"] if stage["stage"] == slug)
    return found


def _offered(side: Content) -> str:
    rate = side["offers"]
    if rate["rate"] is None:
        return f"too few decided candidates to say ({rate['total']})"
    return f"{_percent(rate)} of {rate['total']:,} decided candidates got an offer"


def _whatever(content: Content, strong: Content, weak: Content) -> str:
    """Whether the other stage made a difference to the weak; said only where both sides have enough."""
    pair = {"weak": weak["stage"], "strong": strong["stage"]}
    found = next(row for row in content["despite"] if pair.items() <= row.items())
    above, below = found["among_strong"]["offers"], found["among_others"]["offers"]
    other = inline_name({}, strong["name"])
    if above["rate"] is None or below["rate"] is None:
        return ""
    bar = written_points(content["strong"])
    both = (
        f"{_percent(above)} of {above['total']:,} at {bar} or above there, "
        f"{_percent(below)} of {below['total']:,} under it"
    )
    if above["low"] <= below["high"] and below["low"] <= above["high"]:
        return f", whatever the {other} score ({both})"
    return f"; with the {other} score it was {both}"


def _percent(rate: Content) -> str:
    """Whole per cent, halves up."""
    return f"{(200 * rate['cases'] + rate['total']) // (2 * rate['total'])}\N{NO-BREAK SPACE}%"


def _crossed(content: Content, first: str, second: str) -> Figure:
    down, across = _stage_of(content, first), _stage_of(content, second)
    columns = (
        Column("first", down["name"]),
        Column("second", across["name"]),
        *(column for column in _BANDS if column.key in ("rate", "low", "high", "decided")),
    )
    rows = _cells(content, first, second)
    return Figure(
        slug="offers-crossed",
        title=f"{down['name']} by {inline_name({}, across['name'])}",
        sentence="The share of decided candidates with these two scores who got an offer, and of how many.",
        columns=columns,
        rows=rows,
        spec=heat(columns, rows, down="first", across="second", value="rate", count="decided")
        if any(isinstance(row[2], float) for row in rows)
        else None,
        empty="No two scores have five decided candidates yet."
        if rows
        else "Nobody with both scores has been decided on yet.",
        method="bands",
    )


def _cells(content: Content, first: str, second: str) -> tuple[tuple[Value, ...], ...]:
    """The best first scores on top, the best second ones on the right; bands without anybody are left out."""
    labels = content["labels"]
    table = _grid(content, first, second)
    down = [at for at, row in enumerate(table) if any(cell["total"] for cell in row)]
    across = [at for at in range(len(labels)) if any(row[at]["total"] for row in table)]
    return tuple(
        (labels[one], labels[other], *_rate(table[one][other])) for one in reversed(down) for other in across
    )


def _grid(content: Content, first: str, second: str) -> Sequence[Sequence[Content]]:
    for grid in content["grids"]:
        if (grid["first"], grid["second"]) == (first, second):
            cells: Sequence[Sequence[Content]] = grid["cells"]
            return cells
        if (grid["second"], grid["first"]) == (first, second):
            return list(zip(*grid["cells"], strict=True))
    raise LookupError(f"{first} and {second} are not crossed")


def _rate(rate: Content) -> tuple[Value, ...]:
    if rate["rate"] is None:
        return (f"too few ({rate['total']})", None, None, rate["total"])
    return (rate["rate"], rate["low"], rate["high"], rate["total"])


def _stage(stage: Content) -> Figure:
    bands = [band for band in stage["bands"] if band["offers"]["total"] or band["undecided"]]
    rows = tuple((band["label"], *_rate(band["offers"]), band["undecided"]) for band in reversed(bands))
    return Figure(
        slug=f"offers-{stage['stage']}",
        title=stage["name"],
        sentence=_stage_sentence(stage),
        columns=_BANDS,
        rows=rows,
        spec=bars(_BANDS, rows, name="band", value="rate", low="low", high="high", ends=(0, 1))
        if any(isinstance(row[1], float) for row in rows)
        else None,
        empty="No score has five decided candidates yet." if rows else "Nobody has a score here yet.",
        method="bands",
    )


def _stage_sentence(stage: Content) -> str:
    overall = stage["overall"]
    if overall["rate"] is None:
        return f"Offers by score: too few decided candidates to say ({overall['total']})."
    return f"Of {overall['total']:,} decided candidates with a score here, {_percent(overall)} got an offer."

"""What is ambiguous between scores: people or stages far apart, outcomes that one score turns. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from committee.ambiguity_found import Attempt, Found, far_apart, named, spread
from rubrics.gate import Card, ExactScore, GatePolicy, Result, shown
from rubrics.plan import RubricPlan
from rubrics.points import written_points
from rubrics.stability import Flip, stability
from rubrics.wording import listed, points_in_words

_TURNS = {
    Result.ADVANCE: "would have let {} advance",
    Result.STOP: "would have stopped {}",
    Result.PENDING: "would have left {} open",
}


def apart(attempt: Attempt, rubric: RubricPlan) -> Iterator[Found]:
    """Interviewers two or more points apart on a competency."""
    for slug in attempt.plan.competencies:
        values = {key: Fraction(value) for key, value in attempt.values(slug).items()}
        far = far_apart(values)
        if far:
            yield Found(
                kind="apart",
                stage=attempt.part["slug"],
                competency=slug,
                distance=spread(far),
                reason=_apart_words(attempt, slug, far, rubric),
                cards=tuple(far),
                ask=_farthest_first(far, values, rubric.policy),
            )


def moves(attempts: Sequence[Attempt], rubric: RubricPlan) -> Iterator[Found]:
    """Competencies whose scores are two or more points apart in different stages."""
    by_slug = {attempt.part["slug"]: attempt for attempt in attempts}
    for competency in rubric.competencies:
        scores = {
            slug: Fraction(*score)
            for slug, attempt in by_slug.items()
            if (score := attempt.part["competencies"].get(competency.slug)) is not None
        }
        far = far_apart(scores)
        if not far:
            continue
        ends = [by_slug[slug] for slug in far]
        values = {key: Fraction(v) for end in ends for key, v in end.values(competency.slug).items()}
        yield Found(
            kind="moves",
            stage="",
            competency=competency.slug,
            distance=spread(far),
            reason=_moves_words(ends, competency.slug, far, rubric),
            cards=tuple(values),
            ask=_farthest_first(values, scores, rubric.policy),
        )


def flips(attempt: Attempt, rubric: RubricPlan) -> Iterator[Found]:
    """An outcome that one score would turn, had it been one step of the scale higher or lower.

    It counts as though exactly the scorecards that are in were expected. The more scores would turn it, the
    more it matters, and first to ask is whoever gave most of them.
    """
    cards = [Card(card["key"], _given(attempt, card["key"])) for card in attempt.cards]
    firmness = stability(rubric.policy, attempt.plan.competencies, cards, len(cards))
    if firmness.steps != 1:
        return
    turning = {card.id: [flip for flip in firmness.flips if flip.card_id == card.id] for card in cards}
    turning = {key: found for key, found in turning.items() if found}
    slugs = {flip.competency for flip in firmness.flips}
    yield Found(
        kind="flips",
        stage=attempt.part["slug"],
        competency=slugs.pop() if len(slugs) == 1 else "",
        distance=Fraction(len(firmness.flips)),
        reason=_flips_words(attempt, turning, rubric),
        cards=tuple(turning),
        ask=tuple(sorted(turning, key=lambda key: -len(turning[key]))),
    )


def _farthest_first(
    values: Mapping[str, Fraction], among: Mapping[str, Fraction], policy: GatePolicy
) -> tuple[str, ...]:
    """Whoever is farthest from the mean of `among` comes first; of those as far, whoever is farther from the
    threshold; of those again, in the order given.
    """
    mean = sum(among.values(), Fraction(0)) / len(among)
    return tuple(
        sorted(values, key=lambda key: (-abs(values[key] - mean), -abs(values[key] - policy.threshold)))
    )


def _apart_words(attempt: Attempt, slug: str, far: Mapping[str, Fraction], rubric: RubricPlan) -> str:
    """ "Ada and Cy gave judgment 5 in Leadership, Ben gave it 2: three points apart." """
    said: list[str] = []
    for value in sorted(set(far.values()), reverse=True):
        people = attempt.people(key for key, given in far.items() if given == value)
        of = "it" if said else named(slug, rubric)
        where = "" if said else f" in {attempt.plan.name}"
        said.append(f"{listed(people, 'and')} gave {of} {written_points(int(value))}{where}")
    return f"{', '.join(said)}: {_distance(spread(far))} apart."


def _moves_words(ends: Sequence[Attempt], slug: str, far: Mapping[str, Fraction], rubric: RubricPlan) -> str:
    """ "Judgment moves three points between stages: 5.00 in Leadership (Ada), 2.00 in Bar raiser (Cy)." """
    said = [
        f"{shown(_exact(far[end.part['slug']]))} in {end.plan.name} "
        f"({listed(end.people(end.values(slug)), 'and')})"
        for end in ends
    ]
    name = rubric.competency(slug).name
    return f"{name} moves {_distance(spread(far))} between stages: {', '.join(said)}."


def _flips_words(attempt: Attempt, turning: Mapping[str, Sequence[Flip]], rubric: RubricPlan) -> str:
    """ "One point less would have stopped Leadership: Ada’s judgment 4 or impact 4; any score of Ben." """
    one = next(iter(turning.values()))[0]
    step = points_in_words(rubric.policy.step)
    change = f"{step[:1].upper()}{step[1:]} {'more' if one.becomes > one.value else 'less'}"
    whole = [key for key, found in turning.items() if 1 < len(found) == len(_given(attempt, key))]
    said = []
    for key, found in turning.items():
        if key not in whole:
            scores = [f"{named(flip.competency, rubric)} {written_points(flip.value)}" for flip in found]
            said.append(f"{attempt.people([key])[0]}’s {listed(scores, 'or')}")
    if whole:
        said.append(f"any score of {listed(attempt.people(whole), 'or')}")
    return f"{change} {_TURNS[one.result].format(attempt.plan.name)}: {'; '.join(said)}."


def _given(attempt: Attempt, key: str) -> dict[str, int]:
    """The values on a scorecard that the gate reads."""
    values = {slug: attempt.values(slug) for slug in attempt.plan.competencies}
    return {slug: given[key] for slug, given in values.items() if key in given}


def _distance(hundredths: Fraction) -> str:
    """A distance in words, cut to hundredths of a point."""
    return points_in_words(hundredths.numerator // hundredths.denominator)


def _exact(score: Fraction) -> ExactScore:
    return score.numerator, score.denominator

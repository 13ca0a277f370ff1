"""What is ambiguous within a scorecard: thin evidence, contradictions, gaps, and how it came about. Pure."""

from collections.abc import Iterator
from fractions import Fraction

from committee.ambiguity_found import Attempt, Found, named
from committee.snapshot import CardPart, CorrectionPart
from committee.word_count import words_written
from interviewers.content import needs_evidence, signals_rating_low
from rubrics.plan import RubricPlan
from rubrics.points import written_points
from rubrics.wording import listed, number_word

THIN_WORDS = 12  # evidence with fewer words hardly says what was seen, and how the interviewer knows


def thin(attempt: Attempt, rubric: RubricPlan) -> Iterator[Found]:
    """Values that need evidence and have little; the fewer words, the more it matters."""
    for card in attempt.cards:
        for slug in attempt.plan.competencies:
            value = card["values"].get(slug)
            words = words_written(card["evidence"].get(slug, ""))
            if value is not None and needs_evidence(value, rubric.policy) and words < THIN_WORDS:
                written = f"{number_word(words)} word{'' if words == 1 else 's'} of evidence"
                reason = f"{_gave(card, slug, value, attempt, rubric)} with {written}."
                yield _of(attempt, card, "thin", reason, slug, THIN_WORDS - words)


def contradicts(attempt: Attempt, rubric: RubricPlan) -> Iterator[Found]:
    """Values at or above the floor beside a ticked signal that, by the rubric, rates the competency low."""
    for card in attempt.cards:
        for slug in attempt.plan.competencies:
            value = card["values"].get(slug)
            texts = signals_rating_low(slug, card["signals"], attempt.plan)
            if value is not None and texts and value >= rubric.policy.floor:
                ticked = listed([f"“{text}”" for text in texts], "and")
                rates = "rates" if len(texts) == 1 else "rate"
                gave = _gave(card, slug, value, attempt, rubric)
                reason = f"{gave} but ticked {ticked}, which {rates} it low."
                yield _of(attempt, card, "contradicts", reason, slug, value - rubric.policy.floor)


def not_assessed(attempt: Attempt, rubric: RubricPlan) -> Iterator[Found]:
    """Competencies that some or all did not assess; the larger their share, the more it matters."""
    for slug in attempt.plan.competencies:
        given = attempt.values(slug)
        without = [card["key"] for card in attempt.cards if card["key"] not in given]
        if without:
            people = listed(attempt.people(without), "and")
            rest = "" if given else ", so it has no score there"
            yield Found(
                kind="not_assessed",
                stage=attempt.part["slug"],
                competency=slug,
                distance=Fraction(len(without), len(attempt.cards)),
                reason=f"{people} did not assess {named(slug, rubric)} in {attempt.plan.name}{rest}.",
                cards=tuple(without),
                ask=tuple(without),
            )


def late(attempt: Attempt, rubric: RubricPlan) -> Iterator[Found]:
    """Scorecards submitted after they were due: from memory, perhaps."""
    for card in attempt.cards:
        if card["late"]:
            reason = f"{card['interviewer']} submitted their scorecard of {attempt.plan.name} late."
            yield _of(attempt, card, "late", reason)


def saw_others(attempt: Attempt, rubric: RubricPlan) -> Iterator[Found]:
    """Scorecards corrected by somebody who could see others’ by then; the more a value moved, the more it
    matters.
    """
    for card in attempt.cards:
        seen = [correction for correction in card["corrections"] if correction["saw_others"]]
        if seen:
            changed = [change for correction in seen for change in correction["changed"]]
            slugs = {change["competency"] for change in changed}
            reason = (
                f"{card['interviewer']} corrected their scorecard of {attempt.plan.name} "
                f"after seeing others’: {_changed_words(seen, rubric)}."
            )
            moved = [
                abs(change["after"] - change["before"])
                for change in changed
                if change["after"] is not None and change["before"] is not None
            ]
            slug = slugs.pop() if len(slugs) == 1 else ""
            yield _of(attempt, card, "saw_others", reason, slug, max(moved, default=0))


def not_blind(attempt: Attempt, rubric: RubricPlan) -> Iterator[Found]:
    """Scorecards by somebody who could see others’ before their own was written."""
    for card in attempt.cards:
        if card["not_blind"]:
            reason = (
                f"{card['interviewer']} could see others’ scorecards "
                f"before writing their own of {attempt.plan.name}."
            )
            yield _of(attempt, card, "not_blind", reason)


def flat(attempt: Attempt, rubric: RubricPlan) -> Iterator[Found]:
    """Scorecards with one value for everything, where two or more competencies were assessed."""
    for card in attempt.cards:
        given = [card["values"].get(slug) for slug in attempt.plan.competencies]
        values = [value for value in given if value is not None]
        if len(values) > 1 and len(set(values)) == 1:
            every = "every competency" if len(values) == len(given) else "everything they assessed"
            reason = f"{card['interviewer']} gave {every} {written_points(values[0])} in {attempt.plan.name}."
            yield _of(attempt, card, "flat", reason, "", len(values))


def _of(
    attempt: Attempt, card: CardPart, kind: str, reason: str, competency: str = "", distance: int = 0
) -> Found:
    """What is found on one scorecard, and asked of its author."""
    keys = (card["key"],)
    return Found(kind, attempt.part["slug"], competency, Fraction(distance), reason, keys, keys)


def _gave(card: CardPart, slug: str, value: int, attempt: Attempt, rubric: RubricPlan) -> str:
    competency = named(slug, rubric)
    return f"{card['interviewer']} gave {competency} {written_points(value)} in {attempt.plan.name}"


def _changed_words(seen: list[CorrectionPart], rubric: RubricPlan) -> str:
    """ "judgment from 2 to 4"; "no value changed" when only words did."""
    said = [
        f"{named(change['competency'], rubric)} from {_value(change['before'])} to {_value(change['after'])}"
        for correction in seen
        for change in correction["changed"]
    ]
    return listed(said, "and") or "no value changed"


def _value(value: int | None) -> str:
    return "not assessed" if value is None else written_points(value)

"""What the gate decided, as a person would say it."""

from collections.abc import Mapping, Sequence

from rubrics.gate import ExactScore, GatePolicy, Outcome, Reason, Result, shown
from rubrics.points import written_points
from rubrics.stability import Stability

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PARTS = {25: "a quarter of a point", 50: "half a point", 100: "one point"}


def explain(outcome: Outcome, policy: GatePolicy, competency_names: Mapping[str, str]) -> str:
    """One sentence, without a full stop, that gives the result and the reason for it.

    `competency_names` maps slugs to names; a slug without a name stands for itself.
    """
    if outcome.result is Result.PENDING:
        return _waiting(outcome, competency_names)
    if outcome.reason is Reason.FLOOR:
        return f"Stopped: {_breaches(outcome, policy, competency_names)}; {_scorecards_in(outcome)}"
    score, bar = _shown(outcome.score), shown((policy.threshold, 1))
    if outcome.result is Result.STOP:
        return f"Stopped: {score} is below the threshold of {bar}; {_scorecards_in(outcome)}"
    return f"Advanced: {score} meets the threshold of {bar}; {_scorecards_in(outcome)}"


def explain_stability(firmness: Stability, policy: GatePolicy, competency_names: Mapping[str, str]) -> str:
    """One sentence, without a full stop, on how little would have given another result."""
    change = "no change of one score"
    if firmness.steps is not None:
        slugs = list(dict.fromkeys(flip.competency for flip in firmness.flips))
        names = listed([inline_name(competency_names, slug) for slug in slugs], "or")
        change = f"{points_in_words(firmness.steps * policy.step)} on {names}"
    if firmness.single:
        return f"Rests on one scorecard; {change} would change this"
    by_one = " by one interviewer" if firmness.steps is not None else ""
    sentence = f"{_capital(change)}{by_one} would change this"
    if not firmness.removals:
        return sentence
    return f"{sentence}; leaving out one scorecard would{'' if firmness.steps is None else ' too'}"


def number_word(number: int) -> str:
    """Small numbers as words, the way a sentence wants them: "three", but "12"."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def points_in_words(hundredths: int) -> str:
    """A distance on the scale: "one point", "half a point", "2.33 points"."""
    if hundredths in _PARTS:
        return _PARTS[hundredths]
    whole, rest = divmod(hundredths, 100)
    return f"{written_points(hundredths) if rest else number_word(whole)} points"


def inline_name(names: Mapping[str, str], slug: str) -> str:
    """A name inside a sentence: "Judgment" is judgment there, "SQL" stays SQL."""
    name = names.get(slug, slug)
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def listed(words: Sequence[str], conjunction: str) -> str:
    """One, "one and two", "one, two and three"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def _waiting(outcome: Outcome, names: Mapping[str, str]) -> str:
    outstanding = outcome.expected - outcome.submitted
    if outstanding and outcome.submitted:
        return f"Waiting for {number_word(outstanding)} of {_scorecards(outcome.expected)}"
    if outstanding:
        return f"Waiting for {_scorecards(outstanding)}"
    missing = [inline_name(names, slug) for slug, score in outcome.competencies.items() if score is None]
    return f"Nobody assessed {listed(missing, 'and')} yet; one more scorecard is needed"


def _breaches(outcome: Outcome, policy: GatePolicy, names: Mapping[str, str]) -> str:
    """Which competencies are below the floor, or no longer able to reach it."""
    floor = f"below the floor of {shown((policy.floor, 1))}"
    if outcome.expected > outcome.submitted and policy.aggregation == "mean":
        reaches = [
            f"{inline_name(names, slug)} can reach {_shown(outcome.ceilings[slug])}"
            for slug in outcome.floor_breaches
        ]
        return f"{listed(reaches, 'and')} at most, {floor}"
    scores = [
        f"{inline_name(names, slug)} {_shown(outcome.competencies[slug])}" for slug in outcome.floor_breaches
    ]
    return f"{listed(scores, 'and')} {'is' if len(scores) == 1 else 'are'} {floor}"


def _scorecards_in(outcome: Outcome) -> str:
    if outcome.expected > outcome.submitted:
        return f"{number_word(outcome.submitted)} of {_scorecards(outcome.expected)} in"
    return _scorecards(outcome.submitted)


def _scorecards(number: int) -> str:
    return f"{number_word(number)} scorecard{'' if number == 1 else 's'}"


def _shown(score: ExactScore | None) -> str:
    return "none" if score is None else shown(score)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

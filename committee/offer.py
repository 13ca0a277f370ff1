"""When the committee may decide, and what an offer still lacks. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rubrics.wording import listed

WHY_NOT_RAISED = "The bar raiser's verdict is no: the candidate does not raise the bar in {what}."


@dataclass(frozen=True)
class StageFacts:
    """A stage of the rubric with the result of its latest attempt; "" for one that was not reached."""

    name: str
    result: str


@dataclass(frozen=True)
class VerdictFacts:
    """The verdict that counts. `is_on_newest`: nothing new was said of the candidate since."""

    raises_judgment: bool
    raises_impact: bool
    is_on_newest: bool


@dataclass(frozen=True)
class LoopFacts:
    """What a decision depends on. `questions` are the open ones, in words; `is_settling`: an outcome or a
    packet is still to be made of evidence that has changed.
    """

    state: str
    is_imported: bool
    is_decided: bool
    is_settling: bool
    stages: Sequence[StageFacts]
    has_bar_raiser: bool
    verdict: VerdictFacts | None
    questions: Sequence[str]


def unmet_for_offer(facts: LoopFacts) -> tuple[str, ...]:
    """Every condition of an offer that is not met, each in a sentence; empty when an offer may be decided."""
    return (*_unmet_by_state(facts), *_unmet_by_gate(facts), *_unmet_by_bar_raiser(facts))


def unmet_for_no_offer(facts: LoopFacts) -> tuple[str, ...]:
    """Why the committee cannot decide against an offer yet; empty once the loop has ended."""
    said_no = facts.verdict is not None and not _raises(facts.verdict)
    cleared = all(stage.result == "advance" for stage in facts.stages)
    complete = cleared and (facts.verdict is not None or not facts.has_bar_raiser)
    ended = facts.state == "stopped" or (facts.state == "active" and (complete or said_no))
    if facts.is_imported or facts.is_decided or ended:
        return _unmet_by_origin(facts)
    on_hold = _unmet_by_state(facts)
    return on_hold or ("The loop has not ended: the gate has not stopped it, and not everybody is heard.",)


def _unmet_by_origin(facts: LoopFacts) -> tuple[str, ...]:
    if facts.is_imported:
        return ("This application was imported; its history stays as it came.",)
    return ("This application is decided.",) if facts.is_decided else ()


def _unmet_by_state(facts: LoopFacts) -> tuple[str, ...]:
    if unmet := _unmet_by_origin(facts):
        return unmet
    words = {
        "on_hold": "The application is on hold; resume it first.",
        "withdrawn": "The application is withdrawn.",
        "closed": "The application is closed.",
    }
    unmet = (words[facts.state],) if facts.state in words else ()
    settling = "Its outcomes and its packet are being brought up to date; try again in a moment."
    return (*unmet, settling) if facts.is_settling else unmet


def _unmet_by_gate(facts: LoopFacts) -> Iterable[str]:
    said = {
        "stop": "{} has stopped the candidate.",
        "pending": "{} has no final outcome yet.",
        "": "{} has not been held.",
    }
    for stage in facts.stages:
        if stage.result in said:
            yield said[stage.result].format(stage.name)


def _unmet_by_bar_raiser(facts: LoopFacts) -> Iterable[str]:
    if not facts.has_bar_raiser:
        return
    for question in facts.questions:
        yield f"A question {question} is still open."
    if facts.verdict is None:
        yield "The bar raiser has not given the verdict."
    elif not facts.verdict.is_on_newest:
        yield "New evidence has come since the verdict; the bar raiser has to look at it first."
    elif not _raises(facts.verdict):
        answers = {"judgment": facts.verdict.raises_judgment, "impact": facts.verdict.raises_impact}
        lacking = [what for what, raised in answers.items() if not raised]
        yield WHY_NOT_RAISED.format(what=listed(lacking, "or"))


def _raises(verdict: VerdictFacts) -> bool:
    return verdict.raises_judgment and verdict.raises_impact

"""What differs between two versions of a packet, one sentence a difference. Pure.

Scorecards are matched by what their keys stand for, not by the keys, which shift as scorecards come in. What
follows from the rest (the gate's sentences, means, ambiguities, prompts not covered, the team's average with
the candidate) gives no change of its own, so the list is empty exactly when nobody's facts differ.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from committee.packet_card_changes import Place, card_changes, places_of, who
from committee.packet_other_changes import bar_changes, detail, detail_changes
from committee.scale import RESULT_WORDS
from committee.snapshot import CardPart, Change, ClarificationPart, Snapshot, StagePart
from rubrics.wording import inline_name, number_word

References = Mapping[str, str]
Said = tuple[str, str, str, str, bool]


def packet_changes(
    before: Snapshot, before_refs: References, after: Snapshot, after_refs: References
) -> list[Change]:
    """The differences in the order in which a packet is read; `…_refs` say which scorecards the keys mean."""
    places = places_of(before, after)
    old = {(stage["slug"], stage["attempt"]): stage for stage in before["stages"]}
    new = {(stage["slug"], stage["attempt"]): stage for stage in after["stages"]}
    changes: list[Change] = []
    for key in [*new, *(key for key in old if key not in new)]:
        if key in old and key in new:
            changes += _within(old[key], before_refs, new[key], after_refs, places[key])
        else:
            changes.append(_come_or_gone(places[key], come=key in new))
    return [
        *changes,
        *_clarifications(before, before_refs, after, after_refs),
        *bar_changes(before, after),
        *detail_changes(before, after),
    ]


def _come_or_gone(place: Place, *, come: bool) -> Change:
    if not come:
        return place.change("stage", f"{place.words} is not final any more", evidence=False)
    number = len(place.stage["cards"])
    cards = f"{number_word(number)} scorecard{'' if number == 1 else 's'}"
    return place.change("stage", f"{place.words} is final, with {cards}", evidence=number > 0)


def _within(
    before: StagePart, before_refs: References, after: StagePart, after_refs: References, place: Place
) -> list[Change]:
    """The differences in one attempt at a stage. That its result follows a score is not told again."""
    old = {before_refs[card["key"]]: card for card in before["cards"]}
    new = {after_refs[card["key"]]: card for card in after["cards"]}
    changes: list[Change] = []
    for reference, card in new.items():
        if reference in old:
            changes += card_changes(old[reference], card, place)
        else:
            changes.append(_added(card, place))
    changes += [_gone(card, place) for reference, card in old.items() if reference not in new]
    explained = any(change["kind"] in ("score", "card_added", "card_gone") for change in changes)
    if not explained and _result(before) != _result(after):
        changes.append(_turned(before, after, place))
    if before["superseded"] != after["superseded"]:
        what = "no longer counts: there is a later attempt" if after["superseded"] else "counts again"
        changes.append(place.change("stage", f"{place.words} {what}", evidence=False))
    return changes


def _added(card: CardPart, place: Place) -> Change:
    late = ", late" if card["late"] else ""
    sentence = f"{who(card)} handed in a scorecard on {place.words}{late}"
    return place.change("card_added", sentence, evidence=True, card=card)


def _gone(card: CardPart, place: Place) -> Change:
    sentence = f"The scorecard of {who(card)} on {place.words} does not count any more"
    return place.change("card_gone", sentence, evidence=False, card=card)


def _result(stage: StagePart) -> tuple[str, str]:
    return stage["result"], stage["reason"]


def _turned(before: StagePart, after: StagePart, place: Place) -> Change:
    old, new = (RESULT_WORDS.get(stage["result"], stage["result"]).lower() for stage in (before, after))
    sentence = f"{place.words} has {new}; before, it had {old}"
    if old == new:
        sentence = f"{place.words} has {new} for another reason"
    return place.change("stage", sentence, evidence=False, before=old, after=new)


def _clarifications(
    before: Snapshot, before_refs: References, after: Snapshot, after_refs: References
) -> list[Change]:
    """Answers that came or went. Another name of who asked is a detail of the packet."""
    old = _answers(before, before_refs)
    new = _answers(after, after_refs)
    come, gone = Counter(map(_said, new)), Counter(map(_said, old))
    come, gone = come - gone, gone - come
    renamed = (Counter(map(_asked, new)) - Counter(map(_asked, old))).total() > come.total()
    return [
        *_told(new, come, after, "answered a question", evidence=True),
        *_told(old, gone, before, "is not known any more to have answered a question", evidence=False),
        *([detail("The name of who asked a question is another")] if renamed else []),
    ]


def _answers(snapshot: Snapshot, references: References) -> list[tuple[str, ClarificationPart]]:
    """With what the scorecard's key stands for."""
    return [(references[part["card"]], part) for part in snapshot["clarifications"]]


def _said(answer: tuple[str, ClarificationPart]) -> Said:
    reference, part = answer
    return reference, part["competency"], part["question"], part["answer"], part["corrected"]


def _asked(answer: tuple[str, ClarificationPart]) -> tuple[Said, str]:
    return _said(answer), answer[1]["asked_by"]


def _told(
    answers: Sequence[tuple[str, ClarificationPart]],
    which: Counter[Said],
    snapshot: Snapshot,
    what: str,
    *,
    evidence: bool,
) -> Iterator[Change]:
    """A change for each of `which`, in the order of the answers."""
    left = which.copy()
    places = places_of(snapshot)
    cards = {card["key"]: (card, stage) for stage in snapshot["stages"] for card in stage["cards"]}
    for answer in answers:
        said, part = _said(answer), answer[1]
        if left[said] == 0:
            continue
        left[said] -= 1
        card, stage = cards[part["card"]]
        place = places[stage["slug"], stage["attempt"]]
        on = f" on {inline_name(place.names, part['competency'])}" if part["competency"] else ""
        yield place.change(
            "clarification",
            f"{who(card)} {what}{on} in {place.words}",
            evidence=evidence and bool(part["answer"]),
            competency=part["competency"],
            card=card,
        )

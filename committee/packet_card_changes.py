"""What differs between two versions of one scorecard in a packet. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from committee.matrix import attempt_words
from committee.snapshot import CardPart, Change, ChangeKind, Snapshot, StagePart
from rubrics.points import written_points
from rubrics.wording import inline_name

NOT_ASSESSED = "not assessed"
NOBODY = "Somebody"  # whose name was erased
SAID = ("score", "words", "signals")


@dataclass(frozen=True, slots=True)
class Place:
    """The attempt at a stage that changes are told of. `names` are those of competencies, `texts` those of
    signals and labels those of measures, each by slug.
    """

    stage: StagePart
    names: Mapping[str, str]
    texts: Mapping[str, str]
    labels: Mapping[str, str]

    @property
    def words(self) -> str:
        attempt = attempt_words(self.stage["attempt"])
        return f"{self.stage['name']}, {attempt}" if attempt else self.stage["name"]

    @property
    def by_others(self) -> bool:
        """Whether what is said here is said by others than the bar raiser."""
        return self.stage["kind"] != "bar_raiser"

    def change(
        self,
        kind: ChangeKind,
        sentence: str,
        *,
        evidence: bool,
        competency: str = "",
        card: CardPart | None = None,
        before: str = "",
        after: str = "",
    ) -> Change:
        """A change here; it is evidence only where others than the bar raiser said it."""
        return Change(
            kind=kind,
            stage=self.stage["slug"],
            competency=competency,
            interviewer=card["interviewer"] if card else "",
            before=before,
            after=after,
            sentence=sentence,
            evidence=evidence and self.by_others,
        )


def places_of(*snapshots: Snapshot) -> dict[tuple[str, int], Place]:
    """The attempts at stages by slug and number; where the snapshots differ, the last one names things."""
    names: dict[str, str] = {}
    texts: dict[str, str] = {}
    labels: dict[str, str] = {}
    for snapshot in snapshots:
        names |= {each["slug"]: each["name"] for each in snapshot["competencies"]}
        texts |= {each["slug"]: each["text"] for each in snapshot["signals"]}
        labels |= {each["slug"]: each["label"] for each in snapshot["measures"]}
    return {
        (stage["slug"], stage["attempt"]): Place(stage, names, texts, labels)
        for snapshot in snapshots
        for stage in snapshot["stages"]
    }


def card_changes(before: CardPart, after: CardPart, place: Place) -> list[Change]:
    """The differences; a correction that changed none of what it says is one of its own."""
    changes = [
        *_scores(before, after, place),
        *_words(before, after, place),
        *_signals(before, after, place),
        *_measures(before, after, place),
    ]
    corrected = before["revision"] != after["revision"]
    if not changes and (corrected or before["corrections"] != after["corrections"]):
        sentence = f"{who(after)} handed in the scorecard on {place.words} again without changing a score"
        grown = before["revision"] < after["revision"]
        changes.append(place.change("words", f"{sentence}{_why(after)}", evidence=grown, card=after))
    return [*changes, *_details(before, after, place)]


def who(card: CardPart) -> str:
    return card["interviewer"] or NOBODY


def points(value: int | None) -> str:
    return NOT_ASSESSED if value is None else written_points(value)


def _scores(before: CardPart, after: CardPart, place: Place) -> list[Change]:
    changes = []
    for slug in _union(before["values"], after["values"]):
        old, new = (points(card["values"].get(slug)) for card in (before, after))
        if old != new:
            told = (
                f"{who(after)} changed {inline_name(place.names, slug)} in {place.words} from {old} to {new}"
            )
            anew = " and what they wrote of it" if _texts(before, slug) != _texts(after, slug) else ""
            change = place.change(
                "score",
                f"{told}{anew}{_why(after) if before['revision'] != after['revision'] else ''}",
                evidence=True,
                competency=slug,
                card=after,
                before=old,
                after=new,
            )
            changes.append(change)
    return changes


def _why(card: CardPart) -> str:
    """The reason of the latest correction, to end a sentence with."""
    reason = card["corrections"][-1]["reason"] if card["corrections"] else ""
    return f": “{reason}”" if reason else ""


def _words(before: CardPart, after: CardPart, place: Place) -> list[Change]:
    """Of the competencies whose score is the same, and the summary. Words that are gone say nothing new."""
    changes = []
    for slug in _union(before["values"], after["values"], *(_written(card) for card in (before, after))):
        same = before["values"].get(slug) == after["values"].get(slug)
        if same and _texts(before, slug) != _texts(after, slug):
            sentence = f"{who(after)} wrote about {inline_name(place.names, slug)} in {place.words} anew"
            new = any(_texts(after, slug))
            changes.append(place.change("words", sentence, evidence=new, competency=slug, card=after))
    if before["summary"] != after["summary"]:
        sentence = f"{who(after)} wrote the summary of {place.words} anew"
        changes.append(place.change("words", sentence, evidence=bool(after["summary"]), card=after))
    return changes


def _texts(card: CardPart, slug: str) -> tuple[str, str, str]:
    return card["evidence"].get(slug, ""), card["why_not"].get(slug, ""), card["why_high"].get(slug, "")


def _written(card: CardPart) -> list[str]:
    return sorted({*card["evidence"], *card["why_not"], *card["why_high"]})


def _signals(before: CardPart, after: CardPart, place: Place) -> list[Change]:
    if before["signals"] == after["signals"]:
        return []
    old, new = (
        "; ".join(place.texts.get(slug, slug) for slug in card["signals"]) or "none"
        for card in (before, after)
    )
    sentence = f"{who(after)} changed the signals seen in {place.words}"
    return [place.change("signals", sentence, evidence=True, card=after, before=old, after=new)]


def _measures(before: CardPart, after: CardPart, place: Place) -> list[Change]:
    changes = []
    for slug in _union(before["measures"], after["measures"]):
        old, new = (_number(card, slug) for card in (before, after))
        if old != new:
            label = inline_name(place.labels, slug)
            sentence = f"{who(after)} changed {label} in {place.words} from {old} to {new}"
            change = place.change("signals", sentence, evidence=True, card=after, before=old, after=new)
            changes.append(change)
    return changes


def _number(card: CardPart, slug: str) -> str:
    return str(card["measures"][slug]) if slug in card["measures"] else "not measured"


def _details(before: CardPart, after: CardPart, place: Place) -> list[Change]:
    """What is known of a scorecard besides what it says."""
    name = before["interviewer"] or NOBODY
    told = {
        "interviewer": f"{name}, who scored {place.words}, is now called {who(after)}",
        "late": f"The scorecard of {who(after)} on {place.words} counts as {_or_not('late', after['late'])}",
        "not_blind": f"The scorecard of {who(after)} on {place.words} counts as "
        f"{_or_not('given not blind', after['not_blind'])}",
        "asked": f"{who(after)} noted other questions as asked in {place.words}",
    }
    facts_before: Mapping[str, object] = {**before}
    facts_after: Mapping[str, object] = {**after}
    return [
        place.change("details", sentence, evidence=False, card=after)
        for fact, sentence in told.items()
        if facts_before[fact] != facts_after[fact]
    ]


def _or_not(words: str, holds: bool) -> str:
    return words if holds else f"not {words}"


def _union(*slugs: Iterable[str]) -> list[str]:
    """Each once, in the order of the first that has it."""
    return list(dict.fromkeys(slug for each in slugs for slug in each))

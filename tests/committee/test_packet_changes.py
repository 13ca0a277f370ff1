"""What differs between two versions of a packet: every difference in facts is told, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committee.packet_changes import packet_changes
from committee.packet_evidence import AnswerEvidence, CardEvidence, PacketEvidence, RevisionEvidence
from committee.packet_snapshot import References, packet_snapshot
from committee.snapshot import Change, Snapshot
from hiring.canonical import digest
from tests.committee.packet_worlds import (
    PLAN,
    SLUGS,
    STAGES,
    answers,
    cards,
    jobs,
    levels,
    loops,
    names,
    visit_of,
)

FIXED = settings(derandomize=True, deadline=None, max_examples=100)
NOT_SHOWN = ("reference", "email")  # of a scorecard: what tells it from others


def changes_between(before: PacketEvidence, after: PacketEvidence) -> list[Change]:
    return packet_changes(*packet_snapshot(before), *packet_snapshot(after))


def facts(snapshot: Snapshot, references: References) -> Any:
    """All that is not worked out from the rest, scorecards by what they are known by."""
    derived = {"ambiguities", "interview", "signals", "measures", "stages", "bar", "clarifications"}
    stages = {
        (stage["slug"], stage["attempt"]): (
            (stage["superseded"], stage["result"], stage["reason"]),
            {references[card["key"]]: {**card, "key": ""} for card in stage["cards"]},
        )
        for stage in snapshot["stages"]
    }
    answered = [digest({**part, "card": references[part["card"]]}) for part in snapshot["clarifications"]]
    bar = {fact: snapshot["bar"][fact] for fact in ("top", "before", "headcount")}
    rest = {key: value for key, value in snapshot.items() if key not in derived}
    return stages, sorted(answered), bar, rest


@st.composite
def changed(draw: st.DrawFn, loop: PacketEvidence) -> PacketEvidence:
    """The loop with one part of it drawn again."""
    part = draw(
        st.sampled_from(["candidate", "job", "days", "answers", "top", "members", "visits", "nothing"])
    )
    if part == "nothing":
        return loop
    if part == "visits":
        return replace(loop, visits=tuple(_redrawn(draw, visit) for visit in loop.visits))
    again: dict[str, Any] = {
        "candidate": names,
        "job": jobs,
        "days": st.integers(1, 2),
        "answers": st.lists(answers(loop.visits), max_size=3).map(tuple),
        "top": st.none() | levels,
        "members": st.lists(levels, max_size=2),
    }
    return replace(loop, **{part: draw(again[part])})


def _redrawn(draw: st.DrawFn, visit: Any) -> Any:
    """One scorecard drawn again, one fewer, or whether the attempt counts."""
    what = draw(st.sampled_from(["card", "gone", "superseded"]))
    if what == "superseded":
        return replace(visit, superseded=draw(st.booleans()))
    first, *others = visit.cards
    if what == "gone":
        return visit_of(visit.plan, others or [first], superseded=visit.superseded)
    again = replace(draw(cards(visit.plan, 0)), reference=first.reference, email=first.email)
    return visit_of(visit.plan, [again, *others], superseded=visit.superseded)


@FIXED
@given(loops())
def test_nothing_differs_between_equal_packets(loop: PacketEvidence) -> None:
    assert changes_between(loop, loop) == []


@FIXED
@given(st.data())
def test_something_is_told_exactly_when_the_facts_differ(data: st.DataObject) -> None:
    before = data.draw(loops())
    after = data.draw(changed(before) | loops())
    same = facts(*packet_snapshot(before)) == facts(*packet_snapshot(after))
    assert (changes_between(before, after) == []) == same


@pytest.mark.parametrize("field", [each for each in CardEvidence.__slots__ if each not in NOT_SHOWN])
@settings(FIXED, max_examples=40)
@given(old=cards(STAGES["leadership"], 0), other=cards(STAGES["leadership"], 0))
def test_each_part_of_a_scorecard_is_told_when_it_differs(
    field: str, old: CardEvidence, other: CardEvidence
) -> None:
    before, after = loop_of(old), loop_of(replace(old, **{field: getattr(other, field)}))
    same = facts(*packet_snapshot(before)) == facts(*packet_snapshot(after))
    assert (changes_between(before, after) == []) == same


@FIXED
@given(st.data())
def test_what_the_bar_raiser_says_is_never_evidence(data: st.DataObject) -> None:
    before = data.draw(loops())
    after = data.draw(changed(before) | loops())
    told = changes_between(before, after)
    assert [change for change in told if change["evidence"] and change["stage"] in ("", "bar-raiser")] == []


@FIXED
@given(loops(), st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_shows_nowhere(loop: PacketEvidence, dice: Any) -> None:
    def shuffled(rows: Any) -> Any:
        return tuple(dice.sample(list(rows), len(rows)))

    mixed = replace(
        loop,
        visits=shuffled([replace(visit, cards=shuffled(visit.cards)) for visit in loop.visits]),
        answers=shuffled(loop.answers),
        members=shuffled(loop.members),
    )
    assert packet_snapshot(mixed) == packet_snapshot(loop)


def card(name: str, points: int = 4, **fields: Any) -> CardEvidence:
    """A first submission with the same points everywhere."""
    content: dict[str, Any] = {
        "reference": f"card of {name}",
        "interviewer": name,
        "email": f"{name}@example.com",
        "late": False,
        "not_blind": False,
        "revisions": (revision(1, dict.fromkeys(SLUGS, points)),),
        "evidence": dict.fromkeys(SLUGS, "What they said."),
        "why_not": {},
        "why_high": {},
        "summary": "A summary.",
        "signals": [],
        "measures": {},
        "asked": [],
    }
    return CardEvidence(**{**content, **fields})


def revision(number: int, points: dict[str, int | None], reason: str = "") -> RevisionEvidence:
    hundredths = {slug: None if value is None else value * 100 for slug, value in points.items()}
    return RevisionEvidence(number=number, saw_others=False, values=hundredths, reason=reason)


def corrected(given: CardEvidence, reason: str = "I misread.", **points: int | None) -> CardEvidence:
    last = given.revisions[-1]
    whole = {slug: None if value is None else value // 100 for slug, value in last.values.items()}
    return replace(
        given, revisions=(*given.revisions, revision(last.number + 1, {**whole, **points}, reason))
    )


def loop_of(*here: CardEvidence, stage: str = "leadership", **fields: Any) -> PacketEvidence:
    content: dict[str, Any] = {
        "candidate": "Noor",
        "job": {"title": "Designer", "level": "P5", "team": "Search"},
        "days": 9,
        "plan": PLAN,
        "visits": (visit_of(STAGES[stage], here),),
        "answers": (),
        "top": None,
        "members": (),
    }
    return PacketEvidence(**{**content, **fields})


def test_a_changed_score_is_one_change_that_names_it() -> None:
    ann, ben = card("Ann"), card("Ben")
    told = changes_between(loop_of(ann, ben), loop_of(ann, corrected(ben, judgment=1)))
    assert told == [
        {
            "kind": "score",
            "stage": "leadership",
            "competency": "judgment",
            "interviewer": "Ben",
            "before": "4",
            "after": "1",
            "sentence": "Ben changed judgment in Leadership and collaboration from 4 to 1: “I misread.”",
            "evidence": True,
        }
    ]


def test_a_score_that_turns_the_stage_is_still_one_change() -> None:
    before, after = loop_of(card("Ann")), loop_of(corrected(card("Ann"), judgment=1))
    results = [packet_snapshot(each)[0]["stages"][0]["result"] for each in (before, after)]
    assert results == ["advance", "stop"]
    assert [change["kind"] for change in changes_between(before, after)] == ["score"]


def test_a_scorecard_that_moves_the_keys_of_others_is_one_change() -> None:
    ben, cid = card("Ben"), card("Cid")
    [told] = changes_between(loop_of(ben, cid), loop_of(card("Ann"), ben, cid))
    assert (told["kind"], told["interviewer"], told["evidence"]) == ("card_added", "Ann", True)


def test_a_late_scorecard_says_so() -> None:
    [told] = changes_between(loop_of(card("Ann")), loop_of(card("Ann"), card("Ben", late=True)))
    assert told["sentence"] == "Ben handed in a scorecard on Leadership and collaboration, late"


def test_words_that_were_erased_are_no_evidence() -> None:
    [told] = changes_between(loop_of(card("Ann")), loop_of(card("Ann", summary="")))
    assert (told["kind"], told["evidence"]) == ("words", False)


def test_a_correction_that_changes_no_score_is_told() -> None:
    [told] = changes_between(loop_of(card("Ann")), loop_of(corrected(card("Ann"), "Nothing, in the end.")))
    assert told["sentence"] == (
        "Ann handed in the scorecard on Leadership and collaboration again without changing a score: "
        "“Nothing, in the end.”"
    )


def test_a_score_that_was_taken_back_reads_as_not_assessed() -> None:
    [told] = changes_between(loop_of(card("Ann")), loop_of(corrected(card("Ann"), impact=None)))
    assert (told["before"], told["after"]) == ("4", "not assessed")


def test_a_stage_that_became_final_is_one_change_whatever_is_in_it() -> None:
    before, after = loop_of(visits=()), loop_of(card("Ann"), card("Ben"))
    [told] = changes_between(before, after)
    assert told["sentence"] == "Leadership and collaboration is final, with two scorecards"
    assert told["evidence"]


def test_the_bar_raisers_own_stage_is_no_evidence() -> None:
    before, after = loop_of(visits=()), loop_of(card("Bao"), stage="bar-raiser")
    [told] = changes_between(before, after)
    assert (told["stage"], told["evidence"]) == ("bar-raiser", False)


def answered(name: str = "Ann", **fields: Any) -> AnswerEvidence:
    content: dict[str, Any] = {
        "scorecard": f"card of {name}",
        "competency": "judgment",
        "asked_by": "Bao",
        "question": "When?",
        "answer": "In May.",
        "corrected": False,
    }
    return AnswerEvidence(**{**content, **fields})


def test_each_answered_question_is_one_change() -> None:
    before = loop_of(card("Ann"), answers=(answered(),))
    after = loop_of(card("Ann"), answers=(answered(), answered(), answered(competency="")))
    told = changes_between(before, after)
    assert [change["sentence"] for change in told] == [
        "Ann answered a question in Leadership and collaboration",
        "Ann answered a question on judgment in Leadership and collaboration",
    ]
    assert all(change["evidence"] for change in told)


def test_another_name_of_who_asked_is_a_detail() -> None:
    before = loop_of(card("Ann"), answers=(answered(),))
    [told] = changes_between(before, loop_of(card("Ann"), answers=(answered(asked_by="Bo"),)))
    assert (told["kind"], told["evidence"]) == ("details", False)


def test_an_answer_that_was_erased_is_no_evidence() -> None:
    before = loop_of(card("Ann"), answers=(answered(),))
    told = changes_between(before, loop_of(card("Ann"), answers=(answered(question="", answer=""),)))
    assert [(change["kind"], change["evidence"]) for change in told] == [("clarification", False)] * 2


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        ({"candidate": ""}, "The candidate's name is now erased; before, Noor"),
        ({"days": 10}, "The days taken are now 10 of 30; before, 9 of 30"),
        (
            {"job": {"title": "Designer", "level": "P6", "team": "Search"}},
            "The job is now Designer, P6, Search; before, Designer, P5, Search",
        ),
        ({"top": dict.fromkeys(SLUGS)}, "The team has a top performer now"),
    ],
)
def test_what_the_application_is_is_no_evidence(after: dict[str, Any], sentence: str) -> None:
    [told] = changes_between(loop_of(card("Ann")), loop_of(card("Ann"), **after))
    assert (told["sentence"], told["evidence"]) == (sentence, False)

"""The rule of independence, held against organisations of any shape and against itself in words."""

from collections.abc import Mapping
from itertools import pairwise, product
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interviewers.independence import (
    HIRING_MANAGER,
    LINES,
    TEAM_LEAD,
    Dependence,
    Loop,
    Remedy,
    Tie,
    dependence,
    dependence_words,
    remedy,
)
from tests.interviewers.organisations import Organisation, intervals, is_above, reorganise

ANA, BO, CY, DEE, ELI = range(1, 6)
NAMES = {ANA: "Ana", BO: "Bo", CY: "Cy", DEE: "Dee", ELI: "Eli"}

organisations = st.builds(
    Organisation,
    people=st.one_of(st.integers(2, 40), st.integers(1000, 5000)),
    deep=st.sampled_from([0.0, 0.5, 0.95, 0.999, 1.0]),
    seed=st.integers(0, 2**32),
)


def some_of(people: int, seed: int, how_many: int) -> list[int]:
    chance = Random(seed)
    return [chance.randrange(people) for _ in range(how_many)]


def around(leader: int, managers: Mapping[int, int | None]) -> list[int]:
    """The leader, who is right above and who is right below: where a mistake of one would show."""
    above = managers[leader]
    below = [person for person, manager in managers.items() if manager == leader]
    return [leader, *below[:5], *([] if above is None else [above])]


def real_line(found: Dependence, person: int, leader: int, managers: Mapping[int, int | None]) -> bool:
    """Whether the line is there, from one manager to the next, and between these two."""
    ends = (person, leader) if found.tie is Tie.BELOW_LEADER else (leader, person)
    return (found.line[0], found.line[-1]) == ends and all(
        managers[low] == high for low, high in pairwise(found.line)
    )


def expected(person: int, leader: int, walk: Mapping[int, tuple[int, int]]) -> Tie | None:
    if person == leader:
        return Tie.IS_LEADER
    if is_above(leader, person, walk):
        return Tie.BELOW_LEADER
    return Tie.ABOVE_LEADER if is_above(person, leader, walk) else None


def agrees(managers: Mapping[int, int | None], people: list[int], manager: int, lead: int) -> None:
    """The rule says of each of the people what the walk from the tops down says."""
    walk = intervals(managers)
    names = {key: f"P{key}" for key in managers}
    for person in people:
        of_manager, of_lead = expected(person, manager, walk), expected(person, lead, walk)
        found = dependence(person, Loop(hiring_manager=manager, team_lead=lead), managers)
        if of_manager is None and of_lead is None:
            assert found is None
            continue
        assert found is not None
        assert found.tie is (of_manager or of_lead)
        assert found.leader == (HIRING_MANAGER if of_manager else TEAM_LEAD)
        if found.tie is Tie.IS_LEADER:
            assert found.line == ()
        else:
            assert real_line(found, person, manager if of_manager else lead, managers)
        said = [word.strip(",:") for word in dependence_words(found, names).split()]
        others = [key for key in found.line if key != person]
        assert [word for word in said if word[0] == "P"] == [f"P{key}" for key in others]


@settings(max_examples=200, deadline=None)
@given(organisations, st.integers(0, 2**32))
@example(Organisation(people=4000, deep=1.0, seed=0), 0)
def test_in_any_organisation_only_the_dependent_are_found_and_all_of_them(
    organisation: Organisation, seed: int
) -> None:
    manager, lead, *people = some_of(organisation.people, seed, 30)
    managers = organisation.managers()
    agrees(managers, [*people, *around(manager, managers), *around(lead, managers)], manager, lead)


@settings(max_examples=40, deadline=None)
@given(organisations, st.integers(0, 2**32))
def test_so_it_stays_while_people_get_other_managers(organisation: Organisation, seed: int) -> None:
    managers = organisation.managers()
    manager, lead, *people = some_of(organisation.people, seed, 12)
    for _ in reorganise(managers, seed, steps=15):
        agrees(managers, [*people, *around(manager, managers)], manager, lead)


def test_everybody_in_a_line_of_three_thousand_depends_on_who_is_in_its_middle() -> None:
    managers = Organisation(people=3000, deep=1.0, seed=0).managers()
    loop = Loop(hiring_manager=1500)
    ties = [found.tie for person in managers if (found := dependence(person, loop, managers))]
    assert ties == [Tie.ABOVE_LEADER] * 1500 + [Tie.IS_LEADER] + [Tie.BELOW_LEADER] * 1499


FEW = range(7)


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(FEW), st.sampled_from([None, *FEW])),
    st.sampled_from(FEW),
    st.sampled_from(FEW),
)
def test_even_a_line_that_bites_its_tail_is_followed_once(
    managers: dict[int, int | None], person: int, leader: int
) -> None:
    reaches = {(low, high) for low, high in managers.items() if high is not None}
    for through, low, high in product(FEW, repeat=3):
        if (low, through) in reaches and (through, high) in reaches:
            reaches.add((low, high))
    tied = person == leader or (person, leader) in reaches or (leader, person) in reaches
    assert (dependence(person, Loop(hiring_manager=leader), managers) is not None) == tied


@settings(deadline=None)
@given(
    st.builds(
        Loop,
        referred_by=st.one_of(st.none(), st.sampled_from(FEW)),
        interviewed_by=st.frozensets(st.sampled_from(FEW)),
        conflicted=st.frozensets(st.sampled_from(FEW)),
    ),
    st.sampled_from(FEW),
)
def test_without_leaders_only_a_referral_an_interview_or_a_conflict_ties(loop: Loop, person: int) -> None:
    found = dependence(person, loop, dict.fromkeys(FEW, 0) | {0: None})
    tied = person == loop.referred_by or person in loop.interviewed_by | loop.conflicted
    assert (found is not None) == tied
    assert found is None or (found.tie not in LINES and found.line == ())


def words(person: int, loop: Loop, managers: Mapping[int, int | None]) -> str:
    found = dependence(person, loop, managers)
    return dependence_words(found, NAMES) if found else ""


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (CY, "is the hiring manager"),
        (BO, "reports to Cy, the hiring manager"),
        (ANA, "reports to Bo, who reports to Cy, the hiring manager"),
        (DEE, "is above the hiring manager: Cy reports to them"),
        (ELI, "is above the hiring manager: Cy reports to Dee, who reports to them"),
    ],
)
def test_the_line_to_the_hiring_manager_is_named_person_by_person(person: int, said: str) -> None:
    line = {ANA: BO, BO: CY, CY: DEE, DEE: ELI, ELI: None}
    assert words(person, Loop(hiring_manager=CY), line) == said


def test_a_line_to_the_lead_of_the_team_ties_as_one_to_the_hiring_manager_does() -> None:
    line = {ANA: BO, BO: CY, CY: None, DEE: None}
    loop = Loop(hiring_manager=DEE, team_lead=CY)
    assert words(ANA, loop, line) == "reports to Bo, who reports to Cy, the lead of the team"
    assert words(CY, loop, line) == "is the lead of the team"
    assert words(CY, Loop(team_lead=ANA), line) == (
        "is above the lead of the team: Ana reports to Bo, who reports to them"
    )


@pytest.mark.parametrize(
    ("loop", "said"),
    [
        (Loop(referred_by=ANA), "referred this candidate"),
        (Loop(interviewed_by=frozenset({ANA})), "has interviewed this candidate in an earlier stage"),
        (Loop(conflicted=frozenset({ANA})), "has declared a conflict with this candidate"),
    ],
)
def test_ties_to_the_candidate_are_named(loop: Loop, said: str) -> None:
    assert words(ANA, loop, {}) == said
    assert words(BO, loop, {}) == ""


def test_two_people_below_one_manager_have_no_line_between_them() -> None:
    assert words(ANA, Loop(hiring_manager=BO, team_lead=BO), {ANA: CY, BO: CY, CY: None}) == ""


def test_who_has_declared_a_conflict_is_told_of_nothing_else() -> None:
    loop = Loop(hiring_manager=ANA, referred_by=ANA, conflicted=frozenset({ANA}))
    assert words(ANA, loop, {}) == "has declared a conflict with this candidate"


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("tie", Tie)
def test_who_has_not_scored_is_released_for_any_tie(tie: Tie, answered: bool) -> None:
    assert remedy(tie, submitted=False, answered=answered, set_aside=False) is Remedy.RELEASE


@pytest.mark.parametrize("tie", [tie for tie in Tie if tie is not Tie.CONFLICT])
def test_who_has_scored_is_set_aside_once_and_not_after_the_verdict(tie: Tie) -> None:
    assert remedy(tie, submitted=True, answered=False, set_aside=False) is Remedy.SET_ASIDE
    assert remedy(tie, submitted=True, answered=False, set_aside=True) is Remedy.NOTHING
    assert remedy(tie, submitted=True, answered=True, set_aside=False) is Remedy.REPORT
    assert remedy(tie, submitted=True, answered=True, set_aside=True) is Remedy.NOTHING


@pytest.mark.parametrize(("answered", "set_aside"), list(product([False, True], repeat=2)))
def test_a_conflict_after_the_scorecard_is_said_by_the_recusal_alone(answered: bool, set_aside: bool) -> None:
    assert remedy(Tie.CONFLICT, submitted=True, answered=answered, set_aside=set_aside) is Remedy.NOTHING


def test_who_is_independent_is_left_alone_and_taken_back_where_set_aside() -> None:
    for submitted, answered in product([False, True], repeat=2):
        assert remedy(None, submitted=submitted, answered=answered, set_aside=False) is Remedy.NOTHING
    assert remedy(None, submitted=True, answered=False, set_aside=True) is Remedy.RETURN
    assert remedy(None, submitted=True, answered=True, set_aside=True) is Remedy.NOTHING

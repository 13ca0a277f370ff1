"""Talent density: exact means of what is set, before and after a hire."""

from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from committee.talent_density import Levels, density, exact, read_levels, stored_levels

SLUGS = ("judgment", "communication", "impact", "curiosity")
levels = st.integers(100, 500).map(Fraction) | st.builds(Fraction, st.integers(700, 3500), st.integers(1, 7))
profiles = st.dictionaries(st.sampled_from(SLUGS), levels | st.none())
full_profiles = st.fixed_dictionaries(dict.fromkeys(SLUGS, levels))


def test_a_team_of_two_is_the_mean_of_both() -> None:
    one: Levels = {"judgment": Fraction(400), "impact": Fraction(300)}
    two: Levels = {"judgment": Fraction(300), "impact": Fraction(300)}

    average = density([one, two], ("judgment", "impact"))

    assert average.by_competency == {"judgment": Fraction(350), "impact": Fraction(300)}
    assert average.overall == Fraction(325)
    assert average.headcount == 2


def test_an_empty_team_has_no_average() -> None:
    average = density([], SLUGS)

    assert average.by_competency == dict.fromkeys(SLUGS)
    assert average.overall is None
    assert average.headcount == 0


def test_a_member_without_a_level_counts_in_neither_numerator_nor_denominator() -> None:
    team: list[Levels] = [{"judgment": Fraction(400), "impact": None}, {"impact": Fraction(200)}]

    average = density(team, ("judgment", "impact"))

    assert average.by_competency == {"judgment": Fraction(400), "impact": Fraction(200)}
    assert average.overall == Fraction(300)


def test_there_is_no_overall_average_while_a_competency_has_no_level() -> None:
    average = density([{"judgment": Fraction(400)}], ("judgment", "impact"))

    assert average.overall is None


def test_a_member_without_any_level_is_not_in_the_headcount() -> None:
    team: list[Levels] = [{"judgment": Fraction(400)}, {"judgment": None}, {}]

    assert density(team, ("judgment",)).headcount == 1


@given(st.lists(profiles, max_size=8))
def test_a_mean_lies_between_the_lowest_and_the_highest_level(team: list[Levels]) -> None:
    for slug, mean in density(team, SLUGS).by_competency.items():
        there = [level for member in team if (level := member.get(slug)) is not None]
        assert (mean is None) == (not there)
        assert mean is None or min(there) <= mean <= max(there)


@given(st.lists(full_profiles, min_size=1, max_size=8), full_profiles)
def test_a_hire_moves_the_mean_towards_their_own_level(team: list[Levels], hire: Levels) -> None:
    before, after = density(team, SLUGS), density([*team, hire], SLUGS)

    assert after.headcount == before.headcount + 1
    for slug in SLUGS:
        mean, level = before.by_competency[slug], hire[slug]
        assert mean is not None
        assert level is not None
        assert after.by_competency[slug] == (mean * before.headcount + level) / after.headcount


@given(st.lists(profiles, max_size=8), profiles, st.sampled_from(SLUGS))
def test_a_hire_without_a_level_leaves_that_mean_as_it_was(
    team: list[Levels], hire: dict[str, Fraction | None], slug: str
) -> None:
    unknown = {**hire, slug: None}

    after = density([*team, unknown], SLUGS)

    assert after.by_competency[slug] == density(team, SLUGS).by_competency[slug]


@given(st.lists(profiles, max_size=6), st.randoms())
def test_the_order_of_members_does_not_matter(team: list[Levels], random: Random) -> None:
    turned = list(team)
    random.shuffle(turned)

    assert density(turned, SLUGS) == density(team, SLUGS)


@given(profiles)
def test_levels_are_stored_and_read_back_exactly(profile: Levels) -> None:
    assert read_levels(stored_levels(profile)) == profile


def test_a_mean_is_written_as_the_gate_writes_scores() -> None:
    assert exact(Fraction(700, 2)) == (350, 1)
    assert exact(Fraction(1000, 3)) == (1000, 3)
    assert exact(None) is None

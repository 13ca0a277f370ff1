"""What the pages of agreement, bands, funnel and talent density say, in sentences and figures."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from calibration.charts.figure import Figure
from calibration.evidence import Decided, Ruled
from calibration.queries.talent_density import TeamDensity
from calibration.results.agreement import agreement_content
from calibration.results.bands import bands_content
from calibration.results.funnel import funnel_content
from calibration.views.agreement_figures import agreement_figures, blind_words, halo_words, reading
from calibration.views.bands_figures import bands_figures, bands_sentences, chosen_stages
from calibration.views.density_figures import density_figures
from calibration.views.funnel_figures import (
    GROUPINGS,
    MOST_DRAWN,
    chosen_grouping,
    funnel_figures,
    scorecard_words,
)
from candidates.models import Team
from committee.talent_density import TeamAverage
from tests.calibration.made_evidence import Applied, Card, Visit, evidence_of

BLANK = "\N{NO-BREAK SPACE}"


def texts(figure: Figure) -> list[list[str]]:
    return [[cell.text for cell in line] for line in figure.table]


def pairs(*values: tuple[int, int]) -> list[Applied]:
    return [
        Applied([Visit(0, cards=[Card(0, (one, one)), Card(1, (other, 5 - other % 5))])])
        for one, other in values
    ]


@pytest.mark.parametrize(
    ("alpha", "word"),
    [
        (-0.2, "Low"),
        (0.41, "Low"),
        (0.6669, "Low"),
        (0.667, "Fair"),
        (0.79, "Fair"),
        (0.8, "Good"),
        (1, "Good"),
    ],
)
def test_agreement_has_a_word(alpha: float, word: str) -> None:
    assert reading(alpha) == word


def test_the_sentence_names_where_interviewers_agree_least_and_most() -> None:
    rows = pairs(*[(number % 5 + 1, number % 5 + 1) for number in range(20)])
    first, *_ = agreement_figures(agreement_content(evidence_of(*rows)))
    assert first.sentence.startswith(
        "Interviewers of the same candidate agree least on impact at the product"
    )
    assert "most on judgment at the product sense (1.00, good)." in first.sentence
    assert first.is_drawn
    assert texts(first)[0][:4] == ["Product sense", "Judgment", "1.00", "Good"]


def test_too_few_double_scored_candidates_are_said_with_their_count_and_nothing_is_drawn() -> None:
    figures = agreement_figures(agreement_content(evidence_of(*pairs((4, 4), (3, 3)))))
    assert texts(figures[0])[0][2] == "too few (2)"
    assert [figure.is_drawn for figure in figures] == [False, False, False]
    assert figures[2].rows[0][3] == "too few (2)"


def test_figures_of_nothing_say_what_is_missing() -> None:
    nothing = evidence_of()
    figures = [
        *agreement_figures(agreement_content(nothing)),
        *bands_figures(bands_content(nothing), ("product-sense", "leadership")),
        *funnel_figures(funnel_content(nothing), "team"),
        *density_figures([], date(2026, 3, 2)),
    ]
    assert [figure.slug for figure in figures if figure.is_drawn] == []
    assert [figure.slug for figure in figures if not figure.empty] == []


def test_halo_is_said_in_words_or_as_too_few() -> None:
    halo = {"cards": 9, "compared": 6, "correlation": None, "rated": 9, "flat": 2, "flat_share": 0.2}
    assert halo_words(halo).endswith("(6 of candidates whom somebody else scored too).")
    said = halo_words(halo | {"correlation": 0.61, "compared": 1200})
    assert "move together strongly: 0.61 on a scale from 0 to 1, from 1,200 scorecards" in said
    assert (blind_words(0), blind_words(1)[:12], blind_words(2)[:12]) == ("", "1 scorecard ", "2 scorecards")


def decided(first: int, second: int, offers: int, of: int) -> list[Applied]:
    visits = [Visit(0, score=(first, 1)), Visit(1, score=(second, 1))]
    results = [Decided.OFFER] * offers + [Decided.NO_OFFER] * (of - offers)
    return [Applied(visits, decided=result) for result in results]


def test_the_published_example_is_two_sentences() -> None:
    rows = [*decided(460, 420, 39, 50), *decided(300, 320, 5, 42), *decided(460, 320, 1, 8)]
    content = bands_content(evidence_of(*rows))
    assert bands_sentences(content, ("product-sense", "leadership")) == [
        f"Product sense 4.5 or above: 69{BLANK}% of 58 decided candidates got an offer.",
        f"Leadership below 3.5: 12{BLANK}% of 50 decided candidates got an offer, "
        f"whatever the product sense score (13{BLANK}% of 8 at 4.5 or above there, "
        f"12{BLANK}% of 42 under it).",
    ]


def test_a_difference_by_the_other_stage_is_not_called_whatever() -> None:
    rows = [*decided(460, 320, 28, 30), *decided(300, 320, 1, 30)]
    _, weak = bands_sentences(bands_content(evidence_of(*rows)), ("product-sense", "leadership"))
    assert "whatever" not in weak
    assert f"; with the product sense score it was 93{BLANK}% of 30 at 4.5 or above there" in weak


def test_too_few_decided_candidates_are_no_rate() -> None:
    content = bands_content(evidence_of(*decided(460, 320, 2, 4)))
    strong, weak = bands_sentences(content, ("product-sense", "leadership"))
    assert strong == "Product sense 4.5 or above: too few decided candidates to say (4)."
    assert weak == "Leadership below 3.5: too few decided candidates to say (4)."
    crossed, *_ = bands_figures(content, ("product-sense", "leadership"))
    assert (crossed.is_drawn, texts(crossed)[0][2]) == (False, "too few (4)")


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ({}, ("product-sense", "leadership")),
        ({"first": "leadership"}, ("leadership", "product-sense")),
        ({"first": "leadership", "second": "product-sense"}, ("leadership", "product-sense")),
        ({"first": "product-sense", "second": "product-sense"}, ("product-sense", "leadership")),
        ({"first": "nonsense", "second": "\x00"}, ("product-sense", "leadership")),
    ],
)
def test_any_choice_of_stages_is_two_stages(asked: dict[str, str], chosen: tuple[str, str]) -> None:
    content = bands_content(evidence_of(*decided(460, 320, 2, 6)))
    assert chosen_stages(asked, content) == chosen
    crossed, *_ = bands_figures(content, chosen)
    assert [column.label for column in crossed.columns[:2]] == [
        "Product sense" if slug == "product-sense" else "Leadership" for slug in chosen
    ]
    assert len(crossed.rows) == 1


def test_the_grid_turns_with_the_choice_and_has_the_best_first_scores_on_top() -> None:
    content = bands_content(evidence_of(*decided(460, 320, 5, 5), *decided(310, 420, 0, 5)))
    upright, *_ = bands_figures(content, ("product-sense", "leadership"))
    turned, *_ = bands_figures(content, ("leadership", "product-sense"))
    assert texts(upright)[0][:3] == ["4.50–5.00", "3.00–3.49", f"100{BLANK}%"]
    assert texts(turned)[0][:3] == ["4.00–4.49", "3.00–3.49", f"0{BLANK}%"]


def test_a_rubric_of_one_stage_crosses_nothing() -> None:
    content = bands_content(evidence_of(*decided(460, 320, 5, 5)))
    single = content | {"stages": content["stages"][:1], "grids": [], "despite": []}
    assert chosen_stages({}, single) is None
    assert bands_sentences(single, None) == []
    assert [figure.slug for figure in bands_figures(single, None)] == ["offers-product-sense"]


def test_the_funnel_says_where_fewest_pass_and_where_it_takes_longest() -> None:
    rows = [Applied([Visit(0, days=2.0), Visit(1, Ruled.STOP_FLOOR, days=5.0)])] * 6
    flow, passed, days, grouped = funnel_figures(funnel_content(evidence_of(*rows)), "team")
    assert flow.sentence.startswith("6 applications, 0 of them decided.")
    assert f"Fewest pass the leadership: 0{BLANK}%." in passed.sentence
    assert "The longest is the leadership: 5.0." in days.sentence
    assert texts(grouped)[1] == [
        *("Growth", "Leadership", f"0{BLANK}%", f"0{BLANK}%", f"39{BLANK}%", "6", "5.0", "5.0")
    ]


def test_more_groups_than_can_be_looked_at_are_a_table() -> None:
    teams = [f"Team {number:02d}" for number in range(MOST_DRAWN + 1)]
    rows = [Applied([Visit(0)], team=number) for number in range(len(teams)) for _ in range(5)]
    many = funnel_figures(funnel_content(evidence_of(*rows, teams=teams)), "team")[-1]
    few = funnel_figures(funnel_content(evidence_of(*rows[:-5], teams=teams)), "team")[-1]
    assert (many.is_drawn, few.is_drawn, len(many.rows)) == (False, True, 2 * len(teams))


def test_any_grouping_is_one_of_those_there_are() -> None:
    assert [chosen_grouping({"by": by}) for by in (*GROUPINGS, "nonsense", "")] == [
        *GROUPINGS,
        "team",
        "team",
    ]


def test_when_scorecards_come_is_said_or_too_few() -> None:
    rows = [Applied([Visit(0, cards=[Card(0, (4, 4), hours=hours)])]) for hours in (1, 2, 3, 4, 30)]
    assert scorecard_words(funnel_content(evidence_of(*rows))) == (
        "Half of the scorecards came within 3.0 hours of the end of the interview, nine in ten within 30.0 "
        "(5 scorecards)."
    )
    assert "Too few" in scorecard_words(funnel_content(evidence_of(*rows[:4])))


def test_a_team_has_its_density_at_the_end_of_each_day_and_now() -> None:
    def at(day: int, hour: int, level: int | None, members: int) -> tuple[datetime, TeamAverage]:
        overall = None if level is None else Fraction(level)
        return datetime(2026, 3, day, hour, tzinfo=UTC), TeamAverage({}, overall, members)

    team = TeamDensity(
        Team(slug="growth", name="Growth"),
        [at(2, 9, 300, 1), at(2, 10, 350, 2), at(9, 9, None, 2), at(16, 9, 400, 3)],
    )
    empty = TeamDensity(Team(slug="search", name="Search"), [])
    teams, growth = density_figures([(team, "/growth/"), (empty, "/search/")], date(2026, 3, 20))
    assert texts(teams) == [
        ["Growth", "4.00", "3", "3.50", "+0.50", "2026-03-02"],
        ["Search", "–", "0", "–", "–", "–"],
    ]
    assert "It has risen in 1 of 1 team." in teams.sentence
    assert texts(growth) == [
        ["2026-03-02", "3.50", "2"],
        ["2026-03-09", "–", "2"],
        ["2026-03-16", "4.00", "3"],
    ]
    assert growth.sentence == "4.00 since 16 Mar 2026, from 3 profiles; 3.50 on 2 Mar 2026."

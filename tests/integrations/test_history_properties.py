"""Importing sheets in any order, and split in any way between scorecards, stores the same."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from candidates.models import Application, StageVisit
from rubrics.files import shipped_rubric
from rubrics.queries import forget_stored_rubrics
from rubrics.services import rubric_publish, rubric_store
from tests.factories import MONDAY
from tests.integrations.sheets import Row, card, imported, stored_scores

Cards = list[Sequence[Row]]
DATES = {"recruiter-screen": "2025-05-05T09:00Z", "leadership": "2025-05-20T09:00Z"}


@st.composite
def cards(draw: st.DrawFn) -> Cards:
    """A few scorecards, each of another interviewer, stage or candidate."""
    keys = st.tuples(
        st.sampled_from(["Dalia Fontaine", "=1+1", "นภา ศรีสุข"]),
        st.sampled_from(sorted(DATES)),
        st.sampled_from(["ines@example.com", "R. Moreau"]),
    )
    return [
        card(*key, scores=draw(st.text("12345-", min_size=4, max_size=4)), interviewed_at=DATES[key[1]])
        for key in draw(st.lists(keys, min_size=1, max_size=6, unique=True))
    ]


@st.composite
def imports(draw: st.DrawFn) -> tuple[Cards, list[list[list[Row]]]]:
    """Scorecards, and a way to bring them in: imports of sheets, of rows in any order."""
    given_ = draw(cards())
    shuffled = draw(st.permutations(given_))
    cuts = sorted(draw(st.sets(st.integers(1, len(shuffled)), max_size=3)) | {len(shuffled)})
    parts = [shuffled[start:end] for start, end in zip([0, *cuts], cuts, strict=False)]
    runs = []
    for part in parts:
        rows = draw(st.permutations([row for rows in part for row in rows]))
        cut = draw(st.integers(1, len(rows)))
        runs.append([sheet for sheet in (rows[:cut], rows[cut:]) if sheet])
    return given_, runs


def stored() -> object:
    """Everything that an import stores of the sheets and that the gate said of it."""
    applications = Application.objects.values_list("candidate__name", "state", "applied_at", "state_since")
    visits = StageVisit.objects.values_list(
        "application__candidate__name",
        "stage__slug",
        "expected",
        "submitted",
        "result",
        "reason",
        "score_numerator",
        "score_denominator",
        "entered_at",
        "left_at",
    )
    return stored_scores(), sorted(applications), sorted(map(repr, visits))


class ImportsOfTheSameSheets(TestCase):
    """A class, since each example needs a database of its own."""

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(imports())
    def test_any_order_and_any_split_store_the_same(self, way: tuple[Cards, list[list[list[Row]]]]) -> None:
        whole, runs = way
        forget_stored_rubrics()
        draft = rubric_store(actor=None, at=MONDAY, plan=shipped_rubric("reference"))
        rubric = rubric_publish(actor=None, at=MONDAY, rubric=draft)
        for sheets in runs:
            imported(rubric, *sheets)
        once = stored()
        again = imported(rubric, [row for rows in whole for row in rows])
        assert again.added.is_empty
        assert stored() == once
        assert stored_scores() == expected(whole)


def expected(cards_: Cards) -> set[tuple[str, str, str, str, int | None]]:
    return {
        (
            row["candidate"],
            row["stage"],
            row["interviewer"],
            row["competency"],
            100 * int(row["score"]) if row["score"] else None,
        )
        for rows in cards_
        for row in rows
    }

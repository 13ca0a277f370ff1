"""Every component of the house on one page with made-up data, to be looked at; served only with DEBUG."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hiring.forms import HouseForm
from hiring.shades import level

COMPETENCIES = ("Judgment", "Communication", "Impact", "Curiosity")
INTERVIEWERS = ("Ines Moreau", "Tom Okafor", "Lena Fischer")
ANCHORS = (
    "Names no decision of their own; every account is of what the team did.",
    "Describes a decision but not the alternatives, and cannot say what would have changed it.",
    "Weighs two options with the data at hand and says which constraint decided.",
    "Gathers context others lacked, states what they did not know, and chooses accordingly.",
    "Reframes the question, tests the riskiest assumption first, and revises the call in the open.",
)


class SampleForm(HouseForm):
    """One field of each kind."""

    submit_label = "Save candidate"
    name = forms.CharField(label="Name", help_text="As they write it themselves.")
    email = forms.EmailField(label="E-mail")
    level = forms.ChoiceField(label="Level", choices=[("P5", "P5"), ("P6", "P6")])
    origin = forms.ChoiceField(
        label="How they came to us",
        choices=[("applied", "Applied"), ("referred", "Referred by somebody here")],
        widget=forms.RadioSelect,
    )
    notes = forms.CharField(
        label="Notes", widget=forms.Textarea(attrs={"class": "grows", "rows": 3}), required=False
    )
    remote = forms.BooleanField(label="Works remotely", required=False)


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page itself; nothing on it is stored."""
    return render(request, "hiring/styleguide.html", sample())


def sample() -> dict[str, Any]:
    """The context of the style guide: each component full, empty and in trouble."""
    unsent = SampleForm({"name": "", "email": "nobody", "level": "P5"})
    unsent.is_valid()
    return {
        "matrix": matrix(),
        "gates": [gate_stopped(), gate_advanced(), gate_pending()],
        "levels": [(1.0 + step / 2, f"level-{10 + step * 5}") for step in range(9)],
        "chips": [
            ("advance", "Advanced"),
            ("stop", "Stopped"),
            ("pending", "Waiting"),
            ("attention", "3 d"),
            ("late", "Late, 9 d"),
            ("neutral", "P6"),
        ],
        "columns": columns(),
        "anchors": list(enumerate(ANCHORS, start=1)),
        "form": SampleForm(),
        "unsent": unsent,
        "page": {"first_url": "?", "next_url": "?after=x"},
    }


def matrix() -> dict[str, Any]:
    """Four stages: advanced, stopped on a floor, pending, hidden."""
    rows = [
        stage(
            "Recruiter screen",
            [(4,), (5,), (4,), (4,)],
            "advance",
            "Advanced",
            "4.25",
            "Advanced: 4.25 meets the threshold of 4.00; one scorecard",
        ),
        stage(
            "Product sense exercise",
            [(2, 3, 2), (5, 5, 4), (4, 4, 5), (5, 4, 4)],
            "stop",
            "Stopped",
            "3.91",
            "Stopped: judgment 2.33 is below the floor of 3.00; three scorecards",
            "Second attempt",
        ),
        stage(
            "Leadership and collaboration",
            [(4,), (3,), None, None],
            "pending",
            "Waiting",
            None,
            "Waiting for one of two scorecards",
        ),
        {"stage": "Bar raiser", "hidden": "Shown once you have submitted your scorecard."},
    ]
    return {"caption": "Scores of Ana Ruiz", "competencies": COMPETENCIES, "rows": rows}


def stage(
    name: str,
    values: list[tuple[int, ...] | None],
    result: str,
    word: str,
    score: str | None,
    sentence: str,
    attempt: str = "",
) -> dict[str, Any]:
    """A row of the sample matrix from the interviewers' whole points."""
    cells = [cell(competency, given) for competency, given in zip(COMPETENCIES, values, strict=True)]
    return {
        "stage": name,
        "attempt": attempt,
        "cells": cells,
        "result": result,
        "word": word,
        "score": score,
        "sentence": sentence,
    }


def cell(competency: str, given: tuple[int, ...] | None) -> dict[str, Any]:
    """A cell of the sample matrix: the mean cut to two decimals, and a tick per interviewer."""
    if given is None:
        return {"competency": competency, "level": level(None), "absent": "not yet"}
    hundredths = 100 * sum(given) // len(given)
    ticks = [
        {"label": person, "value": str(value), "position": str((value - 1) * 25)}
        for person, value in zip(INTERVIEWERS, given, strict=False)
    ]
    return {
        "competency": competency,
        "score": f"{hundredths // 100}.{hundredths % 100:02d}",
        "level": level(hundredths),
        "ticks": ticks,
    }


def gate(
    scores: list[str | None], result: str, word: str, score: str | None, sentence: str
) -> dict[str, Any]:
    """A sample gate with the reference floor and threshold."""
    lanes = [
        {
            "name": name,
            "score": value,
            "position": position(value),
            "breach": value is not None and value < "3.00",
        }
        for name, value in zip(COMPETENCIES, scores, strict=True)
    ]
    return {
        "caption": "Gate of the product sense exercise",
        "lowest": "1",
        "highest": "5",
        "floor": "3.00",
        "floor_position": "50.00",
        "threshold": "4.00",
        "threshold_position": "75.00",
        "lanes": lanes,
        "score": score,
        "position": position(score),
        "result": result,
        "word": word,
        "sentence": sentence,
    }


def position(score: str | None) -> str | None:
    """Where a score stands between 1 and 5, 0 to 100 with two decimals."""
    return None if score is None else f"{(float(score) - 1) * 25:.2f}"


def gate_stopped() -> dict[str, Any]:
    """Below the floor."""
    sentence = "Stopped: judgment 2.33 is below the floor of 3.00; three scorecards"
    return gate(["2.33", "4.66", "4.33", "4.33"], "stop", "Stopped", "3.91", sentence)


def gate_advanced() -> dict[str, Any]:
    """Above the threshold."""
    return gate(
        ["4.00", "5.00", "4.00", "4.00"],
        "advance",
        "Advanced",
        "4.25",
        "Advanced: 4.25 meets the threshold of 4.00; one scorecard",
    )


def gate_pending() -> dict[str, Any]:
    """Half of the scorecards in."""
    return gate(["4.00", "3.00", None, None], "pending", "Waiting", None, "Waiting for one of two scorecards")


def columns() -> list[dict[str, Any]]:
    """Four columns of a sample board, the last one empty."""
    cards = [
        {
            "name": "Ana Ruiz",
            "score": "4.25",
            "waits": "scorecards (2 of 3 in)",
            "kind": "attention",
            "age": "3 d",
        },
        {
            "name": "Benedict Featherstonehaugh-Cholmondeley",
            "score": "3.99",
            "waits": "the interview on 2 Dec",
            "kind": "neutral",
            "age": "1 d",
        },
        {"name": "Chidi Eze", "score": "", "waits": "a panel", "kind": "late", "age": "Late, 9 d"},
    ]
    return [
        {"name": "Recruiter screen", "count": 12, "median": "2 d", "cards": cards},
        {"name": "Product sense", "count": 8, "median": "4 d", "cards": cards[1:]},
        {"name": "Leadership", "count": 5, "median": "6 d", "cards": cards[:1]},
        {"name": "Bar raiser", "count": 0, "median": "none", "cards": []},
    ]

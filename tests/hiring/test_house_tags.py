"""Numbers and times as every page writes them."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone

from hiring.templatetags import house


def rendered(source: str, **context: object) -> str:
    return Template("{% load house %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "scorecard", "0 scorecards"),
        (1, "scorecard", "1 scorecard"),
        (2, "reply,replies", "2 replies"),
        (1, "reply,replies", "1 reply"),
        (12_345, "row", "12,345 rows"),
    ],
)
def test_count_of_joins_a_number_with_its_noun(number: int, noun: str, text: str) -> None:
    assert house.count_of(number, noun) == text


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "under a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=119), "1 hour"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=12, hours=20), "12 days"),
        (timedelta(days=-3), "3 days"),
        (None, "–"),
    ],
)
def test_a_length_of_time_is_cut_to_its_largest_unit(length: timedelta | None, words: str) -> None:
    assert house.duration(length) == words


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(days=-3, minutes=-1), "3 days ago"),
        (timedelta(hours=-1, minutes=-1), "1 hour ago"),
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=30), "in a moment"),
        (timedelta(days=2, minutes=1), "in 2 days"),
    ],
)
def test_ago_says_how_far_away_a_moment_is(distance: timedelta, words: str) -> None:
    assert f">{words}</time>" in house.ago(timezone.now() + distance)


def test_ago_carries_the_exact_time_in_the_readers_own_zone() -> None:
    moment = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)

    with timezone.override(ZoneInfo("Europe/Berlin")):
        text = house.ago(moment)

    assert 'datetime="2026-11-23T14:05:00+01:00" title="23 Nov 2026, 14:05"' in text


def test_moments_that_are_missing_are_a_dash() -> None:
    assert (house.ago(None), house.exact(None)) == ("–", "–")


def test_icon_is_hidden_from_readers_since_a_word_stands_beside_it() -> None:
    assert rendered('{% icon "search" %}') == (
        '<svg class="icon" aria-hidden="true"><use href="/static/icons.svg#search"></use></svg>'
    )


def test_htmx_never_evaluates_text_and_keeps_no_copy_of_a_page() -> None:
    config = json.loads(house.htmx_config())

    assert (config["allowEval"], config["allowScriptTags"], config["historyCacheSize"]) == (False, False, 0)


def test_htmx_shows_a_form_that_came_back_with_errors_but_no_other_failure() -> None:
    handling = json.loads(house.htmx_config())["responseHandling"]

    assert [rule["code"] for rule in handling if rule["swap"]] == ["[23]..", "422"]


def test_the_scheme_is_set_before_anything_is_painted() -> None:
    head = rendered("{% assets %}")

    assert [line for line in head.splitlines() if "<script" in line and "defer" not in line] == [
        '<script src="/static/js/theme.js"></script>'
    ]

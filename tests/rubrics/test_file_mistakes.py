"""Rubric files that cannot be used: each mistake is named with its place, and all of them at once."""

from pathlib import Path

import pytest

from rubrics.files import RubricFileError, read_rubric

MINIMAL = Path(__file__).parent / "data" / "minimal.toml"


def problems(tmp_path: Path, *changes: tuple[str, str]) -> tuple[str, ...]:
    """What is wrong with the minimal rubric once each old text is replaced by the new one, once."""
    text = MINIMAL.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    changed = tmp_path / "changed.toml"
    changed.write_text(text, encoding="utf-8")
    with pytest.raises(RubricFileError) as refusal:
        read_rubric(changed)
    return refusal.value.problems


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'slug = "minimal"',
            'slug = "Mini mal"',
            "slug “Mini mal” must be lower-case letters, digits and single hyphens",
        ),
        ('slug = "minimal"\n', "", "slug is missing"),
        ("version = 1", 'version = "1"', "version must be a whole number"),
        ("version = 1", "version = true", "version must be a whole number"),
        ("version = 1", "version = 0", "version must be at least 1"),
        ('name = "One conversation"', 'name = " "', "name must be text and not empty"),
        ("expected_days = 5", "expected_days = 5\ncolour = 1", "colour is not a key of this table"),
        ('highest = "3"', 'highest = "3.005"', "scale: highest “3.005” is finer than a hundredth of a point"),
        ('highest = "3"', "highest = true", "scale: highest must be a number of points"),
        ('step = "0.5"', 'step = "half"', "scale: step “half” is not a number"),
        ('step = "0.5"', 'step = "0.3"', "the step must divide the scale from lowest to highest evenly"),
        ('floor = "2"', 'floor = "4"', "the floor must lie on the scale"),
        ('threshold = "2.5"', 'threshold = "0.5"', "the threshold must lie on the scale"),
        (
            'aggregation = "mean"',
            'aggregation = "median"',
            "gate: aggregation “median” must be one of mean, lowest",
        ),
        ("[gate]", "[gates]", "gate is missing"),
        ('name = "Impact"', 'title = "Impact"', "competencies impact: name is missing"),
        ('slug = "impact"', 'slug = "judgment"', "the competency judgment appears twice"),
        (
            'kind = "interview"',
            'kind = "chat"',
            "stages talk: kind “chat” must be one of screen, exercise, interview, bar_raiser",
        ),
        ("minutes = 45", "minutes = 0", "stages talk: minutes must be at least 1"),
        ("panel_size = 2", "panel_size = 0", "stages talk: panel_size must be at least 1"),
        ("due_hours = 24", "due_hours = -1", "stages talk: scorecard_due_hours must be at least 1"),
        ("due_hours = 48", "due_hours = 0", "stages talk: action_due_hours must be at least 1"),
        ('["judgment", "impact"]', '["judgment"]', "no stage scores the competency impact"),
        ('["judgment", "impact"]', "[]", "stages talk: a stage scores at least one competency"),
        (
            '["judgment", "impact"]',
            '["judgment", "impact", "charm"]',
            "stages talk: “charm” is not a competency of this rubric",
        ),
        (
            '["judgment", "impact"]',
            '["judgment", "impact", "impact"]',
            "stages talk: the competency impact appears twice",
        ),
        (
            '["the call they made alone"]',
            '["", "x"]',
            "stages talk: listen_for must be a list of texts, none of them empty",
        ),
        ("critique = true", 'critique = "yes"', "stages talk, prompts 2: critique must be true or false"),
        ('2 = "Weighs."\n', "", "stages talk, anchors, judgment: 2 is missing"),
        (
            '3 = "Measured."',
            '3 = "Measured."\n4 = "More."',
            "stages talk, anchors, impact: 4 is not a key of this table",
        ),
        ("[stages.anchors.impact]", "[stages.anchors.charm]", "stages talk, anchors: impact is missing"),
        (
            "[stages.anchors.impact]",
            "[stages.anchors.charm]",
            "stages talk, anchors: charm is not a key of this table",
        ),
        (
            'tone = "red_flag"',
            'tone = "bad"',
            "stages talk, signals no-failure: tone “bad” must be one of positive, red_flag",
        ),
        (
            'rates_low = "judgment"',
            'rates_low = "charm"',
            "stages talk, signals no-failure: rates_low “charm” is not a competency of this stage",
        ),
        (
            "highest = 100",
            "highest = 0",
            "stages talk, measures context-share: lowest must be less than highest",
        ),
        ("[[past_decisions]]", "[[past]]", "a critique prompt needs past_decisions to choose from"),
        ("[[past_decisions]]", "[past_decisions]", "past_decisions must be a list of tables"),
        ('title = "The second menu"', "", "past_decisions 1: title is missing"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert problem in problems(tmp_path, (old, new))


def test_every_mistake_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        ("minutes = 45", "minutes = 0"),
        ('tone = "red_flag"', 'tone = "bad"'),
        ('floor = "2"', 'floor = "4"'),
    )
    assert found == (
        "the floor must lie on the scale",
        "stages talk: minutes must be at least 1",
        "stages talk, signals no-failure: tone “bad” must be one of positive, red_flag",
    )


def test_signals_and_measures_of_a_stage_have_slugs_of_their_own(tmp_path: Path) -> None:
    signal = '[[stages.signals]]\nslug = "no-failure"\ntext = "x"\ntone = "positive"\n\n'
    assert problems(tmp_path, ("[[stages.measures]]", signal + "[[stages.measures]]")) == (
        "stages talk: the signal no-failure appears twice",
    )


def test_a_rubric_without_stages_or_competencies_is_none(tmp_path: Path) -> None:
    text = MINIMAL.read_text(encoding="utf-8")
    assert problems(tmp_path, (text[text.index("[[competencies]]") :], "")) == (
        "a rubric needs at least one stage",
        "a rubric needs at least one competency",
    )

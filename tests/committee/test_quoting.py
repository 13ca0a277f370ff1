"""Questions to an interviewer: which of them quote a score or an opinion of somebody else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.quoting import GATE, NAME, OTHERS, SCORE, Quoted, quoted_scores
from rubrics.files import shipped_rubric

POLICY = shipped_rubric("reference").policy
OTHER_PEOPLE = ["Ben Cole", "Zoë van der Berg", "Will Young", "王小明"]


def quoted(text: str, names: list[str] = OTHER_PEOPLE) -> list[tuple[str, str]]:
    return [(found.words, found.why) for found in quoted_scores(text, policy=POLICY, names=names)]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Why a 4 on judgment?", "a 4"),
        ("Somebody gave a 2; what did you hear?", "gave a 2"),
        ("Was it closer to a 3?", "a 3"),
        ("Is your 5 still right?", "your 5"),
        ("What made it a four", "a four"),
        ("It reads like 4/5 to me", "4/5"),
        ("Is this a 4 / 5?", "a 4 / 5"),
        ("I would have said 4 out of 5.", "4 out of 5"),
        ("Four out of five sounds high", "Four out of five"),
        ("Is a 2,5 too low?", "a 2,5"),
        ("The screen came to 3.75, you were far above.", "3.75"),
        ("It is 2,5 elsewhere", "2,5"),
        ("That is 3.5 points in all", "3.5 points"),
        ("You are two points apart", "two points apart"),
        ("You are 2 points higher", "2 points higher"),
        ("One interviewer gave judgment 2.", "gave judgment 2"),
        ("Their curiosity was rated 3", "rated 3"),
        ("Impact was scored at 2 elsewhere", "scored at 2"),
        ("A rating of three seems low", "rating of three"),
        ("score: 4", "score: 4"),
        ("Judgment: 4 here, less there", "Judgment: 4"),
        ("Somebody put curiosity at 3", "put curiosity at 3"),
        ("It got 4 elsewhere", "got 4"),
        ("Is the 5 you gave still right?", "the 5"),
        ("Would you change it from a 2 to a 4?", "a 2 to a 4"),
        ("Is it a 3 or 4?", "a 3 or 4"),
    ],
)
def test_a_score_is_found_however_it_is_said(question: str, words: str) -> None:
    assert quoted(question) == [(words, SCORE)]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Somebody rated you lower", "rated you lower"),
        ("The others gave less on impact", "The others gave"),
        ("Others rated it differently", "Others rated it differently"),
        ("Everyone else thought the opposite", "Everyone else thought"),
        ("Another interviewer saw no artefact", "Another interviewer"),
        ("What do the other scorecards miss?", "the other scorecards"),
        ("You are higher than the panel", "higher than the panel"),
        ("You are above the average.", "above the average"),
        ("Curiosity is below average", "below average"),
        ("The mean is lower", "The mean"),
        ("The average score is lower", "average score is lower"),
        ("The panel split on this", "The panel split"),
        ("Your colleagues heard something else", "Your colleagues"),
    ],
)
def test_what_others_said_is_found(question: str, words: str) -> None:
    assert quoted(question) == [(words, OTHERS)]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("It is just below the floor", "below the floor"),
        ("Judgment barely meets the threshold", "meets the threshold"),
        ("That keeps her under the bar", "under the bar"),
        ("What would the gate say?", "the gate"),
        ("The candidate was stopped for this", "The candidate was stopped"),
        ("This would stop the candidate", "stop the candidate"),
        ("The stage advanced because of you", "The stage advanced"),
        ("She advanced to the next stage", "She advanced to the next"),
    ],
)
def test_where_the_gate_stands_is_found(question: str, words: str) -> None:
    assert quoted(question) == [(words, GATE)]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Ben Cole heard no number", "Ben Cole"),
        ("what did BEN  COLE mean", "BEN COLE"),
        ("Did you speak with Cole?", "Cole"),
        ("Ben’s notes say otherwise", "Ben"),
        (unicodedata.normalize("NFD", "Was Zoë there?"), "Zoë"),
        ("Did Will ask about the memo?", "Will"),
        ("和王小明谈过吗", "王小明"),
    ],
)
def test_other_interviewers_are_found_by_name(question: str, words: str) -> None:
    assert quoted(question) == [(words, NAME)]


@pytest.mark.parametrize(
    "question",
    [
        "",
        "What exactly did they say about the cost of the second option?",
        "Which part of the launch was theirs, and which was the team's?",
        "Did this happen in 2024, or before?",
        "The test ran 3 weeks; was that planned?",
        "Did they say 40 % of 4 % or of all members?",
        "Which baseline did the 4% start from?",
        "Was that in Q3 or in H1?",
        "Two engineers worked on it; who decided?",
        "Did the 2 engineers agree?",
        "They named a 4-week test; why so short?",
        "Was it a 4 week test?",
        "You gave 2 or 3 examples of curiosity; which was strongest?",
        "You gave two examples. Which came first?",
        "Did four out of five members notice?",
        "Did they give a number between 2 and 3 million?",
        "Did tickets fall by 1.2 points or by a fifth?",
        "Was it 3.1 % against the holdout?",
        "Does version 3.5 mean the second launch?",
        "Was this question 2, and which follow-up did you use?",
        "You wrote “step 3”; what was it?",
        "Did they raise $4.5 million?",
        "Was the meeting at 4 pm, and who came?",
        "On 4/5/2024 or later?",
        "What do they mean by “I had to mean it”?",
        "How long did it take on average?",
        "What does the average member see?",
        "Did the sales floor hear of it first?",
        "What threshold did they set for their own test?",
        "Who stopped the launch, they or the board?",
        "How did they advance the project?",
        "Which other teams disagreed?",
        "Will you say what the memo looked like?",
        "Was ist im Jahr 2024 in den 3 Wochen passiert?",
        "كم أسبوعا استمر الاختبار؟ ٤ أسابيع؟",
        "परीक्षण ४ सप्ताह चला?",
        "テストは４週間でしたか",
        "是四个星期吗",
        "Was it 4² or 4th?",
        "Question: 4 or more follow-ups?",
        "How did they get 2 engineers in a week?",
    ],
)
def test_an_ordinary_question_quotes_nothing(question: str) -> None:
    assert quoted(question) == []


def test_passages_come_in_the_order_of_the_text_and_never_overlap() -> None:
    assert quoted("Ben gave a 2, you are above the average, and the gate stopped them.") == [
        ("Ben", NAME),
        ("gave a 2", SCORE),
        ("above the average", OTHERS),
        ("the gate", GATE),
        ("stopped them", GATE),
    ]


def test_a_number_off_the_scale_is_no_score() -> None:
    assert quoted("Why a 7, and a 0?") == []
    assert quoted("Is that 4 out of 10?") == []


def test_the_scale_is_that_of_the_rubric() -> None:
    ten = type(POLICY)(threshold=700, floor=500, aggregation="mean", lowest=100, highest=1000, step=100)
    found = quoted_scores("Is that 4 out of 10, or an 8?", policy=ten, names=[])
    assert found == [Quoted("4 out of 10", SCORE), Quoted("an 8", SCORE)]


def test_what_a_person_gave_themselves_tells_them_nothing() -> None:
    question = "You gave judgment a 4. Could it be a 2?"
    assert quoted_scores(question, policy=POLICY, names=[], own={400}) == [Quoted("a 2", SCORE)]


def test_a_part_of_a_word_is_no_name() -> None:
    assert quoted("They benched the cold coleslaw", names=["Ben Cole", "Al Co"]) == []


@given(st.text(), st.lists(st.text(max_size=8), max_size=3))
def test_any_text_and_any_names_can_be_read(text: str, names: list[str]) -> None:
    flat = " ".join(unicodedata.normalize("NFC", text).split())
    for found in quoted_scores(text, policy=POLICY, names=names):
        assert found.words in flat
        assert found.why in {SCORE, OTHERS, GATE, NAME}

"""How many words a text has, in any script."""

import pytest

from committee.word_count import words_written


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" … – !", 0),
        ("Seen.", 1),
        ("Completion up 3.1 % in a four-week test", 7),
        ("They’re sure; it’s theirs", 4),
        ("Überraschend früh gestoppt", 3),
        ("قطعوا الاختبار مبكرا", 3),
        ("停止了发布", 3),
        ("A/B テスト", 4),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert words_written(text) == words

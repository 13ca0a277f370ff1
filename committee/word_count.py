"""How much is written: the words of a text, in any script. Pure."""

import re

# Chinese, Japanese, Thai, Lao, Khmer and Burmese put no blanks between words: about two characters make one.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")


def words_written(text: str) -> int:
    """How many words a text has. Punctuation alone is none, and "3.1" or "follow-up" is one."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_WORD.findall(_UNSPACED.sub(" ", text))) + (unspaced + 1) // 2

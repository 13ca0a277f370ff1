"""Snapshots that are hard to set in type: other scripts, long words, markup, a text that does not end."""

from collections.abc import Callable

from committee.snapshot import Snapshot
from tests.committee.packet_words import EVIDENCE
from tests.committee.snapshots import bare_snapshot, full_snapshot, small_snapshot, stopped_snapshot

NASTY = (
    '#panic("no") #eval("1+1") $x^2$ *bold* _em_ \\ \\u{41} `raw` ``` <label> @ref // comment /* */ '
    "= Heading - item + item / term: %{} [box] {code} ~ -- --- ... ' \" “ ” « » & &amp; <b>b</b> \t tab"
)
RIGHT_TO_LEFT = ("ليلى عبد الرحمن الخطيب", "נועה בן־דוד", "محمد الأمين ولد أحمد")
SCRIPTS = (
    "Ελένη Παπαδοπούλου",
    "Анастасия Щербакова",
    "Nguyễn Thị Ngọc Ánh",
    "王小明",
    "山田 花子",
    "김민준",
    "अनन्या शर्मा",
)
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def long_words_snapshot() -> Snapshot:
    """Names and words that no line can hold, and none of them with a place to break."""
    packet = full_snapshot()
    packet["candidate"] = f"{LONG_WORD} {'W' * 120}"
    packet["job"] = {"title": LONG_WORD * 2, "level": "P" * 40, "team": LONG_WORD.upper()}
    for stage in packet["stages"]:
        for card in stage["cards"]:
            card["interviewer"] = f"{card['interviewer']}-{LONG_WORD}"
            card["evidence"] = {slug: f"{LONG_WORD * 3} {text}" for slug, text in card["evidence"].items()}
    packet["stages"][0]["name"] = LONG_WORD
    packet["competencies"][0]["name"] = LONG_WORD
    packet["ambiguities"][0]["reason"] = "https://example.org/" + "x" * 300
    return packet


def right_to_left_snapshot() -> Snapshot:
    """An Arabic name, Hebrew and Arabic interviewers, and evidence in both directions."""
    packet = full_snapshot()
    packet["candidate"] = RIGHT_TO_LEFT[0]
    for stage in packet["stages"][:2]:
        for card, name in zip(stage["cards"], RIGHT_TO_LEFT, strict=True):
            card["interviewer"] = name
            card["evidence"]["judgment"] = (
                f"قالت {name}: القرار كان قرارها (3.5%). " + card["evidence"]["judgment"]
            )
    return packet


def scripts_snapshot() -> Snapshot:
    """Greek, Cyrillic, Vietnamese, Chinese, Japanese, Korean and Devanagari, in names and in text."""
    packet = full_snapshot()
    packet["candidate"] = f"{SCRIPTS[1]} ({SCRIPTS[3]})"
    cards = [card for stage in packet["stages"] for card in stage["cards"]]
    for number, card in enumerate(cards):
        name = SCRIPTS[number % len(SCRIPTS)]
        card["interviewer"] = name
        card["evidence"] = {
            slug: f"{name} 👍🏽 → ≥ 4 ½ № ₽ € {text}" for slug, text in card["evidence"].items()
        }
    return packet


def nasty_snapshot() -> Snapshot:
    """Every text that a person typed holds typst code, markup and quotes."""
    packet = full_snapshot()
    packet["candidate"] = f"Robert {NASTY}"
    packet["job"] = {"title": NASTY, "level": "#3", "team": "*Search* & <Discovery>"}
    for stage in packet["stages"]:
        for card in stage["cards"]:
            card["interviewer"] = f"{card['interviewer']} #{{}}"
            card["evidence"] = dict.fromkeys(card["evidence"], f"{NASTY}\n\n= {NASTY}\n- {NASTY}")
            card["summary"] = NASTY
    for asked in packet["clarifications"]:
        asked["question"] = asked["answer"] = NASTY
    return packet


def very_long_snapshot(words: int = 4000) -> Snapshot:
    """One competency of one scorecard has thousands of words, in paragraphs."""
    packet = full_snapshot()
    card = packet["stages"][1]["cards"][0]
    told = " ".join(EVIDENCE["product-sense"]["judgment"]).split()
    paragraphs = [" ".join(told[: 40 + 13 * n % 60]) for n in range(words // 60)]
    card["evidence"]["judgment"] = "\n\n".join(paragraphs)
    return packet


ALL_SNAPSHOTS: dict[str, Callable[[], Snapshot]] = {
    "full": full_snapshot,
    "bare": bare_snapshot,
    "stopped": stopped_snapshot,
    "small": small_snapshot,
    "long words": long_words_snapshot,
    "right to left": right_to_left_snapshot,
    "scripts": scripts_snapshot,
    "nasty": nasty_snapshot,
    "very long": very_long_snapshot,
}

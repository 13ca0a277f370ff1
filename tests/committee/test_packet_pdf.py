"""A packet as a PDF: two to four pages for a full loop, every word on them, and nothing typed runs."""

import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.conf import settings

from committee.packet_pdf import FONTS, TEMPLATE, packet_pdf
from committee.snapshot import Snapshot
from hiring.canonical import canonical_json, digest
from tests.committee.hard_snapshots import (
    LONG_WORD,
    NASTY,
    RIGHT_TO_LEFT,
    SCRIPTS,
    long_words_snapshot,
    nasty_snapshot,
    right_to_left_snapshot,
    scripts_snapshot,
    very_long_snapshot,
)
from tests.committee.snapshots import bare_snapshot, full_snapshot, small_snapshot, stopped_snapshot

ROOT = Path(settings.BASE_DIR)


def read(snapshot: Snapshot) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(packet_pdf(snapshot)))


def words(snapshot: Snapshot) -> str:
    """All text of the pages, on one line, without the places to break that were put into long words."""
    text = "\n".join(page.extract_text() for page in read(snapshot).pages)
    return " ".join(re.sub("[\u00ad\u200b\u2068\u2069]", "", text).split())


def fonts_of(reader: pypdf.PdfReader) -> set[str]:
    """Names of the fonts on the pages, without the tag of their subset."""
    found = set()
    for page in reader.pages:
        resources: Any = page["/Resources"]
        found |= {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    return {name.lstrip("/").split("+")[-1] for name in found}


def test_it_holds_no_date_no_author_and_no_path() -> None:
    pdf = packet_pdf(full_snapshot())
    reader = pypdf.PdfReader(io.BytesIO(pdf))

    assert sorted(reader.metadata or {}) == ["/Creator", "/Title"]
    assert str(ROOT).encode() not in pdf
    xmp = b"".join(re.findall(rb"<x:xmpmeta.*?</x:xmpmeta>", pdf, re.DOTALL))
    assert not re.search(rb"CreateDate|ModifyDate|<dc:creator", xmp)


def test_it_is_tagged_titled_and_in_english() -> None:
    reader = read(full_snapshot())
    catalogue: Any = reader.trailer["/Root"]

    assert reader.metadata is not None
    assert reader.metadata.title == "Packet: Amara Okonkwo-Lindström, Senior product manager"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en"
    assert [str(outline["/Title"]) for outline in reader.outline if not isinstance(outline, list)] == [
        "Does this candidate raise the bar of the existing team in judgment and impact?"
    ]


def test_a_full_loop_of_three_interviewers_a_stage_fits_two_to_four_pages() -> None:
    assert 2 <= len(read(full_snapshot()).pages) <= 4


@pytest.mark.parametrize("make", [bare_snapshot, small_snapshot])
def test_a_small_loop_fits_two_pages(make: Any) -> None:
    assert len(read(make()).pages) <= 2


def test_it_is_read_in_the_order_of_the_packet() -> None:
    snapshot = full_snapshot()
    text = words(snapshot)
    found = [
        text.index(heading)
        for heading in (
            snapshot["question"],
            snapshot["comparison"],
            "23 days, 30 expected",
            "Gate",
            "What is ambiguous",
            "Signals across stages",
            "Share of the answers spent on context",
            "The bar",
            "Clarifications",
            "Evidence Recruiter screen",
            "For the interview",
            "Not asked yet",
            "Least evidence",
            "SHA-256",
        )
    ]

    assert found == sorted(found)


def test_it_says_everything_that_people_wrote() -> None:
    snapshot = stopped_snapshot()
    text = words(snapshot)
    cards = [card for stage in snapshot["stages"] for card in stage["cards"]]
    written = [evidence for card in cards for evidence in card["evidence"].values()]
    written += [card["summary"] for card in cards] + [card["interviewer"] for card in cards]
    written += [correction["reason"] for card in cards for correction in card["corrections"]]
    written += [why for card in cards for why in (*card["why_not"].values(), *card["why_high"].values())]
    written += [part[side] for part in snapshot["clarifications"] for side in ("question", "answer")]
    written += [row["reason"] for row in snapshot["ambiguities"]]
    flowing = re.sub(r"[\s-]", "", _without_footers(text, snapshot))

    assert [one for one in written if re.sub(r"[\s-]", "", one) not in flowing] == []


def _without_footers(text: str, snapshot: Snapshot) -> str:
    """Footers stand in the middle of what runs on over a page."""
    return re.sub(rf"{re.escape(snapshot['candidate'])} {digest(snapshot)[:12]} \d+ of \d+", "", text)


def test_each_page_says_which_packet_it_is_of_and_the_last_the_whole_digest() -> None:
    snapshot = full_snapshot()
    pages = [" ".join(page.extract_text().split()) for page in read(snapshot).pages]

    for number, page in enumerate(pages, start=1):
        assert f"Amara Okonkwo-Lindström {digest(snapshot)[:12]} {number} of {len(pages)}" in page
    assert digest(snapshot) in re.sub("[\\s\u200b]", "", pages[-1])


def test_scores_are_cut_and_a_value_below_the_floor_is_marked() -> None:
    first = " ".join(read(stopped_snapshot()).pages[0].extract_text().split())

    assert "3.66" in first
    assert "3.67" not in first
    assert "2.33 ▼" in first
    assert first.count("▼ 2") == 3  # two who gave 2 in the first attempt, one in leadership
    assert "Stopped 3.83 Judgment 2.33 is below the floor of 3.00" in first


def test_names_that_read_from_right_to_left_are_there() -> None:
    snapshot = right_to_left_snapshot()
    text = words(snapshot)

    # pypdf gives Arabic and Hebrew words in the order in which they stand on the line.
    for name in RIGHT_TO_LEFT:
        assert [word for word in name.split() if word not in text] == []
    assert fonts_of(read(snapshot)) == {"Inter-Regular", "Inter-SemiBold", "DejaVuSans"}


def test_other_scripts_are_set_from_our_fonts_or_as_boxes() -> None:
    snapshot = scripts_snapshot()
    reader = read(snapshot)
    text = words(snapshot)

    assert [name for name in SCRIPTS[:3] if name not in text] == []
    assert fonts_of(reader) <= {"Inter-Regular", "Inter-SemiBold", "DejaVuSans"}
    assert len(reader.pages) <= 5


def test_markup_and_code_stand_there_as_they_were_typed() -> None:
    snapshot = nasty_snapshot()
    flowing = re.sub(r"\s", "", _without_footers(words(snapshot), snapshot))

    assert flowing.count(re.sub(r"\s", "", NASTY)) > 100
    assert read(snapshot).metadata.title == f"Packet: Robert {NASTY}, {NASTY}"  # type: ignore[union-attr]


def test_words_without_a_place_to_break_stay_on_the_page() -> None:
    snapshot = long_words_snapshot()
    reader = read(snapshot)

    for page in reader.pages:
        width = float(page.mediabox.width)
        ends: list[float] = []
        page.extract_text(
            visitor_text=lambda text, _, tm, *rest, ends=ends: ends.append(tm[4]) if text else None
        )
        assert max(ends) < width
    assert re.sub(r"[\s-]", "", words(snapshot)).count(LONG_WORD) > 100


def test_thousands_of_words_run_on_over_pages() -> None:
    long, short = len(read(very_long_snapshot(4000)).pages), len(read(full_snapshot()).pages)

    assert long >= short + 2


@pytest.mark.parametrize(
    "text", ["", "\x00\x07\x1b", "\r\n\n \t", "\u202eabc", "\u2069" * 5, "👩🏽‍🚀" * 60, "ก" * 90]
)
def test_odd_texts_are_no_trouble(text: str) -> None:
    snapshot = full_snapshot()
    snapshot["candidate"] = snapshot["question"] = text
    card = snapshot["stages"][0]["cards"][0]
    card["interviewer"] = card["summary"] = card["evidence"]["judgment"] = text

    assert packet_pdf(snapshot).startswith(b"%PDF")


def test_a_packet_of_nothing_is_a_page() -> None:
    snapshot = bare_snapshot()
    snapshot["stages"], snapshot["measures"], snapshot["signals"] = [], [], []
    snapshot["interview"] = {"prompts": [], "critique": None, "past_decisions": [], "least_evidence": []}

    assert len(read(snapshot).pages) == 1


def test_the_snapshot_is_left_as_it_was() -> None:
    snapshot = full_snapshot()
    before = canonical_json(snapshot)
    packet_pdf(snapshot)

    assert canonical_json(snapshot) == before


def test_only_vendored_fonts_are_used() -> None:
    assert fonts_of(read(full_snapshot())) <= {"Inter-Regular", "Inter-SemiBold", "DejaVuSans"}
    assert sorted(path.name for path in FONTS.glob("*.ttf")) == [
        "DejaVuSans.ttf",
        "Inter_400Regular.ttf",
        "Inter_600SemiBold.ttf",
    ]


def test_the_printed_colours_are_the_light_ones_of_the_pages() -> None:
    tokens = (ROOT / "static/css/tokens.css").read_text()
    light = dict(re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}),", tokens))
    look = (TEMPLATE.parent / "look.typ").read_text()
    printed = dict(re.findall(r'#let ([a-z-]+) = rgb\("(#[0-9a-f]{6})"\)', look))
    printed |= dict(re.findall(r'"(level-\d\d)": rgb\("(#[0-9a-f]{6})"\)', look))
    printed["line"] = printed.pop("line-colour")

    assert len(printed) > 20
    assert printed == {name: light[name] for name in printed}

"""A packet as a PDF. The same snapshot gives the same bytes on any machine: the fonts are ours, and no date
and no path is in it.
"""

import json
import os
import threading
from functools import cache
from pathlib import Path

import typst

from committee.packet_sheet import packet_sheet
from committee.snapshot import Snapshot

TEMPLATE = Path(__file__).resolve().parent / "typst" / "packet.typ"
FONTS = Path(__file__).resolve().parent.parent / "static" / "vendor" / "print-fonts"
_one_at_a_time = threading.Lock()  # a compiler belongs to one document while it sets it


class ForkedAfterPrinting(Exception):
    """typst's threads stay behind in the parent, and without them it would wait for ever."""


def packet_pdf(snapshot: Snapshot) -> bytes:
    """A tagged PDF of A4 pages. What people typed reaches the template as data and never runs as markup.

    Raises ForkedAfterPrinting in a child of a process that has made a PDF before it forked.
    """
    sheet = json.dumps(packet_sheet(snapshot), ensure_ascii=False, sort_keys=True)
    compiler, process = _compiler()
    if process != os.getpid():
        raise ForkedAfterPrinting("forked from a process that has made a PDF")
    with _one_at_a_time:
        pdf = compiler.compile(format="pdf", sys_inputs={"sheet": sheet}, pdf_tags=True)
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst gave {type(pdf).__name__} for a PDF")
    return pdf


@cache
def _compiler() -> tuple[typst.Compiler, int]:
    """The template and the fonts, read once, and the process that did."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts, sys_inputs={}), os.getpid()

"""Which files are taken for a CV: what they are is read from their content, not only from their name."""

import zipfile
from dataclasses import dataclass
from typing import IO

MEBIBYTE = 1024 * 1024
LARGEST = 5 * MEBIBYTE
LONGEST_NAME = 200


@dataclass(frozen=True)
class CvType:
    """A kind of file: its ending, what a browser is told it is, and the entry its archive must have."""

    ending: str
    content_type: str
    entry: str = ""


CV_TYPES = {
    kind.ending: kind
    for kind in (
        CvType("pdf", "application/pdf"),
        CvType(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            entry="word/document.xml",
        ),
        CvType("odt", "application/vnd.oasis.opendocument.text", entry="content.xml"),
    )
}
NOT_TAKEN = "A CV is a PDF, a Word document (.docx) or an OpenDocument text (.odt)."


def ending_of(name: str) -> str:
    """The ending of a file's name, in lower case, "" when it has none."""
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def cv_problem(name: str, size: int, file: IO[bytes]) -> str:
    """Why the file is not taken, in words for the person; "" when it is. Leaves the file at its start."""
    kind = CV_TYPES.get(ending_of(name))
    if kind is None:
        return f"{NOT_TAKEN} This one is neither."
    if size == 0:
        return "The file is empty."
    if size > LARGEST:
        return f"The file has {size / MEBIBYTE:.1f} MiB; at most {LARGEST // MEBIBYTE} MiB are taken."
    if not _is(kind, file):
        return f"The name ends in .{kind.ending}, but the content is something else. {NOT_TAKEN}"
    return ""


def download_name(name: str) -> str:
    """A file's name fit for a header: one line without control characters, short, its ending kept."""
    ending = ending_of(name)
    stem = "".join(letter for letter in name if letter.isprintable() and letter not in '/\\"')
    stem = stem.removesuffix(f".{ending}")[: LONGEST_NAME - len(ending) - 1].strip() or "cv"
    return f"{stem}.{ending}"


def _is(kind: CvType, file: IO[bytes]) -> bool:
    file.seek(0)
    try:
        if not kind.entry:
            return file.read(5) == b"%PDF-"
        with zipfile.ZipFile(file) as archive:
            return kind.entry in archive.namelist()
    except zipfile.BadZipFile:
        return False
    finally:
        file.seek(0)

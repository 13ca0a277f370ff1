"""Uploaded sheets between preview and import, and how far the import is: private files, gone after a day.

Files and no cache: a broken cache loses neither, and whoever writes the import may be another process.
"""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO
from uuid import UUID

from django.conf import settings

from rubrics.sheet import sheet_text

KEPT = timedelta(days=1)
_PROGRESS = "progress.json"


@dataclass(frozen=True)
class Sheet:
    """An uploaded file: the name it came with, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class ImportProgress:
    """How much of an import is done, in percent, and what comes now."""

    percent: int
    what: str


def sheets_keep(uuid: UUID, sheets: Sequence[Sheet]) -> None:
    """Keeps the sheets, readable by this application alone."""
    folder = _folder(uuid)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number, sheet in enumerate(sheets):
        _write(folder / f"{number}.csv", sheet.content)


@contextmanager
def sheets_opened(uuid: UUID, names: Sequence[str]) -> Iterator[list[tuple[str, TextIO]]]:
    """The kept sheets as the importer reads them. Raises FileNotFoundError when they have expired."""
    with ExitStack() as stack:
        paths = [_folder(uuid) / f"{number}.csv" for number in range(len(names))]
        yield [
            (name, stack.enter_context(sheet_text(path.open("rb"))))
            for name, path in zip(names, paths, strict=True)
        ]


def sheets_drop(uuid: UUID) -> None:
    """Forgets the sheets and the progress; nothing when they are gone already."""
    shutil.rmtree(_folder(uuid), ignore_errors=True)


def sheets_expire(at: datetime) -> None:
    """Drops whatever was kept for longer than a day."""
    oldest = (at - KEPT).timestamp()
    for folder in _root().glob("*"):
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)


def progress_write(uuid: UUID, done: float, what: str) -> None:
    """Notes how far an import is, outside the transaction that hides its rows until the end."""
    _write(_folder(uuid) / _PROGRESS, json.dumps({"percent": int(100 * done), "what": what}).encode())


def progress_read(uuid: UUID) -> ImportProgress:
    """How far the import is; at the beginning when nothing was noted yet."""
    try:
        return ImportProgress(**json.loads((_folder(uuid) / _PROGRESS).read_bytes()))
    except FileNotFoundError:
        return ImportProgress(0, "Waiting to begin")


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing: whoever reads the file meanwhile sees the old one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    beside.replace(path)


def _folder(uuid: UUID) -> Path:
    return _root() / uuid.hex


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"

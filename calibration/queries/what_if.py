"""A period under another bar: its history, kept between a slider's moves, and the candidates it changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from accounts.models import User
from calibration.evidence import Decided
from calibration.fairness.compared import Compared
from calibration.models import CalibrationRun, ReplayPart
from calibration.queries.fairness import compared_by_group
from calibration.replay_arrays import KeptHistories, replay_history
from calibration.whatif.compare import Change, changed, not_stopped
from calibration.whatif.history import History, Setting, ends_under
from candidates.models import Application
from candidates.permissions import visible_applications

PAGE = 25  # names at a time
_DECISIONS = {Decided.OFFER: "Offer", Decided.NO_OFFER: "No offer", Decided.NOT_YET: "Not decided"}
_kept = KeptHistories()


@dataclass(frozen=True, slots=True)
class ChangedApplication:
    """One application that another setting changes, with both its ends (calibration.whatif) and decision."""

    application: Application
    before: int
    after: int
    decided: Decided

    @property
    def decision(self) -> str:
        return _DECISIONS[self.decided]


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """Some of `total` applications; `number` counts pages from 1."""

    rows: Sequence[ChangedApplication]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(-(-self.total // PAGE), 1)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def history_of(run: CalibrationRun) -> History:
    """What the run has to replay; one query the first time in this process."""
    return _kept.get(run.uuid, lambda: replay_history(_parts(run)))


def changed_page(
    user: User, history: History, setting: Setting, kinds: Sequence[Change], number: int
) -> ChangedPage:
    """The applications that the setting changes in one of these ways, as far as the person may see them; a
    page beyond the last is the last. One query.
    """
    found = [changed(block, setting, len(history.stages), kinds) for block in history.blocks]
    total = sum(len(each.rows) for each in found)
    number = min(max(number, 1), max(-(-total // PAGE), 1))
    some = slice((number - 1) * PAGE, number * PAGE)
    ends = np.concatenate(
        [
            np.stack([block.keys[each.rows], each.before, each.after, block.decided[each.rows]])
            for block, each in zip(history.blocks, found, strict=True)
        ],
        axis=1,
    )[:, some].T.tolist()
    seen = _visible(user, [key for key, *_ in ends])
    rows = [
        ChangedApplication(seen[key], before, after, Decided(decided))
        for key, before, after, decided in ends
        if key in seen
    ]
    return ChangedPage(rows, total, number)


def groups_compared(history: History, setting: Setting) -> Compared:
    """What share of each group no stage stops, before and after; whom a stage never saw it does not stop.

    For a period that is over: the caller sees to it.
    """
    keys = np.concatenate([block.keys for block in history.blocks]).tolist()
    before = np.concatenate([not_stopped(block.as_it_was) for block in history.blocks])
    after = np.concatenate([not_stopped(ends_under(block, setting)) for block in history.blocks])
    return compared_by_group(keys, before, after)


def _visible(user: User, keys: Sequence[int]) -> Mapping[int, Application]:
    rows = visible_applications(user).filter(pk__in=keys).select_related("candidate", "job")
    return {row.pk: row for row in rows}


def _parts(run: CalibrationRun) -> Iterator[bytes]:
    """One after the other: a part is let go before the next is read."""
    parts = ReplayPart.objects.filter(run=run).order_by("number").values_list("content", flat=True)
    for content in parts.iterator(chunk_size=1):
        yield bytes(content)

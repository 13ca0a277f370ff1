"""The arrays that the what-if page replays, between a run that stores them and the pages that keep them.

A part is a NumPy archive (npz, compressed, read without pickle). The first holds the period's shape as JSON
and no arrays; each other one holds some applications of one version, with the columns of their stages.
"""

import io
import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from calibration.evidence import Evidence, Label, Plan, StageShape
from calibration.replay_columns import Piece, replay_pieces
from calibration.whatif.history import Block, History
from rubrics.gate import GatePolicy
from rubrics.replay import stage_columns

KEPT_BYTES = 256 * 2**20  # of arrays in one web process; a million applications of four stages take 100 MiB
_COLUMNS = ("counts", "totals", "lowest", "outstanding", "present")


def replay_parts(evidence: Evidence) -> Iterator[bytes]:
    """The arrays of a period in parts that a database row holds with ease."""
    plans = plans_of(evidence)
    shape = {
        "scale": [evidence.lowest, evidence.highest, evidence.step],
        "stages": [[stage.slug, stage.name, stage.kind, stage.competencies] for stage in evidence.stages],
        "competencies": [[label.key, label.name] for label in evidence.competencies],
        "policies": [[policy.threshold, policy.floor, policy.aggregation] for policy in evidence.policies],
        "plans": plans,
    }
    yield _packed({"shape": np.frombuffer(json.dumps(shape).encode(), np.uint8)})
    for piece in replay_pieces(evidence, plans):
        yield packed_piece(piece)


def replay_history(parts: Iterable[bytes]) -> History:
    """The history that `replay_parts` took apart. ValueError for parts that are none of its."""
    arrays = (_unpacked(part) for part in parts)
    shape = json.loads(next(arrays, {"shape": np.empty(0, np.uint8)})["shape"].tobytes() or "{}")
    if not shape:
        raise ValueError("the first part holds the shape of the period")
    lowest, highest, step = shape["scale"]
    policies = [
        GatePolicy(threshold, floor, aggregation, lowest, highest, step)
        for threshold, floor, aggregation in shape["policies"]
    ]
    pieces: dict[int, list[dict[str, NDArray[Any]]]] = {}
    for part in arrays:
        pieces.setdefault(int(part["plan"]), []).append(part)
    return History(
        lowest=lowest,
        highest=highest,
        step=step,
        stages=tuple(
            StageShape(slug, name, kind, tuple(asked)) for slug, name, kind, asked in shape["stages"]
        ),
        competencies=tuple(Label(*label) for label in shape["competencies"]),
        blocks=tuple(
            _block(policies[at], tuple((stage, tuple(asked)) for stage, asked in shape["plans"][at]), found)
            for at, found in sorted(pieces.items())
        ),
    )


def plans_of(evidence: Evidence) -> tuple[Plan, ...]:
    """What each of the evidence's policies asks, written out."""
    everything = tuple((at, stage.competencies) for at, stage in enumerate(evidence.stages))
    return evidence.plans or (everything,) * len(evidence.policies)


class KeptHistories:
    """The last few runs' histories, in this process: a run never changes, so a slider's next move finds them.

    Older ones go once all take more than `most` bytes; the latest stays however large it is.
    """

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self._most = most
        self._kept: OrderedDict[UUID, History] = OrderedDict()
        self._lock, self._loading = Lock(), Lock()

    def get(self, run: UUID, load: Callable[[], History]) -> History:
        """The run's history, loaded if it is not kept; two threads never load at the same time."""
        found = self._find(run)
        if found is None:
            with self._loading:
                found = self._find(run) or self._keep(run, load())
        return found

    def _find(self, run: UUID) -> History | None:
        with self._lock:
            if run in self._kept:
                self._kept.move_to_end(run)
            return self._kept.get(run)

    def _keep(self, run: UUID, history: History) -> History:
        with self._lock:
            self._kept[run] = history
            while len(self._kept) > 1 and sum(each.nbytes for each in self._kept.values()) > self._most:
                self._kept.popitem(last=False)
        return history


def packed_piece(piece: Piece) -> bytes:
    """One part: the applications of a piece."""
    arrays: dict[str, NDArray[Any]] = {
        "plan": np.array(piece.plan),
        "keys": piece.keys,
        "decided": piece.decided,
    }
    for at, stage in enumerate(piece.stages):
        arrays |= {f"{name}{at}": getattr(stage, name) for name in _COLUMNS}
    return _packed(arrays)


def _packed(arrays: dict[str, NDArray[Any]]) -> bytes:
    archive = io.BytesIO()
    np.savez_compressed(archive, allow_pickle=False, **arrays)
    return archive.getvalue()


def _unpacked(part: bytes) -> dict[str, NDArray[Any]]:
    with np.load(io.BytesIO(part), allow_pickle=False) as archive:
        return dict(archive)


def _block(policy: GatePolicy, plan: Plan, pieces: list[dict[str, NDArray[Any]]]) -> Block:
    stages = []
    for at in range(len(plan)):
        columns = [np.concatenate([piece[f"{name}{at}"] for piece in pieces], axis=-1) for name in _COLUMNS]
        stages.append(stage_columns(*columns, highest=policy.highest))
    keys, decided = (np.concatenate([piece[name] for piece in pieces]) for name in ("keys", "decided"))
    return Block(policy, plan, tuple(stages), keys, decided)

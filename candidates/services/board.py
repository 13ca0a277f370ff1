"""The one number by which an open board learns that it has to fetch again."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from candidates.models import BoardVersion


def board_touch(rubric_id: int) -> None:
    """Makes open boards of the rubric fetch again, once the transaction has committed.

    After the commit, so that submitting never queues behind a lock on this one row, and once however often
    a block of the transaction touches it.
    """
    connection = transaction.get_connection()
    grow = _GrowBoardVersion(rubric_id)
    # What this very block of the transaction left before is done whenever this would be.
    block = set(connection.savepoint_ids)
    if not any(left == grow and its_block == block for its_block, left, _ in connection.run_on_commit):
        transaction.on_commit(grow)


@dataclass(frozen=True)
class _GrowBoardVersion:
    """The work left for after the commit; equal for the same rubric."""

    rubric_id: int

    def __call__(self) -> None:
        if not BoardVersion.objects.filter(rubric_id=self.rubric_id).update(version=F("version") + 1):
            BoardVersion.objects.get_or_create(rubric_id=self.rubric_id, defaults={"version": 1})

"""The one number by which an open board learns that it has to fetch again."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import CharField, F, Func, Value
from django.db.models.lookups import Exact

from candidates.models import BoardVersion


def board_touch(rubric_id: int) -> None:
    """Makes open boards of the rubric fetch again, once the transaction has committed.

    After the commit, so that submitting never queues behind a lock on this one row, and once however often
    a block of the transaction touches it.
    """
    grow = _GrowBoardVersion(rubric_id)
    here = transaction.get_connection()
    # What this very block of the transaction left before is done whenever this would be.
    block = set(here.savepoint_ids)
    if not any(left == grow and its_block == block for its_block, left, _ in here.run_on_commit):
        transaction.on_commit(grow)


@dataclass(frozen=True)
class _GrowBoardVersion:
    """The work left for after the commit; equal for the same rubric."""

    rubric_id: int

    def __call__(self) -> None:
        versions = BoardVersion.objects.filter(rubric_id=self.rubric_id)
        if connection.vendor == "postgresql":
            versions = versions.filter(_UNHURRIED)
        if not versions.update(version=F("version") + 1):
            BoardVersion.objects.get_or_create(rubric_id=self.rubric_id, defaults={"version": 1})


# Always true, and this one statement does not wait for the disk: a board that misses a version after a crash
# draws itself anew within the minute.
_UNHURRIED = Exact(
    Func(
        Value("synchronous_commit"),
        Value("off"),
        Value(True),
        function="set_config",
        output_field=CharField(),
    ),
    Value("off"),
)

"""What committee does when interviewers announces something."""

from typing import Any

from candidates.models import StageVisit
from committee.tasks import compute_outcome
from hiring.queue import enqueue_on_commit


def enqueue_outcome(sender: object, visit: StageVisit, **kwargs: Any) -> None:
    """Has the outcome of a visit computed once its new evidence is committed."""
    enqueue_on_commit(compute_outcome, visit.pk)

"""The arrays that the what-if page replays, between a run that stores them and the pages that keep them."""

from collections.abc import Iterator

from calibration.evidence import Evidence


def replay_parts(evidence: Evidence) -> Iterator[bytes]:
    """The arrays of a period in pieces that a database row holds with ease."""
    yield from ()

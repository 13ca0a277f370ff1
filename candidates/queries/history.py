"""Which people of an import are candidates already."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from accounts.emails import normalise_email
from candidates.models import Application, Candidate, Origin

CHUNK = 5_000


def past_candidates_known(people: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Candidate]:
    """The candidates who are these people, by name and e-mail as given; the oldest where there are several.

    Without an e-mail only a candidate who was imported counts: somebody who applied here and happens to
    share the name is another person until somebody says otherwise.
    """
    wanted = {(name, normalise_email(email)): (name, email) for name, email in people}
    names = sorted({name for name, _ in wanted})
    imported = Application.objects.filter(candidate=OuterRef("pk"), origin=Origin.IMPORTED)
    known: dict[tuple[str, str], Candidate] = {}
    for start in range(0, len(names), CHUNK):
        rows = Candidate.objects.filter(
            ~Q(email_normalised="") | Exists(imported), name__in=names[start : start + CHUNK]
        )
        for row in rows.order_by("-pk"):
            key = wanted.get((row.name, row.email_normalised))
            if key is not None:
                known[key] = row
    return known

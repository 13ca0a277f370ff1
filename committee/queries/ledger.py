"""The ledger as it is stored, an application at a time, however many there are."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from candidates.models import Application
from committee.ledger import Chain, Link, Revision
from committee.models import GateOutcome
from interviewers.models import Score, Scorecard

BATCH = 200


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, whatever is submitted meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def stored_chains(application: UUID | None = None) -> Iterator[Chain]:
    """The chain of `application`, or of every one with an outcome or a scorecard, in order of their ids."""
    rows = Application.objects.filter(
        Q(Exists(GateOutcome.objects.filter(application=OuterRef("pk"))))
        | Q(Exists(Scorecard.objects.filter(application=OuterRef("pk"))))
    ).order_by("uuid")
    if application is not None:
        rows = rows.filter(uuid=application)
    batch = list(rows.values_list("uuid", "pk")[:BATCH])
    while batch:
        keys = [key for _, key in batch]
        revisions, links = _revisions(keys), _links(keys)
        for uuid, key in batch:
            yield Chain(str(uuid), revisions.get(key, []), links.get(key, []))
        batch = list(rows.filter(uuid__gt=batch[-1][0]).values_list("uuid", "pk")[:BATCH])


def _links(application_ids: list[int]) -> dict[int, list[Link]]:
    outcomes = GateOutcome.objects.filter(application_id__in=application_ids).annotate(
        application_uuid=F("application__uuid"), visit_uuid=F("visit__uuid")
    )
    links: dict[int, list[Link]] = defaultdict(list)
    for outcome in outcomes.order_by("application_id", "number"):
        row = outcome.ledger_row(application=outcome.application_uuid, visit=outcome.visit_uuid)
        links[outcome.application_id].append(Link(row, outcome.previous_hash, outcome.hash))
    return links


def _revisions(application_ids: list[int]) -> dict[int, list[Revision]]:
    """Every revision ever submitted, by application, in order of scorecard and number."""
    rows = (
        Score.objects.filter(revision__scorecard__application_id__in=application_ids)
        .order_by("revision__scorecard__application_id", "revision__scorecard__uuid", "revision__number")
        .values_list(
            "revision__scorecard__application_id",
            "revision__scorecard__visit__uuid",
            "revision__scorecard__uuid",
            "revision__number",
            "competency__slug",
            "value",
        )
    )
    found: dict[tuple[int, str, str, int], dict[str, int]] = defaultdict(dict)
    for application_id, visit, scorecard, number, competency, value in rows:
        values = found[application_id, str(visit), str(scorecard), number]
        if value is not None:
            values[competency] = value
    revisions: dict[int, list[Revision]] = defaultdict(list)
    for (application_id, visit_id, scorecard_id, number), values in found.items():
        revisions[application_id].append(Revision(visit_id, scorecard_id, number, values))
    return revisions

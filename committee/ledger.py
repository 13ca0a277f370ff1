"""The ledger: outcomes of an application numbered without gaps and chained by hash. Pure.

docs/ledger.md describes every byte; `verify` below is that description as code.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from committee.inputs import GateInputs, InputsUnreadable, inputs_digest, inputs_from_json, inputs_outcome
from hiring.canonical import canonical_json, text_digest
from rubrics.gate import Outcome

# The hash before the first outcome of an application.
GENESIS = ""

# What a hash covers besides the hash before it: nothing of an outcome is left out.
ROW_FIELDS = frozenset(
    {
        "uuid",
        "application",
        "visit",
        "number",
        "result",
        "reason",
        "score",
        "competencies",
        "floor_breaches",
        "inputs",
        "inputs_digest",
        "trigger",
        "advisory",
        "computed_at",
    }
)


@dataclass(frozen=True, slots=True)
class Link:
    """One outcome of a chain: `row` is what its hash covers besides the hash before it."""

    row: Mapping[str, Any]
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One submitted revision of a scorecard; a competency it did not assess is absent from `values`."""

    visit: str
    scorecard: str
    number: int
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Chain:
    """All that the ledger holds of one application, in order."""

    application: str
    revisions: Sequence[Revision]
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Break:
    """The first place of an application where something differs; `number` is None outside its outcomes."""

    application: str
    number: int | None
    words: str

    def __str__(self) -> str:
        place = f", outcome {self.number}" if self.number is not None else ""
        return f"application {self.application}{place}: {self.words}"


def link_hash(previous_hash: str, row: Mapping[str, Any]) -> str:
    """SHA-256 of the previous hash (64 hexadecimal digits, or nothing), then the row's canonical JSON."""
    return text_digest(previous_hash + canonical_json(dict(row)))


def ledger_time(at: datetime) -> str:
    """A time as the ledger writes it: UTC, always six decimals, "2026-03-02T09:00:00.000000Z"."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def outcome_as_row(outcome: Outcome) -> dict[str, Any]:
    """What the gate decided as the part of a row that a replay must give again."""
    return {
        "result": str(outcome.result),
        "reason": str(outcome.reason),
        "score": list(outcome.score) if outcome.score else None,
        "competencies": {
            slug: list(score) if score else None for slug, score in outcome.competencies.items()
        },
        "floor_breaches": list(outcome.floor_breaches),
    }


@dataclass
class Head:
    """The digest of a whole ledger: SHA-256 over one line an application, in order of their ids."""

    applications: int = 0
    outcomes: int = 0
    _hash: Any = field(default_factory=sha256, init=False, repr=False)

    def add(self, chain: Chain) -> None:
        """Takes in the end of a chain: "<application> <outcomes> <last hash>" and a line feed."""
        if chain.links:
            self.applications += 1
            self.outcomes += len(chain.links)
            self._hash.update(f"{chain.application} {len(chain.links)} {chain.links[-1].hash}\n".encode())

    @property
    def digest(self) -> str:
        """In lower-case hexadecimal; keep it elsewhere, and dropping the end of any chain shows."""
        return str(self._hash.hexdigest())

    @property
    def said(self) -> str:
        """One line of what was taken in: "Head <digest>, 12 outcomes of 5 applications"."""
        return f"Head {self.digest}, {self.outcomes} outcomes of {self.applications} applications"


def verify(chains: Iterable[Chain], head: Head) -> Break | None:
    """The first break in order, or None; `head` takes in every sound chain before it."""
    last = ""
    for chain in chains:
        if chain.application <= last:
            return Break(chain.application, None, "stands twice, or out of order, in the ledger")
        last = chain.application
        found = chain_break(chain)
        if found is not None:
            return found
        head.add(chain)
    return None


def chain_break(chain: Chain) -> Break | None:
    """The first place of the chain where something differs, or None."""
    previous = GENESIS
    latest: dict[str, GateInputs] = {}
    written = {(revision.scorecard, revision.number): revision for revision in chain.revisions}
    for number, link in enumerate(chain.links, start=1):
        words = _place_problem(chain, number, link, previous) or next(
            _content_problems(link, written, latest), None
        )
        if words:
            return Break(chain.application, number, words)
        previous = link.hash
        latest[link.row["visit"]] = inputs_from_json(link.row["inputs"])
    words = next(_unread(chain.revisions, latest), None)
    return Break(chain.application, None, words) if words else None


def _place_problem(chain: Chain, number: int, link: Link, previous: str) -> str | None:
    if set(link.row) != ROW_FIELDS:
        return f"has other fields than an outcome has ({', '.join(sorted(set(link.row) ^ ROW_FIELDS))})"
    if link.row["number"] != number:
        return f"is numbered {link.row.get('number')}; an outcome is missing or was moved"
    if link.row["application"] != chain.application:
        return f"is of application {link.row.get('application')}"
    if link.previous_hash != previous:
        return "does not follow from the outcome before it: the previous hash differs"
    if not _hashes(link):
        return "does not hash to its hash: its content, or the hash, was changed"
    return None


def _hashes(link: Link) -> bool:
    try:
        return link.hash == link_hash(link.previous_hash, link.row)
    except TypeError:  # a float, say, which nothing of ours writes
        return False


def _content_problems(
    link: Link, written: Mapping[tuple[str, int], Revision], latest: Mapping[str, GateInputs]
) -> Iterator[str]:
    """What is wrong with a row whose hash is right: somebody who can hash wrote it, but not the gate."""
    row = link.row
    try:
        inputs = inputs_from_json(row["inputs"])
        digest, outcome = inputs_digest(inputs), outcome_as_row(inputs_outcome(inputs))
    except (InputsUnreadable, KeyError, TypeError) as error:
        yield f"has inputs that cannot be read ({error})"
        return
    if row["inputs_digest"] != digest:
        yield "has a digest that is not the one of its inputs"
    for name, replayed in outcome.items():
        if row[name] != replayed:
            yield f"says {name} {row[name]}; the gate, given the same inputs, says {replayed}"
    before = latest.get(row["visit"])
    if before is not None and inputs_digest(before) == digest:
        yield "repeats the inputs of the outcome before it"
    for card in inputs.scorecards:
        revision = written.get((card.id, card.revision))
        if revision is None or revision.visit != row["visit"]:
            yield f"read revision {card.revision} of scorecard {card.id}, which does not exist"
        elif dict(revision.values) != dict(card.values):
            yield f"read other values than revision {card.revision} of scorecard {card.id} holds"


def _unread(revisions: Sequence[Revision], latest: Mapping[str, GateInputs]) -> Iterator[str]:
    """The submitted revisions that the latest outcome of their visit does not know of."""
    for revision in revisions:
        inputs = latest.get(revision.visit)
        read = {card.id: card.revision for card in inputs.scorecards} if inputs else {}
        if read.get(revision.scorecard, 0) < revision.number:
            yield (
                f"revision {revision.number} of scorecard {revision.scorecard} was read by no outcome since; "
                "if it has just been submitted, the sweep is about to"
            )

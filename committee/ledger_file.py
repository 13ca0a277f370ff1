"""The ledger as a file of JSON lines: written by `export_ledger`, read by `verify_ledger --file`. Pure."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from committee.ledger import Chain, Link, Revision
from hiring.canonical import canonical_json

_REVISION = {"kind", "application", "visit", "scorecard", "revision", "values"}
_OUTCOME = {"kind", "row", "previous_hash", "hash"}


class LineUnreadable(ValueError):
    """A line is not one that `chain_lines` writes; the message says which line and why."""


def chain_lines(chain: Chain) -> Iterator[str]:
    """The lines of one application: its revisions, then its outcomes, each without a line feed."""
    for revision in chain.revisions:
        yield canonical_json(
            {
                "kind": "revision",
                "application": chain.application,
                "visit": revision.visit,
                "scorecard": revision.scorecard,
                "revision": revision.number,
                "values": dict(revision.values),
            }
        )
    for link in chain.links:
        yield canonical_json(
            {
                "kind": "outcome",
                "row": dict(link.row),
                "previous_hash": link.previous_hash,
                "hash": link.hash,
            }
        )


def read_chains(lines: Iterable[str]) -> Iterator[Chain]:
    """The chains that the lines spell, in their order. Raises LineUnreadable at a line that spells none."""
    read = (_read(number, line) for number, line in enumerate(lines, start=1))
    for application, entries in groupby(read, key=lambda entry: entry[0]):
        revisions: list[Revision] = []
        links: list[Link] = []
        for _, entry in entries:
            if isinstance(entry, Revision):
                revisions.append(entry)
            else:
                links.append(entry)
        yield Chain(application, revisions, links)


def _read(number: int, line: str) -> tuple[str, Revision | Link]:
    try:
        entry = json.loads(line, parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=_once)
        return _revision(entry) if entry["kind"] == "revision" else _link(entry)
    except (KeyError, TypeError, ValueError) as error:
        raise LineUnreadable(f"line {number} is not a line of a ledger ({error})") from error


def _revision(entry: dict[str, Any]) -> tuple[str, Revision]:
    _require(set(entry) == _REVISION, "it has other fields than a revision")
    whole = [entry["revision"], *entry["values"].values()]
    _require(all(type(value) is int for value in whole), "its numbers are not whole numbers")
    revision = Revision(
        str(entry["visit"]), str(entry["scorecard"]), entry["revision"], dict(entry["values"])
    )
    return str(entry["application"]), revision


def _link(entry: dict[str, Any]) -> tuple[str, Link]:
    _require(entry["kind"] == "outcome", f"its kind is {entry['kind']}")
    _require(set(entry) == _OUTCOME, "it has other fields than an outcome")
    link = Link(dict(entry["row"]), str(entry["previous_hash"]), str(entry["hash"]))
    return str(link.row["application"]), link


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def _refuse(text: str) -> None:
    raise ValueError(f"{text} is not a whole number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuses a key that stands twice: one reader would take the first, another the last."""
    read = dict(pairs)
    _require(len(read) == len(pairs), "a key stands twice")
    return read

"""Reading what a scorecard page sends. The rules of its content are interviewers.content's."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest

from interviewers.content import field_names, tidied
from interviewers.merge import Change
from rubrics.plan import StagePlan


def posted_fields(posted: Mapping[str, str], stage: StagePlan) -> dict[str, str]:
    """The flat fields of a scorecard form; a field that was not sent is empty."""
    return {name: tidied(posted.get(name, "")) for name in field_names(stage)}


def posted_changes(posted: Mapping[str, str], stage: StagePlan) -> dict[str, Change]:
    """What was typed since the page was made, which says in `base` what was stored then (JSON)."""
    base = _texts(_parsed(posted.get("base") or "{}"))
    return {
        name: Change(base.get(name, ""), text)
        for name, text in posted_fields(posted, stage).items()
        if text != base.get(name, "")
    }


def sent_changes(body: bytes) -> dict[str, Change]:
    """The changes of a draft: `{"changes": {field: {"from": text, "to": text}}}`. Raises BadRequest."""
    sent = _parsed(body)
    changes = sent.get("changes") if isinstance(sent, dict) else None
    if not isinstance(changes, dict):
        raise BadRequest("A draft is sent as an object with its changes.")
    pairs = {field: _texts(change) for field, change in changes.items()}
    if any(pair.keys() != {"from", "to"} for pair in pairs.values()):
        raise BadRequest("A change says from which text to which.")
    return {field: Change(pair["from"], pair["to"]) for field, pair in pairs.items()}


def _parsed(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise BadRequest("This is not JSON.") from error


def _texts(found: Any) -> dict[str, str]:
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise BadRequest("Fields are texts.")
    return {str(name): text for name, text in found.items()}
